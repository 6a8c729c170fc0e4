"""Exports that overlap come to the same visits as their union."""

import hmac
from collections.abc import Sequence
from datetime import date
from itertools import chain

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from datasets.coverage import Coverage, branch_key
from datasets.merging import UploadRows, merge
from datasets.packing import coverage_of, pack, unpack
from metrics.visits import VisitField, Visits
from tests.examples import examples

KEY = bytes(range(32))
Row = tuple[str, int, int, str | None]
"""A patient, a day of May 2024, kopecks, a branch."""


def frame(rows: Sequence[Row], *, branches: bool = True) -> pd.DataFrame:
    made = pd.DataFrame(
        {
            "patient": [row[0] for row in rows],
            "date": pd.to_datetime([f"2024-05-{row[1]:02}" for row in rows]),
            "amount": [row[2] for row in rows],
        }
    )
    if branches:
        made[VisitField.BRANCH] = pd.array([row[3] for row in rows], dtype="str")
    return made


def upload(*rows: Row) -> UploadRows:
    """Rows as a file with a column of branches has them."""
    return UploadRows(pack(frame(rows), KEY))


def unnamed(*rows: Row) -> UploadRows:
    """Rows as a file without a column of branches has them."""
    return UploadRows(pack(frame(rows, branches=False), KEY))


def total(*uploads: UploadRows) -> tuple[int, int]:
    """Rows and kopecks of the merged uploads."""
    visits = Visits.from_frame(merge(uploads))
    return len(visits), int(visits.amount.sum())


def test_a_later_file_replaces_the_days_it_covers() -> None:
    older = unnamed(("1", 1, 100, None), ("2", 5, 200, None), ("3", 6, 400, None))
    newer = unnamed(("2", 5, 250, None), ("4", 10, 800, None))
    assert total(older, newer) == (3, 100 + 250 + 800)


def test_an_older_file_sent_later_is_the_later_one() -> None:
    may, first_days = unnamed(("1", 1, 100, None), ("2", 31, 200, None)), unnamed(("3", 1, 400, None))
    assert total(may, first_days) == (2, 200 + 400)
    assert total(first_days, may) == (2, 100 + 200)


def test_the_same_file_again_changes_nothing() -> None:
    one = upload(("1", 1, 100, "A"), ("2", 5, 200, "B"), ("2", 5, 200, "B"))
    assert total(one, one, one) == total(one) == (3, 500)


def test_each_branch_keeps_its_own_days() -> None:
    older = upload(("1", 1, 100, "Центр"), ("2", 5, 200, "Север"))
    newer = upload(("3", 1, 400, "центр "), ("4", 9, 800, "Центр"))
    assert total(older, newer) == (3, 200 + 400 + 800)


def test_rows_without_a_branch_among_branches_are_a_branch_of_their_own() -> None:
    older = upload(("1", 1, 100, "A"), ("2", 1, 200, None), ("3", 5, 400, None))
    newer = upload(("4", 1, 800, "A"), ("5", 5, 1600, None))
    assert total(older, newer) == (3, 200 + 800 + 1600)


def test_the_whole_clinic_and_its_branches_never_count_a_visit_twice() -> None:
    clinic = unnamed(("1", 1, 100, None), ("2", 5, 200, None), ("3", 9, 400, None))
    branch = upload(("1", 1, 110, "A"), ("9", 9, 800, "A"))
    assert total(clinic, branch) == (4, 110 + 200 + 400 + 800)
    assert total(branch, clinic) == (4, 100 + 200 + 400 + 800)


def test_a_branch_with_a_software_of_its_own_is_not_lost() -> None:
    centre, north = upload(("c1", 1, 100, "A"), ("c2", 31, 200, "B")), unnamed(("n1", 2, 400, None))
    assert total(centre, north) == total(north, centre) == (3, 700)


def test_the_columns_of_all_exports_are_kept() -> None:
    without_sums = frame([("1", 1, 0, None)], branches=False).drop(columns="amount")
    with_doctor = frame([("2", 5, 200, "A")]).assign(doctor=["Ким"])
    merged = merge([UploadRows(pack(without_sums, KEY)), UploadRows(pack(with_doctor, KEY))])
    visits = Visits.from_frame(merged)
    assert (len(visits), int(visits.amount.sum()), visits.unpriced) == (2, 200, 1)
    assert visits.labels[VisitField.DOCTOR].names == ("Ким",)


def test_without_exports_there_are_no_visits() -> None:
    assert Visits.from_frame(merge([])).first_day is None


def test_days_survive() -> None:
    assert Visits.from_frame(merge([upload(("1", 31, 1, None))])).last_day == date(2024, 5, 31)


ROWS = st.lists(
    st.tuples(
        st.sampled_from("123456"),
        st.integers(1, 12),
        st.integers(-5, 99),
        st.sampled_from(["A", "a ", "B", None]),
    ),
    min_size=1,
    max_size=12,
)


@examples(150)
@given(st.lists(st.tuples(ROWS, st.booleans()), min_size=1, max_size=5))
def test_merging_is_replacing_one_after_another(files: list[tuple[list[Row], bool]]) -> None:
    """The definition, by hand: each file in its turn takes over the days it speaks for."""
    kept: list[tuple[str | None, Row]] = []
    for rows, has_column in files:
        names = has_column and any(row[3] for row in rows)
        new = [(branch_key(row[3] or "") if names else None, row) for row in rows]
        spans = {
            branch: [row[1] for other, row in new if other == branch]
            for branch in {branch for branch, _ in new}
        }
        visits = {(row[0], row[1]) for _, row in new}
        kept = [
            (branch, row)
            for branch, row in kept
            if not (branch in spans and min(spans[branch]) <= row[1] <= max(spans[branch]))
            and not ((branch is None) != (None in spans) and (row[0], row[1]) in visits)
        ]
        kept += new
    merged = merge([upload(*rows) if has_column else unnamed(*rows) for rows, has_column in files])
    days = merged["date"].dt.day.tolist()
    assert sorted(zip(days, merged["amount"].tolist(), strict=True)) == sorted(
        (row[1], row[2]) for _, row in kept
    )
    assert merged["patient"].nunique() == len({row[0] for _, row in kept})


def test_exports_cut_from_one_clinic_come_to_the_clinic_however_they_overlap() -> None:
    clinic = [(str(n % 7), n % 31 + 1, n, "AB"[n % 2]) for n in range(400)]
    parts = [
        [row for row in clinic if first <= row[1] <= last] for first, last in ((1, 14), (7, 20), (18, 31))
    ]
    assert len(list(chain(*parts))) > len(clinic)
    assert total(*(upload(*part) for part in parts)) == (len(clinic), sum(row[2] for row in clinic))


def test_coverage_is_per_branch() -> None:
    rows = frame([("1", 3, 1, "A"), ("2", 9, 1, "a "), ("3", 5, 1, None)])
    assert coverage_of(rows) == (
        Coverage("", date(2024, 5, 5), date(2024, 5, 5), 1),
        Coverage("A", date(2024, 5, 3), date(2024, 5, 9), 2),
    )
    assert coverage_of(rows.drop(columns=VisitField.BRANCH)) == (
        Coverage(None, date(2024, 5, 3), date(2024, 5, 9), 3),
    )
    assert coverage_of(rows.iloc[:0]) == ()


def test_a_column_of_hundreds_of_names_is_no_column_of_branches() -> None:
    rows = [(str(n), n % 31 + 1, n, f"чек {n}") for n in range(500)]
    assert [part.branch for part in coverage_of(frame(rows))] == [None]
    assert VisitField.BRANCH not in unpack(pack(frame(rows), KEY)).columns


def test_a_patient_is_the_same_in_every_export_of_a_clinic_and_in_no_other() -> None:
    rows = frame([("007", 1, 1, None), ("7", 2, 1, None)])
    first, again = unpack(pack(rows, KEY)), unpack(pack(rows.iloc[::-1], KEY))
    assert first["patient"].nunique() == 2
    assert set(first["patient"]) == set(again["patient"])
    assert not set(first["patient"]) & set(unpack(pack(rows, bytes(32)))["patient"])


def test_a_pseudonym_is_the_hmac_of_the_patients_text() -> None:
    rows = unpack(pack(frame([("Карта 007", 1, 1, None)]), KEY))
    digest = hmac.digest(KEY, "Карта 007".encode(), "sha256")
    assert rows["patient"].tolist() == [int.from_bytes(digest[:8], "little", signed=True)]
