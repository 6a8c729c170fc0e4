"""Opening, reading and committing, on both databases."""

import asyncio
import os
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from clock import SystemClock
from storage import migrations
from storage.database import (
    Database,
    DatabaseAddressError,
    DatabaseDamagedError,
    DatabaseTooNewError,
    parse_url,
)
from storage.statement import Prepared
from storage.tables.queue import chats, seen

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
SAW = Prepared(insert(seen).values(key=bindparam("of_key"), seen_at=bindparam("at")).returning(seen.c.key))


def damage(path: Path) -> bytes:
    content = content_of(path)
    damaged = content[:4096] + os.urandom(8192) + content[12288:]
    path.write_bytes(damaged)
    return damaged


def content_of(path: Path) -> bytes:
    return path.read_bytes()


async def keys(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list(await connection.scalars(select(seen.c.key).order_by(seen.c.key)))


async def test_what_was_committed_is_read_back(database: Database) -> None:
    await database.commit([insert(seen).values(key="a", seen_at=NOON), SAW.bind(of_key="b", at=NOON)])
    async with database.reading() as connection:
        rows = (await connection.execute(select(seen).order_by(seen.c.key))).all()
    assert rows == [("a", NOON), ("b", NOON)]


async def test_a_commit_gives_back_the_rows_of_returning(database: Database) -> None:
    rows = await database.commit(
        [
            SAW.bind(of_key="a", at=NOON),
            insert(seen).values(key="b", seen_at=NOON),
            insert(seen).values(key="c", seen_at=NOON).returning(seen.c.key),
        ]
    )
    assert rows == [[("a",)], [], [("c",)]]


async def test_a_failing_statement_undoes_the_whole_commit(database: Database) -> None:
    await database.commit([SAW.bind(of_key="a", at=NOON)])
    with pytest.raises(IntegrityError):
        await database.commit([SAW.bind(of_key="b", at=NOON), SAW.bind(of_key="a", at=NOON)])
    assert await keys(database) == ["a"]


async def test_an_error_reaches_only_the_caller_it_belongs_to(database: Database) -> None:
    commits = [database.commit([SAW.bind(of_key=str(number // 2), at=NOON)]) for number in range(10)]
    outcomes = await asyncio.gather(*commits, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes].count(IntegrityError) == 5
    assert [type(outcome) for outcome in outcomes].count(list) == 5
    assert await keys(database) == ["0", "1", "2", "3", "4"]


async def test_an_error_keeps_the_persons_text_out_of_its_message(database: Database) -> None:
    for write in (SAW.bind(of_key="my name", at=NOON), insert(seen).values(key="my name", seen_at=NOON)):
        with pytest.raises(IntegrityError) as raised:
            await database.commit([write, write])
        assert "[SQL" in str(raised.value)
        assert "parameters: (" not in str(raised.value)


async def test_reading_refuses_to_write(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            await connection.execute(insert(seen).values(key="a", seen_at=NOON))


async def test_a_prepared_statement_keeps_its_constants(database: Database) -> None:
    await database.commit([insert(chats).values(chat_id=7, migrated_to=10)])
    further = Prepared(
        update(chats)
        .where(chats.c.chat_id == bindparam("chat"))
        .values(migrated_to=chats.c.migrated_to + 5)
        .returning(chats.c.migrated_to)
    )
    assert await database.commit([further.bind(chat=7)]) == [[(15,)]]


async def test_a_cancelled_caller_leaves_the_others_whole(database: Database) -> None:
    commits = [
        asyncio.create_task(database.commit([SAW.bind(of_key=f"{number}{half}", at=NOON) for half in "ab"]))
        for number in range(9)
    ]
    await asyncio.sleep(0)
    for commit in commits[::2]:
        commit.cancel()
    await asyncio.gather(*commits, return_exceptions=True)
    await database.commit([SAW.bind(of_key="last", at=NOON)])
    written = set(await keys(database))
    for number in range(9):
        assert (f"{number}a" in written) == (f"{number}b" in written)
    assert {"1a", "3a", "5a", "7a", "last"} <= written


async def test_a_moment_comes_back_in_utc_whatever_its_zone(database: Database) -> None:
    moscow = timezone(timedelta(hours=3))
    await database.commit([SAW.bind(of_key="a", at=datetime(2026, 3, 1, 15, 0, tzinfo=moscow))])
    async with database.reading() as connection:
        moment = await connection.scalar(select(seen.c.seen_at))
    assert moment == datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    assert moment is not None
    assert moment.utcoffset() == timedelta(0)


async def test_moments_before_1970_and_far_ahead_keep_their_microseconds(database: Database) -> None:
    moments = [datetime(1904, 2, 29, 23, 59, 59, 999999, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)]
    await database.commit([SAW.bind(of_key=str(number), at=at) for number, at in enumerate(moments)])
    async with database.reading() as connection:
        assert list(await connection.scalars(select(seen.c.seen_at).order_by(seen.c.key))) == moments


@pytest.mark.parametrize("prepared", [True, False])
async def test_a_moment_without_a_zone_is_refused(database: Database, prepared: bool) -> None:
    naive = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001
    write = SAW.bind(of_key="a", at=naive) if prepared else insert(seen).values(key="a", seen_at=naive)
    with pytest.raises((ValueError, StatementError), match="a moment needs a time zone"):
        await database.commit([write])
    assert await keys(database) == []


async def test_a_closed_database_refuses_to_commit(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url, clock=SystemClock())
    waiting = asyncio.create_task(database.commit([SAW.bind(of_key="a", at=NOON)]))
    await asyncio.sleep(0)
    await database.close()
    assert await waiting == [[("a",)]]
    with pytest.raises(RuntimeError, match="closed"):
        await database.commit([SAW.bind(of_key="b", at=NOON)])


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x", "nonsense", "", "postgresql://u:p@h:port/x"],
)
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(DatabaseAddressError, match="sqlite:///path/to/file or postgresql"):
        parse_url(url)


async def test_the_file_and_its_folder_are_private(sqlite_database: Database) -> None:
    path = Path(str(sqlite_database.url.database))
    await sqlite_database.commit([SAW.bind(of_key="a", at=NOON)])
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["pulse.db", "pulse.db-shm", "pulse.db-wal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_sqlite_is_set_up_to_lose_nothing(sqlite_database: Database) -> None:
    writer = sqlite_database.writer
    for name, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
        assert (await writer.read(text(f"PRAGMA {name}")))[0][0] == value
    async with sqlite_database.reading() as connection:
        loose = await connection.scalars(
            text("SELECT name FROM pragma_table_list WHERE NOT strict AND name NOT LIKE 'sqlite_%'")
        )
        assert list(loose) == []


async def test_concurrent_commits_share_their_transactions(sqlite_database: Database) -> None:
    writer = sqlite_database.writer
    begun: list[str] = []
    writer._connection.set_trace_callback(begun.append)
    await asyncio.gather(*[sqlite_database.commit([SAW.bind(of_key=str(n), at=NOON)]) for n in range(64)])
    writer._connection.set_trace_callback(None)
    assert begun.count("COMMIT") == 1


async def test_a_second_opening_does_not_migrate(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await Database.open(sqlite_url, clock=SystemClock())).close()

    def refuse(*_: object) -> None:
        raise AssertionError("migrated again")

    monkeypatch.setattr(migrations, "upgrade", refuse)
    database = await Database.open(sqlite_url, clock=SystemClock())
    assert await keys(database) == []
    await database.close()


async def test_a_damaged_file_is_refused(sqlite_url: str) -> None:
    await (await Database.open(sqlite_url, clock=SystemClock())).close()
    path = Path(str(parse_url(sqlite_url).database))
    damaged = damage(path)
    with pytest.raises(DatabaseDamagedError, match=r"pulse\.db"):
        await Database.open(sqlite_url, clock=SystemClock())
    assert content_of(path) == damaged


async def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    database = await Database.open(database_url, clock=SystemClock())
    await database.commit([text("UPDATE alembic_version SET version_num = '9999'")])
    await database.close()
    with pytest.raises(DatabaseTooNewError, match="9999"):
        await Database.open(database_url, clock=SystemClock())
