"""Relaxations by degrees: steps and amounts, fallbacks, the burden frontier, sensitivity."""
