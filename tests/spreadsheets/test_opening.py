"""What a file is, by its bytes alone."""

import io
from collections.abc import Mapping
from zipfile import ZipFile

import pytest

from spreadsheets.opening import FileKind, Limits, open_file
from spreadsheets.refusals import FileRefusedError, RefusalReason
from tests.spreadsheets.clinics import LAYOUTS, random_clinic, written

WORKBOOK = written(random_clinic(seed=3, patients=2), LAYOUTS[0])
LFS_POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 12345\n".encode()
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'


def archive(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (WORKBOOK, FileKind.XLSX),
        (b"a;b\n1;2\n", FileKind.TEXT),
        ("карта;дата\n1;2\n".encode("cp1251"), FileKind.TEXT),
        ("карта;дата\n1;2\n".encode("utf-16"), FileKind.TEXT),
        ("карта;дата\n1;2\n".encode("utf-16-le"), FileKind.TEXT),
        (b"\xef\xbb\xbf<html><table></table></html>", FileKind.HTML),
        (b"\n <table><tr><td>1</td></tr></table>", FileKind.HTML),
        (XML_2003, FileKind.XML_2003),
        (archive({"visits.csv": b"a;b\n1;2\n"}), FileKind.TEXT),
        (archive({"visits.xlsx": WORKBOOK, "readme.md": b"see the visits"}), FileKind.XLSX),
        (archive({"__MACOSX/._visits.csv": b"x", "visits.csv": b"a;b\n1;2\n"}), FileKind.TEXT),
    ],
)
def test_kind(content: bytes, kind: FileKind) -> None:
    assert open_file(content).kind is kind


@pytest.mark.parametrize(
    ("content", "reason", "found"),
    [
        (b"", RefusalReason.EMPTY, ()),
        (b" \r\n\t ", RefusalReason.EMPTY, ()),
        (b"\xef\xbb\xbf", RefusalReason.EMPTY, ()),
        (WORKBOOK[:-200], RefusalReason.DAMAGED, ()),
        (WORKBOOK[:500], RefusalReason.DAMAGED, ()),
        (LFS_POINTER, RefusalReason.NOT_SPREADSHEET, ("Git LFS",)),
        (bytes.fromhex("0900040002001000"), RefusalReason.NOT_SPREADSHEET, ("Excel 2–4",)),
        (bytes.fromhex("09020600030010000000"), RefusalReason.NOT_SPREADSHEET, ("Excel 2–4",)),
        (
            bytes.fromhex("09040600040010000000") + b"B\0\2\0\xe3\4",
            RefusalReason.NOT_SPREADSHEET,
            ("Excel 2–4",),
        ),
        (b"%PDF-1.7 ...", RefusalReason.NOT_SPREADSHEET, ("PDF",)),
        (b"\x89PNG\r\n\x1a\n", RefusalReason.NOT_SPREADSHEET, ("PNG",)),
        (b"\x1f\x8b\x08\x00", RefusalReason.NOT_SPREADSHEET, ("gzip",)),
        (bytes(range(256)) * 10, RefusalReason.NOT_SPREADSHEET, ()),
        (b'{"visits": []}', RefusalReason.NOT_SPREADSHEET, ("JSON",)),
        (b'<?xml version="1.0"?><visits/>', RefusalReason.NOT_SPREADSHEET, ("XML",)),
        (archive({"word/document.xml": b"<w/>"}), RefusalReason.NOT_SPREADSHEET, ("DOCX",)),
        (archive({"photo.jpg": b"x"}), RefusalReason.NOT_SPREADSHEET, ("ZIP",)),
        (archive({"inner.csv": archive({"visits.csv": b"a;b"})}), RefusalReason.NOT_SPREADSHEET, ("ZIP",)),
        (archive({"visits.csv": b""}), RefusalReason.EMPTY, ()),
    ],
)
def test_refusal(content: bytes, reason: RefusalReason, found: tuple[str, ...]) -> None:
    with pytest.raises(FileRefusedError) as caught:
        open_file(content)
    assert (caught.value.refusal.reason, caught.value.refusal.found) == (reason, found)


def test_several_tables_in_an_archive_are_counted() -> None:
    with pytest.raises(FileRefusedError) as caught:
        open_file(archive({"january.csv": b"a;b\n1;2", "february.csv": b"a;b\n1;2", "march.xlsx": WORKBOOK}))
    assert caught.value.refusal.reason is RefusalReason.SEVERAL_IN_ARCHIVE
    assert caught.value.refusal.count == 3


@pytest.mark.parametrize("limits", [Limits(unpacked=1000), Limits(entries=3)], ids=["bytes", "parts"])
def test_too_much_in_a_zip(limits: Limits) -> None:
    with pytest.raises(FileRefusedError) as caught:
        open_file(WORKBOOK, limits)
    assert caught.value.refusal.reason is RefusalReason.TOO_HEAVY
