"""A file in words, from the command line and from its parts."""

import json
from pathlib import Path

import pytest

import bot
from locales.texts import LANGUAGES, Texts
from locales.writing import Writer
from spreadsheets.mapping import UploadAnswers
from spreadsheets.parsing import CellProblem, WantedCell
from spreadsheets.reading import read_file
from spreadsheets.refusals import FileRefusal, RefusalReason
from spreadsheets.synonyms import ColumnField
from wording.upload import PreviewText, problem_text, refusal_text

TEXTS = Texts.load()
FILE = (
    "№ карты;ФИО;Дата;Стоимость;Сумма со скидкой\n"
    "1;Иванов Иван;01/02/2024;100;90\n2.98E+13;Иванов Пётр;02/02/2024;12 тыс;10 тыс\n"
).encode()


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    speak = TEXTS.language("ru")
    assert problem_text(speak, CellProblem("Визиты", "C15", "12 тыс", WantedCell.NUMBER, "12000")) == (
        "Лист «Визиты», C15: нужно число, получено «12 тыс». Исправьте на 12000."
    )
    assert problem_text(speak, CellProblem("", "B2", "вчера", WantedCell.DATE, None)) == (
        "B2: нужна дата, получено «вчера»."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", RefusalReason)
def test_every_refusal_has_its_sentence(language: str, reason: RefusalReason) -> None:
    refusal = FileRefusal(
        reason, found=("Услуга",), missing=(ColumnField.PATIENT, ColumnField.DATE), count=2, limit=200
    )
    assert refusal_text(TEXTS.language(language), refusal).endswith((".", "!"))
    assert refusal_text(TEXTS.language(language), FileRefusal(reason)).strip()


def test_missing_columns_are_named() -> None:
    refusal = FileRefusal(
        RefusalReason.NO_COLUMNS, found=("Услуга",), missing=(ColumnField.PATIENT, ColumnField.DATE)
    )
    text = refusal_text(TEXTS.language("ru"), refusal)
    assert "пациент, дата визита" in text
    assert "Услуга" in text


@pytest.mark.parametrize(
    ("language", "day", "personal"),
    [("ru", "01.02.2024", "B «ФИО»."), ("en", "1 Feb 2024", "B “ФИО”.")],
)
def test_the_preview_says_everything(language: str, day: str, personal: str) -> None:
    preview = read_file(FILE, UploadAnswers()).preview
    lines = [plain(line) for line in PreviewText(TEXTS.language(language), Writer(language), preview).lines()]
    whole = "\n".join(lines)
    for piece in ("№ карты", "Стоимость", personal, day, "Сумма со скидкой"):
        assert piece in whole
    assert "Иванов" not in whole


def test_the_command_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "visits.csv"
    path.write_bytes(FILE)
    code = bot.main(["import", str(path), "--json", "--mapping", '{"columns": {"D": "paid"}}'])
    assert code == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["turnover"], said["problems"][0]["cell"], said["problems"][0]["fix"]) == (
        10_000,
        "D3",
        "12000",
    )


def test_the_command_refuses_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "visits.csv"
    path.write_bytes(b"")
    assert bot.main(["import", str(path)]) == 1
    assert capsys.readouterr().out.startswith("Файл пустой.")


def test_a_wrong_mapping_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bot.main(["import", str(tmp_path / "visits.csv"), "--mapping", '{"columns": {"C": "gold"}}'])
    assert "not a mapping" in capsys.readouterr().err
