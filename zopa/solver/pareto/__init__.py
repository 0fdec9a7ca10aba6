"""Best deals: the Pareto frontier, the solutions on it, and what reservation values lack."""
