"""The frozen answers, in the scenario's words: one module a question."""
