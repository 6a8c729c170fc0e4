"""A file in the chat: fetched, read, shown before anything of it is kept, asked about, kept."""
