"""What others offer for the same question: each module of this package translates a scenario for one library."""
