"""Logs: readable by machines, free of tokens and of anything personal, whatever is thrown at them."""

from __future__ import annotations

import io
import json
import logging
import sys
import warnings
from typing import Any

import pytest
import structlog
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import SendMessage
from aiogram.types import Chat, Update, User
from psycopg.errors import UniqueViolation
from pydantic import ValidationError
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from handlers.transport.logs import configure_logging, hide_in_logs

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
UPDATE = {
    "update_id": 5,
    "message": {
        "message_id": 9,
        "from": {"id": 77, "first_name": "Ольга", "last_name": "Ян", "username": "olga_yan"},
        "chat": {"id": 77, "type": "private", "first_name": "Ольга"},
        "text": "Оборот 61 234 567\nи ещё 10",
    },
}
PERSONAL = ("Ольга", "Ян", "olga_yan", "61 234 567", "Оборот", "и ещё 10")


class Terminal(io.StringIO):
    """A stream that says a person is watching."""

    def isatty(self) -> bool:
        return True


def lines(logged: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def warn(words: str) -> None:
    """Warn as a library does, past pytest's own collection of warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(words, RuntimeWarning, stacklevel=1)


def test_a_line_is_json_with_its_level_time_and_source(logged: io.StringIO) -> None:
    structlog.stdlib.get_logger("handlers.start").info("plan saved", chat=77)
    (line,) = lines(logged)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "plan saved", "chat": 77, "level": "info", "logger": "handlers.start"}


def test_on_a_terminal_a_line_is_for_people() -> None:
    terminal = Terminal()
    before = logging.getLogger().handlers[:]
    configure_logging("INFO", terminal)
    structlog.stdlib.get_logger("bot").info("ready", token=TOKEN)
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()
    assert "ready" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
    assert "AAHdq" not in terminal.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getUpdates",
        f"https://api.telegram.org/file/bot{TOKEN}/documents/1.xlsx",
        f"bot={TOKEN!r}",
    ],
)
def test_a_token_never_shows_wherever_it_stands(logged: io.StringIO, words: str) -> None:
    log = structlog.stdlib.get_logger("bot")
    log.info(words)
    log.info("said", words=words, deep={"list": [(words,)]}, bot={words: 1})
    logging.getLogger("aiogram").error("failed: %s", words)
    logging.getLogger("other").error("failed", extra={"url": words})
    try:
        raise TelegramNetworkError(method=SendMessage(chat_id=1, text="x"), message=f"ClientError: {words}")
    except TelegramNetworkError:
        log.exception("download failed")
    sys.excepthook(ValueError, ValueError(words), None)
    warn(words)
    assert len(lines(logged)) == 7
    assert "AAHdq" not in logged.getvalue()


def test_the_password_of_the_database_never_shows(logged: io.StringIO) -> None:
    structlog.stdlib.get_logger("bot").error("no connection to postgresql://pulse:s3cr3t/x@db.local/pulse")
    structlog.stdlib.get_logger("bot").error(
        "no connection", url="postgresql+psycopg://pulse:s3cr3t@db/pulse"
    )
    assert "s3cr3t@" not in logged.getvalue()
    assert "db.local" in logged.getvalue()


def test_what_a_person_wrote_or_is_called_never_shows(logged: io.StringIO) -> None:
    hide_in_logs(UPDATE)
    log = structlog.stdlib.get_logger("handlers")
    log.info("answer taken", answer="Оборот 61 234 567\nи ещё 10", person="Ольга Ян", lines=["и ещё 10"])
    logging.getLogger("library").warning("bad value %r of @%s", "Оборот 61 234 567", "olga_yan")
    try:
        raise ValueError("not a number: «Оборот 61 234 567»")
    except ValueError:
        log.exception("question failed")
    for personal in PERSONAL:
        assert personal not in logged.getvalue()
    assert lines(logged)[0]["event"] == "answer taken"


def test_fields_of_telegram_are_hidden_even_of_somebody_elses_update(logged: io.StringIO) -> None:
    structlog.stdlib.get_logger("handlers").info("seen", update=UPDATE)
    for personal in PERSONAL:
        assert personal not in logged.getvalue()
    assert lines(logged)[0]["update"]["message"]["chat"]["id"] == 77


GIVEN = "61 234 567"


def _pydantic() -> None:
    Update.model_validate({"update_id": 5, "message": {"text": {"Ольга": GIVEN}}})


def _sqlalchemy() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("INSERT INTO clinics VALUES (:name, 1)"), {"name": GIVEN})


def _psycopg() -> None:
    words = f"duplicate key\nDETAIL:  Key (name)=({GIVEN}) already exists."
    raise DatabaseError("", None, UniqueViolation(words))


def _aiogram() -> None:
    raise ClientDecodeError("Failed to decode object", ValueError("bad"), {"text": GIVEN})


@pytest.mark.parametrize("failing", [_pydantic, _sqlalchemy, _psycopg, _aiogram])
def test_what_libraries_were_given_does_not_show_in_their_errors(logged: io.StringIO, failing: Any) -> None:
    try:
        failing()
    except (ValidationError, SQLAlchemyError, ClientDecodeError):
        structlog.stdlib.get_logger("handlers").exception("failed")
    assert GIVEN not in logged.getvalue()
    assert "Traceback" in logged.getvalue()


def test_a_warning_with_a_whole_update_shows_none_of_it(logged: io.StringIO) -> None:
    warn(f"Detected unknown update type.\nUpdate: {json.dumps(UPDATE)}")
    warn(f"Detected unknown update type.\nUpdate: {json.dumps(UPDATE, ensure_ascii=False)}")
    assert logged.getvalue().count("Detected unknown update type.") == 2
    assert "olga_yan" not in logged.getvalue()
    assert "Ольга" not in logged.getvalue()


def test_procrastinate_never_shows_a_jobs_arguments(logged: io.StringIO) -> None:
    logging.getLogger("procrastinate.worker").error(
        "Job %s ended",
        "task[1](payload='61 234 567')",
        extra={"action": "job_error", "job": {"args": "61 234 567"}},
    )
    logging.getLogger("procrastinate.worker").info("Starting job task[1](payload='61 234 567')")
    assert [line["event"] for line in lines(logged)] == ["procrastinate: job_error"]
    assert "61 234 567" not in logged.getvalue()


def test_a_record_that_cannot_be_formatted_is_not_printed_elsewhere(
    logged: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("library").error("%d of %d", "61 234 567")
    assert capsys.readouterr() == ("", "")


def test_chatty_libraries_say_only_what_matters(logged: io.StringIO) -> None:
    person = User(id=77, is_bot=False, first_name="Ольга")
    chat = Chat(id=77, type="private", first_name="Ольга")
    logging.getLogger("aiogram_dialog.manager.message_manager").debug("edit_text to %s", chat)
    logging.getLogger("aiogram.event").info("Update id=%s is handled", 5)
    logging.getLogger("sqlalchemy.engine.Engine").info("%s", person)
    logging.getLogger("aiogram.dispatcher").warning("Cannot answer")
    assert [line["event"] for line in lines(logged)] == ["Cannot answer"]


@pytest.mark.parametrize(("said", "shown"), [("10", "line 10"), ("100", "line [hidden]")])
def test_a_number_of_two_digits_is_nobodys(logged: io.StringIO, said: str, shown: str) -> None:
    hide_in_logs({"message": {"text": said}})
    structlog.stdlib.get_logger("x").info("at", where=f"line {said}")
    assert lines(logged)[0]["where"] == shown


def test_an_object_of_aiogram_shows_none_of_its_fields(logged: io.StringIO) -> None:
    hide_in_logs(UPDATE)
    person = User(id=77, is_bot=False, first_name="Ольга", last_name="Ян", username="olga_yan")
    structlog.stdlib.get_logger("x").info("got", message=person)
    for personal in PERSONAL:
        assert personal not in logged.getvalue()
