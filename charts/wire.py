"""The frames between the bot and its chart worker.

To the worker: a length and a pickled request. Back: an outcome, a length and the PNG, or where drawing
failed. The worker's first frame is empty and says that it is warm.
"""

from enum import IntEnum
from struct import Struct
from typing import Final

LENGTH: Final = Struct("!I")
ANSWER: Final = Struct("!BI")


class Outcome(IntEnum):
    """What a frame from the worker brings."""

    DRAWN = 0
    FAILED = 1
