"""Proofs that lines cannot all hold, made of steps that a small checker verifies."""
