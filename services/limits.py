"""As many of a thing as anybody can oversee on a phone."""

from enum import StrEnum

MOST_CLINICS = 10
MOST_SEGMENTS = 30
MOST_CHANNELS = 20


class Limit(StrEnum):
    """Why something cannot be added."""

    CLINICS = "clinics"
    SEGMENTS = "segments"
    CHANNELS = "channels"


class LimitReachedError(ValueError):
    """There are already as many as there may be."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit = limit
