"""Every answer ever written to the bot's own table, in order, noted by the database itself.

The table `answers` holds the latest answer to a question only. A trigger copies each write into a table of
its own, in the same transaction: what is there was committed, once for each time it was.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import select, text

from clock import SystemClock
from storage.database import Database
from storage.tables.accounts import answers, identities, members, segments
from storage.tables.queue import parked

Given = tuple[str, str]
"""A question and the exact number answered."""

_COPY = """
    INSERT INTO kept_answers (person, question, answer)
    SELECT CAST(identities.external_id AS bigint), NEW.question, NEW.answer
    FROM segments JOIN members ON members.clinic_id = segments.clinic_id
    JOIN identities ON identities.person_id = members.person_id WHERE segments.id = NEW.segment_id;
"""
_WATCH = {
    "sqlite": (
        """CREATE TABLE kept_answers (
            id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL, question TEXT NOT NULL,
            answer TEXT NOT NULL) STRICT""",
        f"CREATE TRIGGER keep_inserted AFTER INSERT ON answers BEGIN {_COPY} END",
        f"CREATE TRIGGER keep_updated AFTER UPDATE ON answers BEGIN {_COPY} END",
    ),
    "postgresql": (
        """CREATE TABLE kept_answers (
            id bigserial PRIMARY KEY, person bigint NOT NULL, question text NOT NULL,
            answer text NOT NULL)""",
        f"""CREATE FUNCTION keep_answer() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN {_COPY} RETURN NULL; END $$""",
        """CREATE TRIGGER keep_answer AFTER INSERT OR UPDATE ON answers
            FOR EACH ROW EXECUTE FUNCTION keep_answer()""",
    ),
}
_FORGET = {
    "sqlite": ("DROP TRIGGER keep_inserted", "DROP TRIGGER keep_updated", "DROP TABLE kept_answers"),
    "postgresql": (
        "DROP TRIGGER keep_answer ON answers",
        "DROP FUNCTION keep_answer",
        "DROP TABLE kept_answers",
    ),
}
_WRITTEN = "SELECT person, question, answer FROM kept_answers ORDER BY id"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a database holds of people's answers.

    written: every write to the table, in order, by person; standing: the answers that stand at the end;
    parked: updates that were given up.
    """

    written: Mapping[int, Sequence[Given]]
    standing: Mapping[int, Mapping[str, str]]
    parked: int


@dataclass(frozen=True, slots=True)
class Faults:
    """Answers that are nowhere, were written more than once, or not when it was their turn."""

    lost: int = 0
    twice: int = 0
    disorder: int = 0

    def __add__(self, other: "Faults") -> "Faults":
        return Faults(self.lost + other.lost, self.twice + other.twice, self.disorder + other.disorder)


def compare(
    given: Sequence[Given], standing: Mapping[str, str], written: Sequence[Given], stored: Mapping[str, str]
) -> Faults:
    """What became of one person's answers: those `given` in order, those that have to stand at the end."""
    wanted, found = Counter(given), Counter(written)
    mixed_up = sum(one != other for one, other in zip_longest(given, written)) if wanted == found else 0
    not_standing = sum(stored.get(question) != answer for question, answer in standing.items())
    return Faults((wanted - found).total() + not_standing, (found - wanted).total(), mixed_up)


async def watch(url: str) -> None:
    """Bring a database up to date and have it note every answer from now on."""
    await _execute(url, _WATCH)


async def forget(url: str) -> None:
    """Leave the database as it was."""
    await _execute(url, _FORGET)


async def kept(url: str) -> Kept:
    """What was noted, and what stands."""
    owned = (
        select(identities.c.external_id, answers.c.question, answers.c.answer)
        .join(members, members.c.person_id == identities.c.person_id)
        .join(segments, segments.c.clinic_id == members.c.clinic_id)
        .join(answers, answers.c.segment_id == segments.c.id)
    )
    written: dict[int, list[Given]] = defaultdict(list)
    standing: dict[int, dict[str, str]] = defaultdict(dict)
    database = await Database.open(url, clock=SystemClock())
    async with database.reading() as connection:
        for person, question, answer in await connection.execute(text(_WRITTEN)):
            written[person].append((question, _number(answer)))
        for person, question, answer in await connection.execute(owned):
            standing[int(person)][question] = _number(answer)
        given_up = len((await connection.execute(select(parked))).all())
    await database.close()
    return Kept(written, standing, given_up)


def _number(answer: str) -> str:
    number: str = json.loads(answer)["value"][0]
    return number


async def _execute(url: str, statements: Mapping[str, Sequence[str]]) -> None:
    database = await Database.open(url, clock=SystemClock())
    await database.commit([text(statement) for statement in statements[database.dialect]])
    await database.close()
