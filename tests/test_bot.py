"""The command line, as a script or an operator uses it."""

import asyncio
import base64
import json
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import insert

from bot import main
from clock import SystemClock
from handlers.transport import logs
from storage.database import Database
from storage.keys.data_key import open_vault
from storage.repositories.kept_uploads import KeptUploads
from storage.tables.accounts import clinics, people
from storage.unit_of_work import UnitOfWork
from tests.metrics.vectors import VECTORS

ARTICLE = VECTORS["article"]
EXAMPLE = ["forecast", "--prev", "1850", "--patients", "2000", "--new", "575", "--referrals", "462"]
EXAMPLE += ["--turnover", "60000000", "--conversion", "0.3", "--growth", "0.2"]


def test_the_example_as_json_is_the_articles_to_the_patient(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*EXAMPLE, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["whole"] == {
        "lost": ARTICLE["lost"],
        "kept": ARTICLE["kept"],
        "growth": ARTICLE["growth20"],
        "referrals": ARTICLE["referrals"],
        "gap": ARTICLE["gap"],
        "plan": ARTICLE["plan"],
        "surplus": 0,
    }
    assert result["leads"] == ARTICLE["leads30"]
    assert result["average_check"]["value"] == ARTICLE["check"]
    assert round(result["churn"]["value"], 2) == ARTICLE["churn"]
    assert round(result["referral_rate"]["value"], 2) == ARTICLE["g"]
    assert sum(result["monthly_patients"]) == ARTICLE["plan"]


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("ru", "План на 2027 год: 444 новых пациента, 1 480 лидов"),
        ("en", "Plan for 2027: 444 new patients, 1,480 leads"),
    ],
)
def test_the_example_as_text(capsys: pytest.CaptureFixture[str], language: str, headline: str) -> None:
    assert main([*EXAMPLE, "--year", "2027", "--language", language]) == 0
    text = capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ")
    assert text.startswith(headline)
    assert "<" not in text


def test_the_articles_own_rounding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*EXAMPLE, "--as-in-article", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["at_risk"]["value"] == ARTICLE["risk"]
    assert result["stable"]["value"] == ARTICLE["stable"]


def test_the_picture_goes_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = tmp_path / "out.png"
    assert main([*EXAMPLE, "--json", "--chart", str(chart)]) == 0
    assert json.loads(capsys.readouterr().out)["leads"] == ARTICLE["leads30"]
    with Image.open(chart) as picture:
        assert picture.size == (1280, 960)


def test_contradicting_figures_end_with_their_two_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", "--prev", "1850", "--patients", "2000", "--new", "2500"]) == 2
    assert capsys.readouterr().err.strip() == "more_new_than_patients: 2500, 2000"


def test_unknown_figures_give_what_can_be_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", "--patients", "2000", "--turnover", "60000000", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["average_check"]["value"], result["whole"], result["churn"]) == (30_000, None, None)


@pytest.mark.parametrize("word", ["abc", "NaN", "Infinity", ""])
def test_what_is_no_number_is_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["forecast", "--prev", word])
    assert refusal.value.code == 2
    assert "not a number" in capsys.readouterr().err


def test_a_bot_that_does_not_run_is_not_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> None:
    monkeypatch.setenv("HEALTH_PORT", str(unused_tcp_port))
    assert main(["health"]) == 1
    assert "not well" in capsys.readouterr().err


def test_migrate_makes_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clinic.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    assert main(["migrate"]) == 0
    assert file.exists()
    assert capsys.readouterr().out == "The database is up to date.\n"


def test_a_backup_is_taken_and_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.sqlite3'}")
    copy = tmp_path / "copy.sqlite3"
    assert main(["migrate"]) == 0
    assert main(["backup", str(copy)]) == 0
    assert copy.exists()
    assert main(["restore", str(copy)]) == 0
    assert "Restored" in capsys.readouterr().out


def test_a_file_that_is_no_backup_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.sqlite3'}")
    stranger = tmp_path / "stranger.sqlite3"
    stranger.write_text("not a database")
    assert main(["restore", str(stranger)]) == 2
    assert capsys.readouterr().err.strip()


def test_nothing_is_parked_in_a_new_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.sqlite3'}")
    assert main(["migrate"]) == 0
    capsys.readouterr()
    assert main(["parked"]) == 0
    assert capsys.readouterr().out == "Nothing is parked.\n"
    assert main(["parked", "--retry"]) == 0
    assert capsys.readouterr().out == "Queued again: 0\n"


def test_a_picture_needs_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forecast", "--patients", "2000", "--chart", str(tmp_path / "out.png")]) == 2
    assert "no plan to draw" in capsys.readouterr().err


def test_a_key_is_rotated_and_the_old_one_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.sqlite3'}")
    assert main(["migrate"]) == 0
    assert main(["rotate-key"]) == 0
    (old,) = tmp_path.glob("clinic_pulse.key.until-*")
    assert str(old) in capsys.readouterr().out
    assert old.read_bytes() != (tmp_path / "clinic_pulse.key").read_bytes()


def test_a_key_from_the_environment_is_not_replaced_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'clinic.sqlite3'}")
    monkeypatch.setenv("DATA_KEY", base64.b64encode(bytes(32)).decode())
    assert main(["migrate"]) == 0
    assert main(["rotate-key"]) == 2
    assert "--into" in capsys.readouterr().err
    assert main(["rotate-key", "--into", str(tmp_path / "new.key")]) == 0
    assert (tmp_path / "new.key").exists()


@pytest.fixture
def unlogged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The logging of the test run stays as it is."""
    monkeypatch.setattr(logs, "configure_logging", lambda _: None)


@pytest.mark.usefixtures("unlogged")
def test_the_bot_does_not_start_with_a_key_that_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'clinic.sqlite3'}"

    async def seal_uploads() -> None:
        database = await Database.open(url, clock=SystemClock())
        unit, now = UnitOfWork(database), database.clock.now()
        unit.write(insert(people).values(id="person", language="ru", created_at=now))
        unit.write(insert(clinics).values(id="clinic", currency="RUB", created_at=now))
        await open_vault(database, None, tmp_path / "first.key")
        await KeptUploads(unit, "clinic").keys()
        await unit.commit()
        await database.close()

    asyncio.run(seal_uploads())
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATA_KEY_FILE", str(tmp_path / "another.key"))
    monkeypatch.setenv("BOT_TOKEN", "42:anybody")
    assert main(["run"]) == 2
    assert "The uploads are sealed, and there is no key in" in capsys.readouterr().err


@pytest.mark.usefixtures("unlogged")
def test_a_webhook_without_its_secret_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "42:anybody")
    monkeypatch.setenv("WEBHOOK_URL", "https://clinic.example/hook")
    assert main(["ingest"]) == 2
    assert "WEBHOOK_SECRET" in capsys.readouterr().err


TWO_NAMED_STATUSES = (
    "№ карты;Дата приёма;Статус;Оплачено\n"
    "1;01.02.2024;Пришёл;100\n2;02.02.2024;Пришёл;200\n3;03.02.2024;У окна;400\n"
)


@pytest.mark.parametrize(("kind", "visits", "roubles"), [("visit", 3, 700), ("no_show", 2, 300)])
def test_a_file_of_answers_settles_what_an_unknown_status_means(
    kind: str, visits: int, roubles: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, answers = tmp_path / "export.csv", tmp_path / "answers.json"
    export.write_text(TWO_NAMED_STATUSES, encoding="utf-8")
    answers.write_text(json.dumps({"values": {"У окна": kind}}, ensure_ascii=False), encoding="utf-8")
    main(["import", str(export), "--json"])
    assert [question["ask"] for question in json.loads(capsys.readouterr().out)["questions"]] == ["status"]
    assert main(["import", str(export), "--answers", str(answers), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["questions"], said["visits"], said["turnover"]) == ([], visits, roubles * 100)


@pytest.mark.parametrize("content", [None, "", "[]", '{"colour": "red"}', '{"values": {"x": "whatever"}}'])
def test_a_file_of_no_answers_is_one_line(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.json"
    if content is not None:
        answers.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["import", "export.csv", "--answers", str(answers)])
    assert ended.value.code == 2
    assert "--answers" in capsys.readouterr().err.splitlines()[-1]
