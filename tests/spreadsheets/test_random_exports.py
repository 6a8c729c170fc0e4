"""Random exports of known truth: none is read wrongly without a word, most need no question."""

import os
from collections import Counter

from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from tests.spreadsheets.random_exports import random_export
from tests.spreadsheets.standing import TODAY, Standing, standing

EXPORTS = int(os.environ.get("RANDOM_EXPORTS", "100"))
MOST_QUESTIONS = 3
AT_ONCE = 0.8


def test_no_random_export_is_silently_wrong() -> None:
    counted: Counter[Standing] = Counter()
    wrong, curious = [], []
    for seed in range(EXPORTS):
        export = random_export(seed, TODAY)
        where, said = standing(export.content, export.truth)
        counted[where] += 1
        if where not in (Standing.RIGHT, Standing.ASKED):
            wrong.append(f"{where}: {export.name}: {said} instead of {export.truth}")
        if where is not Standing.RIGHT:
            questions = read_file(export.content, UploadAnswers(), today=TODAY).preview.questions
            curious += [export.name] if len(questions) > MOST_QUESTIONS else []
    assert wrong == []
    assert curious == []
    assert counted[Standing.RIGHT] >= AT_ONCE * EXPORTS
