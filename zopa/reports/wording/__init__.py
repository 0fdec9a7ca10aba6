"""The sentences of the reports; ``verdict`` says what is proved, for all of them."""
