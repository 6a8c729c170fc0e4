"""What is stored, taking it away, having it deleted."""

import json
from csv import DictReader
from io import BytesIO
from zipfile import ZipFile

from datasets.packing import pack
from files.child import FileRead
from metrics.channels import ChannelKind
from services.segments import SegmentKind
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from spreadsheets.synonyms import ColumnField
from storage.tables import accounts as tables
from storage.tables import uploads as dataset_tables
from storage.tables.queue import conversation_state
from tests.conversations.house import House, Person
from workers.worker import WorkerError

PERSONAL = (
    tables.people,
    tables.clinics,
    tables.segments,
    tables.answers,
    tables.channels,
    tables.plans,
    tables.self_checks,
    tables.pictures,
    dataset_tables.clinic_keys,
    dataset_tables.kept_uploads,
    dataset_tables.kept_upload_parts,
    dataset_tables.mappings,
    conversation_state,
)

VISITS = "Карта;Дата;Оплачено\n1;01.05.2026;100,50\n2;31.05.2026;200\n".encode()


async def with_everything(person: Person) -> None:
    """Have something in every table."""
    await person.has_answered()
    async with person.workspace() as workspace:
        clinic = workspace.segments.whole_clinic()
        workspace.clinics.rename("Улыбка")
        workspace.segments.add(SegmentKind.DOCTOR, "Иванов")
        workspace.clinics.keep_self_check([True] * 7)
        uploads, reading = workspace.uploads, read_file(VISITS, UploadAnswers())
        await uploads.keep(FileRead(reading.preview, pack(reading.rows, await uploads.patient_key())))
        uploads.remember(reading.preview.shape, UploadAnswers(columns={"C": ColumnField.PAID}))
        await workspace.channels.add(clinic.id, name="Карты", kind=ChannelKind.MARKETING, new_patients=50)
    await person.send("/plan")
    await person.press(person.words("forecast-buttons.what_if"), person.words("what_if-button-growth-0"))
    await person.press(person.words("what_if-button-adopt"))
    await person.send("/settings")
    await person.press(person.words("settings.language"), "English", "Language")
    await person.press("Русский" if person.language == "ru" else "English")


async def counts(house: House) -> dict[str, int]:
    return {table.name: len(await house.rows(table)) for table in PERSONAL}


async def test_privacy_says_what_is_stored(owner: Person) -> None:
    await owner.send("/privacy")
    assert "/export" in owner.last
    assert "/forget" in owner.last


async def test_everything_entered_comes_in_one_file(house: House, owner: Person) -> None:
    await with_everything(owner)
    await owner.send("/export")
    document, visits = (answer["document"] for answer in owner.answers[-2:])
    assert document["file_name"] == "clinic-pulse.json"
    assert owner.texts[-2] == f"{owner.words('export_ready')}\n{owner.words('export_visits-following')}"
    assert owner.last == owner.words("export_visits-ready", named="yes", clinic="Улыбка")
    exported = json.loads(house.account.files.for_download(document["file_id"]).content)
    (whole,) = exported["clinics"]
    assert whole["name"] == "Улыбка"
    clinic, doctor = sorted(whole["segments"], key=lambda segment: segment["kind"])
    assert clinic["answers"]["patients"] == {"value": ["2000", "2000", "2000"]}
    assert clinic["channels"][0]["name"] == "Карты"
    assert clinic["plans"][0]["patients"] == 44
    assert doctor["name"] == "Иванов"
    assert whole["self_check"] == [True] * 7
    (upload,) = whole["uploads"]
    assert (upload["first_day"], upload["rows"], upload["turnover"]) == ("2026-05-01", 2, "300.5")
    (answers,) = whole["answers_about_columns"].values()
    assert answers["columns"] == {"C": "paid"}
    assert [member["role"] for member in whole["members"]] == ["owner"]
    assert exported["reached_by"] == [{"messenger": "telegram", "id": str(owner.id)}]
    with ZipFile(BytesIO(house.account.files.for_download(visits["file_id"]).content)) as archive:
        (name,) = archive.namelist()
        rows = list(DictReader(archive.read(name).decode("utf-8-sig").splitlines()))
    assert name == "visits-1.csv"
    assert sorted((row["date"], row["amount"]) for row in rows) == [
        ("2026-05-01", "100.50"),
        ("2026-05-31", "200.00"),
    ]
    assert {len(row["patient"]) for row in rows} == {16}


async def test_without_visits_nothing_more_is_promised(owner: Person) -> None:
    await owner.has_answered()
    await owner.send("/export")
    assert owner.last == owner.words("export_ready")


async def test_tables_that_cannot_be_made_are_said_so(house: House, owner: Person) -> None:
    await with_everything(owner)
    house.desk.failures.append(WorkerError("ValueError"))
    await owner.send("/export")
    assert owner.last == owner.words("export_visits-failed")


async def test_forgetting_asks_and_keeps(owner: Person) -> None:
    await with_everything(owner)
    await owner.send("/forget")
    await owner.press(owner.words("forget-ask.no"))
    assert owner.last == owner.words("forget-kept")
    await owner.send("/plan")
    assert owner.pictures >= 2


async def test_forgetting_deletes_every_row_of_this_person_alone(
    house: House, olga: Person, kate: Person
) -> None:
    await with_everything(kate)
    kates = await counts(house)
    await with_everything(olga)
    assert all(count > 0 for count in (await counts(house)).values())
    await olga.send("/forget")
    await olga.press("Удалить навсегда")
    assert olga.last.startswith("Всё удалено.")
    assert await counts(house) == kates
    assert ("chat", olga.id, "") not in house.account.profile.commands


async def test_nothing_comes_back_by_a_double_tap_or_by_blocking_the_bot(house: House, olga: Person) -> None:
    await with_everything(olga)
    await olga.send("/forget")
    await olga.double_tap("Удалить навсегда")
    olga.chat.block()
    await house.settle()
    olga.chat.unblock()
    await house.settle()
    assert set((await counts(house)).values()) == {0}


async def test_after_forgetting_one_begins_anew(olga: Person) -> None:
    await with_everything(olga)
    await olga.send("/forget")
    await olga.press("Удалить навсегда")
    await olga.send("/start")
    assert olga.buttons[0] == "▶ Начать"
    await olga.send("/settings")
    assert "Клиника: без названия" in olga.last
