"""The menu of commands, and what the bot says of itself before anybody has written to it."""

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeChat

from handlers.session import Session
from locales.texts import LANGUAGES, Speaker, Texts

log = structlog.stdlib.get_logger(__name__)

COMMANDS = (
    "start",
    "plan",
    "month",
    "history",
    "remind",
    "uploads",
    "template",
    "metrics",
    "report",
    "decision",
    "help",
    "cancel",
    "settings",
    "privacy",
    "export",
    "forget",
)


async def command_menu(session: Session) -> None:
    """The command menu of one chat in the language its person chose."""
    await session.bot.set_my_commands(
        _commands(session.speak), scope=BotCommandScopeChat(chat_id=session.chat_id)
    )


async def describe(bot: Bot, texts: Texts) -> None:
    """Tell Telegram what the bot says of itself and which commands it has, in every language.

    The bot works without it, so a server that cannot take it does not keep the bot from starting.
    """
    try:
        for language in LANGUAGES:
            await _describe(bot, texts.language(language), None if language == "en" else language)
    except AiogramError as error:
        log.warning("bot not described", error=type(error).__name__)


async def _describe(bot: Bot, speak: Speaker, code: str | None) -> None:
    await bot.set_my_commands(_commands(speak), language_code=code)
    await bot.set_my_description(speak.plain("description"), language_code=code)
    await bot.set_my_short_description(speak.plain("short_description"), language_code=code)


def _commands(speak: Speaker) -> list[BotCommand]:
    return [BotCommand(command=name, description=speak.plain(f"command.{name}")) for name in COMMANDS]
