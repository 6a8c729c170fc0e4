"""Files that try to take the reader down, made small here and huge there."""

import io
import struct
import zlib
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_NAMESPACE}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_BOOK_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
_SHEET_HEAD = f'<?xml version="1.0"?><worksheet xmlns="{_NAMESPACE}">'
_CELL = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
_STRINGS = f'<?xml version="1.0"?><sst xmlns="{_NAMESPACE}"><si><t>x</t></si></sst>'


def workbook(sheet: str | bytes, strings: str | bytes = _STRINGS) -> bytes:
    """A workbook with these parts as they are."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", strings)
    return buffer.getvalue()


def sheet_of(rows: str) -> str:
    return f"{_SHEET_HEAD}<sheetData>{rows}</sheetData></worksheet>"


def far_corner() -> bytes:
    """1.5 KB naming the last cell a sheet can have."""
    return workbook(
        sheet_of(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        )
    )


def impossible_row() -> bytes:
    return workbook(sheet_of('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'))


def repeated(part: str, unit: bytes, megabytes: int = 1000) -> bytes:
    """A workbook with a gigabyte of one thing in a part, deflated without ever being whole in memory."""
    head, tail = {
        "rows": (f"{_SHEET_HEAD}<sheetData>".encode(), b"</sheetData></worksheet>"),
        "strings": (f'<?xml version="1.0"?><sst xmlns="{_NAMESPACE}">'.encode(), b"</sst>"),
    }[part]
    block = unit * (1_000_000 // len(unit))
    whole = _deflated(head, block, megabytes, tail)
    size = len(head) + len(block) * megabytes + len(tail)
    base = workbook(sheet_of(_CELL))
    name = "xl/worksheets/sheet1.xml" if part == "rows" else "xl/sharedStrings.xml"
    return _with_part(base, name, whole, size)


def forged_size(said: int = 1000, megabytes: int = 1000) -> bytes:
    """A gigabyte of rows behind a directory that says a kilobyte."""
    honest = repeated("rows", _CELL.encode(), megabytes)
    with ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return honest.replace(struct.pack("<I", size), struct.pack("<I", said))


def nested_deeply() -> bytes:
    return workbook(f"{_SHEET_HEAD}{'<a>' * 2_000_000}{'</a>' * 2_000_000}</worksheet>")


def quadratic_entities() -> bytes:
    value, uses = "x" * 100_000, "&a;" * 100_000
    strings = f'<!DOCTYPE s [<!ENTITY a "{value}">]><sst xmlns="{_NAMESPACE}"><si><t>{uses}</t></si></sst>'
    return workbook(sheet_of(_CELL), '<?xml version="1.0"?>' + strings)


def laughing_entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    strings = f'<!DOCTYPE s [<!ENTITY l0 "ha">{laughs}]><sst xmlns="{_NAMESPACE}"><si><t>&l11;</t></si></sst>'
    return workbook(sheet_of(_CELL), '<?xml version="1.0"?>' + strings)


def laughing_xml_2003() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ha">{laughs}]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet>&l11;</Worksheet></Workbook>"
    ).encode()


def ole_loop() -> bytes:
    """A compound file whose directory chain points at itself."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126)
    entry = bytearray(128)
    name = "Workbook".encode("utf-16-le")
    entry[: len(name)] = name
    struct.pack_into("<HBB", entry, 64, len(name) + 2, 5, 1)
    return bytes(header) + table + bytes(entry) * 4


def ods_of_many_cells() -> bytes:
    """Four tags that stand for seventeen billion cells."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    )
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    table = f'<table:table table:name="a">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    spaces = f'xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return buffer.getvalue()


def _deflated(head: bytes, block: bytes, times: int, tail: bytes) -> tuple[bytes, int]:
    """A raw deflate stream of head + block × times + tail, and its checksum."""
    deflater = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    pieces = [deflater.compress(head), deflater.flush(zlib.Z_FULL_FLUSH)]
    # After a full flush every block is compressed the same: one block's bytes stand for all.
    once = deflater.compress(block) + deflater.flush(zlib.Z_FULL_FLUSH)
    pieces += [once] * times
    pieces.append(deflater.compress(tail) + deflater.flush(zlib.Z_FINISH))
    return b"".join(pieces), 0


def _with_part(base: bytes, name: str, deflated: tuple[bytes, int], size: int) -> bytes:
    """The archive with one part replaced by a ready deflate stream."""
    stream, checksum = deflated
    local, directory = b"", b""
    with ZipFile(io.BytesIO(base)) as archive:
        for entry in archive.infolist():
            content = archive.read(entry)
            packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
            packed = packer.compress(content) + packer.flush()
            crc, length = entry.CRC, entry.file_size
            if entry.filename == name:
                packed, crc, length = stream, checksum, size
            path = entry.filename.encode()
            fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), length, len(path), 0)
            directory += (
                b"PK\x01\x02" + struct.pack("<H", 20) + fields
                + struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + path
            )  # fmt: skip
            local += b"PK\x03\x04" + fields + path + packed
    count = directory.count(b"PK\x01\x02")
    return (
        local
        + directory
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(local), 0)
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "the last cell of a sheet": far_corner,
    "row four billion": impossible_row,
    "a gigabyte of rows": lambda: repeated("rows", _CELL.encode()),
    "a gigabyte of strings": lambda: repeated("strings", b"<si><t>abcdefgh</t></si>"),
    "a gigabyte of spaces": lambda: repeated("rows", b" "),
    "a gigabyte behind a forged size": forged_size,
    "deep nesting": nested_deeply,
    "quadratic entities": quadratic_entities,
    "laughing entities": laughing_entities,
    "laughing entities in XML 2003": laughing_xml_2003,
    "an OLE container in a loop": ole_loop,
    "an open document of a billion cells": ods_of_many_cells,
}
