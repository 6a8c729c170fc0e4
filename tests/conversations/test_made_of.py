"""Pictures and workbooks show the result they were ordered from, whatever is answered meanwhile."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import openpyxl

from charts.requests import BridgeChart, ChannelsChart, PlanFactChart
from metrics.channels import ChannelKind
from metrics.estimate import Estimate
from metrics.funnel import Figure
from metrics.monthly import Month, MonthFigure
from services.answers import Answer
from services.months import Cell
from tests.conversations.house import House, Person
from tests.conversations.test_months import enter, has_plan_for_2027
from workers.worker import WorkerDied

Made = Callable[[Any], Awaitable[Any]]


def dying_once(make: Made, meanwhile: Callable[[], Awaitable[None]]) -> Made:
    """A worker that dies over its first order, so that it is taken up again after `meanwhile`."""
    died: list[Any] = []

    async def made(order: Any) -> Any:
        if not died:
            died.append(order)
            await meanwhile()
            raise WorkerDied("gone")
        return await make(order)

    return made


async def answer_anew(owner: Person) -> None:
    """3 000 patients in place of the 2 000 that were typed: another plan."""
    async with owner.workspace() as workspace:
        whole = workspace.segments.whole_clinic()
        workspace.segments.answer(whole.id, Figure.PATIENTS, Answer(estimate=Estimate.exact(3000)))
        assert (await workspace.plans.planned(whole.id)).whole.plan != 444  # type: ignore[union-attr]


async def test_the_picture_of_a_plan_is_the_plan_in_the_text(house: House, owner: Person) -> None:
    house.easel.draw = dying_once(house.easel.draw, lambda: answer_anew(owner))
    await owner.has_plan()
    (drawn,) = house.easel.asked
    assert isinstance(drawn, BridgeChart)
    assert drawn.whole.plan == 444
    assert "444" in owner.texts[-2]


async def test_the_workbook_is_the_plan_there_was_when_it_was_asked_for(house: House, owner: Person) -> None:
    await owner.has_plan()
    house.desk.plan = dying_once(house.desk.plan, lambda: answer_anew(owner))
    await owner.press(owner.words("forecast-buttons.excel"))
    document = next(message["document"] for message in owner.answers if "document" in message)
    content = house.account.files.for_download(document["file_id"]).content
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    plan = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert plan[owner.words("plan_book-plan")] == 444


async def test_the_picture_of_a_scenario_is_the_one_on_the_levers(house: House, owner: Person) -> None:
    await owner.has_plan()
    await owner.press(owner.words("forecast-buttons.what_if"))
    house.easel.asked.clear()
    house.easel.draw = dying_once(house.easel.draw, lambda: answer_anew(owner))
    await owner.press(owner.words("what_if-button-growth-10"))
    (drawn,) = house.easel.asked
    assert isinstance(drawn, BridgeChart)
    assert drawn.whole_before is not None
    assert (drawn.whole_before.plan, drawn.whole.plan) == (
        444,
        244,
    )  # 44 + 10 % of 2 000


async def test_the_picture_of_a_month_is_the_month_in_the_text(house: House, owner: Person) -> None:
    async def correct() -> None:
        async with owner.workspace() as workspace:
            await workspace.months.enter(Month(2027, 10), Cell(MonthFigure.LEADS), Fraction(99))

    await has_plan_for_2027(owner)
    house.easel.draw = dying_once(house.easel.draw, correct)
    await enter(owner, "66", "29", "130", "40", "5100000", "300", "400")
    drawn = house.easel.asked[-1]
    assert isinstance(drawn, PlanFactChart)
    assert {row.label: row.fact for row in drawn.rows}[owner.words("month-line-leads")] == 130


async def test_the_channels_drawn_are_those_in_the_text(house: House, owner: Person) -> None:
    async def rename() -> None:
        async with owner.workspace() as workspace:
            whole = workspace.segments.whole_clinic()
            (channel,) = await workspace.channels.of(whole.id)
            await workspace.channels.save(whole.id, replace(channel, name="Later"))

    await owner.has_plan()
    async with owner.workspace() as workspace:
        whole = workspace.segments.whole_clinic()
        await workspace.channels.add(whole.id, name="Ads", kind=ChannelKind.MARKETING, new_patients=40)
    house.easel.asked.clear()
    house.easel.draw = dying_once(house.easel.draw, rename)
    await owner.press(owner.words("forecast-buttons.channels"), owner.words("channels-calculate"))
    (drawn,) = house.easel.asked
    assert isinstance(drawn, ChannelsChart)
    assert [target.channel.name for target in drawn.plan.targets] == ["Ads"]
    assert "Ads" in owner.texts[-2]
