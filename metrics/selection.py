"""A part of a clinic to look at: up to when, and which branch, doctor, speciality or channel."""

from dataclasses import dataclass, replace
from datetime import date

from metrics import encoding
from metrics.visits import VisitField, Visits

_SETTLES = {VisitField.DOCTOR: (VisitField.SPECIALITY,)}


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a clinic is looked at; without anything chosen, all of it up to its newest day.

    until: the day to reckon as of, a month's last day; None for the newest. labels: at most one name of each
    column, in the order of `VisitField`; several must all hold.
    """

    until: date | None = None
    labels: tuple[tuple[VisitField, str], ...] = ()

    def only(self, field: VisitField, name: str | None) -> "Selection":
        """The same with another doctor, speciality, channel or branch, or with any (None)."""
        names = dict(self.labels)
        names.pop(field, None)
        if name is not None:
            names[field] = name
        return replace(self, labels=tuple((key, names[key]) for key in VisitField if key in names))

    def name(self, field: VisitField) -> str | None:
        """The name chosen in a column, if one is."""
        return dict(self.labels).get(field)

    def of(self, visits: Visits) -> Visits:
        """All rows of the patients who began with the chosen labels (`Visits.segment`).

        The rows after `until` stay, for `analyze` leaves them out. Columns that would only compare what was
        chosen are left out: a chosen one, and specialities with a doctor, whose own is where all began.
        """
        for field, name in self.labels:
            visits = visits.segment(field, name)
        settled = {column for field, _ in self.labels for column in (field, *_SETTLES.get(field, ()))}
        labels = {field: column for field, column in visits.labels.items() if field not in settled}
        return replace(visits, labels=labels)

    def to_json(self) -> str:
        """The selection as JSON; the same selection, the same text."""
        return encoding.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> "Selection":
        """The selection that `to_json` wrote. Raises ValueError or KeyError on anything else."""
        return encoding.from_json(cls, text)


WHOLE = Selection()
"""The whole clinic up to its newest day."""
