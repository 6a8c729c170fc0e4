"""A restart, a handler that fails, a Telegram that fails: nothing entered is lost, nothing is taken twice."""

import pytest
from structlog.testing import capture_logs

from services.segments import ClinicSegments
from services.workspace import Workspace
from simulator.faults import Fault, FaultKind
from storage.tables.accounts import answers
from tests.conversations.house import House, Person


async def test_a_restart_in_the_middle_of_question_4(house: House, olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    await olga.send("2000", "1850", "575")
    assert "4 из 5" in olga.last
    await house.restart()
    await olga.send("60 млн")
    assert olga.last.startswith("✓ 60 000 000 ₽, по 30 000 ₽ на пациента.\n\n5 из 5")
    await olga.send("462")
    await olga.press("3", "+20", "Посчитать")
    assert olga.texts[-2].startswith("План на 2027 год: 444")


async def test_buttons_work_after_a_restart(house: House, olga: Person) -> None:
    await olga.has_plan()
    await house.restart()
    await olga.press("А если")
    await house.restart()
    await olga.press("Отток −3")
    await house.restart()
    await olga.press("Отток −3")
    assert "Отток: 23 % → 17 % (−6 п.п.)" in olga.shown
    assert olga.pictures == 2


async def test_what_was_sent_while_the_bot_was_away_is_answered_in_order(house: House, olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    await house.stop()
    olga.chat.send_text("2000")
    olga.chat.send_text("1850")
    await house.start()
    await house.settle()
    assert "3 из 5" in olga.last


async def test_a_picture_ordered_before_a_restart_comes_after_it(house: House, olga: Person) -> None:
    await olga.has_answered()
    house.easel.seconds = 60
    olga.chat.send_text("/plan")
    await house.until(lambda: any(text.startswith("План на 2027 год") for text in olga.texts))
    assert olga.pictures == 0
    await house.stop()
    house.easel.seconds = 0
    await house.start()
    await house.until(lambda: olga.pictures == 1)


@pytest.mark.parametrize(("owner", "method"), [(Workspace, "open"), (ClinicSegments, "answer")])
async def test_a_handler_that_fails_once_loses_nothing(
    house: House, olga: Person, monkeypatch: pytest.MonkeyPatch, owner: type, method: str
) -> None:
    await olga.has_answered("2000", "1850")
    await olga.send("/plan")
    failed = _failing_once(monkeypatch, owner, method)
    await olga.send("575")
    assert failed == ["failed"]
    assert "4 из 5" in olga.last
    await olga.send("60 млн")
    assert "5 из 5" in olga.last
    assert {row.question for row in await house.rows(answers)} == {
        "patients",
        "previous_patients",
        "new_patients",
        "turnover",
    }


def _failing_once(monkeypatch: pytest.MonkeyPatch, owner: type, method: str) -> list[str]:
    failed: list[str] = []
    whole = getattr(owner, method)

    def fails(*args: object, **named: object) -> object:
        if not failed:
            failed.append("failed")
            raise RuntimeError("once")
        return whole(*args, **named)

    monkeypatch.setattr(owner, method, staticmethod(fails) if method == "open" else fails)
    return failed


async def test_a_handler_that_fails_after_the_answer_was_shown(
    house: House, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await olga.has_plan()
    await olga.press("А если")
    house.account.faults.add(Fault(FaultKind.ANSWER_LOST, "answerCallbackQuery", times=8))
    await olga.press("Отток −3")
    house.forgive("query is too old", "message is not modified")
    assert "Отток: 23 % → 20 % (−3 п.п.)" in olga.shown
    await olga.press("Отток −3")
    assert "Отток: 23 % → 17 % (−6 п.п.)" in olga.shown


async def test_whoever_cannot_be_helped_is_told_that_the_entry_is_kept(
    house: House, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owner.has_answered("2000")
    await owner.send("/plan")
    with monkeypatch.context() as broken, capture_logs():
        broken.setattr(ClinicSegments, "answer", _always_failing)
        await owner.send("1850")
    assert owner.last == owner.words("kept")
    assert len(house.parked) == 1
    house.parked.clear()
    await owner.send("1850")
    assert owner.words("counter", position=3, total=5).removeprefix("<b>").removesuffix("</b>") in owner.last


def _always_failing(*_: object, **__: object) -> None:
    raise RuntimeError("always")


@pytest.mark.parametrize(
    "kind", [FaultKind.RETRY_AFTER, FaultKind.SERVER_ERROR, FaultKind.TIMEOUT, FaultKind.DROPPED]
)
async def test_trouble_at_telegram_is_waited_out(house: House, olga: Person, kind: FaultKind) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan")
    for method in ("deleteMessage", "sendMessage"):
        house.account.faults.add(Fault(kind, method))
    await olga.send("1850")
    assert "3 из 5" in olga.last
    assert olga.keyboards == 1
