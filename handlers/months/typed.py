"""A number typed below a reminder answers its question, though no window of a conversation is open there."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import Message, TelegramObject
from aiogram_dialog import DialogManager, ShowMode

from handlers.months.handlers import answer
from handlers.places.months import open_month
from handlers.session import Session
from services.months import NEW_PATIENTS

router = Router(name="typed below a reminder")


class TypedNumber(Filter):
    """A text that begins like a number."""

    async def __call__(self, event: TelegramObject, session: Session | None = None) -> bool:
        """Whether it is said in a private chat, where somebody may have been asked for a number."""
        return session is not None and isinstance(event, Message) and (event.text or "")[:1].isdigit()


@router.message(TypedNumber())
async def take_number(message: Message, session: Session, dialog_manager: DialogManager) -> None:
    """The new patients of the month that was asked for, unless a window was opened since."""
    window = dialog_manager.current_stack().last_message_id or 0
    asked = await session.workspace.asked_below(window)
    if asked is None:
        raise SkipHandler
    clinic_id, month = asked
    workspace = session.workspace.of_clinic(clinic_id)
    record = await workspace.months.record(month)
    if record.is_entered or NEW_PATIENTS in record.cells:
        raise SkipHandler
    session.workspace.go_to_clinic(clinic_id)
    await open_month(dialog_manager, month, show_mode=ShowMode.NO_UPDATE)
    await answer(dialog_manager, message.text or "")
    dialog_manager.show_mode = ShowMode.SEND
    if dialog_manager.has_context():
        await dialog_manager.show()
