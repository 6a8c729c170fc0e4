"""What the rows of a table are, between its columns and its visits: kinds, money, patients, days, layout."""
