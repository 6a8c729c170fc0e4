"""What is seen to when a person is heard of again: reminders that may not have come, or could not be sent."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatMemberStatus
from aiogram.types import TelegramObject, Update, User

from handlers.reminders.message import reminder_keyboard, reminder_text
from handlers.reminders.sender import Awaited
from handlers.session import Session
from handlers.transport.people import identity_of
from metrics.monthly import Month, MonthFigure
from services.entrance import Entrance
from services.months import Cell
from services.workspace import Workspace


class NextContact(BaseMiddleware):
    """After the answer to a person who is awaited, sees to what waits for them."""

    def __init__(self, awaited: Awaited) -> None:
        self._awaited = awaited

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        answer = await handler(event, data)
        session: Session | None = data.get("session")
        user: User | None = data.get("event_from_user")
        if session is not None:
            if session.workspace.person in self._awaited.people:
                await _see_to(session)
        elif user is not None and _has_unblocked(event):
            entrance: Entrance = data["entrance"]
            workspace = await entrance.known(identity_of(user.id))
            if workspace is not None and workspace.person in self._awaited.people:
                await _resume(workspace)
        return answer


async def _see_to(session: Session) -> None:
    await _resume(session.workspace)
    for clinic in session.workspace.clinics.listed():
        workspace = session.workspace.of_clinic(clinic.id)
        month = await workspace.reminders.unknown()
        if month is not None:
            await _show(session, workspace, month)


async def _resume(workspace: Workspace) -> None:
    for clinic in workspace.clinics.listed():
        await workspace.of_clinic(clinic.id).reminders.came_back()


async def _show(session: Session, workspace: Workspace, month: Month) -> None:
    """Show a reminder of which nobody knows whether it arrived."""
    speak, write = session.speak, session.write
    previous = await workspace.months.previous(month, Cell(MonthFigure.NEW_PATIENTS))
    clinic = workspace.clinic_name if len(workspace.clinics.listed()) > 1 else None
    text = reminder_text(speak, write, month, clinic=clinic, previous=previous)
    keyboard = reminder_keyboard(speak, write, workspace.clinic_id, month, previous)
    await session.say(f"{text}\n{speak('reminder-maybe')}", keyboard)


def _has_unblocked(event: TelegramObject) -> bool:
    change = event.my_chat_member if isinstance(event, Update) else None
    return change is not None and change.new_chat_member.status == ChatMemberStatus.MEMBER
