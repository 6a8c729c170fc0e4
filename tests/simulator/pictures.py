"""Pictures: headers alone for the checks of sizes, and a whole one to look at."""

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int) -> bytes:
    """A PNG up to its header."""
    return _PNG + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0) + bytes(4)


def jpeg(width: int, height: int) -> bytes:
    """A JPEG up to its frame header, after one segment of another kind."""
    application = b"\xff\xe0" + struct.pack(">H", 16) + bytes(14)
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + bytes(3)
    return b"\xff\xd8" + application + frame


def bars(width: int, height: int) -> bytes:
    """A whole PNG with four grey bars on white."""
    rows = []
    for y in range(height):
        tall = [y > height * (10 - level) // 11 for level in (8, 6, 7, 9)]
        row = b"".join(
            (b"\xff" if column % 2 == 0 or not tall[column // 2] else b"\x40") * (width // 9)
            for column in range(9)
        )
        rows.append(b"\0" + row.ljust(width, b"\xff"))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return _PNG + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
