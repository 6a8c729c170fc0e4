"""Naming channels, what they cost, and the plan they share."""

import re
from fractions import Fraction

import pytest

from charts.requests import ChannelsChart
from metrics.channels import ChannelKind
from services.limits import MOST_CHANNELS
from tests.conversations.house import House, Person


async def open_channels(person: Person) -> None:
    await person.has_plan()
    await person.press(person.words("forecast-buttons.channels"))


async def add(person: Person, name: str, patients: str, *money: str) -> None:
    """Type a marketing channel: its price as («лида», «1500»), («бюджет», «600 тыс.») or nothing."""
    await person.press("Добавить канал")
    await person.send(name)
    await person.press("Да, маркетинговый")
    await person.send(patients)
    if not money:
        await person.press("Пропустить")
        return
    await person.press(money[0])
    await person.send(money[1])


async def test_the_list_starts_empty_and_offers_the_usual_ones(olga: Person) -> None:
    await open_channels(olga)
    assert "Пока ни одного" in olga.last
    await olga.press("Добавить канал")
    assert olga.buttons == [
        "Карты и поиск",
        "Соцсети",
        "Контекстная реклама",
        "Агрегаторы",
        "Рекомендации",
        "Вывеска",
        "‹ Назад",
    ]


async def test_a_usual_channel_takes_a_tap_and_a_number(owner: Person) -> None:
    await open_channels(owner)
    maps, add_ = owner.words("channel-preset-maps"), owner.words("channels-add")
    await owner.press(add_, maps)
    await owner.send("63")
    await owner.press(owner.words("channel-money.skip"))
    assert maps in owner.last
    await owner.press(add_)
    assert maps not in owner.buttons
    await owner.press(owner.words("channel-preset-referrals"))
    await owner.send("462")
    assert owner.words("channels-add") in owner.buttons


async def test_the_sum_of_the_channels_is_compared_with_the_new_patients(olga: Person) -> None:
    await open_channels(olga)
    await add(olga, "Карты", "100")
    assert "По каналам 100 из 575 новых: 475 без канала." in olga.last
    await add(olga, "Соцсети", "475")
    assert "По каналам все 575 новых." in olga.last
    await add(olga, "Радио", "1")
    assert "По каналам 576, а новых за год было 575 — проверьте числа." in olga.last


async def test_only_natural_channels_do_not_make_a_plan(olga: Person) -> None:
    await open_channels(olga)
    await olga.press("Добавить канал", "Вывеска")
    await olga.send("20")
    assert "нужен хотя бы один маркетинговый канал" in olga.last
    assert "✅ Разложить план" not in olga.buttons


async def test_the_plan_per_channel_with_sums_that_are_exact(house: House, olga: Person) -> None:
    await open_channels(olga)
    await add(olga, "Карты", "50", "лида", "1500")
    await add(olga, "Соцсети", "40", "бюджет", "600 тыс.")
    await add(olga, "Радио", "23")
    await olga.press("Добавить канал", "Рекомендации")
    await olga.send("462")
    await olga.press("Разложить план")
    told = olga.texts[-2]
    assert told.startswith("По каналам на 2027 год: 444 пациента")
    patients = {
        name: int(count) for name, count in re.findall(r"^(\w+) \(\d+ %\): (\d+) пац", told, re.MULTILINE)
    }
    # 444 × 50/113, 40/113, 23/113 = 196.46, 157.17, 90.37: the largest remainder takes the last one
    assert patients == {"Карты": 197, "Соцсети": 157, "Радио": 90}
    assert sum(patients.values()) == 444
    months = {
        name: [int(part) for part in line.replace("/", " ").split()[::2]]
        for name, line in re.findall(r"^(\w+): ((?:\d+/\d+(?: · )?)+)$", told, re.MULTILINE)
        for line in [line.replace(" · ", " ")]
    }
    assert {name: sum(parts) for name, parts in months.items()} == patients
    assert all(len(parts) == 12 for parts in months.values())
    # 197 ÷ 0.3 → 657 leads at 1 500; 600 000 ÷ 157 patients
    assert "бюджет 985 500 ₽ (1,6 % оборота), новый пациент 5 003 ₽" in told
    assert "бюджет 600 000 ₽ (1 % оборота), новый пациент 3 822 ₽" in told
    assert "Бюджет на год по каналам с ценой: 1 585 500 ₽" in told
    assert "Естественные каналы (Рекомендации) цели не получают" in told
    request = house.easel.asked[-1]
    assert isinstance(request, ChannelsChart)
    assert request.plan.patients == 444


async def test_leads_rounded_up_per_channel_are_explained(olga: Person) -> None:
    await open_channels(olga)
    for name in ("А", "Б", "В"):
        await add(olga, name, "10")
    await olga.press("Разложить план")
    # 148 ÷ 0.3 → 494 leads each, 1 482 in all, two over the plan's 1 480
    assert "1 482 лида" in olga.texts[-2]
    assert "поэтому их на 2 больше общего плана" in olga.texts[-2]


async def test_channels_without_figures_share_evenly(olga: Person) -> None:
    await open_channels(olga)
    for name in ("Карты", "Радио"):
        await olga.press("Добавить канал")
        await olga.send(name)
        await olga.press("Да, маркетинговый", "Не знаю", "Пропустить")
    await olga.press("Разложить план")
    assert olga.texts[-2].count("(50 %): 222 пац.") == 2


@pytest.mark.parametrize("name", ["<b>Радио</b>", "A&B <script>", "</i>&lt;", "«\"'»"])
async def test_a_name_is_shown_as_it_was_typed(olga: Person, name: str) -> None:
    await open_channels(olga)
    await add(olga, name, "50", "лида", "1500")
    assert f"• {name} — 50 пациентов" in olga.last
    assert f"✏ {name}" in olga.buttons
    await olga.press("Разложить план")
    assert f"{name} (100 %)" in olga.texts[-2]
    await olga.press("Маркетологу")
    assert any(f"• {name}: 444" in text for text in olga.texts)
    await olga.press("По каналам", f"✏ {name}", "Удалить")
    assert olga.alerts[-1] == f"Канал «{name}» удалён."
    assert f"↩ Вернуть «{name}»" in olga.buttons


@pytest.mark.parametrize("name", ["я" * 61, "\u200b\u2060", "\u202e"])
async def test_what_is_no_name_is_asked_again(olga: Person, name: str) -> None:
    await open_channels(olga)
    await olga.press("Добавить канал")
    await olga.send(name)
    assert "Название — от 1 до 60 знаков" in olga.last


async def test_a_name_is_there_once(olga: Person) -> None:
    await open_channels(olga)
    await add(olga, "Радио", "50")
    await olga.press("Добавить канал")
    await olga.send("радио")
    assert "Канал «радио» уже есть" in olga.last
    await olga.send("Радио 2")
    assert "Канал «Радио 2»" in olga.last


async def test_everything_of_a_channel_can_be_changed(olga: Person) -> None:
    await open_channels(olga)
    await add(olga, "Радио", "50", "лида", "1 500,50")
    assert "лид 1 500,50 ₽" in olga.last
    await olga.press("✏ Радио")
    assert olga.last.split("\n") == ["Радио", "Маркетинговый, новых в 2026 году: 50", "Цена лида 1 500,50 ₽"]
    await olga.press("✏ Название")
    await olga.send("Радио")
    await olga.press("✏ Название")
    await olga.send("Волна")
    await olga.press("✏ Новые пациенты")
    await olga.send("60")
    await olga.press("✏ Цена", "Знаю бюджет")
    await olga.send("600 тыс.")
    assert olga.last.split("\n") == [
        "Волна",
        "Маркетинговый, новых в 2026 году: 60",
        "Бюджет на год 600 000 ₽",
    ]
    await olga.press("Сделать естественным")
    assert "Естественный" in olga.last
    await olga.press("Сделать маркетинговым", "✏ Цена", "Пропустить")
    assert "Цена не указана" in olga.last
    await olga.press("Назад")
    assert "• Волна — 60 пациентов" in olga.last


async def test_a_wrong_number_is_asked_again(olga: Person) -> None:
    await open_channels(olga)
    await olga.press("Добавить канал", "Соцсети")
    await olga.send("много")
    assert "Не вижу здесь числа" in olga.last
    await olga.send("50")
    await olga.press("Знаю цену лида")
    await olga.send("-100")
    assert "не может быть меньше нуля" in olga.last
    await olga.send("1500")
    assert "лид 1 500 ₽" in olga.last


async def test_a_removed_channel_can_be_put_back_with_all_it_had(olga: Person) -> None:
    await open_channels(olga)
    await add(olga, "Радио", "50", "лида", "1500")
    before = olga.last
    await olga.press("✏ Радио", "Удалить")
    assert "Пока ни одного" in olga.last
    await olga.press("Вернуть «Радио»")
    assert olga.last == before
    assert "↩ Вернуть «Радио»" not in olga.buttons


async def test_back_from_every_question_of_a_channel(olga: Person) -> None:
    await open_channels(olga)
    await olga.press("Добавить канал", "Назад")
    assert "Пока ни одного" in olga.last
    await olga.press("Добавить канал")
    await olga.send("Радио")
    await olga.press("Назад")
    assert "Как называется канал?" in olga.last
    await olga.send("Радио")
    await olga.press("Да, маркетинговый", "Назад")
    assert "Пока ни одного" in olga.last


async def test_there_are_as_many_channels_as_one_can_oversee(house: House, olga: Person) -> None:
    await open_channels(olga)
    await add(olga, "Первый", "10")
    async with olga.workspace() as workspace:
        for number in range(1, MOST_CHANNELS):
            await workspace.channels.add(
                workspace.segments.whole_clinic().id,
                name=f"Канал {number}",
                kind=ChannelKind.MARKETING,
                new_patients=1,
            )
    await add(olga, "Лишний", "10")
    assert f"Больше {MOST_CHANNELS} каналов" in olga.last
    await olga.press("✏ Первый", "Удалить")
    await add(olga, "Другой", "10")
    await olga.press("Вернуть «Первый»")
    assert f"Больше {MOST_CHANNELS} каналов" in olga.last
    assert "↩ Вернуть «Первый»" in olga.buttons


async def test_channels_wait_for_a_plan(olga: Person) -> None:
    await olga.plan("2000", "Не знаю", "575", "60 млн", "462")
    await olga.press("По каналам")
    await add(olga, "Радио", "50")
    await olga.press("Разложить план")
    assert olga.alerts[-1].startswith("Сначала нужен план")
    assert olga.last.startswith("Проверьте цифры")


async def name_one(person: Person) -> None:
    """As far as the question how many patients came through the channel."""
    await open_channels(person)
    await person.press(person.words("channels-add"))
    await person.send("Радио")
    await person.press(person.words("channel-kind.marketing"))


def numbers(person: Person) -> list[str]:
    """The labels of the buttons with ordinary spaces."""
    return [label.replace("\u202f", " ").replace("\u00a0", " ") for label in person.buttons]


async def test_patients_that_can_be_read_in_two_ways_are_asked_about(owner: Person) -> None:
    await name_one(owner)
    await owner.send("2.000")
    assert owner.last == owner.words("reading-ask-thousands", found="2.000")
    assert numbers(owner) == [
        {"ru": "2 000", "en": "2,000"}[owner.language],
        "2",
        owner.words("doubt-retype"),
    ]
    await owner.press({"ru": "2 000", "en": "2,000"}[owner.language])
    await owner.press(owner.words("channel-money.skip"))
    async with owner.workspace() as workspace:
        (channel,) = await workspace.channels.of(workspace.segments.whole_clinic().id)
    assert channel.new_patients == 2000


async def test_a_budget_that_can_be_read_in_two_ways_is_asked_about_and_can_be_typed_anew(
    owner: Person,
) -> None:
    await name_one(owner)
    await owner.send("40")
    await owner.press(owner.words("channel-money.budget"))
    await owner.send("60.000")
    assert owner.last == owner.words("reading-ask-thousands", found="60.000")
    await owner.press(owner.words("doubt-retype"))
    assert owner.last == owner.words("channel-budget", name="Радио")
    await owner.send("60.000")
    await owner.send({"ru": "600 тыс.", "en": "600K"}[owner.language])
    async with owner.workspace() as workspace:
        (channel,) = await workspace.channels.of(workspace.segments.whole_clinic().id)
    assert (channel.new_patients, channel.budget) == (40, Fraction(600_000))


async def test_one_number_is_asked_for_where_a_range_is_typed(owner: Person) -> None:
    await name_one(owner)
    await owner.send("10-20")
    assert owner.last.startswith(owner.words("reading-two-numbers", example="50"))
    assert owner.words("channel-patients.unknown") in owner.buttons
