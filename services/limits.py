"""As many of a thing as anybody can oversee on a phone."""

from dataclasses import dataclass
from enum import StrEnum

MOST_CLINICS = 10
MOST_SEGMENTS = 30
MOST_CHANNELS = 20


class Limit(StrEnum):
    """Why something cannot be added."""

    CLINICS = "clinics"
    SEGMENTS = "segments"
    CHANNELS = "channels"
    UPLOADS = "uploads"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Quota:
    """What may be kept of a clinic's files, undone ones among them: their number, bytes of their rows."""

    uploads: int = 200
    size: int = 40 << 20


class LimitReachedError(ValueError):
    """There are already as many as there may be."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit = limit
