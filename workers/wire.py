"""The frames between the bot and a process that works for it.

A frame is a kind, the number of its parts, the length of each, then the parts. The process's first frame says
that it is warm; then every order is answered by any number of steps and one DONE or FAILED.
"""

from collections.abc import Sequence
from enum import IntEnum
from struct import Struct
from typing import Final

HEAD: Final = Struct("!BI")
"""The kind of a frame and the number of its parts."""
LENGTH: Final = Struct("!Q")


class FrameKind(IntEnum):
    """What a frame brings."""

    ORDER = 0
    WARM = 1
    STEP = 2
    DONE = 3
    FAILED = 4


def head(kind: FrameKind, parts: Sequence[bytes]) -> bytes:
    """What goes before the parts of a frame."""
    return HEAD.pack(kind, len(parts)) + b"".join(LENGTH.pack(len(part)) for part in parts)


def lengths(packed: bytes) -> list[int]:
    """The lengths of a frame's parts, as `head` wrote them."""
    return [length for (length,) in LENGTH.iter_unpack(packed)]
