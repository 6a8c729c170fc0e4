"""What is logged, how, and what never: no token and nothing a person wrote or is called."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import cached_property
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

_TOKEN = re.compile(r"(?<![\w-])(?:bot)?[0-9]{3,}:[A-Za-z0-9_-]{20,}")
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^/\s:@]+):([^/\s@]+)@")
# Where libraries put what they were given: pydantic the input, SQLAlchemy the parameters, PostgreSQL the row,
# aiogram the whole update or the whole answer.
_GIVEN_VALUES = re.compile(
    r"input_value=.*?(?=, input_type=)"
    r"|(?<=\[parameters: ).*?(?=\]\n|\]$)"
    r"|(?<=DETAIL:  ).*"
    r"|(?<=Update: \{).*"
    r"|(?<=\nContent: ).*",
    re.DOTALL,
)
HIDDEN = "[hidden]"

# The fields of an update that hold what a person wrote, is called or can be reached by.
_PERSONAL_FIELDS = frozenset(
    {
        "text", "caption", "query", "question", "data", "title", "description", "url", "file_name",
        "first_name", "last_name", "username", "name", "author_signature", "custom_title", "performer",
        "phone_number", "vcard", "bio", "address", "email",
    }
)  # fmt: skip
# Beside these two everything in a record may come from anywhere.
_OWN_FIELDS = ("level", "timestamp")

# Their lines below a warning repeat what the meters tell, and some hold names, texts and tasks.
_QUIET = (
    "aiogram",
    "aiogram_dialog",
    "aiohttp",
    "asyncio",
    "procrastinate",
    "psycopg",
    "sqlalchemy",
    "alembic",
)


class _Personal:
    """The personal texts of an update, gathered only once something is logged: mostly nothing is."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        told = {text for text in _personal_texts(self._raw) if _tells_something(text)}
        texts = sorted(told, key=len, reverse=True)
        words = "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in texts)
        return re.compile(words) if words else None


_personal: ContextVar[_Personal | None] = ContextVar("personal", default=None)


def hide_in_logs(raw: Mapping[str, Any]) -> None:
    """Keep every personal text of an update out of whatever is logged in this context from now on."""
    _personal.set(_Personal(raw))


def configure_logging(level: str, stream: TextIO | None = None) -> None:
    """Send the program's and its libraries' log lines to `stream`, by default the error stream.

    They are JSON unless a person watches a terminal.

    Also catches what Python itself would print unseen: warnings, and errors nobody handled.
    """
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _only_action_of_procrastinate,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.dev.ConsoleRenderer()
        if stream.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    # A record that cannot be formatted would be printed past all this, with its arguments.
    logging.raiseExceptions = False
    sys.excepthook = _log_unhandled


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The last processor before rendering: nothing secret or personal passes."""
    return {key: value if key in _OWN_FIELDS else _redacted(value) for key, value in event.items()}


def _redacted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            _redacted(str(key)): HIDDEN if key in _PERSONAL_FIELDS else _redacted(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _PASSWORD_IN_URL.sub(rf"\1:{HIDDEN}@", _TOKEN.sub(HIDDEN, str(value)))
    text = _GIVEN_VALUES.sub(HIDDEN, text)
    personal = _personal.get()
    words = personal.words if personal else None
    return words.sub(HIDDEN, text) if words else text


def _personal_texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in _PERSONAL_FIELDS and isinstance(item, str):
                yield from (line.strip() for line in (item, *item.splitlines()))
            else:
                yield from _personal_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _personal_texts(item)


def _tells_something(text: str) -> bool:
    """Two digits say nothing of a person, and hiding them would blot out line numbers."""
    return bool(text) and not (text.isdigit() and len(text) < 3)


def _only_action_of_procrastinate(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """procrastinate names a job with all its arguments, and ours hold whole updates."""
    record = event.get("_record")
    if record is not None and record.name.startswith("procrastinate"):
        event["event"] = f"procrastinate: {getattr(record, 'action', 'says')}"
        event["positional_args"] = ()
    return event


def _log_unhandled(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.stdlib.get_logger("python").critical("unhandled error", exc_info=(kind, error, trace))
