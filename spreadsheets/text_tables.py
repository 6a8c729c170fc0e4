"""Tables in text: csv and tsv of any encoding and separator, HTML saved as .xls, Excel-2003 XML."""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

import numpy as np

from spreadsheets.refusals import MEGABYTE, RefusalReason, refuse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import pandas as pd

SheetRows = list[list[str | None]]

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_GUESSED: Final = ["cp1251", "koi8_r", "cp866", "mac_cyrillic", "cp1252"]
_SAMPLE: Final = 20_000
_SNIFFED: Final = 1_000_000
_PIECE: Final = 1 << 20
_BLOCK: Final = 1 << 24
_SEPARATORS: Final = (";", "\t", ",", "|")
_SEPARATOR_LINE: Final = re.compile(r"""^\s*"?sep=(.)"?\s*(?:\r\n|\r|\n)""", re.IGNORECASE)
_SAMPLE_LINES: Final = 60
_WIDEST: Final = 512
_MOST_CELLS: Final = 20_000_000
_SPREADSHEET: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_ENCODING_NAMED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


def decode(content: bytes) -> str:
    """Text of an unknown encoding; what the encoding does not know is marked as such."""
    return content.decode(encoding_of(content), errors="replace")


def encoding_of(content: bytes) -> str:
    """The encoding of a text: by its mark, as UTF-8, as UTF-16 without a mark, or by its letters."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    start = content[: 2 * _SAMPLE]
    pairs = max(len(start) // 2, 1)
    if start[1::2].count(0) > pairs * 0.2 or _is_cyrillic_utf16(start[1::2]):
        return "utf-16-le"
    if start[0::2].count(0) > pairs * 0.2:
        return "utf-16-be"
    return "utf-8" if _is_utf8(content) else _guess(content)


def _is_utf8(content: bytes) -> bool:
    """Whether all of it is, looked at in pieces: a decoded copy of the whole takes the most memory of all."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_cyrillic_utf16(high_bytes: bytes) -> bool:
    return high_bytes.count(0x04) + high_bytes.count(0) > len(high_bytes) * 0.9


def _guess(content: bytes) -> str:
    from charset_normalizer import from_bytes

    letters = b"\n".join(line for line in content[: 20 * _SAMPLE].splitlines() if max(line, default=0) > 127)
    best = from_bytes(letters[:_SAMPLE], cp_isolation=_GUESSED, threshold=0.6).best()
    return best.encoding if best else "cp1251"


def read_delimited(content: bytes) -> pd.DataFrame:
    """The cells of a csv or tsv file, a row per record; a first line `sep=;` is none, as in Excel."""
    encoding = encoding_of(content)
    start = content[: 4 * _SNIFFED].decode(encoding, errors="replace")[:_SNIFFED]
    named = _SEPARATOR_LINE.match(start)
    separator = named[1] if named else sniff_separator(start)
    # A quote nobody closed would take all rows below it for one cell.
    is_closed = content.count(b'"') % 2 == 0
    cells = _read_even(content, encoding, separator, start) if is_closed and not named else None
    if cells is None:
        text = content.decode(encoding, errors="replace")
        cells = _read_uneven(text[named.end() if named else 0 :], separator)
    return _without_empty_tail(cells)


def _read_even(content: bytes, encoding: str, separator: str, start: str) -> pd.DataFrame | None:
    """The cells of a file whose rows all have as many; None for another, or for one with broken letters."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    try:
        width = len(next(csv.reader(io.StringIO(start), delimiter=separator)))
        table = arrow.read_csv(
            pa.BufferReader(content),
            arrow.ReadOptions(
                autogenerate_column_names=True, encoding=encoding, use_threads=False, block_size=_BLOCK
            ),
            arrow.ParseOptions(delimiter=separator, newlines_in_values=True, ignore_empty_lines=False),
            arrow.ConvertOptions(
                column_types={f"f{number}": pa.string() for number in range(width)},
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except (pa.ArrowException, csv.Error, StopIteration, UnicodeError, LookupError):
        return None
    cells: pd.DataFrame = table.to_pandas()
    cells.columns = list(range(cells.shape[1]))
    return cells


def _read_uneven(lines: str, separator: str) -> pd.DataFrame:
    """The cells of lines of any length, short ones filled up; quotes that do not close are letters."""
    import pandas as pd

    # Not by `splitlines`: a form feed ends a line there, but not for the parser.
    widest = max(line.count(separator) for line in lines.replace("\r", "\n").split("\n"))
    width = min(widest + 1, _WIDEST)
    try:
        return _parsed(lines, separator, width, csv.QUOTE_MINIMAL)
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        return _without_quotes(lines, separator, width)


def _without_quotes(text: str, separator: str, width: int) -> pd.DataFrame:
    """The cells with quotes as ordinary letters. Raises FileRefusedError for what is no table even so."""
    import pandas as pd

    try:
        return _parsed(text, separator, width, csv.QUOTE_NONE)
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        raise refuse(RefusalReason.DAMAGED) from None


def _parsed(text: str, separator: str, width: int, quoting: int) -> pd.DataFrame:
    import pandas as pd

    cells: pd.DataFrame = pd.read_csv(
        io.StringIO(text),
        sep=separator,
        header=None,
        names=range(width),
        index_col=False,
        dtype="str",
        na_values=[""],
        keep_default_na=False,
        skip_blank_lines=False,
        quoting=quoting,  # type: ignore[call-overload]  # stubs know the literals only
        engine="c",
    )
    return cells


def sniff_separator(text: str) -> str:
    """The separator by which the first lines split most evenly into most fields."""
    sample = "\n".join(text[:_SNIFFED].splitlines()[:_SAMPLE_LINES])
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> float:
    """Lines of the commonest width above one, squared to prefer agreement, times that width."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row)
    except csv.Error:
        return 0.0
    lines = sum(widths.values())
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (count / lines) ** 2 * math.sqrt(min(width, 30))


def _without_empty_tail(cells: pd.DataFrame) -> pd.DataFrame:
    filled = np.flatnonzero(cells.notna().to_numpy().any(axis=0))
    return cells.iloc[:, : int(filled[-1]) + 1 if filled.size else 0]


def read_html(content: bytes) -> list[tuple[str, SheetRows]]:
    """Every table of a page, with its caption; nothing outside the page is looked at."""
    named = _ENCODING_NAMED.search(content[:4096])
    try:
        text = content.decode(named[1].decode()) if named else decode(content)
    except (LookupError, UnicodeDecodeError):
        text = decode(content)
    page = _Page()
    page.feed(text)
    page.close()
    return [(table.caption, table.rows) for table in page.tables if table.rows]


class _Table:
    """A table being read; cells that span several rows or columns stand once, in their first place."""

    def __init__(self) -> None:
        self.caption = ""
        self.rows: SheetRows = []
        self.cell: list[str] | None = None
        self.span = 1
        self._taken: dict[tuple[int, int], bool] = {}

    def begin_cell(self, columns: int, rows: int) -> None:
        if not self.rows:
            self.rows.append([])
        row, here = self.rows[-1], len(self.rows) - 1
        while self._taken.get((here, len(row))):
            row.append(None)
        for below in range(1, min(rows, 10)):
            for beside in range(columns):
                self._taken[here + below, len(row) + beside] = True
        self.cell, self.span = [], columns

    def end_cell(self) -> None:
        if self.cell is not None:
            text = " ".join("".join(self.cell).split())
            self.rows[-1] += [text or None, *[None] * (self.span - 1)]
            self.cell = None


class _Page(HTMLParser):
    """Tables of a page; a table within a table is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open and tag == "tr":
            self._open[-1].end_cell()
            self._open[-1].rows.append([])
        elif self._open and tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif self._open and tag == "br" and self._open[-1].cell is not None:
            self._open[-1].cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        if tag in ("td", "th", "tr", "table"):
            self._open[-1].end_cell()
        if tag == "table":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        columns, rows = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        self._cells += columns
        if self._cells > _MOST_CELLS:
            raise refuse(RefusalReason.TOO_HEAVY, limit=_MOST_CELLS // MEGABYTE)
        self._open[-1].end_cell()
        self._open[-1].begin_cell(columns, rows)


def _span(text: str | None) -> int:
    return min(int(text), 100) if text and text.isascii() and text.isdigit() and int(text) > 0 else 1


def read_xml_2003(content: bytes) -> list[tuple[str, SheetRows]]:
    """Every sheet of an Excel-2003 XML file. Raises FileRefusedError for bad form and entities."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise refuse(RefusalReason.UNSAFE) from None
    except (ParseError, ValueError, LookupError):
        raise refuse(RefusalReason.DAMAGED) from None
    return [
        (sheet.get(f"{_SPREADSHEET}Name", ""), _xml_rows(sheet))
        for sheet in root.iter(f"{_SPREADSHEET}Worksheet")
    ]


def _xml_rows(sheet: Element) -> SheetRows:
    rows: SheetRows = []
    for row in sheet.iter(f"{_SPREADSHEET}Row"):
        _skip_to(rows, _place(row), [])
        cells: list[str | None] = []
        for cell in row.iter(f"{_SPREADSHEET}Cell"):
            _skip_to(cells, _place(cell), None)
            cells += [_xml_text(cell), *[None] * _whole(cell.get(f"{_SPREADSHEET}MergeAcross"))]
        rows.append(cells)
    return rows


def _place(element: Element) -> int:
    return _whole(element.get(f"{_SPREADSHEET}Index"))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _skip_to(
    items: list[list[str | None]] | list[str | None], place: int, empty: list[str | None] | None
) -> None:
    """Fill up to a place counted from 1; a file that names a far one would only cost memory."""
    missing = place - 1 - len(items)
    if missing > _MOST_CELLS // 100:
        raise refuse(RefusalReason.TOO_HEAVY, limit=_MOST_CELLS // MEGABYTE)
    items.extend([empty] * missing)  # type: ignore[list-item]  # of the same kind as the caller's items


def _xml_text(cell: Element) -> str | None:
    data = cell.find(f"{_SPREADSHEET}Data")
    text = "" if data is None else "".join(_texts(data)).strip()
    return (
        text.replace("T", " ").removesuffix(".000") if data is not None and _is_date(data) else text or None
    )


def _is_date(data: Element) -> bool:
    return data.get(f"{_SPREADSHEET}Type") == "DateTime"


def _texts(data: Element) -> Iterator[str]:
    yield from data.itertext()
