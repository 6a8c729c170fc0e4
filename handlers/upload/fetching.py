"""An upload's file, fetched into memory from where it was sent; it never touches the disk."""

import io
from enum import StrEnum
from typing import Final, Protocol

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import ClientError

from services.offered_uploads import OfferedUpload, Origin

MEGABYTE: Final = 1 << 20
TELEGRAM_LIMIT: Final = 20 * MEGABYTE
"""Bytes of a file that Telegram's own Bot API server hands to a bot."""
_SECONDS: Final = 300


class NotFetched(StrEnum):
    """Why a file could not be fetched."""

    TOO_BIG = "too-big"
    GONE = "gone"
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

    def __init__(self, bot: Bot, sheets: Sheets) -> None:
        self._bot = bot
        self._sheets = sheets

    async def fetch(self, upload: OfferedUpload) -> bytes:
        """All bytes of the file. Raises NotFetchedError."""
        if upload.origin is Origin.GOOGLE:
            return await self._sheets.fetch(upload.file_id)
        content = io.BytesIO()
        try:
            # A server of one's own fetches the whole file before it answers this.
            file = await self._bot.get_file(upload.file_id, request_timeout=_SECONDS)
            await self._bot.download_file(file.file_path or "", content, timeout=_SECONDS)
        except TelegramBadRequest as refusal:
            is_big = "too big" in refusal.message
            raise NotFetchedError(NotFetched.TOO_BIG if is_big else NotFetched.GONE) from None
        except (TimeoutError, ClientError, FileNotFoundError):
            raise NotFetchedError(NotFetched.GONE) from None
        return content.getvalue()
