"""The channel that is being named or changed, kept in the conversation until it is saved."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from aiogram_dialog import DialogManager

from handlers.session import session_of
from services.workspace import Segment
from storage.repositories.accounts import StoredChannel


def segment_of(manager: DialogManager) -> Segment:
    """The segment the channels belong to. Raises NotFoundError if it was removed meanwhile."""
    start: dict[str, str] = manager.start_data  # type: ignore[assignment]
    return session_of(manager).workspace.segment(start["segment"])


def draft_of(manager: DialogManager) -> dict[str, Any]:
    """What is known so far of the channel being named or changed; `id` is there once it is saved."""
    draft: dict[str, Any] = manager.dialog_data.setdefault("draft", {})
    return draft


def draft_from(channel: StoredChannel) -> dict[str, Any]:
    """A saved channel as a draft, in plain types."""
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "new_patients": channel.new_patients,
        "cost_per_lead": channel.cost_per_lead and str(channel.cost_per_lead),
        "budget": channel.budget and str(channel.budget),
    }


def channel_from(draft: Mapping[str, Any]) -> StoredChannel:
    """A draft as a channel."""
    cost, budget = draft.get("cost_per_lead"), draft.get("budget")
    return StoredChannel(
        id=draft["id"],
        name=draft["name"],
        kind=draft["kind"],
        new_patients=draft["new_patients"],
        cost_per_lead=Fraction(cost) if cost else None,
        budget=Fraction(budget) if budget else None,
    )
