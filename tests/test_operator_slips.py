"""What an operator gets wrong: a sentence on what, why and what to do, exit code 2, nothing changed."""

import asyncio
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiogram import Dispatcher
from sqlalchemy import make_url

import composition
import storage.database
from bot import main
from clock import SystemClock
from handlers.dispatcher import build_dispatcher
from storage.database import Database
from tests.dispatchers import release_routers

NOBODY = 65534
TOKEN = "123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"

Said = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> Path:
    """Where the database is; there is no .env, and every port is free."""
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "WEBHOOK_URL", "DATA_KEY", "DATA_KEY_FILE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.sqlite3'}")
    monkeypatch.setenv("HEALTH_PORT", "0")
    monkeypatch.setenv("SIMULATOR_PORT", "0")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    return tmp_path


@pytest.fixture(autouse=True)
def _dispatchers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made: list[Dispatcher] = []

    def build(*arguments: Any, **options: Any) -> Dispatcher:
        made.append(build_dispatcher(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(composition, "build_dispatcher", build)
    yield
    for dispatcher in made:
        release_routers(dispatcher)


def refused(said: Said, *command: str) -> str:
    """The sentence a command ends with."""
    assert main(command) == 2
    written = said.readouterr().err
    assert "Traceback" not in written
    (sentence,) = written.strip().splitlines()
    return sentence


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def made(folder: Path) -> Path:
    """A database as the program makes it."""
    file = folder / "clinic.sqlite3"

    async def make() -> None:
        await (await Database.open(f"sqlite:///{file}", clock=SystemClock())).close()

    asyncio.run(make())
    return file


@pytest.mark.parametrize("command", ["run", "migrate", "parked", "rotate-key"])
@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://root:secret@localhost/x", "postgresql://u:secret@h:port/x"]
)
def test_what_is_no_address_of_a_database(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, command: str, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    sentence = refused(capsys, command)
    # The hint stays whole: nothing of it is taken for a secret.
    assert "sqlite:///path/to/file or postgresql://user:password@host/name" in sentence
    assert "secret" not in sentence
    assert contents(folder) == {}


def test_a_postgresql_that_is_not_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://clinic:secret@127.0.0.1:{unused_tcp_port}/clinic")
    sentence = refused(capsys, "migrate")
    assert re.search("PostgreSQL does not serve DATABASE_URL.*refused.*Check that it runs", sentence)
    assert "secret" not in sentence


def _elsewhere(url: str) -> str:
    return make_url(url).set(database="nowhere").render_as_string(hide_password=False)


def test_a_database_postgresql_does_not_have(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, postgresql_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", _elsewhere(postgresql_url))
    assert 'database "nowhere" does not exist' in refused(capsys, "migrate")


@pytest.mark.parametrize("command", ["run", "migrate", "backup copy", "parked"])
@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
def test_a_damaged_database(folder: Path, capsys: Said, command: str, content: bytes | None) -> None:
    file = made(folder)
    file.write_bytes(content or file.read_bytes()[:5000] + os.urandom(20000))
    before = contents(folder)
    assert "is damaged" in (sentence := refused(capsys, *command.split()))
    assert "bot.py restore FILE" in sentence
    assert {name: text for name, text in contents(folder).items() if name in before} == before


def test_a_database_of_a_newer_version(folder: Path, capsys: Said) -> None:
    with closing(sqlite3.connect(made(folder))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "a newer version has used it. Install that version again" in refused(capsys, "run")


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_locked_database_is_locked_not_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, command: str
) -> None:
    monkeypatch.setattr(storage.database, "BUSY_TIMEOUT", 0.05)
    with closing(sqlite3.connect(made(folder), isolation_level=None)) as holder:
        holder.execute("PRAGMA journal_mode=DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        sentence = refused(capsys, command)
    assert "is locked. Another program holds it" in sentence
    assert "damaged" not in sentence


@pytest.mark.parametrize("command", ["backup copy", "parked", "rotate-key"])
def test_a_database_that_is_not_there_is_not_made(folder: Path, capsys: Said, command: str) -> None:
    assert "There is no database in" in refused(capsys, *command.split())
    assert contents(folder) == {}


@pytest.mark.parametrize("command", ["run", "migrate"])
@pytest.mark.parametrize("place", ["a-file/clinic.sqlite3", "a-folder"])
def test_a_place_where_no_database_can_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, command: str, place: str
) -> None:
    (folder / "a-file").touch()
    (folder / "a-folder").mkdir()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / place}")
    assert "cannot be used" in refused(capsys, command)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, which may write everywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_nobody_may_write_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, exists: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        locked = Path(name)
        if exists:
            made(locked).chmod(0o644)
        locked.chmod(0o555)
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{locked / 'clinic.sqlite3'}")
        monkeypatch.chdir(locked)
        before = contents(locked)
        with as_nobody():
            sentence = refused(capsys, "migrate")
        assert f"must be able to read and write the file and its folder {locked}" in sentence
        assert contents(locked) == before
        locked.chmod(0o755)


def test_a_backup_to_a_folder_nobody_may_write_to(folder: Path, capsys: Said) -> None:
    made(folder)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        folder.chmod(0o777)
        for parent in folder.parents:
            if parent.owner() == "root" and parent != parent.parent and os.geteuid() == 0:
                parent.chmod(parent.stat().st_mode | 0o055)
        (folder / "clinic.sqlite3").chmod(0o666)
        with as_nobody():
            assert "cannot be used: Permission denied" in refused(capsys, "backup", f"{name}/copy")
        Path(name).chmod(0o755)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("BOT_TOKEN", "secret", "BOT_TOKEN is no token"),
        (
            "BOT_PROXY",
            "socks4://clinic:secret@localhost:1080",
            "BOT_PROXY: it is http://, https:// or",
        ),
        ("HEALTH_PORT", "secret", "HEALTH_PORT: Input should be a valid integer"),
        ("HEALTH_PORT", "70000", "HEALTH_PORT: Input should be less than or equal to 65535"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL: Input should be 'DEBUG', 'INFO'"),
        ("DOCUMENT_LIMIT", "1000", "DOCUMENT_LIMIT over 20 needs a Bot API server of one's own"),
        ("WEBHOOK_URL", "https://clinic.example/telegram", "WEBHOOK_URL needs a WEBHOOK_SECRET"),
        ("DATA_KEY", "secret", "A data key is 32 random bytes in base64: openssl rand -base64 32"),
    ],
)
def test_a_setting_that_will_not_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, setting: str, value: str, words: str
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv(setting, value)
    sentence = refused(capsys, "run")
    assert words in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("kind", ["a folder", "in a file", "garbage"])
def test_a_key_file_that_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, kind: str
) -> None:
    place = folder / "key"
    match kind:
        case "a folder":
            place.mkdir()
        case "in a file":
            place.touch()
            place = place / "key"
        case _:
            place.write_text("garbage")
    monkeypatch.setenv("DATA_KEY_FILE", str(place))
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert re.search("DATA_KEY_FILE names a file|openssl rand", refused(capsys, "run"))


class _KnowsNobody(BaseHTTPRequestHandler):
    """A Bot API that knows no bot."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps({"ok": False, "error_code": self.status, "description": "Unauthorized"}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # the bot may have read enough and gone
            self.wfile.write(body)

    status = 401

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("status", [401, 404])
def test_a_token_telegram_does_not_know(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, status: int
) -> None:
    monkeypatch.setattr(_KnowsNobody, "status", status)
    with HTTPServer(("127.0.0.1", 0), _KnowsNobody) as telegram:
        threading.Thread(target=telegram.serve_forever, daemon=True).start()
        monkeypatch.setenv("BOT_API_URL", f"http://127.0.0.1:{telegram.server_port}")
        monkeypatch.setenv("BOT_TOKEN", TOKEN)
        sentence = refused(capsys, "run")
        telegram.shutdown()
    assert "it was mistyped or revoked. @BotFather shows the valid one" in sentence
    assert TOKEN not in sentence


@pytest.mark.parametrize("setting", ["HEALTH_PORT", "SIMULATOR_PORT", "WEBHOOK_PORT"])
def test_a_port_that_is_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, setting: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        monkeypatch.setenv(setting, str(port))
        if setting == "WEBHOOK_PORT":
            monkeypatch.setenv("WEBHOOK_URL", "https://clinic.example/telegram")
            monkeypatch.setenv("WEBHOOK_SECRET", "word")
        sentence = refused(capsys, "run")
    assert f"Nothing can listen on 127.0.0.1:{port}" in sentence
    assert f"set {setting} to another port" in sentence


def test_a_second_bot_on_the_same_database(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    file = made(folder)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    before = contents(folder)
    program = "import sys; from pathlib import Path; from storage.queue.sole_runner import sole_runner\n"
    program += "with sole_runner(Path(sys.argv[1])): print('holds', flush=True); input()"
    root = Path(storage.database.__file__).parents[1]
    with subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", program, file], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"holds\n"
        assert "Another process already runs the tasks of" in refused(capsys, "run")
        first.communicate(b"\n")
    assert {name: text for name, text in contents(folder).items() if not name.endswith("-runner")} == before


def test_a_file_to_restore_that_is_not_there(folder: Path, capsys: Said) -> None:
    assert refused(capsys, "restore", "/nope") == "There is no file /nope to restore from."


def test_a_doctor_finds_nothing_and_changes_nothing(folder: Path, capsys: Said) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    subjects = [line.split()[1].rstrip(":") for line in lines]
    assert subjects == ["settings", "database", "key", "disk", "telegram", "clock", "fonts", "limits"]
    assert all(line.startswith("ok") for line in lines)
    assert contents(folder) == {}


@pytest.mark.parametrize("status", [401, 404])
def test_a_doctor_says_what_to_mend(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, status: int
) -> None:
    file = made(folder)
    file.write_bytes(b"no database" * 1000)
    (folder / "clinic_pulse.key").write_text("garbage")
    monkeypatch.setattr(_KnowsNobody, "status", status)
    before = contents(folder)
    with HTTPServer(("127.0.0.1", 0), _KnowsNobody) as telegram:
        threading.Thread(target=telegram.serve_forever, daemon=True).start()
        monkeypatch.setenv("BOT_API_URL", f"http://127.0.0.1:{telegram.server_port}")
        monkeypatch.setenv("BOT_TOKEN", TOKEN)
        assert main(["doctor"]) == 2
        telegram.shutdown()
    said = capsys.readouterr().out
    mend = {line.split()[1].rstrip(":"): line for line in said.splitlines() if line.startswith("MEND")}
    assert mend.keys() == {"database", "key", "telegram"}
    assert "is damaged" in mend["database"]
    assert "32 random bytes" in mend["key"]
    assert "@BotFather" in mend["telegram"]
    assert TOKEN not in said
    assert contents(folder) == before
