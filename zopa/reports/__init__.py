"""Analysis -> text. Renderers return text and print nothing; they need no solver."""
