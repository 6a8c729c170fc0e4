"""Everything a file may need, loaded before there is one: the limits then count the file alone."""

from datasets.packing import pack, unpack
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from workbooks.template import write_template

_SMALLEST = b"patient id;visit date;paid\n1;01.02.2024;10\n2;02.02.2024;20,5\n"


def warm_up() -> None:
    """Read a table and write a workbook nobody sees, and load the parsers of the formats it does not use."""
    import charset_normalizer  # noqa: F401 - loaded for what comes next
    import defusedxml.ElementTree  # noqa: F401
    import fastexcel  # noqa: F401
    import msoffcrypto  # noqa: F401
    import olefile  # noqa: F401
    import openpyxl  # noqa: F401
    import pyarrow

    pyarrow.set_cpu_count(1)
    unpack(pack(read_file(_SMALLEST, UploadAnswers()).rows, b"nobody"))
    write_template("ru", 2026)
