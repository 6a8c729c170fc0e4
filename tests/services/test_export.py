"""What a person takes away: every table is told about, or left out for a reason."""

from services.export import ABOUT_THE_PERSON, LEFT_OUT, PARTS
from tests.every_table import metadata


def test_every_table_is_exported_or_left_out_for_a_reason() -> None:
    exported = [table for part in PARTS for table in part.tables]
    assert len(exported) == len(set(exported))
    assert not ABOUT_THE_PERSON & set(exported)
    told = ABOUT_THE_PERSON | set(exported)
    assert not told & LEFT_OUT.keys()
    assert told | LEFT_OUT.keys() == set(metadata.tables)
    assert all(LEFT_OUT.values())
