"""The normal form ``zopa-lines/1`` that certificates speak of."""
