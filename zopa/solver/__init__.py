"""The engine: the only room that runs CP-SAT. Outside it, only the scenario's words are spoken."""
