"""What a negotiation is: terms, parties, red lines and the expressions they are written in.

Nothing here imports OR-Tools; a scenario can be read, checked, evaluated and saved without a solver.
"""
