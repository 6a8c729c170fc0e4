"""How uploads are sealed: keys of clinics, the master key, its rotation."""
