"""Expressions to one CP-SAT model; ``backend`` alone imports OR-Tools here."""
