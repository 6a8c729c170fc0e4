"""Random exports whose truth is known: kinds of row, money, patients, days and layout combined by chance."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import xlsxwriter

from tests.spreadsheets.standing import Truth

HEADERS = {
    "ru": {
        "day": "Дата приёма",
        "card": "№ карты",
        "name": "Пациент",
        "doctor": "Врач",
        "service": "Услуга",
        "paid": "Оплачено",
        "charged": "Стоимость",
        "price": "Цена",
        "many": "Количество",
        "cash": "Наличные",
        "by_card": "Безналичные",
        "patient_part": "Оплачено пациентом",
        "insurer_part": "Оплачено страховой",
        "pay": "Оплата врачу",
        "status": "Статус",
        "operation": "Вид операции",
        "booked": "Дата создания",
        "author": "Кто записал",
        "debt": "Долг",
        "total": "Итого",
    },
    "en": {
        "day": "Visit Date",
        "card": "Patient ID",
        "name": "Patient Name",
        "doctor": "Provider",
        "service": "Procedure",
        "paid": "Paid",
        "charged": "Charged",
        "price": "Unit Price",
        "many": "Quantity",
        "cash": "Cash",
        "by_card": "Credit Card",
        "patient_part": "Patient Paid",
        "insurer_part": "Insurance Paid",
        "pay": "Commission",
        "status": "Status",
        "operation": "Transaction Type",
        "booked": "Created At",
        "author": "Booked By",
        "debt": "Balance",
        "total": "Total",
    },
    "kk": {
        "day": "Қабылдау күні",
        "card": "Карта нөмірі",
        "name": "Науқас",
        "doctor": "Дәрігер",
        "service": "Қызмет",
        "paid": "Төленді",
        "charged": "Құны",
        "price": "Бағасы",
        "many": "Саны",
        "cash": "Қолма-қол",
        "by_card": "Картамен",
        "patient_part": "Науқас төледі",
        "insurer_part": "Сақтандыру төледі",
        "pay": "Жалақы",
        "status": "Мәртебесі",
        "operation": "Операция түрі",
        "booked": "Құрылған күні",
        "author": "Кім жазды",
        "debt": "Қарыз",
        "total": "Барлығы",
    },
    "uk": {
        "day": "Дата візиту",
        "card": "Номер картки",
        "name": "Пацієнт",
        "doctor": "Лікар",
        "service": "Послуга",
        "paid": "Сплачено",
        "charged": "Вартість",
        "price": "Ціна",
        "many": "Кількість",
        "cash": "Готівка",
        "by_card": "Безготівка",
        "patient_part": "Сплачено пацієнтом",
        "insurer_part": "Сплачено страховою",
        "pay": "Зарплата",
        "status": "Статус візиту",
        "operation": "Тип операції",
        "booked": "Дата створення",
        "author": "Хто записав",
        "debt": "Борг",
        "total": "Разом",
    },
}
STATUSES = {
    "ru": (("Пришёл", "Завершён"), ("Не пришёл", "Отменён", "Запланирован", "Подтверждён")),
    "en": (("Completed", "Arrived"), ("No-show", "Cancelled", "Scheduled", "Confirmed")),
    "kk": (("Келді", "Аяқталды"), ("Келмеді", "Жойылды", "Күтілуде")),
    "uk": (("Прийшов", "Завершено"), ("Не прийшов", "Скасовано", "Очікується")),
}
OPERATIONS = {
    "ru": ("Оплата услуг", "Возврат", "Внесение аванса", "Списание аванса"),
    "en": ("Payment", "Refund", "Deposit", "Deposit applied"),
    "kk": ("Төлем", "Қайтару", "Аванс", "Аванстан төлеу"),
    "uk": ("Оплата", "Повернення", "Поповнення", "Списання"),
}
SERVICES = ("Консультация", "Пломба", "Снимок", "Гигиена")
DOCTORS = ("Орлов Пётр Ильич", "Белова Нина Юрьевна", "Жуков Артём Львович")
AUTHORS = ("Зотова Вера Павловна", "Козлова Яна Игоревна")
SURNAMES = ("Иванов", "Смирнов", "Кузнецов", "Соколов", "Лебедев", "Новиков", "Морозов", "Волков", "Зайцев")
GIVEN = ("Иван Петрович", "Олег Сергеевич", "Данияр Серикович", "Павел Ильич")
MONEY = ("paid", "charged", "lines", "payers", "ways")
ROWS = ("plain", "statuses", "operations", "future")
DATES = ("real", "dotted", "time", "weekday")
SUMS = ("number", "currency", "comma")
LAYOUTS = ("plain", "titles", "totals", "sheets", "groups")


@dataclass(frozen=True, slots=True)
class RandomExport:
    """A file, what it holds, and how it was made."""

    name: str
    content: bytes
    truth: Truth


def random_export(seed: int, today: date) -> RandomExport:
    """One export of a clinic of some months; the same seed makes the same file."""
    return _Maker(Random(seed), today).made(seed)


class _Maker:
    def __init__(self, chance: Random, today: date) -> None:
        self._chance = chance
        self._today = today
        self._language = chance.choice(tuple(HEADERS))
        self._words = HEADERS[self._language]
        self._money, self._rows = chance.choice(MONEY), chance.choice(ROWS)
        self._date, self._sum, self._layout = (
            chance.choice(DATES),
            chance.choice(SUMS),
            chance.choice(LAYOUTS),
        )
        self._by_card = chance.random() < 0.5
        self._extras = [extra for extra in ("pay", "booked", "author", "debt") if chance.random() < 0.3]
        if self._rows == "operations":
            self._money = "paid"
        self._visits: set[tuple[str, date]] = set()
        self._turnover = 0

    def made(self, seed: int) -> RandomExport:
        rows = self._lines()
        content = self._workbook(rows)
        days = [day for _, day in self._visits]
        truth = Truth(
            len(self._visits),
            len({patient for patient, _ in self._visits}),
            self._turnover,
            min(days),
            max(days),
        )
        parts = (self._language, self._money, self._rows, self._date, self._sum, self._layout)
        return RandomExport(f"{seed} {' '.join(parts)} {' '.join(self._extras)}", content, truth)

    def _lines(self) -> list[dict[str, object]]:
        first = self._today - timedelta(days=200)
        names = [f"{surname} {given}" for surname in SURNAMES for given in GIVEN]
        people = self._chance.sample(list(enumerate(names, 1001)), 12)
        lines = []
        for number in range(self._chance.randint(40, 90)):
            day = first + timedelta(days=number * 2)
            for card, name in self._chance.sample(people, 1):
                lines += self._visit(str(card), name, day)
        if self._rows == "future":
            for card, name in people[:5]:
                day = self._today + timedelta(days=self._chance.randint(5, 90))
                lines.append(self._line(str(card), name, day, self._chance.randint(10, 90) * 100, 1))
        return lines

    def _visit(self, card: str, name: str, day: date) -> list[dict[str, object]]:
        price, many = (
            self._chance.randint(10, 90) * 100,
            self._chance.randint(1, 3) if self._money == "lines" else 1,
        )
        line = self._line(card, name, day, price, many)
        if self._rows == "statuses":
            held, others = STATUSES[self._language]
            if self._chance.random() < 0.3:
                return [{**line, "status": self._chance.choice(others)}]
            line["status"] = self._chance.choice(held)
        self._visits.add((card, day))
        self._turnover += price * many
        if self._rows != "operations":
            return [line]
        paid, refund, advance, use = OPERATIONS[self._language]
        line["operation"] = paid
        if self._chance.random() < 0.1:
            self._turnover -= price
            return [line, {**line, "operation": refund}]
        if self._chance.random() < 0.2:
            return [{**line, "operation": advance}, {**line, "operation": use}]
        return [line]

    def _line(self, card: str, name: str, day: date, price: int, many: int) -> dict[str, object]:
        total = price * many
        to_patient = self._chance.choice((0, total, total // 2))
        sums: dict[str, dict[str, object]] = {
            "paid": {"charged": total + 100, "paid": total},
            "charged": {"charged": total},
            "lines": {"price": price, "many": many},
            "payers": {"charged": total, "patient_part": to_patient, "insurer_part": total - to_patient},
            "ways": {"cash": to_patient or None, "by_card": total - to_patient or None},
        }
        extras = {
            "pay": total // 3,
            "booked": day - timedelta(days=self._chance.randint(1, 20)),
            "author": self._chance.choice(AUTHORS),
            "debt": self._chance.choice((0, 0, 500)),
        }
        return {
            "day": day,
            "card" if self._by_card else "name": card if self._by_card else name,
            "doctor": self._chance.choice(DOCTORS),
            "service": self._chance.choice(SERVICES),
            **sums[self._money],
            **{extra: extras[extra] for extra in self._extras},
        }

    def _workbook(self, lines: list[dict[str, object]]) -> bytes:
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
        columns = list(dict.fromkeys(name for line in lines for name in line))
        if self._layout == "sheets":
            for doctor in DOCTORS:
                of_doctor = [line for line in lines if line["doctor"] == doctor]
                here = [name for name in columns if name != "doctor"]
                self._sheet(book, doctor[:31], [[f"{self._words['doctor']}: {doctor}"], []], here, of_doctor)
        else:
            titles: list[list[object]] = [["Отчёт"], []] if self._layout == "titles" else []
            self._sheet(book, "Лист1", titles, columns, lines)
        book.close()
        return buffer.getvalue()

    def _sheet(
        self,
        book: xlsxwriter.Workbook,
        name: str,
        titles: list[list[object]],
        columns: list[str],
        lines: list[dict[str, object]],
    ) -> None:
        sheet = book.add_worksheet(name)
        rows: list[list[object]] = [*titles, [self._words[column] for column in columns]]
        before = None
        for line in lines:
            shown = dict(line)
            if self._layout == "groups" and line["day"] != before:
                before = line["day"]
                rows.append([self._cell("day", before)])
            rows.append(
                [
                    None
                    if column == "day" and self._layout == "groups"
                    else self._cell(column, shown.get(column))
                    for column in columns
                ]
            )
        if self._layout == "totals":
            rows.append([self._words["total"], *[None] * (len(columns) - 2), 999_999])
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(at, place, cell)

    def _cell(self, column: str, value: object) -> object:
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, int) and column != "many":
            return {"number": value, "currency": f"{value:,} ₽".replace(",", " "), "comma": f"{value},00"}[
                self._sum
            ]
        return value

    def _day(self, day: date) -> object:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as a file has it
        return {
            "real": moment,
            "dotted": f"{day:%d.%m.%Y}",
            "time": f"{day:%d.%m.%Y} 10:30",
            "weekday": f"{day:%d.%m.%Y} ({('пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс')[day.weekday()]})",
        }[self._date]
