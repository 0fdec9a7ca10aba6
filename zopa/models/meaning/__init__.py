"""Documents to resolved lines: definitions, units, utilities, and how far a comparison can move."""
