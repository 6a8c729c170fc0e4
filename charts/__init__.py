"""From a metric result to a picture."""
