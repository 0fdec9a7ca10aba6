"""Negotiations as other programs write them: GENIUS XML, GeniusWeb JSON, NegMAS YAML in and out, CP-SAT out."""
