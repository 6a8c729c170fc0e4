"""The channel that is being named or changed, kept in the conversation until it is saved."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from handlers.places.channels import Channels
from handlers.session import session_of
from metrics.encoding import from_plain, to_plain
from services.channel_entry import ChannelFigure
from services.channels import StoredChannel
from services.segments import Segment

ASKED: Mapping[ChannelFigure, State] = {
    ChannelFigure.PATIENTS: Channels.patients,
    ChannelFigure.COST_PER_LEAD: Channels.cost_per_lead,
    ChannelFigure.BUDGET: Channels.budget,
}
"""The window each figure is asked for in."""


def segment_of(manager: DialogManager) -> Segment:
    """The segment the channels belong to. Raises NotFoundError if it was removed meanwhile."""
    start: dict[str, str] = manager.start_data  # type: ignore[assignment]
    return session_of(manager).workspace.segments.get(start["segment"])


def figure_of(manager: DialogManager) -> ChannelFigure:
    """The figure of the channel that is asked for, or doubted."""
    state = manager.current_context().state
    asked = next((figure for figure, window in ASKED.items() if window == state), None)
    return asked or doubted_figure(manager)


def doubted_figure(manager: DialogManager) -> ChannelFigure:
    """The figure that can be read in several ways."""
    return ChannelFigure(manager.dialog_data["figure"])


def draft_of(manager: DialogManager) -> dict[str, Any]:
    """What is known so far of the channel being named or changed; `id` is there once it is saved."""
    draft: dict[str, Any] = manager.dialog_data.setdefault("draft", {})
    return draft


def draft_from(channel: StoredChannel) -> dict[str, Any]:
    """A saved channel as a draft, in plain types."""
    draft: dict[str, Any] = to_plain(channel)
    return draft


def channel_from(draft: Mapping[str, Any]) -> StoredChannel:
    """A draft as a channel."""
    return from_plain(StoredChannel, draft)
