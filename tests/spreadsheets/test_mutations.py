"""Honest files with a few bytes changed: every one is answered, and the reader goes on.

`make fuzz` tries 10 000 of them; a test run FUZZ_FILES of them, or a hundred.
"""

import os
from collections import Counter
from random import Random

from spreadsheets.child import FileReader
from spreadsheets.mapping import Answers
from spreadsheets.refusals import Refused
from tests.spreadsheets.clinics import LAYOUTS, random_clinic, written

KEY = bytes(32)
FILES = int(os.environ.get("FUZZ_FILES", "100"))
SEEDS = tuple(written(random_clinic(seed, patients=5), LAYOUTS[seed]) for seed in (0, 6, 13, 18, 20, 22, 29))


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


async def test_every_mutated_file_is_answered() -> None:
    chance, answered = Random(20_260_101), Counter[str]()
    reader = FileReader()
    await reader.start()
    pid = reader.pid
    for _ in range(FILES):
        content = mutated(chance.choice(SEEDS), chance)
        try:
            await reader.read(content, Answers(), key=KEY)
            answered["read"] += 1
        except Refused as refused:
            answered[refused.refusal.reason] += 1
    await reader.close()
    assert answered.total() == FILES
    assert reader.pid == pid
    assert answered["read"] > 0
    assert answered["damaged"] > 0
