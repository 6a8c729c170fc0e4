"""What a report says: by the findings, in both languages, of clinics of every size."""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import pytest

from locales.texts import LANGUAGES
from metrics.measures import Metric
from metrics.money import KOPECKS
from reports.making import TooFewPatientsError, make
from reports.model import (
    Chart,
    Kind,
    NextAction,
    Recommendation,
    Report,
    ReportTable,
    Section,
    Step,
    TableCell,
)
from tests.reports.clinics import CLINICS, TEXTS, report, results

every_clinic = pytest.mark.parametrize("clinic", CLINICS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def words_of(value: Any) -> list[str]:
    """Everything a report says, charts left out."""
    if isinstance(value, Enum):
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [word for item in value for word in words_of(item)]
    if is_dataclass(value) and not isinstance(value, type):
        if type(value).__module__ != "reports.model":
            return []
        return [word for field in fields(value) for word in words_of(getattr(value, field.name))]
    return []


def section_of(made: Report, key: str) -> Section:
    (found,) = [section for section in made.sections if section.key == key]
    return found


def table_of(made: Report, key: str) -> ReportTable:
    return next(block for block in section_of(made, key).blocks if isinstance(block, ReportTable))


def number(cell: TableCell) -> float:
    """What a cell counts; every cell asked for does."""
    assert cell.number is not None
    return float(cell.number)


@every_clinic
@every_language
@pytest.mark.parametrize("kind", Kind)
def test_every_clinic_has_headlines_and_an_action(clinic: str, language: str, kind: Kind) -> None:
    made = report(clinic, language, kind)
    assert all(section.headline.strip() for section in made.sections)
    assert [block for block in made.sections[0].blocks if isinstance(block, NextAction)]
    assert len(made.summary) == 2
    said = " ".join(words_of(made))
    assert "None" not in said
    assert "nan" not in said.split()
    assert not re.search(r"[a-z]+-[a-z_]+\.?[a-z]*-[a-z]+ =", said)


@every_language
def test_nobody_is_shown_below_ten_patients(language: str) -> None:
    few = results("a handful", language)
    few = replace(few, analysis=replace(few.analysis, patients=9))
    with pytest.raises(TooFewPatientsError):
        make(few, Kind.YEAR, TEXTS)


def test_movement_adds_up_to_the_person() -> None:
    table = table_of(report("falling"), "movement")
    for row in table.rows:
        start, new, returned, lost, end = (number(row[column]) for column in (1, 2, 3, 4, 6))
        assert start + new + returned + lost == end
    for month, after in zip(table.rows, table.rows[1:], strict=False):
        assert month[6].number == after[1].number
    for column in (2, 3, 4):
        assert table.total[column].number == sum(number(row[column]) for row in table.rows)


def test_factors_multiply_to_the_turnover_of_the_chat() -> None:
    table, analysis = table_of(report("usual"), "turnover"), results("usual").analysis
    patients, visits, check = (number(row[2]) for row in table.rows)
    assert patients * visits * check == pytest.approx(number(table.total[2]))
    assert number(table.total[2]) * KOPECKS == analysis.measure(Metric.TURNOVER).value


@pytest.mark.parametrize("clinic", ["usual", "falling", "twelve years"])
def test_the_bridge_adds_up_to_the_rouble(clinic: str) -> None:
    table = table_of(report(clinic), "turnover")
    *parts, total = (number(row[4]) for row in (*table.rows, table.total))
    measure = results(clinic).analysis.measure(Metric.TURNOVER)
    assert measure.value is not None
    assert measure.change is not None
    assert sum(parts) == total
    why = results(clinic).analysis.why
    assert why is not None
    assert why.parts is not None
    assert [number(row[4]) for row in table.rows] == [units for _, units in why.parts]
    assert total == pytest.approx(measure.change.difference / KOPECKS, abs=1)


def test_a_falling_clinic_is_told_so_first() -> None:
    made = report("falling")
    assert made.sections[0].headline.startswith("Оборот снизился на ")
    assert "пациенты уходят быстрее, чем приходят" in made.sections[0].headline


def test_a_doctor_whose_patients_do_not_return_is_the_headline_only_beyond_chance() -> None:
    usual = section_of(report("usual"), "doctor")
    assert usual.headline.startswith("Больше всего приносит врач")


def test_an_only_doctor_is_named_as_such() -> None:
    assert section_of(report("one doctor"), "doctor").headline == "Весь приём ведёт врач «Лебедева М. И.»"


def test_every_figure_of_a_recommendation_has_its_range_or_is_a_fact() -> None:
    for clinic in CLINICS:
        for block in section_of(report(clinic), "advice").blocks:
            if isinstance(block, Recommendation):
                for step in block.steps:
                    if step.label == "Цифры":
                        figures = step.text.split("; ")
                        assert all("(разброс " in part or "(факт)" in part for part in figures), step.text


def test_the_four_blocks_are_all_there_the_urgent_first() -> None:
    blocks = [
        item for item in section_of(report("falling"), "advice").blocks if isinstance(item, Recommendation)
    ]
    assert len(blocks) == 4
    found = [any(step.label == "Ещё видим" or _is_found(step) for step in block.steps) for block in blocks]
    assert found == sorted(found, reverse=True)


def _is_found(step: Step) -> bool:
    return step.label == "Что видим" and step.text != "Перемен сильнее случайных нет."


def test_without_amounts_no_money_is_spoken_of_and_the_reason_is_given() -> None:
    made = report("no amounts")
    assert "turnover" not in [section.key for section in made.sections]
    said = " ".join(words_of(section_of(made, "method")))
    assert "В выгрузке нет сумм." in said
    assert "Прибыль." not in said


def test_typed_names_are_printed_without_what_no_font_has() -> None:
    made = make(replace(results("usual"), clinic="Клиника 🦷 \u202eобратная"), Kind.YEAR, TEXTS)
    assert made.clinic == "«Клиника обратная»"


def test_the_month_holds_plan_and_fact() -> None:
    made = report("usual", kind=Kind.MONTH)
    (page,) = made.sections
    assert page.headline.endswith("новых на 6 меньше плана")
    table = next(block for block in page.blocks if isinstance(block, ReportTable))
    assert [row[1].text for row in table.rows] == ["31", "130", "9", "4,85\u00a0млн\u00a0₽"]
    assert [row[2].text for row in table.rows] == ["37", "124", "11", "4,61\u00a0млн\u00a0₽"]
    assert [row[4].text for row in table.rows] == ["−16\u00a0%", "+5\u00a0%", "−18\u00a0%", "+5\u00a0%"]


def test_a_month_without_a_plan_shows_how_the_base_went() -> None:
    (planned,) = report("usual", kind=Kind.MONTH).sections
    (plain,) = report("falling", kind=Kind.MONTH).sections
    assert not [block for block in planned.blocks if isinstance(block, Chart)]
    assert [block for block in plain.blocks if isinstance(block, Chart)]
