"""After an upload with known names, phones and cards, nothing the bot leaves behind contains them."""

import base64
import logging
import tempfile
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import MetaData, NullPool, create_engine, select

from files.child import FileReader
from handlers.transport.people import identity_of
from services.workspace import Workspace
from spreadsheets.mapping import UploadAnswers
from spreadsheets.refusals import FileRefusedError
from storage.database import Database, sqlite_path
from storage.keys.data_key import open_vault
from storage.sqlite.backup import backup
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock

NAMES = ("Преображенская Аглая Витальевна", "Ржевский-Оболенский Поручик Дмитриевич")
PHONES = ("+7 916 481-62-35", "89263571804")
CARDS = ("КРТ-748512", "КРТ-990317")
OTHERS = ("aglaya.pr@example.org", "Хирургова Инна Львовна", "Заречный филиал")
"""What else a file tells: an address, who treats, where."""
SECRETS = (
    *NAMES,
    *(name.split()[0] for name in NAMES),
    *PHONES,
    "79164816235",
    *CARDS,
    *(card.removeprefix("КРТ-") for card in CARDS),
    *OTHERS,
)
BY_CARD = f"""№ карты;ФИО;Телефон;Почта;Дата;Врач;Филиал;Источник;Оплачено
{CARDS[0]};{NAMES[0]};{PHONES[0]};{OTHERS[0]};01.02.2026;{OTHERS[1]};{OTHERS[2]};{NAMES[1]};1500
{CARDS[1]};{NAMES[1]};{PHONES[1]};;02.02.2026;{OTHERS[1]};{OTHERS[2]};Сайт;{NAMES[0]}
""".encode("cp1251")
BY_NAME = f"Пациент;Дата;Оплачено\n{NAMES[0]};03.02.2026;100\n{NAMES[1]};{PHONES[0]};200\n".encode("utf-16")
WITHOUT_DATES = f"{NAMES[0]};{CARDS[0]}\n{NAMES[1]};{CARDS[1]}\n".encode()
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1251", "koi8_r", "cp866", "unicode_escape")


def traces(secret: str) -> Iterator[bytes]:
    """A secret in every spelling and encoding something might keep it in."""
    spellings = {secret, secret.lower(), secret.upper(), secret.replace(" ", "")}
    for spelling, encoding in product(spellings, ENCODINGS):
        plain = spelling.encode(encoding)
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
            yield from (_inside(alphabet(b"\0" * shift + plain), shift, len(plain)) for shift in range(3))


def _inside(encoded: bytes, shift: int, length: int) -> bytes:
    """The characters of base64 that do not depend on what stands before and after."""
    return encoded[-(-shift * 4 // 3) : (shift + length) * 4 // 3]


def found(places: Iterable[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """Which secret is in which place."""
    looked_for = [(secret, frozenset(traces(secret))) for secret in SECRETS]
    return [
        (name, secret)
        for name, content in places
        for secret, encoded in looked_for
        if any(trace in content for trace in encoded)
    ]


def files_in(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]


def rows_of(database: Database) -> list[tuple[str, bytes]]:
    """Every value of every table."""
    engine = create_engine(database.url, poolclass=NullPool)
    with engine.connect() as connection:
        present = MetaData()
        present.reflect(connection)
        return [
            (table.name, value if isinstance(value, bytes) else str(value).encode())
            for table in present.sorted_tables
            for row in connection.execute(select(table))
            for value in row
        ]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temp folder of this process and those it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.mark.parametrize("secret", SECRETS)
def test_every_secret_would_be_found(secret: str) -> None:
    for content in (
        secret.encode(),
        secret.encode("utf-16"),
        secret.encode("cp1251"),
        secret.lower().encode().hex().encode(),
        base64.b64encode(b"xx" + secret.encode() + b"y"),
    ):
        assert ("place", secret) in found([("place", b"before" + content + b"after")])


async def test_nothing_of_a_patient_is_left(
    database: Database,
    temporary: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    key_file = tmp_path / "uploads.key"
    await open_vault(database, None, key_file)
    reader = FileReader()
    unit = UnitOfWork(database)
    uploads = (await Workspace.open(unit, identity_of(1), "ru", FakeClock())).uploads
    key = await uploads.patient_key()
    for content in (BY_CARD, BY_NAME):
        read = await reader.read(content, UploadAnswers(), key=key)
        assert {secret for _, secret in found([("rows", read.rows)])} <= set(OTHERS[1:])
        assert (await uploads.keep(read)).upload.rows == read.preview.rows > 0
    uploads.remember(read.preview.shape, UploadAnswers(columns={"C": None}))
    with pytest.raises(FileRefusedError):
        await reader.read(WITHOUT_DATES, UploadAnswers(), key=key)
    await unit.commit()
    await reader.close()

    places = [*rows_of(database), *files_in(temporary), ("log", caplog.text.encode())]
    if database.dialect == "sqlite":
        (tmp_path / "backup").mkdir()
        await backup(database.url.render_as_string(), tmp_path / "backup" / "copy.sqlite3")
        places += files_in(sqlite_path(database.url).parent) + files_in(tmp_path / "backup")
        master = key_file.read_text().strip()
        assert not any(master.encode() in content for _, content in files_in(tmp_path / "backup"))
    written = capfd.readouterr()
    places.append(("output", (written.out + written.err).encode()))
    assert found(places) == []
    assert files_in(temporary) == []
    assert {"kept_uploads", "kept_upload_parts", "clinic_keys"} <= {name for name, _ in places}
