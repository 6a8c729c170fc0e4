"""Commands, and everything that belongs to no conversation: it all gets an answer."""

from contextlib import suppress

from aiogram import Bot, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, ErrorEvent, Message, TelegramObject
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from handlers.menu.handlers import show_plan
from handlers.places.menu import open_menu
from handlers.places.months import last_month, open_history, open_month
from handlers.places.privacy import open_forgetting
from handlers.places.reminders import open_reminders
from handlers.places.settings import open_settings
from handlers.places.uploads import open_uploads
from handlers.privacy.dialog import send_everything
from handlers.product.decisions import note_decision
from handlers.results.analysis.orders import order_analysis, order_reports
from handlers.session import Session
from handlers.upload.orders import order_template
from handlers.window import notice
from locales.texts import Texts, pick_language
from services.access import NotFoundError


class CommandOrGroup(Filter):
    """What the commands deal with; looked at once, where every command by itself would look again."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether it is a command, or a message outside a private chat."""
        if not isinstance(event, Message):
            return False
        return event.chat.type != ChatType.PRIVATE or (event.text or "").startswith("/")


commands = Router(name="commands")
commands.message.filter(CommandOrGroup())
fallback = Router(name="fallback")


class InGroup(Filter):
    """A message outside a private chat."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether the bot was spoken to where a clinic's figures do not belong."""
        return isinstance(event, Message) and event.chat.type != ChatType.PRIVATE


class Stale(Filter):
    """A button of a conversation that is over, or of something that was removed."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether the error only means that the person and the bot were at different places."""
        gone = OutdatedIntent | UnknownIntent | UnknownState | NotFoundError
        return isinstance(event, ErrorEvent) and isinstance(event.exception, gone)


@commands.message(InGroup())
async def in_group(message: Message, texts: Texts, bot: Bot) -> None:
    """Commands in a group are pointed to the private chat; other talk is not listened to."""
    if message.text and message.text.startswith("/") and await _is_for(bot, message.text):
        person = message.from_user
        language = pick_language(person.language_code if person else None)
        await message.answer(texts.language(language)("group_chat"))


async def _is_for(bot: Bot, text: str) -> bool:
    """Whether a command names this bot, or none."""
    named = text.split(maxsplit=1)[0].partition("@")[2]
    return not named or named.lower() == ((await bot.me()).username or "").lower()


class AddedToGroup(Filter):
    """The bot was taken into a group."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether it was not there before and is now."""
        if not isinstance(event, ChatMemberUpdated) or event.chat.type not in _GROUPS:
            return False
        before, now = event.old_chat_member.status, event.new_chat_member.status
        return before in _ABSENT and now not in _ABSENT


_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
_ABSENT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})


@commands.my_chat_member(AddedToGroup())
async def added(event: ChatMemberUpdated, texts: Texts) -> None:
    """Say once where the bot works."""
    language = pick_language(event.from_user.language_code)
    await event.answer(texts.language(language)("group_chat"))


@commands.message(Command("start", ignore_case=True))
async def start(message: Message, session: Session, dialog_manager: DialogManager) -> None:
    """Begin, or open the menu."""
    del message, session
    await open_menu(dialog_manager, show_mode=ShowMode.SEND)


@commands.message(Command("plan", ignore_case=True))
async def plan(message: Message, dialog_manager: DialogManager) -> None:
    """The latest plan."""
    del message
    dialog_manager.show_mode = ShowMode.SEND
    await show_plan(dialog_manager)


@commands.message(Command("month", ignore_case=True))
async def month(message: Message, session: Session, dialog_manager: DialogManager) -> None:
    """Enter the month that ended last, or look at it."""
    del message
    await open_month(dialog_manager, await last_month(session), show_mode=ShowMode.SEND)


@commands.message(Command("history", ignore_case=True))
async def history(message: Message, dialog_manager: DialogManager) -> None:
    """All months."""
    del message
    await open_history(dialog_manager, show_mode=ShowMode.SEND)


@commands.message(Command("remind", ignore_case=True))
async def remind(message: Message, dialog_manager: DialogManager) -> None:
    """When to ask for the figures of a month."""
    del message
    await open_reminders(dialog_manager, show_mode=ShowMode.SEND)


@commands.message(Command("uploads", ignore_case=True))
async def uploads(message: Message, dialog_manager: DialogManager) -> None:
    """What was uploaded, and how to send more."""
    del message
    await open_uploads(dialog_manager, show_mode=ShowMode.SEND)


@commands.message(Command("template", ignore_case=True))
async def template(message: Message, session: Session) -> None:
    """A workbook to type the figures into; a conversation that is open goes on."""
    del message
    order_template(session)


@commands.message(Command("metrics", ignore_case=True))
async def metrics(message: Message, session: Session) -> None:
    """The product metrics of the latest uploads."""
    del message
    order_analysis(session)


@commands.message(Command("report", ignore_case=True))
async def report(message: Message, session: Session) -> None:
    """The reports of the clinic: the month on a page, the year, slides, tables."""
    del message
    order_reports(session)


@commands.message(Command("decision", ignore_case=True))
async def decision(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    """A decision in one line, or the list of them."""
    del message
    await note_decision(dialog_manager, command.args or "")


@commands.message(Command("help", ignore_case=True))
async def help_(message: Message, session: Session) -> None:
    """What can be done here; a conversation that is open goes on."""
    await message.answer(session.speak("help"))


@commands.message(Command("cancel", ignore_case=True))
async def cancel(message: Message, session: Session, dialog_manager: DialogManager) -> None:
    """Stop whatever was going on; what was entered stays."""
    await message.answer(session.speak("cancelled"))
    await open_menu(dialog_manager, show_mode=ShowMode.SEND)


@commands.message(Command("settings", ignore_case=True))
async def settings(message: Message, dialog_manager: DialogManager) -> None:
    """Language, currency, the clinic's name."""
    del message
    await open_settings(dialog_manager, show_mode=ShowMode.SEND)


@commands.message(Command("privacy", ignore_case=True))
async def privacy(message: Message, session: Session) -> None:
    """What is stored, and why."""
    await message.answer(session.speak("privacy"))


@commands.message(Command("export", ignore_case=True))
async def export(message: Message, session: Session) -> None:
    """Everything in one file."""
    del message
    await send_everything(session)


@commands.message(Command("forget", ignore_case=True))
async def forget(message: Message, dialog_manager: DialogManager) -> None:
    """Ask before deleting everything."""
    del message
    await open_forgetting(dialog_manager)


class UnknownCommand(Filter):
    """A command there is none of."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether the text is a command; the known ones were taken before."""
        return isinstance(event, Message) and (event.text or "").startswith("/")


@commands.message(UnknownCommand())
async def unknown_command(message: Message, session: Session, dialog_manager: DialogManager) -> None:
    """A command there is none of: say so, and show what there is."""
    await message.answer(session.speak("unknown_command"))
    await open_menu(dialog_manager, show_mode=ShowMode.SEND)


@fallback.edited_message()
async def edited(message: Message, session: Session | None = None) -> None:
    """An edited message changes nothing; say how to change an answer."""
    if session is not None:
        await message.answer(session.speak("edited"))


@fallback.message()
async def unknown(message: Message, session: Session, dialog_manager: DialogManager) -> None:
    """Anything outside a conversation; an album is answered once."""
    stack = dialog_manager.current_stack()
    if message.media_group_id is not None:
        if message.media_group_id == stack.last_income_media_group_id:
            return
        stack.last_income_media_group_id = message.media_group_id
    await message.answer(session.speak(_what_it_is(message)))
    await open_menu(dialog_manager, show_mode=ShowMode.SEND)


def _what_it_is(message: Message) -> str:
    """The key of what to say of a message nobody waits for."""
    if message.text:
        is_link = message.text.startswith(("http://", "https://"))
        return "upload-not_a_sheet" if is_link else "unknown_text"
    return "upload-photo" if message.photo else "not_text"


@fallback.callback_query()
async def unknown_button(query: CallbackQuery, session: Session, dialog_manager: DialogManager) -> None:
    """A button nobody knows."""
    await _answer_old_button(query, session, dialog_manager)


@fallback.error(Stale())
async def stale(event: ErrorEvent, session: Session, dialog_manager: DialogManager) -> None:
    """The window a button or a reply belongs to is gone: said politely, with what there is instead."""
    query = event.update.callback_query
    if query is not None:
        await _answer_old_button(query, session, dialog_manager)
        return
    notice(session.speak("old_reply"))
    await _go_on(dialog_manager, ShowMode.DELETE_AND_SEND)


async def _answer_old_button(query: CallbackQuery, session: Session, manager: DialogManager) -> None:
    window, pressed = manager.current_stack().last_message_id, query.message
    if pressed is not None and window == pressed.message_id:
        await _go_on(manager, ShowMode.EDIT)
    else:
        if window is not None:
            await session.bot.delete_message(session.chat_id, window)
        await _go_on(manager, ShowMode.SEND)
    await query.answer(session.speak.plain("old_button"))


async def _go_on(manager: DialogManager, show_mode: ShowMode) -> None:
    """The window that is open once more; the menu when there is none, or what it was about is gone."""
    if manager.has_context():
        with suppress(NotFoundError):
            await manager.show(show_mode)
            return
    await open_menu(manager, show_mode=show_mode)
