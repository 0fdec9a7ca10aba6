"""Text -> a tree of keys, lists and scalars in which everything remembers its line and column."""
