"""Use cases: one thing a person wants, as one function or small class; the only callers of storage."""
