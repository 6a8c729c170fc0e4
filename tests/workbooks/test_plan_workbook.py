"""The plan as a workbook: every number of the result is in it, and its totals are formulas that agree."""

import io
import re
from fractions import Fraction
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from locales.texts import LANGUAGES, Texts
from metrics.channels import Channel, ChannelKind, ChannelPlan, channel_plan
from metrics.encoding import from_json, to_json
from metrics.estimate import Estimate
from metrics.funnel import Forecast, YearFigures, forecast
from services.example import example_segment
from workbooks.plan import channel_plan_workbook, plan_workbook
from workbooks.plan_orders import ChannelBook, ChannelFacts, Heading, PlanBook
from workbooks.template import write_template

ARTICLE = example_segment(2027).forecast()
HEADING = Heading(2027, "Клиника «Улыбка»", "ru", "RUB")


def channels() -> ChannelPlan:
    named = (
        Channel(name="Карты", kind=ChannelKind.MARKETING, new_patients=50, cost_per_lead=Fraction(1500)),
        Channel(name="Соцсети", kind=ChannelKind.MARKETING, new_patients=40, budget=Fraction(600_000)),
        Channel(name="Радио", kind=ChannelKind.MARKETING, new_patients=23),
        Channel(name="Рекомендации", kind=ChannelKind.NATURAL, new_patients=462),
    )
    return channel_plan(444, named, conversion=Fraction(3, 10), turnover=Fraction(60_000_000))


def sheets(content: bytes, *, computed: bool = True) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=computed)
    return {sheet.title: sheet for sheet in book.worksheets}


def table(sheet: Worksheet, first: int, columns: int) -> list[tuple[object, ...]]:
    """The rows of a table from a row on, to the first empty one."""
    rows: list[tuple[object, ...]] = []
    for row in sheet.iter_rows(min_row=first, max_col=columns, values_only=True):
        if row[0] is None:
            break
        rows.append(row)
    return rows


def plan(forecast: Forecast = ARTICLE, plan: ChannelPlan | None = None) -> bytes:
    return plan_workbook(PlanBook(HEADING, forecast, plan, ("Отток — доля.",)))


def test_the_figures_of_the_plan() -> None:
    rows = {row[0]: row[1:] for row in table(sheets(plan())["План"], 5, 3)}
    assert rows["План: новых пациентов"] == (444, "223–757")
    assert rows["Лидов заказать"][0] == 1480
    assert rows["Уйдут"][0] == 460
    assert rows["Останутся"][0] == 1540
    assert rows["Средний чек на пациента в год"][0] == 30_000
    assert rows["Оборот под риском"][0] == 13_800_000
    assert rows["Придут по рекомендации"][0] == 416
    assert rows["Нужно на рост"][0] == 400


def test_the_bridge_adds_up() -> None:
    sheet = sheets(plan())["План"]
    top = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Мост потребности")
    lost, growth, referrals, planned = (row[1] for row in table(sheet, top + 1, 2))
    assert (lost, growth, referrals, planned) == (460, 400, 416, 444)
    # each bar begins where the one before it ended: 0, 460, 860 − 416, 0
    assert [sheet.cell(row, 26).value for row in range(top + 1, top + 5)] == [0, 460, 444, 0]


def test_a_surplus_is_called_so() -> None:
    figures = YearFigures(
        previous_patients=Estimate.exact(1850),
        patients=Estimate.exact(2000),
        new_patients=Estimate.exact(575),
        referrals=Estimate.exact(575),
    )
    rows: dict[object, object] = {
        row[0]: row[1] for row in table(sheets(plan(forecast(figures)))["План"], 5, 2)
    }
    # 460 lost against 2 000 × 0.77 × (2 000 ÷ 1 850) × (575 ÷ 1 850) ≈ 518 who come by themselves
    assert (rows["План: новых пациентов"], rows["Запас: рекомендации сверх потребности"]) == (0, 58)


def test_months_sum_to_the_plan_by_formulas_that_agree() -> None:
    sheet = sheets(plan())["По месяцам"]
    *months, total = table(sheet, 5, 3)
    assert [row[0] for row in months[:2]] == ["январь", "февраль"]
    assert [sum(int(str(row[column])) for row in months) for column in (1, 2)] == [444, 1480]
    assert total == ("Всего за год", 444, 1480)
    formulas = sheets(plan(), computed=False)["По месяцам"]
    assert formulas["B17"].value == '=IF(COUNT(B5:B16)=0,"",SUM(B5:B16))'


def test_channels_have_their_targets_and_money() -> None:
    rows = {row[0]: row[1:] for row in table(sheets(plan(plan=channels()))["Каналы"], 5, 8)}
    # 444 × 50/113, 40/113, 23/113; leads ⌈patients ÷ 0.3⌉; 657 × 1 500; 600 000 ÷ 157
    assert [rows[name][1] for name in ("Карты", "Соцсети", "Радио")] == [197, 157, 90]
    assert [rows[name][2] for name in ("Карты", "Соцсети", "Радио")] == [657, 524, 300]
    assert rows["Карты"][4] == 985_500
    assert rows["Соцсети"][6] == pytest.approx(600_000 / 157)
    assert rows["Радио"][3:] == (None, None, None, None)
    assert rows["Всего за год"][1:5] == (444, 1481, None, 1_585_500)


def test_channels_by_month_sum_both_ways() -> None:
    sheet = sheets(plan(plan=channels()))["Каналы по месяцам"]
    *lines, below = table(sheet, 5, 14)
    for line in lines:
        assert sum(int(str(number)) for number in line[1:13]) == line[13]
    assert below[13] == 444
    assert [sum(int(str(line[month])) for line in lines) for month in range(1, 13)] == list(below[1:13])


def test_facts_stand_beside_the_plan_of_their_months() -> None:
    facts = (ChannelFacts("Карты", (15, 20, *[None] * 10), (50, None, *[None] * 10)),)
    content = channel_plan_workbook(ChannelBook(HEADING, channels(), facts))
    rows = table(sheets(content)["План и факт"], 5, 16)
    planned, came = rows[0], rows[1]
    assert came[:5] == ("Карты", "Пациенты, факт", 15, 20, None)
    assert came[14] == 35
    due = int(str(planned[2])) + int(str(planned[3]))
    assert came[15] == pytest.approx(35 / due - 1)
    assert rows[5][2:] == (None,) * 14  # «Соцсети» has none so far
    assert rows[-1][:4] == ("Все каналы", "Пациенты, факт", 15, 20)
    assert rows[-2][14] == 444


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["RUB", "USD", "UZS"])
def test_every_sheet_prints_on_landscape_pages_and_charts_are_native(language: str, currency: str) -> None:
    heading = Heading(2027, None, language, currency)
    for content in (
        plan_workbook(PlanBook(heading, ARTICLE, channels(), ("?",))),
        channel_plan_workbook(ChannelBook(heading, channels(), ())),
    ):
        with ZipFile(io.BytesIO(content)) as archive:
            assert any(re.fullmatch(r"xl/charts/chart\d+\.xml", name) for name in archive.namelist())
        for sheet in sheets(content).values():
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.sheet_properties.pageSetUpPr is not None
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert str(sheet["A1"].value).strip()


@pytest.mark.parametrize(
    "content",
    [
        plan_workbook(PlanBook(Heading(2027, None, "ru", "RUB"), ARTICLE, channels(), ("?",))),
        channel_plan_workbook(ChannelBook(Heading(2027, None, "en", "USD"), channels(), ())),
        write_template("ru", 2026),
    ],
    ids=["plan", "channels", "template"],
)
def test_the_values_of_every_chart_begin_at_zero(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "xl/charts/chart" in name]
    axes = [axis for chart in charts for axis in re.findall("<c:valAx>.*?</c:valAx>", chart, re.DOTALL)]
    assert len(axes) == len(charts) > 0
    assert all('<c:min val="0"/>' in axis for axis in axes)


def test_sheets_are_named_in_the_language() -> None:
    speak = Texts.load().language("en")
    content = plan_workbook(PlanBook(Heading(2027, None, "en", "USD"), ARTICLE, channels(), ("?",)))
    names = [
        speak.plain(f"plan_book-sheet-{key}")
        for key in ("plan", "months", "channels", "channel_months", "how")
    ]
    assert list(sheets(content)) == names


def test_an_order_travels_unchanged() -> None:
    order = PlanBook(HEADING, ARTICLE, channels(), ("как",))
    assert from_json(PlanBook, to_json(order)) == order
