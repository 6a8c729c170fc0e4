"""The names of the template's cells: by them it is written and, wherever its rows were moved to, read."""

from typing import Final

from metrics.funnel import Figure

MARK: Final = "clinic_pulse_template"
"""The name of the hidden cell that says: this is our template, and the version of its layout."""
YEAR: Final = "year_of_figures"
CHANNELS: Final = "channels"
VISITS: Final = "visits"


def name_of(figure: Figure) -> str:
    """The name of the cell of a figure."""
    return f"figure_{figure}"
