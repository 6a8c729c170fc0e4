"""Uploads in: a file as the clinic's software wrote it → visits, and every problem on the way by its cell."""
