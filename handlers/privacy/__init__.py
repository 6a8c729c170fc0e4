"""What is stored, taking it away, having it deleted."""
