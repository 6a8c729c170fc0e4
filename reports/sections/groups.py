"""Doctors, specialities, channels and branches side by side."""

from collections.abc import Callable

from metrics.ltv import ENOUGH
from metrics.measures import Metric
from metrics.money import KOPECKS
from metrics.segments import Group, Groups
from metrics.visits import VisitField
from reports.model import Column, Form, Native, ReportTable, Section, Series, Shape, TableCell, Tone
from reports.telling import Telling


def groups_of(field: VisitField) -> Callable[[Telling], Section | None]:
    """The section of one column; it is None if the rows do not have it, or no group of ten in it."""

    def section(told: Telling) -> Section | None:
        tables = [table for table in told.analysis.group_tables if table.field is field and table.rows]
        if not tables:
            return None
        name = told.say(f"groups-title-{field}")
        return Section(str(field), name, _headline(told, tables[0]), (_table(told, tables[0]),))

    return section


def _headline(told: Telling, table: Groups) -> str:
    """Who stands below the clinic beyond chance, or who brings most."""
    below = [group for group in table.rows if _is_below(told, group)]
    clinic = told.value(told.analysis.measure(Metric.REPEAT_INDEX))
    if len(below) == 1 and below[0].repeat is not None:
        share = told.write.share(below[0].repeat.value)
        name = told.name(below[0].name)
        return told.say(f"groups-below-{table.field}", name=name, share=share, clinic=clinic)
    if below:
        return told.say(f"groups-many-below-{table.field}", count=len(below), clinic=clinic)
    top = table.rows[0]
    if len(table.rows) == 1:
        return told.say(f"groups-only-{table.field}", name=told.name(top.name))
    if top.revenue_share is None:
        return told.say(f"groups-most-{table.field}", name=told.name(top.name), patients=top.patients)
    share = told.write.share(top.revenue_share)
    return told.say(f"groups-top-{table.field}", name=told.name(top.name), share=share)


def _is_below(told: Telling, group: Group) -> bool:
    """The whole interval of a group of 30 or more lies below the clinic's share."""
    index = told.analysis.measure(Metric.REPEAT_INDEX).value
    share = group.repeat
    return index is not None and share is not None and share.total >= ENOUGH and share.high < index


def _table(told: Telling, table: Groups) -> ReportTable:
    has_money = any(group.revenue_share is not None for group in table.rows)
    most = max((group.revenue if has_money else group.patients) for group in table.rows) or 1
    index = told.analysis.measure(Metric.REPEAT_INDEX)
    amount = (
        told.say("groups-turnover", currency=told.write.sign) if has_money else told.say("groups-patients")
    )
    whisker = told.say("groups-whisker", clinic=told.value(index)) if index.value is not None else ""
    return ReportTable(
        name=told.say(f"groups-title-{table.field}"),
        title="",
        columns=(
            Column(told.plain(f"segment-kind-{table.field}"), width=2.2),
            Column(amount, Form.MONEY if has_money else Form.WHOLE, 1.2),
            Column("", width=1.1, drawn=True),
            *((Column(told.say("groups-patients"), Form.WHOLE, 1.0),) if has_money else ()),
            Column(told.say("groups-began"), Form.WHOLE, 1.1),
            Column(whisker, width=1.9, drawn=True),
            Column(told.say("groups-repeat"), Form.SHARE, 1.4),
        ),
        rows=tuple(_row(told, group, most, has_money=has_money) for group in table.rows),
        total=_total(told, has_money=has_money),
        native=_native(told, table, amount, has_money=has_money),
        reference=None if index.value is None else float(index.value),
        note=_note(told, table),
    )


def _row(told: Telling, group: Group, most: int, *, has_money: bool) -> tuple[TableCell, ...]:
    amount = group.revenue if has_money else group.patients
    drawn = TableCell("", bar=max(amount, 0) / most)
    first = told.money_cell(group.revenue) if has_money else told.count_cell(group.patients)
    patients = (told.count_cell(group.patients),) if has_money else ()
    return (TableCell(told.name(group.name)), first, drawn, *patients, *_returned(told, group))


def _returned(told: Telling, group: Group) -> tuple[TableCell, TableCell, TableCell]:
    share = group.repeat
    if share is None:
        return TableCell(""), TableCell(""), TableCell("—")
    if _is_below(told, group):
        mark, words = Tone.BAD, Tone.BAD
    else:
        mark, words = (Tone.QUIET, Tone.QUIET) if share.total < ENOUGH else (Tone.ACCENT, Tone.PLAIN)
    written = told.write.share(share.value)
    shown = told.say("groups-about", share=written) if share.total < ENOUGH else written
    return (
        told.count_cell(share.total),
        TableCell("", whisker=(share.low, share.value, share.high), tone=mark),
        TableCell(shown, share.value, words),
    )


def _total(told: Telling, *, has_money: bool) -> tuple[TableCell, ...]:
    """The clinic's own figures: a patient of two doctors is one patient of the clinic."""
    turnover, active, index = (
        told.analysis.measure(metric)
        for metric in (Metric.TURNOVER, Metric.ACTIVE_PATIENTS, Metric.REPEAT_INDEX)
    )
    if active.value is None:
        return ()
    people = told.count_cell(int(active.value))
    money = TableCell("") if turnover.value is None else told.money_cell(turnover.value)
    began = TableCell("") if index.value is None else told.count_cell(index.n)
    share = TableCell("—") if index.value is None else TableCell(told.value(index), index.value)
    amounts = (money, TableCell(""), people) if has_money else (people, TableCell(""))
    return (TableCell(told.say("groups-clinic")), *amounts, began, TableCell(""), share)


def _native(told: Telling, table: Groups, name: str, *, has_money: bool) -> Native:
    amounts = [group.revenue / KOPECKS if has_money else group.patients for group in table.rows]
    return Native(
        Shape.BARS,
        tuple(told.name(group.name) for group in table.rows),
        (Series(name, tuple(map(float, amounts)), Tone.ACCENT),),
        Form.MONEY if has_money else Form.WHOLE,
    )


def _note(told: Telling, table: Groups) -> str:
    parts = [told.say("groups-note", year=told.year())]
    if table.hidden:
        parts.append(told.say("groups-hidden", count=table.hidden))
    if table.unlabelled:
        parts.append(told.say("groups-unlabelled", count=table.unlabelled))
    return " ".join(parts)
