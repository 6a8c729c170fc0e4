"""Months: entering last month's figures, plan against fact, the history, a new year."""
