"""What only an SQLite database needs: one writer, quick reads, copies of a running file."""
