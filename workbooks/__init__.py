"""Workbooks out: the template, the plan, a marked copy of the owner's own file."""
