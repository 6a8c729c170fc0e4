"""Honest files with a few bytes changed: every one is answered, and the reader goes on.

`make fuzz` tries 10 000 of them, beginning at FUZZ_FROM; a test run FUZZ_FILES of them, or a hundred.
"""

import io
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from files.child import FileReader
from metrics.funnel import Figure
from spreadsheets.mapping import UploadAnswers
from spreadsheets.refusals import FileRefusedError
from spreadsheets.template_names import name_of
from tests.spreadsheets.clinics import LAYOUTS, random_clinic, written
from workbooks.template import write_template
from workers.worker import WorkerError

FILES = int(os.environ.get("FUZZ_FILES", "100"))
FROM = int(os.environ.get("FUZZ_FROM", "0"))
KEY = bytes(32)
TAKEN = "taken"
FAILED = "failed"
LONGEST_ANSWER = 30.0
"""Seconds, after which the clock of the reader would have ended the file itself."""


def filled_template() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(write_template("ru", 2026)))
    for figure, number in ((Figure.PATIENTS, 2000), (Figure.NEW_PATIENTS, 575), (Figure.TURNOVER, 6e7)):
        ((sheet, cell),) = book.defined_names[name_of(figure)].destinations
        book[sheet][cell.replace("$", "")].value = number
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SEEDS = {
    **{
        LAYOUTS[seed].name: written(random_clinic(seed, patients=5), LAYOUTS[seed])
        for seed in (0, 6, 13, 18, 20, 22, 29)
    },
    "filled template": filled_template(),
    "yearly figures": "Год;Пациентов;Новых;Оборот, млн\n2025;1850;520;55,5\n2026;2000;575;60\n".encode(),
}


def mutated(content: bytes, chance: Random) -> bytes:
    """A copy with bytes changed, cut out, doubled, or its end gone."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(changed))
        end = min(start + chance.randint(1, 40), len(changed))
        match chance.randrange(5):
            case 0:
                changed[start] = chance.randrange(256)
            case 1:
                changed[start:end] = chance.randbytes(end - start)
            case 2 if end - start < len(changed):
                del changed[start:end]
            case 3:
                changed[start:start] = changed[start:end]
            case _:
                del changed[max(start, len(changed) // 2) :]
    return bytes(changed)


def mutated_inside(content: bytes, chance: Random) -> bytes:
    """A copy of a package with one of its parts mutated, and packed again so that it can be read."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        names = archive.namelist()
        victim = chance.choice([name for name in names if archive.getinfo(name).file_size])
        for name in names:
            part = archive.read(name)
            made.writestr(name, mutated(part, chance) if name == victim else part)
    return buffer.getvalue()


@dataclass
class Tally:
    """What came of the files of one kind."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def note(self, answer: str, seconds: float) -> None:
        self.answers[answer] += 1
        self.slowest = max(self.slowest, seconds)


def table(tallies: dict[str, Tally]) -> str:
    lines = [f"{'files':28} {'tried':>6} {'taken':>6} {'refused':>8} {'slowest':>8}"]
    for kind, tally in tallies.items():
        tried, taken = tally.answers.total(), tally.answers[TAKEN]
        lines.append(f"{kind:28} {tried:6} {taken:6} {tried - taken:8} {tally.slowest:6.2f} s")
    reasons: Counter[str] = sum((tally.answers for tally in tallies.values()), Counter())
    lines.append("refused: " + ", ".join(f"{why} {n}" for why, n in reasons.most_common() if why != TAKEN))
    return "\n".join(lines)


async def answered(reader: FileReader, content: bytes, *, copied: bool) -> str:
    try:
        if copied:
            await reader.annotated(content, UploadAnswers(), "ru")
        else:
            await reader.read(content, UploadAnswers(), key=KEY)
    except FileRefusedError as refused:
        return refused.refusal.reason
    except WorkerError as error:
        return f"{FAILED}: {error}"
    return TAKEN


async def test_every_mutated_file_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    tallies, failed = {kind: Tally() for kind in SEEDS}, dict[int, str]()
    reader = FileReader()
    await reader.start()
    pid = reader.pid
    for number in range(FROM, FROM + FILES):
        chance = Random(20_260_101 + number)
        kind = chance.choice(list(SEEDS))
        is_package = SEEDS[kind].startswith(b"PK")
        mutate = mutated_inside if is_package and chance.random() < 0.5 else mutated
        content, begun = mutate(SEEDS[kind], chance), time.monotonic()
        answer = await answered(reader, content, copied=number % 5 == 0)
        tallies[kind].note(answer, time.monotonic() - begun)
        if answer.startswith(FAILED):
            failed[number] = answer
    await reader.close()
    with capsys.disabled():
        sys.stdout.write(f"\n{table(tallies)}\n")
    answers = sum((tally.answers for tally in tallies.values()), Counter[str]())
    assert failed == {}
    assert reader.pid == pid
    assert answers.total() == FILES
    assert answers[TAKEN] > 0
    assert answers["damaged"] > 0
    assert max(tally.slowest for tally in tallies.values()) < LONGEST_ANSWER
