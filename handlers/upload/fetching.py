"""An upload's file, fetched into memory from where it was sent; it never touches the disk."""

import io
from enum import StrEnum
from typing import Final, Protocol

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiohttp import ClientError, ClientResponseError

from clock import Clock
from services.offered_uploads import OfferedUpload, Origin

MEGABYTE: Final = 1 << 20
TELEGRAM_LIMIT: Final = 20 * MEGABYTE
"""Bytes of a file that Telegram's own Bot API server hands to a bot."""
_SECONDS: Final = 300
_PAUSES: Final = 1.0, 3.0
"""Seconds before a download that failed is tried again."""


class NotFetched(StrEnum):
    """Why a file could not be fetched."""

    TOO_BIG = "too-big"
    GONE = "gone"
    FAILED = "failed"
    """For the moment: it was tried several times, and may work later."""
    SHEET_PRIVATE = "sheet-private"
    SHEET_MISSING = "sheet-missing"
    SHEET_UNREACHABLE = "sheet-unreachable"


class NotFetchedError(Exception):
    """A file is not to be had; says why."""

    def __init__(self, reason: NotFetched) -> None:
        super().__init__(reason)
        self.reason = reason


class Sheets(Protocol):
    """Fetches public sheets."""

    async def fetch(self, sheet: str) -> bytes:
        """The CSV of a sheet. Raises NotFetchedError."""


class Fetcher:
    """Fetches the files of uploads."""

    def __init__(self, bot: Bot, sheets: Sheets, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._sheets = sheets

    async def fetch(self, upload: OfferedUpload) -> bytes:
        """All bytes of the file. Raises NotFetchedError."""
        if upload.origin is Origin.GOOGLE:
            return await self._sheets.fetch(upload.file_id)
        for pause in _PAUSES:
            try:
                return await self._from_telegram(upload.file_id)
            except NotFetchedError as error:
                if error.reason is not NotFetched.FAILED:
                    raise
                await self._clock.sleep(pause)
        return await self._from_telegram(upload.file_id)

    async def _from_telegram(self, file_id: str) -> bytes:
        content = io.BytesIO()
        try:
            # A server of one's own fetches the whole file before it answers this.
            file = await self._bot.get_file(file_id, request_timeout=_SECONDS)
            await self._bot.download_file(file.file_path or "", content, timeout=_SECONDS)
        except TelegramBadRequest as refusal:
            raise NotFetchedError(_reason(refusal.message)) from None
        except ClientResponseError as refusal:
            gone = 400 <= refusal.status < 500
            raise NotFetchedError(NotFetched.GONE if gone else NotFetched.FAILED) from None
        except FileNotFoundError:
            raise NotFetchedError(NotFetched.GONE) from None
        except (TimeoutError, ClientError, TelegramServerError, TelegramNetworkError):
            raise NotFetchedError(NotFetched.FAILED) from None
        return content.getvalue()


def _reason(refusal: str) -> NotFetched:
    if "too big" in refusal:
        return NotFetched.TOO_BIG
    return NotFetched.FAILED if "temporarily unavailable" in refusal else NotFetched.GONE
