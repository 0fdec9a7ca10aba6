"""Text to documents and back: load, save, schema, warnings."""
