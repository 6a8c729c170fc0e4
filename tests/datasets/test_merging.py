"""Exports that overlap come to the same visits as their union."""

from datetime import date

import pandas as pd

from datasets.merging import Export, merge
from datasets.packing import pack
from metrics.visits import Field, Visits

KEY = bytes(range(32))
Row = tuple[str, str, int, str | None]


def export(*rows: Row, branches: bool = True) -> Export:
    """Rows of patient, day of May 2024, kopecks and branch."""
    frame = pd.DataFrame(
        {
            "patient": [row[0] for row in rows],
            "date": pd.to_datetime([f"2024-05-{row[1]}" for row in rows]),
            "amount": [row[2] for row in rows],
        }
    )
    if branches:
        frame[Field.BRANCH] = pd.array([row[3] for row in rows], dtype="str")
    return Export(pack(frame, KEY))


def total(*exports: Export) -> tuple[int, int]:
    """Rows and kopecks of the merged exports."""
    visits = Visits.from_frame(merge(exports))
    return len(visits), int(visits.amount.sum())


def test_a_later_file_replaces_the_days_it_covers() -> None:
    older = export(("1", "01", 100, None), ("2", "05", 200, None), ("3", "06", 400, None), branches=False)
    newer = export(("2", "05", 250, None), ("4", "10", 800, None), branches=False)
    assert total(older, newer) == (3, 100 + 250 + 800)


def test_the_same_file_again_changes_nothing() -> None:
    one = export(("1", "01", 100, "A"), ("2", "05", 200, "B"))
    assert total(one, one, one) == total(one) == (2, 300)


def test_each_branch_keeps_its_own_days() -> None:
    older = export(("1", "01", 100, "Центр"), ("2", "05", 200, "Север"))
    newer = export(("3", "01", 400, "центр "), ("4", "09", 800, "Центр"))
    assert total(older, newer) == (3, 200 + 400 + 800)


def test_rows_without_a_branch_among_branches_are_a_branch_of_their_own() -> None:
    older = export(("1", "01", 100, "A"), ("2", "01", 200, None), ("3", "05", 400, None))
    newer = export(("4", "01", 800, "A"), ("5", "05", 1600, None))
    assert total(older, newer) == (3, 200 + 800 + 1600)


def test_without_exports_there_are_no_visits() -> None:
    assert total() == (0, 0)
    assert Visits.from_frame(merge([])).first_day is None


def test_days_survive() -> None:
    assert Visits.from_frame(merge([export(("1", "31", 1, None))])).last_day == date(2024, 5, 31)
