"""What is stored: one file a subject. Importing this package makes `schema.metadata` complete."""
