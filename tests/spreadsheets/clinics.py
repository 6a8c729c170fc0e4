"""Random clinics, and the many ways in which software writes their visits into a file."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zipfile import ZipFile

import xlsxwriter

DOCTORS = ("Петрова А. И.", "Юсупов Р. М.", "Ким В. С.")
CHANNELS = ("Сайт", "По рекомендации", "Карты")


@dataclass(frozen=True, slots=True)
class Line:
    """One service line: who, when, which doctor and channel, kopecks charged and paid."""

    patient: str
    moment: datetime
    doctor: str
    channel: str
    charged: int
    paid: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a clinic's software writes its export."""

    name: str
    headers: tuple[str, ...]
    date: Callable[[datetime], object]
    money: Callable[[int], object]
    titles: tuple[tuple[object, ...], ...] = ()
    totals: bool = False
    numbered: bool = False
    two_rows: bool = False
    is_workbook: bool = True
    encoding: str = "utf-8"
    separator: str = ";"
    says_separator: bool = False
    other_sheets: bool = False
    by_months: bool = False
    first_column: int = 0
    in_zip: bool = False
    reverse: bool = False


def random_clinic(seed: int, patients: int = 25) -> list[Line]:
    """Visits of a year with one to three service lines each; cards keep their leading zeros."""
    chance = Random(seed)
    lines = []
    for number in range(patients):
        channel = chance.choice(CHANNELS)
        for _ in range(chance.randint(1, 4)):
            day = datetime(2024, 1, 1) + timedelta(days=chance.randrange(366))  # noqa: DTZ001 - as a file has it
            moment = day.replace(hour=chance.randint(9, 19), minute=chance.choice((0, 15, 30, 45)))
            for _ in range(chance.randint(1, 3)):
                charged = chance.randrange(50_000, 9_000_000)
                paid = charged * chance.choice((100, 95, 90)) // 100
                lines.append(Line(f"{number:04}", moment, chance.choice(DOCTORS), channel, charged, paid))
    return sorted(lines, key=lambda line: line.moment)


def paid_by_visit(lines: Sequence[Line]) -> dict[tuple[str, date], int]:
    """Kopecks paid by patient and day: what every layout has to give back."""
    paid: dict[tuple[str, date], int] = {}
    for line in lines:
        visit = (line.patient, line.moment.date())
        paid[visit] = paid.get(visit, 0) + line.paid
    return paid


def dotted(moment: datetime) -> object:
    return moment.strftime("%d.%m.%Y")


def dotted_with_time(moment: datetime) -> object:
    return moment.strftime("%d.%m.%Y %H:%M")


def iso(moment: datetime) -> object:
    return moment.strftime("%Y-%m-%d")


def slashed(moment: datetime) -> object:
    return moment.strftime("%d/%m/%Y")


def american(moment: datetime) -> object:
    return moment.strftime("%m/%d/%Y")


def native(moment: datetime) -> object:
    return moment


def serial(moment: datetime) -> object:
    return (moment.date() - date(1899, 12, 30)).days


def number(kopecks: int) -> object:
    return kopecks / 100


def point(kopecks: int) -> object:
    return f"{Decimal(kopecks) / 100:.2f}"


def comma(kopecks: int) -> object:
    return f"{Decimal(kopecks) / 100:.2f}".replace(".", ",")


def roubles(kopecks: int) -> object:
    return f"{Decimal(kopecks) / 100:,.2f}".replace(",", "\u00a0").replace(".", ",") + " ₽"


def short_roubles(kopecks: int) -> object:
    return f"{Decimal(kopecks) / 100:,.2f}".replace(",", " ").replace(".", ",") + " р."


def dollars(kopecks: int) -> object:
    return f"${Decimal(kopecks) / 100:,.2f}"


RUSSIAN = ("№ карты", "Дата приёма", "Врач", "Источник", "Стоимость", "Оплачено")
MEDICAL = (
    "Код пациента",
    "Дата оказания услуги",
    "Врач, оказавший услугу",
    "Рекламный источник",
    "Сумма",
    "Оплата",
)
CRM = (
    "ID клиента",
    "Дата и время визита",
    "Специалист",
    "Откуда узнали",
    "Сумма без скидки",
    "Сумма оплаты, руб.",
)
ENGLISH = ("PatNum", "ProcDate", "Provider", "Referral Source", "ProcFee", "Paid Amt")
TITLES = (("Отчёт по визитам",), ("за период", "01.01.2024", "31.12.2024"), ())

LAYOUTS = (
    Layout("plain workbook", RUSSIAN, native, number),
    Layout("workbook with text dates", RUSSIAN, dotted, number),
    Layout("workbook with titles", RUSSIAN, native, number, TITLES),
    Layout("workbook with totals", RUSSIAN, native, number, totals=True),
    Layout("workbook with numbered columns", RUSSIAN, native, number, numbered=True),
    Layout("workbook with two header rows", RUSSIAN, native, number, two_rows=True),
    Layout("workbook with all", RUSSIAN, dotted, roubles, TITLES, totals=True, numbered=True, two_rows=True),
    Layout("workbook with serial dates", MEDICAL, serial, number),
    Layout("workbook with text money", MEDICAL, dotted, short_roubles),
    Layout("workbook with other sheets", MEDICAL, native, number, other_sheets=True),
    Layout("workbook with a sheet per month", MEDICAL, native, number, by_months=True),
    Layout("workbook from column C", MEDICAL, native, number, titles=TITLES, first_column=2),
    Layout("workbook from column D with totals", CRM, iso, comma, totals=True, first_column=3),
    Layout("workbook of a CRM", CRM, dotted_with_time, number),
    Layout("workbook of a CRM, columns reversed", CRM, dotted_with_time, number, reverse=True),
    Layout("workbook in English", ENGLISH, native, number),
    Layout("workbook in English, American", ENGLISH, american, dollars),
    Layout("workbook in English, reversed", ENGLISH, iso, number, reverse=True, totals=True),
    Layout("workbook in a zip", RUSSIAN, native, number, in_zip=True),
    Layout("workbook of months with titles", RUSSIAN, dotted, number, TITLES, by_months=True, totals=True),
    Layout("csv", RUSSIAN, dotted, comma, is_workbook=False),
    Layout("csv in cp1251", RUSSIAN, dotted, comma, is_workbook=False, encoding="cp1251"),
    Layout("csv in utf-16", RUSSIAN, dotted, comma, is_workbook=False, encoding="utf-16"),
    Layout("csv in utf-16 without a mark", RUSSIAN, dotted, comma, is_workbook=False, encoding="utf-16-le"),
    Layout("csv with a mark", RUSSIAN, dotted, comma, is_workbook=False, encoding="utf-8-sig"),
    Layout("csv in koi8", MEDICAL, dotted, comma, is_workbook=False, encoding="koi8-r"),
    Layout("csv of DOS", MEDICAL, dotted, comma, is_workbook=False, encoding="cp866"),
    Layout("csv with commas", ENGLISH, iso, point, is_workbook=False, separator=","),
    Layout("csv with quoted sums", ENGLISH, american, dollars, is_workbook=False, separator=","),
    Layout("csv with quoted decimal commas", MEDICAL, slashed, comma, is_workbook=False, separator=","),
    Layout("csv with tabs", CRM, dotted_with_time, point, is_workbook=False, separator="\t"),
    Layout("csv with tabs in utf-16", CRM, iso, comma, is_workbook=False, separator="\t", encoding="utf-16"),
    Layout("csv with bars", CRM, dotted, point, is_workbook=False, separator="|"),
    Layout("csv that says its separator", RUSSIAN, dotted, comma, is_workbook=False, says_separator=True),
    Layout("csv with titles", RUSSIAN, dotted, short_roubles, TITLES, is_workbook=False, encoding="cp1251"),
    Layout("csv with totals", MEDICAL, dotted, comma, totals=True, is_workbook=False),
    Layout("csv with numbered columns", MEDICAL, slashed, comma, numbered=True, is_workbook=False),
    Layout("csv with two header rows", RUSSIAN, dotted, comma, two_rows=True, is_workbook=False),
    Layout("csv in a zip", CRM, dotted, comma, is_workbook=False, in_zip=True, encoding="cp1251"),
    Layout("csv reversed with everything", RUSSIAN, dotted_with_time, short_roubles, TITLES, totals=True,
           numbered=True, two_rows=True, is_workbook=False, encoding="cp1251", reverse=True),
)  # fmt: skip


def written(lines: Sequence[Line], layout: Layout) -> bytes:
    """A clinic's lines as a file of a layout."""
    content = _workbook(lines, layout) if layout.is_workbook else _text(_table(lines, layout), layout)
    if not layout.in_zip:
        return content
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("визиты.xlsx" if layout.is_workbook else "визиты.csv", content)
    return buffer.getvalue()


def _table(lines: Sequence[Line], layout: Layout) -> list[list[object]]:
    rows = [list(title) for title in layout.titles]
    turned = -1 if layout.reverse else 1
    headers = list(layout.headers)[::turned]
    if layout.two_rows:
        # «Деньги» over both sums, as two merged cells would have it.
        money = sorted((headers.index(layout.headers[4]), headers.index(layout.headers[5])))
        upper = ["" if index in money else header for index, header in enumerate(headers)]
        upper[money[0]] = "Деньги"
        rows += [list(upper), [header if index in money else "" for index, header in enumerate(headers)]]
    else:
        rows.append(list(headers))
    if layout.numbered:
        rows.append([str(index + 1) for index in range(len(headers))])
    rows += [_row(line, layout)[::turned] for line in lines]
    if layout.totals:
        charged, paid = sum(line.charged for line in lines), sum(line.paid for line in lines)
        rows.append(["Итого", "", "", "", layout.money(charged), layout.money(paid)])
        rows.append(["Количество пациентов", len({line.patient for line in lines})])
    return rows


def _row(line: Line, layout: Layout) -> list[object]:
    money = [layout.money(line.charged), layout.money(line.paid)]
    return [line.patient, layout.date(line.moment), line.doctor, line.channel, *money]


def _text(rows: Sequence[Sequence[object]], layout: Layout) -> bytes:
    buffer = io.StringIO()
    if layout.says_separator:
        buffer.write(f"sep={layout.separator}\r\n")
    csv.writer(buffer, delimiter=layout.separator).writerows(rows)
    return buffer.getvalue().encode(layout.encoding)


def _workbook(lines: Sequence[Line], layout: Layout) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd.mm.yyyy hh:mm"})
    if layout.other_sheets:
        _sheet(book, "Сотрудники", [["Сотрудник", "Дата приема"], ["Ким В. С.", datetime(2019, 3, 1)]], 0)  # noqa: DTZ001
    if layout.by_months:
        for month in range(1, 13):
            of_month = [line for line in lines if line.moment.month == month]
            _sheet(book, f"{month:02}.2024", _table(of_month, layout), layout.first_column)
    else:
        _sheet(book, "Визиты", _table(lines, layout), layout.first_column)
    if layout.other_sheets:
        _sheet(book, "Справочник", [["Услуга", "Цена"], ["Осмотр", 1500]], 0)
    book.close()
    return buffer.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[object]], first_column: int) -> None:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row, first_column):
            if isinstance(cell, str) and cell:
                sheet.write_string(number, column, cell)
            elif cell != "":
                sheet.write(number, column, cell)
