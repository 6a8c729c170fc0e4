"""The article's seven questions, and what to do first."""
