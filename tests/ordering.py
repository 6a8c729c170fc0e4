"""The files that take longest, to be begun first when files are tested side by side."""

from pathlib import Path
from typing import Final

import pytest

LONGEST: Final = ()
_TESTS: Final = Path(__file__).parent


def _rank(item: pytest.Item) -> int:
    name = item.path.relative_to(_TESTS).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others as they were."""
    items.sort(key=_rank)
