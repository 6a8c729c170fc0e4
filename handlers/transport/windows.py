"""How aiogram-dialog shows its windows through the gate."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import Message
from aiogram_dialog.api.entities import NewMessage, OldMessage
from aiogram_dialog.api.protocols import MessageNotModified
from aiogram_dialog.manager.message_manager import MessageManager

from handlers.transport.gate import ChatUnreachableError


class Windows(MessageManager):
    """Understands the gate's answers: `setup_dialogs(..., message_manager=Windows())`.

    The gate says True to an edit that changes nothing and False to a message out of reach, where the plain
    manager waits for an exception. A conversation with a person who blocked the bot keeps its state.
    """

    async def show_message(
        self, bot: Bot, new_message: NewMessage, old_message: OldMessage | None
    ) -> OldMessage:
        try:
            return await super().show_message(bot, new_message, old_message)
        except ChatUnreachableError as unreachable:
            raise MessageNotModified from unreachable

    async def edit_message(self, bot: Bot, new_message: NewMessage, old_message: OldMessage) -> Message:
        edited: Message | bool = await super().edit_message(bot, new_message, old_message)
        if edited is True:
            raise MessageNotModified
        if edited is False:
            return await self.send_message(bot, new_message)
        return edited

    async def remove_message_safe(
        self, bot: Bot, old_message: OldMessage, new_message: NewMessage | None
    ) -> None:
        if old_message.business_connection_id or not await bot.delete_message(
            chat_id=old_message.chat.id, message_id=old_message.message_id
        ):
            await self._remove_kbd(bot, old_message, new_message)
