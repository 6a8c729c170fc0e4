"""The chat page in a real browser, with a small scripted bot on the other side."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from simulator import server
from simulator.account import SimulatedBot
from simulator.answering import answer_call
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.media import UploadedFile
from simulator.refusal import JsonObject
from tests.browser.conftest import PATIENCE
from tests.simulator.pictures import bars

pytestmark = pytest.mark.browser

QUESTION = {
    "inline_keyboard": [
        [{"text": "Почти все", "callback_data": "most"}, {"text": "Половина", "callback_data": "half"}],
        [{"text": "Не знаю", "callback_data": "unknown"}, {"text": "Сайт", "url": "https://example.org"}],
    ]
}
RESULT = (
    "<b>План на 2027 год: 444 пациента, 1 480 лидов</b>\n"
    "≈ 37 пациентов и 124 лида в месяц\nОтток <b>23 %</b>, придут по рекомендации <b>416</b>\n"
    "<blockquote expandable>Как посчитано\n"
    + "\n".join(
        f"{number}. Формула с <i>вашими</i> цифрами: 1 850 − (2 000 − 575) = 425" for number in range(1, 9)
    )
    + "</blockquote>\nПароль: <tg-spoiler>сезам</tg-spoiler>, ещё /help и https://example.org/plan\n"
    "<pre>Канал      Лиды\nСайт        740\nКарты       444</pre>"
)


@dataclass
class ScriptedBot:
    """Answers by the script below, over the simulator's core."""

    account: SimulatedBot

    async def run(self) -> None:
        offset = 0
        while True:
            updates = await self.call("getUpdates", offset=offset, timeout=30)
            for update in updates:
                offset = update["update_id"] + 1
                await self.answer(update)

    async def answer(self, update: JsonObject) -> None:
        if query := update.get("callback_query"):
            await self.answer_press(query)
        elif message := update.get("message"):
            await self.answer_message(message["chat"]["id"], message)
        elif message := update.get("edited_message"):
            await self.say(message["chat"]["id"], f"Исправлено: {message['text']}")

    async def answer_message(self, chat: int, message: JsonObject) -> None:
        text = message.get("text", "")
        if text == "/start":
            await self.say(
                chat, "Узнаем, сколько новых пациентов нужно. <b>1 из 5.</b>", reply_markup=QUESTION
            )
        elif text == "/plan":
            await self.say(chat, RESULT)
            await self.call(
                "sendPhoto",
                {"photo": UploadedFile("chart.png", bars(1280, 960))},
                chat_id=chat,
                caption="Откуда взялись 444 пациента",
            )
            await self.call("sendDocument", {"document": UploadedFile("план.xlsx", b"PK")}, chat_id=chat)
        elif text == "/keys":
            keys = [[{"text": "Как в сентябре"}, {"text": "Завтра"}], [{"text": "Пропустить месяц"}]]
            await self.say(chat, "Сколько новых?", reply_markup={"keyboard": keys, "one_time_keyboard": True})
        elif text == "/think":
            await self.call("sendChatAction", chat_id=chat, action="typing")
        elif "document" in message:
            await self.say(
                chat, f"Файл {message['document']['file_name']}, байт: {message['document']['file_size']}"
            )
        else:
            await self.call("sendMessage", chat_id=chat, text=f"Вы сказали: {text}")

    async def answer_press(self, query: JsonObject) -> None:
        message = query["message"]
        place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        answer: JsonObject = {"callback_query_id": query["id"]}
        match query["data"]:
            case "half":
                await self.call("answerCallbackQuery", **answer, text="Записал")
                await self.call("editMessageText", **place, text="✓ Половина. 2 из 5.", reply_markup=QUESTION)
            case "most":
                await self.call("answerCallbackQuery", **answer, text="Так много?", show_alert=True)
            case "unknown":
                await self.call("answerCallbackQuery", **answer)
                await self.call("deleteMessage", **place)

    async def say(self, chat: int, text: str, **more: Any) -> None:
        await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **more)

    async def call(
        self, method: str, uploads: dict[str, UploadedFile] | None = None, **parameters: Any
    ) -> Any:
        _, response = await answer_call(self.account, method, parameters, uploads or {})
        assert response["ok"], response
        return response["result"]


@dataclass
class Site:
    """A running page with a bot behind it."""

    url: str
    simulator: Simulator
    account: SimulatedBot

    @property
    def chat(self) -> Chat:
        """The chat of the person who came first."""
        return next(iter(self.account.chats.values()))


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    simulator = Simulator()
    account = simulator.add_bot("1:simulator", username="clinic_pulse_bot", first_name="Clinic Pulse")
    simulator.add_user("Ольга", "ru")
    bot = ScriptedBot(account)
    await bot.call("setMyDescription", description="Посчитаю отток, средний чек и план по новым пациентам.")
    commands = {"start": "Начать сначала", "plan": "План на год", "keys": "Кнопки"}
    await bot.call(
        "setMyCommands", commands=[{"command": name, "description": text} for name, text in commands.items()]
    )
    await bot.call(
        "setMyCommands", commands=[{"command": "start", "description": "Start over"}], language_code="en"
    )
    running = asyncio.create_task(bot.run())
    started = await server.start(simulator, port=0)
    yield Site(started.url, simulator, account)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await started.stop()
    assert account.refusals == []


@dataclass(frozen=True)
class Screen:
    """A kind of screen to look at the page on."""

    width: int
    height: int
    theme: Literal["light", "dark"] = "light"


PHONE = Screen(390, 844)
DESKTOP = Screen(1280, 800)
SCREENS = {
    "phone-light": PHONE,
    "phone-dark": replace(PHONE, theme="dark"),
    "desktop-light": DESKTOP,
    "desktop-dark": replace(DESKTOP, theme="dark"),
}


@pytest.fixture
def screen() -> Screen:
    """The screen unless a test names another."""
    return DESKTOP


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, site: Site, screen: Screen) -> AsyncIterator[Page]:
    """The page in a fresh window; an error in its scripts fails the test."""
    errors: list[str] = []
    context = await browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme=screen.theme,
        locale="ru-RU",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(site.url)
    yield page
    await context.close()
    assert errors == []


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Сообщение").fill(text)
    await page.keyboard.press("Enter")


async def height(place: Locator) -> float:
    box = await place.bounding_box()
    assert box is not None
    return box["height"]


async def started(page: Page) -> None:
    await page.get_by_role("button", name="Начать", exact=True).click()
    await expect(page.get_by_text("1 из 5.")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS.keys())
async def test_the_look(page: Page, screen: Screen, tmp_path: Path) -> None:
    await expect(page.get_by_text("Что умеет этот бот?")).to_be_visible()
    await page.screenshot(path=tmp_path / "1-new.png")
    await started(page)
    await say(page, "/plan")
    await expect(page.get_by_text("план.xlsx")).to_be_visible()
    await page.screenshot(path=tmp_path / "2-result.png")
    await page.get_by_role("log").evaluate("log => log.scrollTop = 0")
    await page.screenshot(path=tmp_path / "3-top.png")
    await say(page, "/keys")
    await expect(page.get_by_text("Сколько новых?")).to_be_in_viewport()
    await page.get_by_role("button", name="Меню").click()
    await page.screenshot(path=tmp_path / "4-keys.png")
    if screen.width == PHONE.width:
        await page.get_by_role("button", name="Кто пишет боту").click()
        await page.screenshot(path=tmp_path / "5-people.png")
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, "nothing may stick out sideways"


async def test_a_press_edits_in_place_with_a_notice(page: Page) -> None:
    await started(page)
    await page.get_by_role("button", name="Половина").click()
    await expect(page.get_by_text("✓ Половина. 2 из 5.")).to_be_visible()
    await expect(page.get_by_text("1 из 5.")).to_have_count(0)
    await expect(page.locator("#toast")).to_have_text("Записал")
    await expect(page.locator("[aria-busy]")).to_have_count(0)


async def test_an_alert_waits_for_the_person(page: Page) -> None:
    await started(page)
    await page.get_by_role("button", name="Почти все").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Так много?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_deleted_message_goes(page: Page) -> None:
    await started(page)
    await page.get_by_role("button", name="Не знаю").click()
    await expect(page.get_by_text("1 из 5.")).to_have_count(0)


async def test_quotes_and_spoilers_open(page: Page) -> None:
    await started(page)
    await say(page, "/plan")
    quote = page.locator(".expandable")
    folded = await height(quote)
    await page.get_by_label("Развернуть").click()
    assert await height(quote) > 2 * folded
    await page.get_by_label("Свернуть").click()
    assert await height(quote) == folded
    await page.get_by_label("Скрытый текст").press("Enter")
    await expect(page.locator(".spoiler.open")).to_have_text("сезам")


async def test_a_command_in_a_text_can_be_pressed_and_a_link_opens_elsewhere(page: Page) -> None:
    await started(page)
    await say(page, "/plan")
    await page.get_by_role("link", name="/help").click()
    await expect(page.get_by_text("Вы сказали: /help")).to_be_visible()
    link = page.get_by_role("link", name="https://example.org/plan")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))
    await expect(link).to_have_attribute("target", "_blank")


@pytest.mark.parametrize("screen", [PHONE])
async def test_a_photo_enlarges_and_closes(page: Page) -> None:
    await started(page)
    await say(page, "/plan")
    await page.get_by_label("Открыть фото").click()
    image = page.get_by_role("dialog").get_by_role("img")
    await expect(image).to_have_js_property("complete", True)
    assert await image.evaluate("image => image.naturalWidth") == 1280
    await page.keyboard.press("Escape")
    await expect(image).to_have_count(0)


async def test_files_go_up_by_button_and_by_drop_and_come_down(page: Page, tmp_path: Path) -> None:
    await started(page)
    (tmp_path / "визиты.csv").write_bytes(b"12345")
    await page.get_by_label("Прикрепить").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("menuitem", name="Файл").click()
    await (await chooser.value).set_files(tmp_path / "визиты.csv")
    await expect(page.get_by_text("Файл визиты.csv, байт: 5")).to_be_visible()
    await page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["123"], "drop.txt"));
            document.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, cancelable: true }));
            document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
        }"""
    )
    await expect(page.get_by_text("Файл drop.txt, байт: 3")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_label("Скачать визиты.csv").click()
    saved = await (await download.value).path()
    assert saved.read_bytes() == b"12345"


async def test_a_reply_keyboard_writes_and_goes(page: Page) -> None:
    await started(page)
    await say(page, "/keys")
    await page.get_by_role("button", name="Завтра").click()
    await expect(page.get_by_text("Вы сказали: Завтра")).to_be_visible()
    await expect(page.get_by_role("button", name="Пропустить месяц")).to_have_count(0)


async def test_an_action_shows_while_the_bot_works(page: Page) -> None:
    await started(page)
    await say(page, "/think")
    await expect(page.get_by_text("печатает…")).to_be_visible()
    await say(page, "готово?")
    await expect(page.get_by_text("печатает…")).to_have_count(0)


async def test_the_command_menu_is_used_by_keyboard(page: Page) -> None:
    await started(page)
    await page.get_by_label("Сообщение").press_sequentially("/k")
    await expect(page.get_by_role("menuitem")).to_have_count(1)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Сколько новых?")).to_be_visible()


async def test_an_own_message_is_corrected(page: Page) -> None:
    await started(page)
    await say(page, "200")
    await page.locator(".own", has_text="200").hover()
    await page.get_by_label("Изменить").last.click()
    await say(page, "2000")
    await expect(page.get_by_text("Исправлено: 2000")).to_be_visible()
    await expect(page.get_by_text("изменено")).to_be_visible()


async def test_hostile_text_stays_text(page: Page) -> None:
    await started(page)
    await say(page, "<img src=x onerror=alert(1)><b>не жирный</b>")
    await expect(page.get_by_text("Вы сказали: <img src=x onerror=alert(1)><b>не жирный</b>")).to_be_visible()
    await expect(page.locator("#history img")).to_have_count(0)


async def test_everything_is_there_after_a_reload(page: Page) -> None:
    await started(page)
    await say(page, "/keys")
    await expect(page.get_by_role("button", name="Завтра")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Сколько новых?")).to_be_visible()
    await expect(page.get_by_role("button", name="Завтра")).to_be_visible()


async def test_a_second_person_has_a_chat_and_a_language_of_their_own(page: Page, site: Site) -> None:
    await started(page)
    await page.get_by_label("Имя").fill("Ann")
    await page.get_by_label("Язык в Telegram").select_option("en")
    await page.get_by_role("button", name="Добавить").click()
    await expect(page.get_by_text("What can this bot do?")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("menuitem")).to_have_text(["/startStart over"])
    await page.reload()
    await expect(page.get_by_role("button", name=re.compile("Ann"))).to_have_attribute("aria-current", "true")
    await page.get_by_role("button", name=re.compile("Ольга")).click()
    await expect(page.get_by_label("Сообщение")).to_be_visible()
    assert [person["language_code"] for person in site.simulator.people.values()] == ["ru", "en"]


async def test_a_stopped_bot_is_started_again(page: Page, site: Site) -> None:
    await started(page)
    await page.get_by_role("button", name="Остановить бота").click()
    await expect(page.get_by_role("button", name="Перезапустить бота")).to_be_visible()
    assert site.chat.is_blocked
    await page.get_by_role("button", name="Перезапустить бота").click()
    await expect(page.get_by_text("1 из 5.")).to_have_count(2)


async def test_stickers_and_voices_are_sent(page: Page, site: Site) -> None:
    await started(page)
    for name in ("Стикер", "Голосовое"):
        await page.get_by_label("Прикрепить").click()
        await page.get_by_role("menuitem", name=name).click()
    await expect(page.get_by_text("Вы сказали:")).to_have_count(2)
    kinds = [kind for message in site.chat.messages for kind in ("sticker", "voice") if kind in message]
    assert kinds == ["sticker", "voice"]
