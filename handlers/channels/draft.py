"""The channel that is being named or changed, kept in the conversation until it is saved."""

from collections.abc import Mapping
from typing import Any

from aiogram_dialog import DialogManager

from handlers.session import session_of
from metrics.encoding import from_plain, to_plain
from services.channels import StoredChannel
from services.segments import Segment


def segment_of(manager: DialogManager) -> Segment:
    """The segment the channels belong to. Raises NotFoundError if it was removed meanwhile."""
    start: dict[str, str] = manager.start_data  # type: ignore[assignment]
    return session_of(manager).workspace.segments.get(start["segment"])


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
