"""Files kept in memory for the next button: the latest, for a while, and never too many."""

import pytest

from files.child import FileRead
from handlers.upload import recent
from handlers.upload.recent import RecentFiles
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file

KEY, OTHER_KEY = b"1" * 32, b"2" * 32


def read(rows: bytes = b"rows") -> FileRead:
    return FileRead(read_file(b"Patient ID;Visit date\n1;13.01.2025\n", UploadAnswers()).preview, rows)


async def test_a_reading_is_found_by_the_answers_and_the_key_it_was_made_with() -> None:
    files, found = RecentFiles(), read()
    files.keep("a", b"content")
    files.keep_reading("a", "{}", KEY, found)
    assert files.content("a") == b"content"
    assert files.reading("a", "{}", KEY) is found
    assert files.reading("a", "{}", OTHER_KEY) is None
    assert files.reading("a", '{"year": 2025}', KEY) is None
    assert files.reading("b", "{}", KEY) is None


async def test_the_oldest_go_when_there_is_no_room() -> None:
    files = RecentFiles(room=10)
    for name in ("a", "b", "c"):
        files.keep(name, bytes(4))
    assert [files.content(name) is not None for name in ("a", "b", "c")] == [False, True, True]
    files.keep_reading("b", "{}", KEY, read(bytes(4)))
    assert [files.content(name) is not None for name in ("b", "c")] == [True, False]


async def test_one_file_is_kept_however_large() -> None:
    files = RecentFiles(room=10)
    files.keep("a", bytes(100))
    assert files.content("a") == bytes(100)


async def test_nothing_is_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr(recent, "_SECONDS", 0.01)
    files = RecentFiles()
    files.keep("a", b"content")
    await asyncio.sleep(0.05)
    assert files.content("a") is None


async def test_a_reading_of_a_file_that_is_gone_is_not_kept() -> None:
    files = RecentFiles()
    files.keep_reading("a", "{}", KEY, read())
    assert files.reading("a", "{}", KEY) is None
