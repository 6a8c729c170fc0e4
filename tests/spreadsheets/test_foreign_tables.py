"""Tables of something else than a clinic's visits: refused for what they lack, never read as patients."""

from datetime import date, timedelta

import pytest

from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from spreadsheets.refusals import FileRefusedError, RefusalReason
from spreadsheets.synonyms import ColumnField
from tests.spreadsheets.standing import TODAY


def dated(line: str, rows: int, apart: int) -> str:
    """Lines with a number and a date each, so many days apart."""
    days = (date(2010, 1, 1) + timedelta(days=apart * number) for number in range(rows))
    return "\n".join(line.format(n=number, goals=number % 4, day=day) for number, day in enumerate(days))


FOOTBALL = "Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,Referee\n" + dated(
    "{day:%d/%m/%Y},Arsenal,Chelsea,{goals},1,H,M Oliver", 60, 7
)
FOOTBALL_RU = "Дата;Хозяева;Гости;Голы хозяев;Голы гостей;Зрители\n" + dated(
    "{day:%d.%m.%Y};Зенит;Спартак;{goals};1;1{n:04}", 60, 7
)
REGISTER = "CompanyName,CompanyNumber,Postcode,CompanyStatus,IncorporationDate,Mortgages\n" + dated(
    "ACME {n} LTD,{n:08},AB1 2CD,Active,{day:%d/%m/%Y},{goals}", 60, 11
)
REGISTER_RU = "ИНН;Наименование;Дата регистрации;Адрес;Уставный капитал;Статус\n" + dated(
    "77{n:08};ООО «Ромашка {n}»;{day:%d.%m.%Y};г. Москва, ул. Ленина, д. {n};1{n:04};Действующая", 60, 11
)
ACCOUNTS = "REF_DATE;GEO;Estimates;Prices;VECTOR;VALUE\n" + dated(
    "{day:%Y-%m-%d};Canada;Household final consumption;Current prices;v62305752;1{n:04}", 60, 91
)
ACCOUNTS_WIDE = "Country,Series,2020,2021,2022\n" + "\n".join(
    f"{country},{series},100,101,102"
    for country in ("France", "Spain", "Italy")
    for series in ("GDP", "Exports", "Imports")
)


@pytest.mark.parametrize(
    "text",
    [FOOTBALL, FOOTBALL_RU, REGISTER, REGISTER_RU, ACCOUNTS],
    ids=["football", "football in Russian", "companies", "companies in Russian", "accounts by quarter"],
)
def test_a_table_without_patients_is_refused_for_them(text: str) -> None:
    with pytest.raises(FileRefusedError) as caught:
        read_file(text.encode(), UploadAnswers(), today=TODAY)
    assert caught.value.refusal.reason is RefusalReason.NO_COLUMNS
    assert ColumnField.PATIENT in caught.value.refusal.missing


def test_national_accounts_by_year_hold_no_visits() -> None:
    with pytest.raises(FileRefusedError) as caught:
        read_file(ACCOUNTS_WIDE.encode(), UploadAnswers(), today=TODAY)
    assert caught.value.refusal.reason is RefusalReason.NO_ROWS
