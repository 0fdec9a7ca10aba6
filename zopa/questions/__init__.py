"""One module a question that a user asks: request, engine, result in the scenario's words."""
