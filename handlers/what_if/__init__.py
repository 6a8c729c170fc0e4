"""«А если…»: change an assumption, see было → стало, keep it as the plan."""
