"""Pictures by their headers alone."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int) -> bytes:
    """A PNG up to its header."""
    return _PNG + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0) + bytes(4)


def jpeg(width: int, height: int) -> bytes:
    """A JPEG up to its frame header, after one segment of another kind."""
    application = b"\xff\xe0" + struct.pack(">H", 16) + bytes(14)
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + bytes(3)
    return b"\xff\xd8" + application + frame
