"""What lives under results: their buttons, and the jobs that draw and write them."""
