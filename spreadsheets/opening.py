"""What a file is, told from its bytes alone, and whether it may be opened at all."""

import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from spreadsheets.refusals import MEGABYTE, FileRefusedError, RefusalReason, refuse


class FileKind(StrEnum):
    """The formats that are read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    HTML = "html"
    XML_2003 = "xml-2003"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is unpacked: bytes of all parts together, parts of an archive."""

    unpacked: int = 200 * MEGABYTE
    entries: int = 10_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of a known format, out of its archive, with nothing in it that may not be read."""

    kind: FileKind
    content: bytes


_PIECE: Final = 1 << 14
"""Compressed bytes checked at a time; what is left of a piece is copied again and again."""
CHAT_LIMITS: Final = Limits()

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_FOREIGN: Final = (
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
)
_TABLE_NAMES: Final = re.compile(r"\.(xlsx|xlsm|xlsb|xls|ods|csv|tsv|txt|tab|html?|xml)$", re.IGNORECASE)
_PARTS_READ: Final = re.compile(
    r"(\[Content_Types\]\.xml|.*\.rels|xl/(workbook|sharedStrings|styles)\.xml|xl/worksheets/[^/]+\.xml"
    r"|content\.xml|styles\.xml|META-INF/manifest\.xml)",
    re.IGNORECASE,
)
_PROLOG: Final = 4096
_DOCTYPE: Final = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(r"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
_SAFE_ENCODINGS: Final = frozenset(("utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be"))
_OLD_EXCEL: Final = re.compile(rb"\x09[\x00\x02\x04][\x04-\x08]\x00[\x00\x02-\x04]")
"""The first record of the workbooks of before 1993, which nothing here reads."""
_CONTROLS: Final = bytes(frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b"))
_MOST_PARTS_OF_A_TEXT: Final = 0.001


def open_file(content: bytes, limits: Limits = CHAT_LIMITS) -> Opened:
    """Say what a file is by its content and take it out of its archive.

    Raises FileRefusedError for a file that is empty, damaged, protected, unsafe, too heavy or no spreadsheet.
    """
    opened = open_unproven(content, limits)
    prove_sizes(opened, limits)
    return opened


def open_unproven(content: bytes, limits: Limits) -> Opened:
    """As `open_file`, but a workbook may unpack to more than its directory says: `prove_sizes` tells.

    To prove them takes as long as to unpack the file, so it may be done beside something else.
    """
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise refuse(RefusalReason.EMPTY)
    if content.startswith(_EMPTY_ZIP):
        raise refuse(RefusalReason.DAMAGED)
    if content.startswith(_ZIP):
        return _open_zip(content, limits)
    return _open_plain(content)


def prove_sizes(opened: Opened, limits: Limits) -> None:
    """Unpack every part of a workbook and keep none. Raises FileRefusedError for one longer than it says."""
    if opened.content.startswith(_ZIP):
        with _refusing_damage(), ZipFile(io.BytesIO(opened.content)) as archive:
            _prove(opened.content, archive.infolist(), limits)


def _open_plain(content: bytes) -> Opened:
    if content.startswith(_OLE):
        return _open_ole(content)
    for magic, name in _FOREIGN:
        if content.startswith(magic):
            raise refuse(RefusalReason.NOT_SPREADSHEET, name)
    return Opened(_kind_of_text(content), content)


def _open_zip(content: bytes, limits: Limits) -> Opened:
    with _refusing_damage(), ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        _check_directory(entries, limits)
        names = {entry.filename.replace("\\", "/") for entry in entries}
        kind = _kind_of_package(archive, names)
        if kind is None:
            _prove(content, entries, limits)
            return _open_plain_or_package(_only_table(archive, entries), limits)
        for entry in entries:
            _check_part(archive, entry)
        return Opened(kind, content)


@contextmanager
def _refusing_damage() -> Iterator[None]:
    """Turn what an archive that is broken or locked makes of its reader into a refusal."""
    try:
        yield
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, struct.error, zlib.error):
        raise refuse(RefusalReason.DAMAGED) from None
    except RuntimeError:  # how zipfile says that an entry is encrypted
        raise refuse(RefusalReason.PASSWORD) from None


def _open_plain_or_package(content: bytes, limits: Limits) -> Opened:
    """The one file of an archive: a workbook, which is a zip itself, but not one more archive."""
    if not content.strip():
        raise refuse(RefusalReason.EMPTY)
    if not content.startswith(_ZIP):
        return _open_plain(content)
    with ZipFile(io.BytesIO(content)) as inner:
        if _kind_of_package(inner, set(inner.namelist())) is None:
            raise refuse(RefusalReason.NOT_SPREADSHEET, "ZIP")
    return _open_zip(content, limits)


def _check_directory(entries: list[ZipInfo], limits: Limits) -> None:
    """Refuse what unpacks to too much, or not at all, by its own account."""
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise _too_heavy(limits)
    for entry in entries:
        if entry.flag_bits & 1:
            raise refuse(RefusalReason.PASSWORD)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise refuse(RefusalReason.DAMAGED)


def _prove(content: bytes, entries: list[ZipInfo], limits: Limits) -> None:
    """Refuse what unpacks to more than its directory says."""
    if any(_is_longer_than_said(content, entry) for entry in entries):
        raise _too_heavy(limits)


def _too_heavy(limits: Limits) -> FileRefusedError:
    return refuse(RefusalReason.TOO_HEAVY, limit=limits.unpacked // MEGABYTE)


def _is_longer_than_said(content: bytes, entry: ZipInfo) -> bool:
    """Whether an entry unpacks to more than the directory says, where `zipfile` would stop in silence."""
    if entry.compress_type == ZIP_STORED:
        return entry.file_size > entry.compress_size
    name, extra = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    inflater, length = zlib.decompressobj(-zlib.MAX_WBITS), 0
    for at in range(start, start + entry.compress_size, _PIECE):
        rest = content[at : min(at + _PIECE, start + entry.compress_size)]
        while rest and not inflater.eof:
            length += len(inflater.decompress(rest, 1 << 20))
            if length > entry.file_size:
                return True
            rest = inflater.unconsumed_tail
    return False


def _kind_of_package(archive: ZipFile, names: Iterable[str]) -> FileKind | None:
    """The format of a zip that is one document; None for an archive of files."""
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        return FileKind.XLSB
    if any(name.startswith("xl/") for name in lower):
        return FileKind.XLSX
    if "mimetype" in lower or "content.xml" in lower:
        return _kind_of_open_document(archive)
    for folder, name in (("word/", "DOCX"), ("ppt/", "PPTX"), ("index/", "Numbers")):
        if any(entry.startswith(folder) for entry in lower):
            raise refuse(RefusalReason.NOT_SPREADSHEET, name)
    return None


def _kind_of_open_document(archive: ZipFile) -> FileKind:
    if "META-INF/manifest.xml" in archive.namelist():
        manifest = archive.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise refuse(RefusalReason.PASSWORD)
    mimetype = archive.read("mimetype") if "mimetype" in archive.namelist() else b"spreadsheet"
    if b"spreadsheet" not in mimetype:
        raise refuse(RefusalReason.NOT_SPREADSHEET, "OpenDocument")
    return FileKind.ODS


def _only_table(archive: ZipFile, entries: list[ZipInfo]) -> bytes:
    tables = [
        entry
        for entry in entries
        if _TABLE_NAMES.search(entry.filename) and not entry.filename.startswith("__MACOSX/")
    ]
    if not tables:
        raise refuse(RefusalReason.NOT_SPREADSHEET, "ZIP")
    if len(tables) > 1:
        raise refuse(RefusalReason.SEVERAL_IN_ARCHIVE, count=len(tables))
    return archive.read(tables[0])


def _check_part(archive: ZipFile, entry: ZipInfo) -> None:
    """Refuse a part that defines entities, or hides whether it does behind an unusual encoding."""
    if not _PARTS_READ.fullmatch(entry.filename.replace("\\", "/")):
        return
    with archive.open(entry) as part:
        prolog = part.read(_PROLOG)
    encoding = "utf-16" if prolog[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = prolog.decode(encoding, errors="replace")
    named = _ENCODING.match(text)
    if _DOCTYPE.search(text) or (named and named[1].lower() not in _SAFE_ENCODINGS):
        raise refuse(RefusalReason.UNSAFE)


def _open_ole(content: bytes) -> Opened:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT) as container:
            streams = {"/".join(path).lower() for path in container.listdir()}
    except Exception:  # whatever the parser stumbles over, the container is broken
        raise refuse(RefusalReason.DAMAGED) from None
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        raise refuse(RefusalReason.PASSWORD)
    if not streams & {"workbook", "book"}:
        raise refuse(RefusalReason.NOT_SPREADSHEET, "DOC" if "worddocument" in streams else "OLE")
    if _is_protected(content):
        raise refuse(RefusalReason.PASSWORD)
    return Opened(FileKind.XLS, content)


def _is_protected(content: bytes) -> bool:
    import msoffcrypto

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # Excel 95 has no such record where it is looked for
        return False


def _kind_of_text(content: bytes) -> FileKind:
    if _OLD_EXCEL.match(content):
        raise refuse(RefusalReason.NOT_SPREADSHEET, "Excel 2–4")
    if content.startswith(b"version https://git-lfs.github.com/"):
        raise refuse(RefusalReason.NOT_SPREADSHEET, "Git LFS")
    start = content[:65_536]
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or _looks_wide(start)
    if not wide and len(start) - len(start.translate(None, _CONTROLS)) > len(start) * _MOST_PARTS_OF_A_TEXT:
        raise refuse(RefusalReason.NOT_SPREADSHEET)
    head = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:_PROLOG].lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return FileKind.XML_2003
    if head.startswith(
        (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<div")
    ):
        return FileKind.HTML
    if head.startswith(b"<?xml"):
        if b"<html" in head or b"<table" in head:
            return FileKind.HTML
        raise refuse(RefusalReason.NOT_SPREADSHEET, "XML")
    if head.startswith((b"{", b"[{")):
        raise refuse(RefusalReason.NOT_SPREADSHEET, "JSON")
    return FileKind.TEXT


def _looks_wide(start: bytes) -> bool:
    """UTF-16 without its mark: every second byte of plain text is nearly always the same."""
    pairs = len(start) // 2
    return pairs > 0 and max(start[0::2].count(0), start[1::2].count(0)) > pairs * 0.2
