"""Figures of the best deals, drawn with matplotlib."""
