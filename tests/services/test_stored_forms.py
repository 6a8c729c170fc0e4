"""What databases already hold still opens: the texts here are as earlier versions wrote them."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from datasets.coverage import Coverage
from metrics.encoding import from_json, from_plain, to_plain
from metrics.estimate import Estimate
from metrics.funnel import AS_IT_IS, Figure, Scenario
from metrics.plan_fact import ChannelGoal, Line, YearPlan
from metrics.selection import Selection
from metrics.visits import VisitField
from services.answers import UNKNOWN, Answer, CountedDays
from services.plans import scenario_to_plain
from services.prefill import Offer, offers_from_json
from services.typed import Option
from spreadsheets.mapping import Ask, UploadAnswers
from spreadsheets.rows.kinds import RowKind
from spreadsheets.synonyms import ColumnField
from spreadsheets.values import DateOrder


def in_json(plain: object) -> Any:
    """As a database gives it back."""
    return json.loads(json.dumps(plain))


YEAR = CountedDays(date(2025, 1, 1), date(2025, 12, 31))
COUNTED = Answer(estimate=Estimate(Fraction(1, 3), Fraction(0), Fraction(2, 3)), counted=YEAR)
COUNTED_TEXT = '{"value": ["1/3", "0", "2/3"], "counted": ["2025-01-01", "2025-12-31"]}'


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (COUNTED_TEXT, COUNTED),
        (
            '{"value": ["7", "7", "7"], "counted": ["2025-01-01", "2025-12-31"], "of_table": true}',
            Answer(estimate=Estimate.exact(7), counted=YEAR, is_of_table=True),
        ),
        ('{"value": ["2000", "2000", "2000"]}', Answer(estimate=Estimate.exact(2000))),
        ('{"word": "unknown"}', UNKNOWN),
    ],
)
def test_an_answer_is_written_and_read_as_before(text: str, answer: Answer) -> None:
    assert Answer.from_plain(json.loads(text)) == answer
    assert in_json(answer.to_plain()) == json.loads(text)


@pytest.mark.parametrize(
    "plain", [{}, {"word": "perhaps"}, {"value": ["3", "5", "7"]}, {"value": ["1", "1"]}]
)
def test_what_is_no_answer_is_refused(plain: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Answer.from_plain(plain)


def test_a_way_to_take_a_doubtful_answer() -> None:
    option = Option(COUNTED, settled=True)
    stored = json.loads(f'{{"answer": {COUNTED_TEXT}, "settled": true}}')
    assert Option.from_plain(stored) == option
    assert in_json(option.to_plain()) == stored


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("{}", AS_IT_IS),
        (
            '{"churn": "-3/100", "growth": "0"}',
            Scenario(churn=Fraction(-3, 100), growth=Fraction(0)),
        ),
    ],
)
def test_a_scenario_holds_what_differs(text: str, scenario: Scenario) -> None:
    assert from_plain(Scenario, json.loads(text)) == scenario
    assert scenario_to_plain(scenario) == json.loads(text)


def test_the_plan_of_a_year() -> None:
    stored = json.loads(
        '{"year": 2026, "lines": {"attracted": ["0", "1/3", "2/3"]}, "conversion": "3/10", "channels": '
        '[{"channel": "c1", "name": "\\u041a\\u0430\\u0440\\u0442\\u044b", "patients": [0, 1], '
        '"leads": [2, 3], "cost_per_lead": null, "budget": "60000"}]}'
    )
    maps = ChannelGoal(
        channel="c1",
        name="Карты",
        patients=(0, 1),
        leads=(2, 3),
        cost_per_lead=None,
        budget=Fraction(60_000),
    )
    plan = YearPlan(
        year=2026,
        lines={Line.ATTRACTED: (Fraction(0), Fraction(1, 3), Fraction(2, 3))},
        conversion=Fraction(3, 10),
        channels=(maps,),
    )
    assert from_plain(YearPlan, stored) == plan
    assert in_json(to_plain(plan)) == stored | {"basis": ""}


def test_what_a_file_offers() -> None:
    assert offers_from_json(f'[{{"patients": {COUNTED_TEXT}}}]') == (Offer(YEAR, {"patients": COUNTED}),)


def test_a_selection_is_written_as_before_because_its_text_is_the_key_of_its_analysis() -> None:
    text = '{"until":"2026-03-31","labels":[["doctor","Ким"]]}'
    chosen = Selection(date(2026, 3, 31)).only(VisitField.DOCTOR, "Ким")
    assert (chosen.to_json(), Selection.from_json(text)) == (text, chosen)


def test_the_days_of_an_upload() -> None:
    text = '{"branch":"Центр","first_day":"2025-01-01","last_day":"2025-02-01","rows":3}'
    assert from_json(Coverage, text) == Coverage("Центр", date(2025, 1, 1), date(2025, 2, 1), 3)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ('{"sheets": [], "columns": {}}', UploadAnswers()),
        (
            '{"sheets": ["Май"], "columns": {"C": "paid", "D": null}, "date_order": "day_first", '
            '"rows": {"Оборот": "turnover", "x": null}, "year": 2025, "values": {"отмена": "cancelled"}, '
            '"rules": {"gaps": "yes"}}',
            UploadAnswers(
                sheets=("Май",),
                columns={"C": ColumnField.PAID, "D": None},
                date_order=DateOrder.DAY_FIRST,
                rows={"Оборот": Figure.TURNOVER, "x": None},
                year=2025,
                values={"отмена": RowKind.CANCELLED},
                rules={Ask.GAPS: "yes"},
            ),
        ),
    ],
)
def test_what_was_said_of_a_file(text: str, answers: UploadAnswers) -> None:
    assert UploadAnswers.from_json(text) == answers == UploadAnswers.from_json(answers.to_json())
