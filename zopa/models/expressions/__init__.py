"""The small typed language that red lines and facts are written in.

``grammar.lark`` -> :mod:`parse` -> :mod:`syntax` tree -> :mod:`types` (names and types) -> :mod:`nodes` tree ->
:mod:`evaluate` (exact), :mod:`bounds` (intervals), and the solver's own lowering.
"""
