"""Answers as JSON with exact numbers."""
