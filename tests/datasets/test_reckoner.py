"""The process that reckons: what it answers is what the same order answers here."""

from collections.abc import AsyncIterator
from datetime import date

import pandas as pd
import pytest
import pytest_asyncio

from datasets.merging import UploadRows
from datasets.orders import ReckoningOrder, WantedReckoning, from_parts, to_parts
from datasets.packing import pack
from datasets.reckoner import Reckoner
from datasets.reckoning import reckon
from metrics.selection import WHOLE
from metrics.visits import VisitField
from workers.worker import WorkerFailed

in_one_loop = pytest.mark.asyncio(loop_scope="module")

AS_OF = date(2025, 6, 30)
DECISIONS = (date(2025, 1, 15),)


def upload(start: str) -> UploadRows:
    """Twenty patients with two visits each, 15 days apart, one after another from a day on."""
    days = pd.date_range(start, periods=40, freq="15D")
    rows = pd.DataFrame(
        {
            "patient": [f"p{number // 2}" for number in range(40)],
            "date": days,
            "amount": 100_000,
            "doctor": ["Ivanov", "Petrova"] * 20,
        }
    )
    return UploadRows(pack(rows, b"key"))


UPLOADS = [upload("2022-01-01"), upload("2023-10-01")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reckoner() -> AsyncIterator[Reckoner]:
    reckoner = Reckoner()
    yield reckoner
    await reckoner.close()


@pytest.mark.parametrize("uploads", [[], UPLOADS[:1], UPLOADS], ids=len)
def test_an_order_arrives_as_it_was_sent(uploads: list[UploadRows]) -> None:
    order = ReckoningOrder(
        WantedReckoning.OUTLOOK, AS_OF, WHOLE.only(VisitField.DOCTOR, "Ivanov"), DECISIONS, 12
    )
    assert from_parts(to_parts(order, uploads)) == (order, uploads)


def test_the_day_to_reckon_as_of_is_the_chosen_one() -> None:
    assert ReckoningOrder(WantedReckoning.ANALYSIS, AS_OF).day == AS_OF
    earlier = date(2025, 3, 31)
    assert ReckoningOrder(WantedReckoning.ANALYSIS, AS_OF, type(WHOLE)(earlier)).day == earlier


@in_one_loop
async def test_the_process_answers_as_this_one_does(reckoner: Reckoner) -> None:
    order = ReckoningOrder(
        WantedReckoning.ANALYSIS, AS_OF, WHOLE.only(VisitField.DOCTOR, "Ivanov"), DECISIONS
    )
    found = await reckoner.analysis(order, UPLOADS)
    assert found == reckon(order, UPLOADS)
    assert found.outlook is None
    # All of them began with Ivanov; their visits to Petrova are theirs too.
    assert (found.patients, found.visits) == (20, 80)


@in_one_loop
async def test_the_visits_to_expect_are_an_order_of_their_own(reckoner: Reckoner) -> None:
    report = await reckoner.outlook(ReckoningOrder(WantedReckoning.OUTLOOK, AS_OF), UPLOADS)
    assert report is not None
    assert (report.patients, report.fallback) == (20, "few_patients")


@in_one_loop
async def test_nothing_uploaded_is_no_patients(reckoner: Reckoner) -> None:
    assert (await reckoner.analysis(ReckoningOrder(WantedReckoning.ANALYSIS, AS_OF), [])).patients == 0
    assert await reckoner.outlook(ReckoningOrder(WantedReckoning.OUTLOOK, AS_OF), []) is None


@in_one_loop
async def test_rows_that_are_no_export_are_a_failure_and_the_next_order_is_answered(
    reckoner: Reckoner,
) -> None:
    with pytest.raises(WorkerFailed):
        await reckoner.analysis(ReckoningOrder(WantedReckoning.ANALYSIS, AS_OF), [UploadRows(b"not Parquet")])
    assert (await reckoner.analysis(ReckoningOrder(WantedReckoning.ANALYSIS, AS_OF), UPLOADS)).patients == 20


@in_one_loop
async def test_an_order_that_takes_too_much_memory_fails_and_its_process_stays() -> None:
    reckoner = Reckoner(memory=100_000_000)  # less than the libraries alone take
    try:
        await reckoner.start()
        process = reckoner.pid
        with pytest.raises(WorkerFailed, match="MemoryError"):
            await reckoner.analysis(ReckoningOrder(WantedReckoning.ANALYSIS, AS_OF), UPLOADS)
        assert reckoner.pid == process
    finally:
        await reckoner.close()
