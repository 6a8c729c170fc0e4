"""aiogram's Bot over the session that needs no network."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    Update,
)

from simulator.faults import Fault, FaultKind
from simulator.session import SimulatorSession
from tests.simulator.conftest import TOKEN, World
from tests.simulator.pictures import png

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML)
    async with Bot(TOKEN, session=SimulatorSession(world.simulator), default=defaults).context() as bot:
        yield bot


async def test_a_message_with_the_default_parse_mode_and_a_keyboard(bot: Bot) -> None:
    message = await bot.send_message(1001, "<b>План</b>", reply_markup=KEYBOARD)
    assert (message.text, message.html_text) == ("План", "<b>План</b>")
    assert message.reply_markup is not None
    assert message.reply_markup.model_dump() == KEYBOARD.model_dump()


async def test_an_uploaded_file_comes_back(bot: Bot) -> None:
    content = bytes(range(256)) * 600
    message = await bot.send_document(1001, BufferedInputFile(content, "визиты.xlsx"))
    assert message.document is not None
    assert message.document.file_name == "визиты.xlsx"
    downloaded = await bot.download(message.document)
    assert downloaded is not None
    assert downloaded.read() == content


async def test_a_path_never_given_can_not_be_downloaded(bot: Bot) -> None:
    with pytest.raises(FileNotFoundError):
        await bot.download_file("documents/file_77")


async def test_an_album_and_an_edited_picture(bot: Bot) -> None:
    picture = BufferedInputFile(png(20, 10), "a.png")
    first, second = await bot.send_media_group(
        1001, [InputMediaPhoto(media=picture, caption="<i>раз</i>"), InputMediaPhoto(media=picture)]
    )
    assert (first.html_text, second.caption) == ("<i>раз</i>", None)
    edited = await first.edit_media(InputMediaPhoto(media=BufferedInputFile(png(40, 10), "b.png")))
    assert isinstance(edited, Message)
    assert edited.photo is not None
    assert edited.photo[0].width == 40


async def test_commands_are_objects(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand(command="help", description="Помощь")])
    (command,) = await bot.get_my_commands()
    assert (command.command, command.description) == ("help", "Помощь")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(FaultKind.RETRY_AFTER, retry_after=3), TelegramRetryAfter),
        (Fault(FaultKind.BLOCKED), TelegramForbiddenError),
        (Fault(FaultKind.SERVER_ERROR), TelegramServerError),
        (Fault(FaultKind.MIGRATED), TelegramMigrateToChat),
        (Fault(FaultKind.TIMEOUT), TelegramNetworkError),
        (Fault(FaultKind.DROPPED), TelegramNetworkError),
        (Fault(FaultKind.ANSWER_LOST), TelegramNetworkError),
    ],
    ids=lambda value: value.kind.name if isinstance(value, Fault) else "",
)
async def test_faults_are_aiograms_errors(
    world: World, bot: Bot, fault: Fault, error: type[Exception]
) -> None:
    world.account.faults.add(fault)
    with pytest.raises(error):
        await bot.send_message(1001, "x")


async def test_a_refusal_is_a_bad_request(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(1001, "")


async def test_a_wrong_token_is_unauthorized(world: World) -> None:
    stranger = Bot("2:other", session=SimulatorSession(world.simulator))
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()


async def test_a_dispatcher_answers_a_person(world: World, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"<b>{message.text}</b>", reply_markup=KEYBOARD)

    @dispatcher.edited_message()
    async def corrected(message: Message) -> None:
        await message.answer("исправлено")

    sent = world.chat.send_text("привет")
    world.chat.edit_text(sent, "пока")
    for update in world.account.take_updates():
        await dispatcher.feed_update(bot, Update.model_validate(update, context={"bot": bot}))
    assert [message["text"] for message in world.chat.messages] == ["/start", "пока", "привет", "исправлено"]
    assert world.account.refusals == []
