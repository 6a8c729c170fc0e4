"""How raw updates come in and how calls go out."""
