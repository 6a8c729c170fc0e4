"""The product metrics in the chat, from the upload to the comparison of two doctors."""

import re

import pytest

from charts.requests import GroupsChart, LtvLineChart, TurnoverBridgeChart
from storage.tables.product import analyses
from tests.conversations.clinics import UNLIKE, export
from tests.conversations.house import House, Person
from workers.worker import WorkerDied, WorkerFailed


async def analysed(person: Person, visits: str | None = None) -> None:
    await person.has_uploaded(visits or export())
    await person.send("/metrics")


async def test_the_menu_leads_to_the_metrics_once_there_are_visits(owner: Person) -> None:
    label = owner.words("start.metrics")
    await owner.send("/start")
    assert label not in owner.buttons
    await analysed(owner)
    shown = owner.last
    await owner.send("/start")
    await owner.press(label)
    assert owner.last == shown


async def test_the_summary_has_one_headline_one_action_and_four_blocks(olga: Person) -> None:
    await analysed(olga)
    lines = olga.last.split("\n")
    assert lines[:3] == [
        "Из прошлогодних пациентов не вернулись 80 %. Если бы на пять пунктов меньше — ещё 9 000 ₽ за год",
        "Данные по 31.10.2026: пациентов 580, визитов 840",
        "👉 Дальше: Возьмите список тех, кто молчит дольше своего ритма, и обзвоните первую пятую часть.",
    ]
    assert [line for line in lines if not line.startswith("•")][3:7] == [
        "Медицинский продукт",
        "Пациенты",
        "Привлечение",
        "Финансы и управление",
    ]
    for figure in (
        "Индекс повторных обращений: 50 % (41–59 %), ≈ было 50 %",
        "Второй визит за 60 дней: 0 % (0–6",
        "Визитов на пациента за год: 1,2 (",
        "LTV за 12 мес.: 1 500 ₽ (",
        "Отток: 80 % (73–86 %), ≈ было 80 %",
        "Активных пациентов: 150 (",
        "Новых пациентов: 120 (",
        "Оборот: 180 000 ₽ (",
        "Средний чек визита: 1 000 ₽",
    ):
        assert f"• {figure}" in olga.last, figure
    assert "предварительно" not in olga.last


async def test_after_an_upload_the_headline_comes_by_itself(owner: Person) -> None:
    await owner.upload(export().encode())
    await owner.press(owner.words("upload-keep"))
    headline = {
        "ru": "Из прошлогодних пациентов не вернулись 80 %. Если бы на пять пунктов меньше",
        "en": "Of last year’s patients 80% did not return. Five points less would bring $9,000 more a year\n",
    }
    assert owner.last.startswith(headline[owner.language])
    assert owner.words("block-patients") in owner.buttons


async def test_the_summary_in_english(kate: Person) -> None:
    await analysed(kate)
    assert kate.last.startswith(
        "Of last year’s patients 80% did not return. Five points less would bring $9,000 more a year\n"
        "Data to 31 Oct 2026: 580 patients"
    )
    for figure in ("LTV over 12 months: $1,500 (", "Churn: 80% (73–86%), ≈ was 80%", "Turnover: $180,000 ("):
        assert f"• {figure}" in kate.last, figure


async def test_every_figure_of_a_block_says_how_it_was_computed(olga: Person) -> None:
    await analysed(olga)
    summary = olga.window
    how = {
        "Медицинский продукт": "Только те, у кого год уже прошёл: 60 из 120 = 50 %.",
        "Пациенты": "Отток — из тех, кто был годом раньше, не пришли за год по 31.10.2026: 120 из 150 = 80 %",
        "Привлечение": "пришли за год по 31.10.2026, а до этого не были 34 мес.; так же посчитан",
        "Финансы": "оборот ÷ визиты за год по 31.10.2026: 180 000 ₽ ÷ 180 = 1 000 ₽.",
    }
    for block, words in how.items():
        await olga.press(block, message=summary)
        assert words in olga.last
        assert "\nКак посчитано\n" in olga.last
    assert olga.house.abacus.asked[1:] == []  # reckoned once, shown five times


async def test_what_is_not_there_has_its_reason(olga: Person) -> None:
    await analysed(olga, export(price=None))
    assert "👉 Дальше: Добавьте в выгрузку столбец с суммами" in olga.last
    assert "• LTV: нет, в выгрузке нет сумм" in olga.last
    await olga.press("Графики")
    assert "Графика «LTV и решения» пока нет: в выгрузке нет сумм." in olga.last
    assert "Графика «Филиалы» пока нет: в выгрузке нет такого столбца." in olga.last
    assert "Когорты" in olga.buttons
    assert "LTV и решения" not in olga.buttons


async def test_a_short_history_is_provisional_and_few_people_are_indicative(olga: Person) -> None:
    await analysed(olga, export(months=2))
    assert olga.last.startswith("В выгрузке 20 пациентов\n")
    assert "Загрузите визиты за прошлые годы" in olga.last
    assert "• Новых пациентов: 20 (11–29), ориентировочно, предварительно" in olga.last
    assert "• Отток: нет, история слишком короткая" in olga.last


async def test_under_ten_patients_nothing_is_shown(olga: Person) -> None:
    await analysed(olga, "\n".join(export().split("\n")[:10]))
    assert olga.last.startswith("Меньше 10 пациентов — цифры не показываем")


async def test_before_any_upload_it_says_what_to_send(olga: Person, kate: Person) -> None:
    await olga.send("/metrics")
    assert "Пришлите выгрузку визитов файлом прямо сюда" in olga.last
    await kate.send("/metrics")
    assert "Send an export of visits right here" in kate.last


async def test_advice_has_the_finding_why_what_to_do_and_what_would_prove_it(olga: Person) -> None:
    await analysed(olga, export(UNLIKE))
    finding = "К врачу «Петрова» возвращаются реже: 0 % при 50 % по клинике"
    action = "Разберите с главврачом случаи этого врача: направления, сложность, назначен ли следующий визит."
    assert olga.last.startswith(f"{finding}: −22 000 ₽ за год\n")
    assert f"👉 Дальше: {action}" in olga.last
    await olga.press("Советы: 3")
    assert olga.last.split("\n")[:5] == [
        "3 совета",
        "",
        f"Медицинский продукт. {finding}",
        "В деньгах за год: −22 000 ₽",
        f"Сделайте первым. {action}",
    ]
    assert "Почему важно. Дело может быть и в составе пациентов, и в самом приёме" in olga.last
    assert "Что докажет. На похожих случаях разница исчезла" in olga.last
    assert "• Реже всего возвращаются к врачу «Петрова»: 0 %" in olga.last


async def test_where_nothing_changes_the_levels_that_cost_are_told(kate: Person) -> None:
    await analysed(kate)
    await kate.press("Advice: 2")
    assert "Patients. Of last year’s patients 80% did not return" in kate.last
    assert "Medical product. 50% of new patients come back" in kate.last
    assert kate.last.endswith("patients’ ratings (NPS, CES), the margin.")


async def test_without_amounts_nothing_is_advised(kate: Person) -> None:
    await analysed(kate, export(price=None))
    await kate.press("Advice: 0")
    assert kate.last.startswith("No advice\nNone of the comparisons is beyond chance")


async def test_charts_come_as_pictures_with_the_decisions_on_the_line(olga: Person) -> None:
    await analysed(olga)
    summary = olga.window
    await olga.send("/decision 15.03.2026 Новый прайс")
    await olga.press("Графики", message=summary)
    await olga.press("LTV и решения", "Врачи")
    line, doctors = olga.house.easel.asked
    assert isinstance(line, LtvLineChart)
    assert [(f"{made.day}", made.text) for made in line.decisions] == [("2026-03-15", "Новый прайс")]
    assert isinstance(doctors, GroupsChart)
    assert [row.name for row in doctors.groups.rows] == ["Иванов", "Петрова", "Сидоров"]
    assert olga.pictures == 2


async def test_a_block_offers_its_charts(kate: Person) -> None:
    await analysed(kate)
    await kate.press("Finance")
    assert kate.buttons == ["Why turnover changed", "Revenue", "Doctors"]
    await kate.press("Revenue")
    assert kate.pictures == 1


async def test_why_turnover_changed_is_drawn_of_the_parts_that_are_told(kate: Person) -> None:
    await analysed(kate)
    told = kate.last.split("\n")
    await kate.press("Charts")
    await kate.press("Why turnover changed")
    (bridge,) = kate.house.easel.asked
    assert isinstance(bridge, TurnoverBridgeChart)
    names = ("number of patients", "visits per patient", "check per visit")
    for name, (_, units) in zip(names, bridge.parts, strict=True):
        (line,) = [line for line in told if line.startswith(f"• {name}: ")]
        assert re.sub(r"\D", "", line) == str(abs(units))
        assert ("\u2212" in line) == (units < 0)


async def test_the_visits_to_expect_are_told_apart_from_the_headline(olga: Person) -> None:
    await analysed(olga)
    await olga.press("Кто придёт")
    assert "• пора прийти: " in olga.last
    assert "• молчат больше полутора лет: " in olga.last
    asked = [order.wanted for order in olga.house.abacus.asked]
    await olga.press("Кто придёт")
    assert [order.wanted for order in olga.house.abacus.asked] == asked == ["analysis", "outlook"]


async def test_a_new_upload_is_seen_under_the_old_buttons(olga: Person) -> None:
    await analysed(olga)
    summary = olga.window
    await olga.has_uploaded(export(UNLIKE))
    await olga.press("Советы", message=summary)
    assert "К врачу «Петрова» возвращаются реже" in olga.last
    assert len(olga.house.abacus.asked) == 2


async def test_the_filter_shows_one_doctor_and_an_earlier_year(olga: Person) -> None:
    await analysed(olga)
    await olga.press("Фильтр")
    assert olga.shown.split("\n")[2:] == [
        "Период: последний год",
        "Врач: все",
        "Направление: все",
        "Канал: все",
    ]
    await olga.press("Врач", "Петрова", "Период", "›", "декабрь 2025", "Показать")
    assert "Только: Врач Петрова, год по 31.12.2025 — пациенты, которые начали здесь" in olga.last
    # Three new ones a month; two of them return: 36 new and 12 of the year before make 48 patients.
    assert "• Активных пациентов: 48 (" in olga.last
    assert "• Индекс повторных обращений: 67 % (" in olga.last
    await olga.press("Пациенты")
    assert "Только: Врач Петрова" in olga.last


async def test_one_doctor_chosen_is_not_compared_with_other_doctors(olga: Person) -> None:
    await analysed(olga)
    assert "врача «" in olga.last
    assert "Лечатся только в одном направлении" in olga.last
    await olga.press("Фильтр", "Врач", "Петрова", "Показать")
    assert "Только: Врач Петрова" in olga.last
    for beside_the_point in ("врача «", "врачу «", "один врач", "Один врач", "у врача", "направлении"):
        assert beside_the_point not in olga.last
    await olga.press("Графики")
    assert "Каналы" in olga.buttons
    for chart in ("Врачи", "Направления"):
        assert chart not in olga.buttons
        assert chart not in olga.last


async def test_the_filter_is_reset(kate: Person) -> None:
    await analysed(kate)
    await kate.press("Filter", "Channel", "Карты", "Show", "Filter")
    assert "Channel: Карты" in kate.shown
    await kate.press("Reset")
    assert "Channel: all" in kate.shown
    assert "✖ Reset" not in kate.buttons


async def test_two_doctors_beyond_chance(olga: Person) -> None:
    await analysed(olga, export(UNLIKE))
    await olga.press("Сравнить", "Врач", "Сидоров")
    assert olga.buttons == ["Иванов", "Петрова", "‹ Назад"]
    await olga.press("Петрова")
    lines = olga.last.split("\n")
    assert lines[0] == "«Сидоров» и «Петрова» различаются больше, чем случайно"
    assert lines[1] == "• Индекс повторных обращений: 100 % против 0 % — выше, и это не случайность"


async def test_two_channels_alike(kate: Person) -> None:
    await analysed(kate)
    await kate.press("Compare", "Channel", "Карты", "Рекомендация")
    assert kate.last.startswith("No difference beyond chance between “Карты” and “Рекомендация”")


async def test_nothing_to_compare_is_said(olga: Person) -> None:
    rows = [";".join(row.split(";")[:2]) for row in export().split("\n")]
    await analysed(olga, "\n".join(rows))
    await olga.press("Сравнить")
    assert olga.shown.startswith("Сравнивать пока нечего")


async def test_what_belongs_to_somebody_else_is_not_found(olga: Person, kate: Person) -> None:
    await analysed(olga)
    await kate.send("/start")
    for data in olga.data:
        if not data.startswith("go:decisions"):
            await kate.forge(data)
            assert kate.alerts[-1] == "That button no longer works.", data
    assert not any("50" in text for text in kate.texts)


async def test_each_of_several_clinics_has_its_own(olga: Person) -> None:
    await analysed(olga)
    first = olga.window
    await olga.send("/decision 15.03.2026 Новый прайс")
    async with olga.workspace() as workspace:
        workspace.clinics.rename("На Ленина")
        workspace.add_clinic("На Мира")
    await olga.send("/metrics")
    assert olga.last.startswith("Пока считать нечего")
    await olga.send("/decision")
    assert "Пока ни одного" in olga.last
    await olga.press("Пациенты", message=first)
    assert "• Активных пациентов: 150" in olga.last
    assert "На Ленина" in olga.last.split("\n")
    await olga.press("Решения", message=first)
    assert "Новый прайс" in olga.last


async def test_whoever_leaves_takes_the_analyses_along(olga: Person) -> None:
    await analysed(olga)
    assert len(await olga.house.rows(analyses)) == 1
    await olga.send("/forget")
    await olga.press(olga.words("forget-ask.yes"))
    assert await olga.house.rows(analyses) == []


@pytest.mark.parametrize("forged", ["block", "product_chart"])
async def test_names_that_are_none_are_answered_politely(olga: Person, forged: str) -> None:
    await analysed(olga)
    known = olga.data[0].split(":")[2].split("/")[0]
    await olga.forge(f"go:{forged}:{known}/nothing")
    assert olga.alerts[-1] == "Эта кнопка уже не действует."


async def test_a_failure_says_what_is_safe(olga: Person) -> None:
    olga.house.abacus.failure = WorkerFailed("somewhere")
    await analysed(olga)
    assert (
        olga.last == "Посчитать показатели не получилось. Загруженное сохранено, попробуйте ещё раз: /metrics"
    )


async def test_when_the_process_dies_again_and_again_the_person_is_told(house: House, kate: Person) -> None:
    house.abacus.failure = WorkerDied("datasets ended at work")
    await analysed(kate)
    assert kate.last == kate.words("product-failed")
    assert len(house.parked) == 1
    house.parked.clear()


async def test_the_work_can_be_stopped(house: House, olga: Person, impatient: None) -> None:
    house.abacus.seconds = 5
    await olga.has_uploaded(export())
    olga.chat.send_text("/metrics", None)
    await house.until(lambda: "Считаю показатели…" in olga.texts)
    await olga.press("Остановить")
    assert olga.last == "Остановлено. Посчитать снова: /metrics"


async def test_it_is_shown_after_a_restart(house: House, olga: Person) -> None:
    await analysed(olga)
    await house.restart()
    await olga.press("Пациенты")
    assert "LTV за 12 мес." in olga.last
    assert len(house.abacus.asked) == 1
