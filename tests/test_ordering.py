"""The files that are begun first are there."""

from tests.ordering import LONGEST, TESTS


def test_the_longest_files_are_there() -> None:
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []
