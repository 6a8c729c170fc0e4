"""Marks in a person's own workbook: colour and comments added to its parts, every other byte as it was.

Reading a workbook into a library and saving it again would lose results of formulas, shapes and slicers. So
the few places that change are changed in the text of the parts, and nothing else is touched.
"""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "[Content_Types].xml"
_VML_TYPE: Final = b"application/vnd.openxmlformats-officedocument.vmlDrawing"
_COMMENTS_TYPE: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_AUTHOR: Final = b"Clinic Pulse"

_CELL: Final = re.compile(rb'<(?:\w+:)?c(?=\s)[^>]*?\sr="([A-Z]{1,3}\d{1,7})"[^>]*>')
_STYLE: Final = re.compile(rb'\ss="(\d+)"')
_XF: Final = re.compile(rb"<(?:\w+:)?xf\b(?:[^>]*/>|.*?</(?:\w+:)?xf>)", re.DOTALL)
_FILL: Final = re.compile(rb"<(?:\w+:)?fill\b")
_LEGACY: Final = re.compile(rb'<(?:\w+:)?legacyDrawing\b[^>]*?:id="([^"]+)"')
_END_OF_CELLS: Final = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_TAG: Final = re.compile(rb"""<(/?)(?:\w+:)?(\w+)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_AFTER_LEGACY: Final = frozenset(
    (
        b"legacyDrawingHF",
        b"picture",
        b"oleObjects",
        b"controls",
        b"webPublishItems",
        b"tableParts",
        b"extLst",
        b"AlternateContent",
    )
)
"""Elements of a sheet that come after the reference to its boxes."""
_COMMENT: Final = re.compile(
    rb'(?P<before><(?:\w+:)?comment\b[^>]*?\sref="(?P<address>[A-Z]{1,3}\d{1,7})"[^>]*>.*?<(?:\w+:)?text>)'
    rb"(?P<text>.*?)(?=</(?:\w+:)?text>)",
    re.DOTALL,
)
_SHAPE_ID: Final = re.compile(rb"_x0000_s(\d+)")
_SHAPES_OF_A_BLOCK: Final = 1024
_VML_SPACES: Final = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_VML_HEAD: Final = (
    b"<xml" + _VML_SPACES + b'><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%s"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
    b' o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE: Final = (
    '<v:shape{spaces} id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:240pt;height:60pt;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {row}, 4, {right}, 31, {bottom}, 9</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)

Marks = Mapping[str, Mapping[str, str]]
"""What to say, by sheet and cell."""


class CannotMarkError(Exception):
    """The workbook is built in a way that its parts cannot be marked by themselves."""


def mark(content: bytes, marks: Marks, color: str) -> bytes:
    """A workbook with its cells coloured (`FFD9C7`) and commented. Raises CannotMarkError."""
    package = _Package.open(content)
    sheets = package.sheets()
    if not marks.keys() <= sheets.keys():
        raise CannotMarkError("a sheet is not where it is said to be")
    here = {sheets[name]: cells for name, cells in marks.items()}
    used = {style for path, cells in here.items() for style in _styles(package.parts[path], cells)}
    styles = _with_fill(package, sorted(used), color.encode())
    for block, (path, cells) in enumerate(here.items(), 1):
        package.parts[path] = _recoloured(package.parts[path], cells, styles)
        _comment(package, path, cells, block)
    return package.content()


@dataclass(slots=True)
class _Package:
    """The parts of a workbook by their paths, in their order."""

    parts: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def open(cls, content: bytes) -> _Package:
        try:
            with ZipFile(io.BytesIO(content)) as archive:
                return cls({entry.filename: archive.read(entry) for entry in archive.infolist()})
        except (BadZipFile, EOFError, NotImplementedError, zlib.error):
            raise CannotMarkError("a part that holds no cells is damaged") from None

    def content(self) -> bytes:
        buffer = io.BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for path, part in self.parts.items():
                archive.writestr(path, part)
        return buffer.getvalue()

    def sheets(self) -> dict[str, str]:
        """The path of each sheet by its name."""
        related = self.related("xl/workbook.xml")
        found = {}
        for element in self._root("xl/workbook.xml").iter():
            if element.tag.rpartition("}")[2] == "sheet":
                target = related.get(element.get(f"{{{_OFFICE}}}id", ""))
                if target is not None:
                    found[element.get("name", "")] = target[1]
        return found

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part refers to within the package: the kind and path of each, by its id."""
        folder = posixpath.dirname(path)
        rels = _rels_of(path)
        if rels not in self.parts:
            return {}
        found = {}
        for element in self._root(rels):
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = kind, target.removeprefix("/")
        return {id_: place for id_, place in found.items() if place[1] in self.parts}

    def relate(self, path: str, kind: str, target: str) -> str:
        """Have a part refer to another; returns the id."""
        rels, id_ = _rels_of(path), f"rIdPulse{kind}"
        if rels not in self.parts:
            self.parts[rels] = (
                f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
            )
        entry = f'Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="/{target}"/>'
        self.parts[rels] = _appended(self.parts[rels], b"Relationships", [entry.encode()])
        return id_

    def declare(self, entry: bytes) -> None:
        """Say what type a part is of, or all with an ending are."""
        self.parts[_TYPES] = _appended(self.parts[_TYPES], b"Types", [entry])

    def _root(self, path: str) -> Element:
        from defusedxml import ElementTree

        if path not in self.parts:
            raise CannotMarkError(f"there is no {path}")
        try:
            root: Element = ElementTree.fromstring(self.parts[path])
        except ElementTree.ParseError:
            raise CannotMarkError(f"{path} cannot be read") from None
        return root


def _rels_of(path: str) -> str:
    return posixpath.join(posixpath.dirname(path), "_rels", f"{posixpath.basename(path)}.rels")


def _appended(part: bytes, element: bytes, children: Iterable[bytes]) -> bytes:
    """A part with children at the end of an element, in the namespace prefix it has; each without its `<`."""
    close = re.compile(rb"</(\w+:)?" + element + rb"\s*>|<(\w+:)?" + element + rb"\b([^>]*)/>")
    *_, found = [None, *close.finditer(part)]
    if found is None:
        raise CannotMarkError(f"no end of {element.decode()}")
    prefix = found[1] or found[2] or b""
    inner = b"".join(b"<" + prefix + child for child in children)
    end = b"</" + prefix + element + b">"
    whole = inner + end if found[3] is None else b"<" + prefix + element + found[3] + b">" + inner + end
    return part[: found.start()] + whole + part[found.end() :]


def _styles(sheet: bytes, cells: Mapping[str, str]) -> set[int]:
    """The styles of the cells to mark."""
    wanted = {address.encode() for address in cells}
    return {_style(found[0]) for found in _CELL.finditer(sheet) if found[1] in wanted}


def _style(cell: bytes) -> int:
    found = _STYLE.search(cell)
    return int(found[1]) if found else 0


def _with_fill(package: _Package, used: list[int], color: bytes) -> dict[int, int]:
    """Add to the styles each used one with another fill; returns the new style by the old one."""
    path = next(
        (path for kind, path in package.related("xl/workbook.xml").values() if kind == "styles"), None
    )
    if path is None:
        raise CannotMarkError("there are no styles")
    part = package.parts[path]
    fills, formats = _inside(part, b"fills"), _XF.findall(_inside(part, b"cellXfs"))
    fill = (
        b'fill><%bpatternFill patternType="solid"><%bfgColor rgb="FF' + color + b'"/>'
        b'<%bbgColor indexed="64"/></%bpatternFill></%bfill>'
    )
    prefix = _prefix_of(part, b"fills")
    part = _appended(part, b"fills", [fill % ((prefix,) * 5)])
    if used and used[-1] >= len(formats):
        raise CannotMarkError("a cell has a style that is not there")
    number = str(len(_FILL.findall(fills))).encode()
    changed = [_refilled(formats[style], number) for style in used]
    part = _appended(part, b"cellXfs", [xf.removeprefix(b"<" + prefix) for xf in changed])
    part = _recounted(part, b"fills", 1)
    package.parts[path] = _recounted(part, b"cellXfs", len(used))
    return {style: len(formats) + at for at, style in enumerate(used)}


def _inside(part: bytes, element: bytes) -> bytes:
    found = re.search(
        rb"<(?:\w+:)?" + element + rb"\b[^>]*>(.*?)</(?:\w+:)?" + element + rb">", part, re.DOTALL
    )
    if found is None:
        raise CannotMarkError(f"there are no {element.decode()}")
    return found[1]


def _prefix_of(part: bytes, element: bytes) -> bytes:
    """The namespace prefix an element has in a part, with its colon; empty where it has none."""
    found = re.search(rb"<(\w+:)?" + element + rb"\b", part)
    return (found[1] or b"") if found else b""


def _refilled(xf: bytes, number: bytes) -> bytes:
    opening, close, rest = xf.partition(b">")
    plain = re.sub(rb'\s(?:fillId|applyFill)="[^"]*"', b"", opening)
    name = re.match(rb"<(?:\w+:)?xf", plain)
    at = name.end() if name else 0
    return plain[:at] + b' fillId="' + number + b'" applyFill="1"' + plain[at:] + close + rest


def _recounted(part: bytes, element: bytes, more: int) -> bytes:
    counted = re.compile(rb"(<(?:\w+:)?" + element + rb'\b[^>]*?\scount=")(\d+)(")')
    return counted.sub(lambda found: found[1] + str(int(found[2]) + more).encode() + found[3], part, count=1)


def _recoloured(sheet: bytes, cells: Mapping[str, str], styles: Mapping[int, int]) -> bytes:
    """A sheet whose marked cells have their styles with the other fill."""
    wanted = {address.encode() for address in cells}

    def restyled(found: re.Match[bytes]) -> bytes:
        if found[1] not in wanted:
            return found[0]
        new = f' s="{styles[_style(found[0])]}"'.encode()
        plain = _STYLE.sub(b"", found[0])
        at = plain.index(b' r="')
        return plain[:at] + new + plain[at:]

    return _CELL.sub(restyled, sheet)


def _comment(package: _Package, path: str, cells: Mapping[str, str], block: int) -> None:
    """Add comments to a sheet: their texts, and the boxes they are shown in."""
    related = package.related(path)
    texts = next((target for kind, target in related.values() if kind == "comments"), None)
    if texts is None:
        texts = f"xl/commentsPulse{block}.xml"
        package.parts[texts] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><comments xmlns="{_MAIN}">'
            "<authors></authors><commentList></commentList></comments>"
        ).encode()
        package.relate(path, "comments", texts)
        package.declare(
            b'Override PartName="/' + texts.encode() + b'" ContentType="' + _COMMENTS_TYPE + b'"/>'
        )
    package.parts[texts], added = _with_comments(package.parts[texts], cells)
    boxes = _boxes_of(package, path)
    if boxes is None:
        boxes = f"xl/drawings/vmlDrawingPulse{block}.vml"
        package.parts[boxes] = _VML_HEAD % _blocks(block, len(added))
        id_ = package.relate(path, "vmlDrawing", boxes)
        package.parts[path] = _with_legacy(package.parts[path], id_)
        if not re.search(rb'Extension="vml"', package.parts[_TYPES], re.IGNORECASE):
            package.declare(b'Default Extension="vml" ContentType="' + _VML_TYPE + b'"/>')
    package.parts[boxes] = _with_boxes(package.parts[boxes], added, block)


def _boxes_of(package: _Package, path: str) -> str | None:
    """The part with the boxes a sheet shows its comments in; None if it has none yet."""
    legacy = _LEGACY.search(package.parts[path])
    if legacy is None:
        return None
    place = package.related(path).get(legacy[1].decode())
    if place is None:
        raise CannotMarkError("the boxes are not where they are said to be")
    return place[1]


def _with_comments(part: bytes, cells: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """Comments with ours; a cell that has one gets ours below it. Returns the cells that had none."""
    prefix, author = _prefix_of(part, b"commentList"), len(re.findall(rb"<(?:\w+:)?author\b", part))
    there: set[str] = set()

    def longer(found: re.Match[bytes]) -> bytes:
        address = found["address"].decode()
        if address not in cells:
            return found[0]
        there.add(address)
        return found["before"] + _continued(found["text"], cells[address], prefix)

    part = _COMMENT.sub(longer, part)
    added = [address for address in cells if address not in there]
    new = [
        b'comment ref="%b" authorId="%d"><%btext>%b</%btext></%bcomment>'
        % (address.encode(), author, prefix, _run(prefix, cells[address]), prefix, prefix)
        for address in added
    ]
    part = _appended(part, b"authors", [b"author>" + _AUTHOR + b"</" + prefix + b"author>"])
    return _appended(part, b"commentList", new), added


def _continued(text: bytes, more: str, prefix: bytes) -> bytes:
    """A text with more below it, unless it says so already; what is not made of runs becomes one."""
    if escape(more).encode() in text:
        return text
    is_plain = not re.search(rb"<(?:\w+:)?r>", text)
    before = b"<%br>%b</%br>" % (prefix, text, prefix) if is_plain else text
    return before + _run(prefix, f"\n\n{more}")


def _run(prefix: bytes, text: str) -> bytes:
    words = escape(text).encode()
    return b'<%br><%bt xml:space="preserve">%b</%bt></%br>' % (prefix, prefix, words, prefix, prefix)


def _blocks(block: int, count: int) -> bytes:
    """The blocks of ids that so many boxes of a sheet take; each sheet has ten of its own."""
    first = block * 10
    return ",".join(str(first + at) for at in range(count // _SHAPES_OF_A_BLOCK + 1)).encode()


def _with_boxes(part: bytes, cells: Iterable[str], block: int) -> bytes:
    """Boxes for comments, hidden until one points at their cells."""
    taken = [int(number) for number in _SHAPE_ID.findall(part)]
    first = max(taken, default=block * 10 * _SHAPES_OF_A_BLOCK) + 1
    is_usual = all(f"xmlns:{prefix}=".encode() in part for prefix in "vox")
    spaces = "" if is_usual else _VML_SPACES.decode()
    shapes = [_shape(first + at, address, spaces) for at, address in enumerate(cells)]
    end = part.rindex(b"</xml>") if b"</xml>" in part else -1
    if end < 0:
        raise CannotMarkError("no end of the boxes")
    return part[:end] + b"".join(shapes) + part[end:]


def _shape(number: int, address: str, spaces: str) -> bytes:
    from openpyxl.utils.cell import coordinate_to_tuple

    row, column = (at - 1 for at in coordinate_to_tuple(address))
    left = column + 1
    return _SHAPE.format(
        spaces=spaces, id=number, row=row, column=column, left=left, right=left + 4, bottom=row + 4
    ).encode()


def _with_legacy(sheet: bytes, id_: str) -> bytes:
    """A sheet that refers to its boxes, at the one place in the order of elements where that may stand."""
    at = _place_of_legacy(sheet)
    prefix = _prefix_of(sheet, b"worksheet")
    element = b'<%blegacyDrawing xmlns:r="%b" r:id="%b"/>' % (prefix, _OFFICE.encode(), id_.encode())
    return sheet[:at] + element + sheet[at:]


def _place_of_legacy(sheet: bytes) -> int:
    cells = _END_OF_CELLS.search(sheet)
    depth = 0
    for tag in _TAG.finditer(sheet, cells.end() if cells else len(sheet)):
        closes, name, rest = tag.groups()
        if depth == 0 and (closes or name in _AFTER_LEGACY):
            return tag.start()
        depth += -1 if closes else not rest.endswith(b"/")
    raise CannotMarkError("no end of the sheet")
