"""Conflicts, relaxations and disputes: minimal unsatisfiable sets, correction sets, hitting sets."""
