"""The product metrics of a clinic: ordering them, working them out, their buttons."""
