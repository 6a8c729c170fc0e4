"""The files that take longest, to be begun first when files are tested side by side."""

from pathlib import Path
from typing import Final

import pytest

LONGEST: Final = (
    "torture/test_torture.py",
    "torture/test_double_taps.py",
    "benchmarks/test_every_benchmark.py",
    "browser/test_whole_bot.py",
    "torture/test_reminders_torture.py",
    "spreadsheets/test_mutations.py",
    "browser/test_chat_page.py",
    "gallery/test_gallery.py",
    "conversations/test_windows.py",
    "conversations/test_product.py",
    "handlers/test_product_console.py",
    "storage/test_queue.py",
    "files/test_child.py",
    "storage/test_migrations.py",
    "workbooks/test_annotation.py",
)
TESTS: Final = Path(__file__).parent


def _rank(item: pytest.Item) -> int:
    name = item.path.relative_to(TESTS).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others as they were."""
    items.sort(key=_rank)
