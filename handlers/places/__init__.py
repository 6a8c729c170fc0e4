"""Where a person can be: the states of every conversation, and the one way into each."""
