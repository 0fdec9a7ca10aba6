"""The small typed language that red lines and facts are written in.

``grammar.lark`` -> :mod:`parse` -> :mod:`syntax` tree -> :mod:`typecheck` (names and types) -> :mod:`nodes`
tree -> :mod:`evaluate` (exact), :mod:`intervals` (bounds), and the solver's own lowering.
"""
