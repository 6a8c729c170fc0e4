"""What is kept of uploads: rows without names, packed; several exports merged into one set of visits."""
