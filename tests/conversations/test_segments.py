"""The same plan for a doctor, a speciality, a channel, a branch, side by side with the clinic's."""

import pytest

from metrics.channels import ChannelKind
from services.limits import MOST_SEGMENTS
from services.segments import SegmentKind
from storage.tables.accounts import answers, segments
from tests.conversations.house import Person


async def open_segments(person: Person) -> None:
    await person.has_plan()
    await person.press(person.words("forecast-buttons.segments"))


async def add(person: Person, kind: str, name: str) -> None:
    await person.press("Добавить", kind)
    await person.send(name)


async def test_the_clinic_is_there_from_the_start(olga: Person) -> None:
    await open_segments(olga)
    assert "Клиника: отток 23 %, чек 30 000 ₽, план 444" in olga.last
    assert "Пока посчитать можно только всю клинику" in olga.last


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("Врач", "Как зовут врача?"),
        ("Направление", "Какое направление?"),
        ("Канал", "Какой канал?"),
        ("Филиал", "Какой филиал?"),
    ],
)
async def test_each_kind_is_asked_for_in_its_words(olga: Person, kind: str, asked: str) -> None:
    await open_segments(olga)
    await olga.press("Добавить", kind)
    assert olga.last.startswith(asked)
    await olga.send("Иванов")
    assert olga.last.startswith("1 из 5")


async def test_a_doctors_plan_stands_beside_the_clinics(olga: Person) -> None:
    await open_segments(olga)
    await add(olga, "Врач", "Иванов")
    await olga.send("500", "450", "150", "12 млн", "100")
    await olga.press("3", "0 %")
    assert olga.last.startswith("Проверьте цифры — Иванов")
    await olga.press("Посчитать")
    assert "Иванов" in olga.texts[-2].split("\n")[1]
    await olga.press("Врачи и направления")
    assert "Клиника: отток 23 %, чек 30 000 ₽, план 444" in olga.last
    # 1 − 350 ÷ 450 = 22.2 %: 111 lost, 500 × 0.778 × (500 ÷ 450) × (100 ÷ 450) = 96 come by themselves
    assert "Иванов: отток 22,2 %, чек 24 000 ₽, план 15" in olga.last


async def test_an_unfinished_one_says_how_far_it_is(olga: Person) -> None:
    await open_segments(olga)
    await add(olga, "Филиал", "На Ленина")
    await olga.send("500", "450", "/start")
    await olga.press("Врачи и направления")
    assert "На Ленина: ответов 2 из 7" in olga.last
    await olga.press("На Ленина", "Данные")
    assert olga.last.startswith("✓ 450")


async def test_a_name_is_there_once(olga: Person) -> None:
    await open_segments(olga)
    await add(olga, "Врач", "Иванов")
    await olga.send("/start")
    await olga.press("Врачи и направления")
    await add(olga, "Врач", "ИВАНОВ")
    assert "«ИВАНОВ» уже есть в списке." in olga.last


async def test_renaming(olga: Person) -> None:
    await open_segments(olga)
    await add(olga, "Врач", "Иванов")
    await olga.send("/start")
    await olga.press("Врачи и направления", "Иванов", "Название")
    await olga.send("иванов")
    assert olga.last.startswith("иванов")
    await olga.press("Название", "Назад", "Название")
    await olga.send("я" * 61)
    assert "от 1 до 60 знаков" in olga.last
    await olga.send("Петров <И.И.>")
    assert olga.last.startswith("Петров <И.И.>")
    await olga.press("Назад")
    assert "Петров <И.И.>: ответов 0 из 7" in olga.last


async def test_removing_asks_and_takes_everything(olga: Person) -> None:
    await open_segments(olga)
    await add(olga, "Врач", "Иванов")
    await olga.send("500", "/start")
    await olga.press("Врачи и направления", "Иванов", "Удалить")
    assert "Удалить «Иванов» вместе с ответами, каналами и планом?" in olga.last
    await olga.press("Назад", "Удалить", "Удалить")
    assert olga.alerts == ["«Иванов» больше нет в списке."]
    assert "Иванов" not in olga.last
    assert [segment.name for segment in await olga.house.rows(segments)] == [None]
    assert len(await olga.house.rows(answers)) == 7


async def test_the_clinic_itself_is_not_removed_or_renamed(olga: Person) -> None:
    await open_segments(olga)
    await olga.press("Клиника")
    assert not {"🗑 Удалить", "✏ Название"} & set(olga.buttons)
    drawn = olga.data[0].rpartition(":")[0]
    for forged in ("remove", "rename"):
        await olga.forge(f"{drawn}:{forged}")
        drawn = olga.data[0].rpartition(":")[0]
    assert "Клиника: отток 23 %" in olga.last


async def test_a_segment_has_its_own_channels_and_variants(olga: Person) -> None:
    await open_segments(olga)
    async with olga.workspace() as workspace:
        clinic = workspace.segments.whole_clinic()
        doctor = workspace.segments.add(SegmentKind.DOCTOR, "Иванов")
        for question, answer in clinic.answers.items():
            workspace.segments.answer(doctor.id, question, answer)
    await olga.send("/start")
    await olga.press("Врачи и направления", "Иванов", "По каналам", "Добавить канал", "Карты")
    await olga.send("50")
    await olga.press("Пропустить", "Меню", "Врачи и направления", "Клиника", "По каналам")
    assert "Пока ни одного" in olga.last
    await olga.press("Меню", "Врачи и направления", "Иванов", "А если", "Рост 0", "Сделать планом")
    await olga.press("Врачи и направления")
    assert "Клиника: отток 23 %, чек 30 000 ₽, план 444" in olga.last
    assert "Иванов: отток 23 %, чек 30 000 ₽, план 44" in olga.last.split("\n")


async def test_there_are_as_many_as_one_can_oversee(olga: Person) -> None:
    await olga.has_plan()
    async with olga.workspace() as workspace:
        for number in range(MOST_SEGMENTS - 1):
            workspace.segments.add(SegmentKind.BRANCH, f"Филиал {number}")
    await olga.press("Врачи и направления")
    await add(olga, "Врач", "Лишний")
    assert f"Больше {MOST_SEGMENTS} на экране телефона не разобрать" in olga.last


async def test_what_belongs_to_somebody_else_is_not_found(olga: Person, kate: Person) -> None:
    await open_segments(olga)
    await add(olga, "Врач", "Иванов")
    async with olga.workspace() as workspace:
        doctor = next(item for item in workspace.segments.listed() if item.name == "Иванов")
        channel = await workspace.channels.add(
            doctor.id, name="Радио", kind=ChannelKind.MARKETING, new_patients=5
        )
    await kate.has_plan()
    for action in ("what_if", "channels", "marketer", "data"):
        await kate.forge(f"go:{action}:{doctor.id}")
        assert kate.alerts[-1] == "That button no longer works."
    await kate.press("Doctors and more")
    drawn = kate.data[0].rpartition("open:")[0]
    await kate.forge(f"{drawn}open:{doctor.id}")
    assert kate.alerts[-1] == "That button no longer works."
    await kate.send("/plan")
    await kate.press("By channel")
    drawn = kate.data[0].rpartition("add")[0]
    await kate.forge(f"{drawn}open:{channel.id}")
    assert kate.alerts[-1] == "That button no longer works."
    assert not any("Иванов" in text or "Радио" in text for text in kate.texts)
