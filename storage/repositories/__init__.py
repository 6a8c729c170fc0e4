"""Reading and writing what is stored, a file a subject, within one unit of work."""
