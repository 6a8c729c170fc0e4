"""What the torture counts: it sees every kind of fault, and only faults."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.kept_answers import Faults, Given, compare, forget, kept, watch
from benchmarks.torture import Toll
from benchmarks.torture_people import PICTURE, Reply, sort_of
from clock import SystemClock
from handlers.transport.people import identity_of
from simulator.refusal import JsonObject
from storage.database import Database
from storage.repositories.accounts import Accounts
from storage.unit_of_work import UnitOfWork

FIRST, SECOND, AGAIN = ("patients", "3000"), ("turnover", "60"), ("patients", "3001")


@pytest.mark.parametrize(
    ("written", "faults"),
    [
        ([FIRST, SECOND, AGAIN], Faults()),
        ([FIRST, AGAIN], Faults(lost=1)),
        ([FIRST, SECOND, SECOND, AGAIN], Faults(twice=1)),
        ([SECOND, FIRST, AGAIN], Faults(disorder=2)),
        ([FIRST, ("turnover", "3001"), AGAIN], Faults(lost=1, twice=1)),
        ([], Faults(lost=3)),
    ],
    ids=["faultless", "lost", "twice", "disorder", "in another question", "nothing kept"],
)
def test_every_fault_of_what_was_written_is_seen(written: list[Given], faults: Faults) -> None:
    standing = {"patients": "3001", "turnover": "60"}
    assert compare([FIRST, SECOND, AGAIN], standing, written, standing) == faults


def test_an_answer_that_does_not_stand_at_the_end_is_lost() -> None:
    standing = {"patients": "3001"}
    for stored in ({}, {"patients": "3000"}):
        assert compare([AGAIN], standing, [AGAIN], stored) == Faults(lost=1)


async def test_the_database_notes_every_write_of_an_answer(database_url: str) -> None:
    clock = SystemClock()
    await watch(database_url)
    database = await Database.open(database_url, clock=clock)
    unit = UnitOfWork(database)
    accounts = Accounts(unit)
    account = accounts.create(identity_of(7), "ru", clock.now())
    clinic = accounts.add_clinic(account, name=None, currency="RUB", now=clock.now())
    segment = accounts.add_segment(clinic, kind="clinic", name=None, plan_year=2027, now=clock.now())
    for number in ("3000", "3000", "3001"):
        accounts.save_answer(segment, "patients", {"value": [number] * 3}, clock.now())
    await unit.commit()
    await database.close()
    found = await kept(database_url)
    await forget(database_url)
    assert found.written == {7: [("patients", "3000"), ("patients", "3000"), ("patients", "3001")]}
    assert found.standing == {7: {"patients": "3001"}}
    assert found.parked == 0


def message(text: str, *buttons: str) -> JsonObject:
    rows = [[{"text": "…", "callback_data": data}] for data in buttons]
    return {"text": text, "reply_markup": {"inline_keyboard": rows}}


@pytest.mark.parametrize("written", ["✓ 3 001.", "✓ 3,001.", "✓ 3\u202f001.", "✓ 3\u00a0001."])
def test_a_reply_repeats_the_figure_as_any_language_writes_it(written: str) -> None:
    window = message(f"{written}\n\n2 из 5.", "intent\x1db:4:previous_patients:unknown")
    assert Reply("previous_patients", "3001").fits(window, is_edit=False)
    assert not Reply("previous_patients", "300").fits(window, is_edit=False)
    assert not Reply("new_patients", "3001").fits(window, is_edit=False)
    assert not Reply("previous_patients", "3001").fits(window, is_edit=True)


def test_messages_are_told_by_their_first_button() -> None:
    assert sort_of(message("", "intent\x1db:8:calculate", "intent\x1db:8:edit:patients")) == "calculate"
    assert sort_of(message("", "go:stop:chart:1:2/abc")) == "stop"
    assert sort_of({"text": "План"}) == "result"
    assert sort_of({"photo": [], **message("", "go:what_if:abc")}) == PICTURE


FAULTLESS = Toll("sqlite", "polling", "KILL", 5, 100, 70, 0, 0, 0, 0, 5, 0, 0, 0.1, "ok", 1.0)


def test_a_row_keeps_the_promise_or_not() -> None:
    assert FAULTLESS.faultless
    assert replace(FAULTLESS, signal="TERM", repeated=0).faultless
    assert not replace(FAULTLESS, signal="TERM", repeated=1).faultless
    assert not replace(FAULTLESS, repeated=6).faultless
    assert not replace(FAULTLESS, integrity="row 3 missing from index").faultless
    for fault in ("lost", "twice", "disorder", "missing", "strange", "parked"):
        wrong: dict[str, Any] = {fault: 1}
        assert not replace(FAULTLESS, **wrong).faultless, fault
