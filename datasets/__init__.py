"""What is kept of uploads: rows without names, packed; several uploads merged into one set of visits."""
