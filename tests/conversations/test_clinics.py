"""Several clinics of one person: each by itself, one open at a time."""

import json

from services.limits import MOST_CLINICS
from services.usage import usage
from storage.tables import accounts as tables
from tests.conversations.house import House, Person


async def add_clinic(person: Person, name: str) -> None:
    await person.send("/settings")
    await person.press(person.words("settings.clinics"), person.words("settings-clinics.add"))
    await person.send(name)


async def open_clinic(person: Person, name: str) -> None:
    await person.send("/settings")
    await person.press(person.words("settings.clinics"), name)


async def test_another_clinic_starts_from_a_clean_sheet_and_the_first_stays(owner: Person) -> None:
    await owner.has_answered()
    await add_clinic(owner, "Север")
    assert "✓ Север" in owner.buttons
    await owner.send("/start")
    assert "🏥 Север" in owner.last
    assert owner.words("start.begin") in owner.buttons
    await open_clinic(owner, owner.words("clinics-unnamed"))
    assert owner.alerts[-1] == owner.words("settings-clinics-opened", clinic=owner.words("clinics-unnamed"))
    await owner.send("/plan")
    assert "444" in owner.texts[-2]


async def test_the_open_clinic_is_remembered(house: House, olga: Person) -> None:
    await add_clinic(olga, "Север")
    await house.restart()
    await olga.send("/settings")
    assert "Клиника: Север" in olga.last


async def test_a_button_under_a_result_opens_the_clinic_of_the_result(olga: Person) -> None:
    await olga.has_plan()
    result = olga.window
    await add_clinic(olga, "Север")
    await olga.press(olga.words("forecast-buttons.what_if"), message=result)
    assert olga.last.startswith("А если…")
    await olga.send("/settings")
    assert "Клиника: без названия" in olga.last


async def test_a_picture_ordered_before_the_switch_is_still_drawn(house: House, olga: Person) -> None:
    await olga.has_answered()
    async with olga.workspace() as workspace:
        first = workspace.clinic_id
        workspace.add_clinic("Север")
        second = workspace.clinic_id
        workspace.go_to_clinic(first)
    house.easel.seconds = 0.3
    olga.chat.send_text("/plan")
    await house.until(lambda: any("444" in text for text in olga.texts))
    async with olga.workspace() as workspace:
        workspace.go_to_clinic(second)
    await house.settle()
    assert olga.pictures == 1


async def test_the_name_belongs_to_the_open_clinic(olga: Person) -> None:
    await add_clinic(olga, "Север")
    await olga.press("Название")
    await olga.send("Восток")
    await olga.press("Клиники")
    assert {"Без названия", "✓ Восток"} < set(olga.buttons)


async def test_removing_asks_names_what_goes_and_opens_another(house: House, olga: Person) -> None:
    await olga.has_answered()
    await add_clinic(olga, "Север")
    await olga.press("Удалить")
    assert olga.last.startswith("Удалить «Север»?\nИсчезнут её ответы, планы")
    await olga.press("Назад")
    assert len(await house.rows(tables.clinics)) == 2
    await olga.press("Удалить", "Удалить клинику")
    assert olga.alerts[-1] == "«Север» удалена"
    assert len(await house.rows(tables.clinics)) == 1
    assert "🗑 Удалить" not in olga.buttons
    await olga.send("/plan")
    assert "444" in olga.texts[-2]


async def test_a_clinic_of_somebody_else_is_not_there(house: House, olga: Person, kate: Person) -> None:
    await add_clinic(kate, "North")
    async with kate.workspace() as workspace:
        kates = workspace.clinic_id
    await add_clinic(olga, "Север")
    data = next(data for data in olga.data if "open:" in data)
    for action in ("open", "yes"):
        await olga.forge(data.rpartition("open:")[0] + f"{action}:{kates}")
    assert len(await house.rows(tables.clinics)) == 4
    async with olga.workspace() as workspace:
        assert workspace.clinic_name == "Север"


async def test_two_clinics_cannot_have_one_name_and_there_is_an_end(olga: Person) -> None:
    await add_clinic(olga, "Север")
    await add_clinic(olga, "север")
    assert "«север» уже есть в списке" in olga.last
    await olga.send("\u200b")
    assert "от 1 до 60 знаков" in olga.last
    async with olga.workspace() as workspace:
        for number in range(MOST_CLINICS - 2):
            workspace.add_clinic(str(number))
    await add_clinic(olga, "Ещё одна")
    assert f"Больше {MOST_CLINICS} клиник" in olga.last


async def test_the_file_with_everything_has_every_clinic(house: House, olga: Person) -> None:
    await olga.has_answered()
    await add_clinic(olga, "Север")
    await olga.send("/export")
    file = house.account.files.for_download(olga.answers[-1]["document"]["file_id"])
    first, second = sorted(json.loads(file.content)["clinics"], key=lambda clinic: clinic["name"] or "")
    assert first["segments"][0]["answers"]["patients"] == {"value": ["2000", "2000", "2000"]}
    assert (second["name"], second["segments"]) == ("Север", [])


async def test_where_owners_stop_is_counted_without_names(house: House, olga: Person, kate: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    await olga.send("2000")
    await kate.send("/start")
    await kate.upload("№ карты;Дата приёма;Оплачено\n1;15.01.2025;100\n2;16.01.2025;200\n".encode())
    await kate.press(kate.words("upload-keep"))
    found = await usage(house.database)
    assert (found.people, found.clinics, found.uploads, found.undone) == (2, 2, 1, 0)
    assert found.windows == {"Questionnaire:asking:previous_patients": 1, "Menu:start": 1}
