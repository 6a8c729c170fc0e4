"""Settings: language, currency, the clinic's name."""
