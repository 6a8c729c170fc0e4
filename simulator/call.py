"""One call of the Bot API on its way through the simulator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.account import SimulatedBot
from simulator.chat import Chat
from simulator.entities import Formatted, formatted, utf16_length
from simulator.media import UploadedFiles
from simulator.refusal import JsonObject, RefusalError, bad_request, blocked
from simulator.schema import maximum

_NOT_SIMULATED = frozenset(
    {
        "allow_paid_broadcast",
        "business_connection_id",
        "certificate",
        "direct_messages_topic_id",
        "ephemeral_message_parameters",
        "inline_message_id",
        "ip_address",
        "message_thread_id",
        "rich_message",
        "suggested_post_parameters",
        "thumbnail",
        "video_start_timestamp",
    }
)


@dataclass(slots=True)
class Call:
    """A method with its checked parameters and the files that came along."""

    account: SimulatedBot
    method: str
    parameters: JsonObject
    uploads: UploadedFiles

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or the default if the bot did not give it."""
        return self.parameters.get(name, default)

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat the call is about.

        Raises RefusalError if the person never wrote to the bot or blocked it.
        """
        chat = self.account.open_chat(self.parameters.get(name))
        if chat.is_blocked:
            raise blocked()
        return chat

    def message(self, chat: Chat, absent: str, name: str = "message_id") -> JsonObject:
        """The message named by a parameter; refuses with the words ``absent`` if it is not there."""
        message_id = self.parameters.get(name)
        if message_id is None:
            raise bad_request("message identifier is not specified")
        message = chat.message(message_id)
        if message is None:
            raise bad_request(absent)
        return message

    def text(self) -> Formatted:
        """The parsed text of a message, never empty."""
        text = formatted(self.get("text", ""), self._parse_mode(), self.get("entities"))
        if not text.text:
            raise bad_request("message text is empty")
        if utf16_length(text.text) > maximum(self.method, "text"):
            raise bad_request("message is too long")
        return text

    def caption(self) -> Formatted:
        """The parsed caption, often empty."""
        return parsed_caption(self.parameters, self._parse_mode())

    def _parse_mode(self) -> str | None:
        mode: str | None = self.parameters.get("parse_mode")
        return mode


def refuse_what_is_not_simulated(parameters: Mapping[str, Any]) -> None:
    """Raise RefusalError for parameters that mean something in Telegram and nothing here."""
    if unknown := _NOT_SIMULATED & parameters.keys():
        raise bad_request(f'the simulator does not support the parameter "{min(unknown)}"')


def parsed_caption(fields: JsonObject, parse_mode: str | None) -> Formatted:
    """The caption of a call or of an input media object."""
    text = formatted(fields.get("caption", ""), parse_mode, fields.get("caption_entities"))
    if utf16_length(text.text) > maximum("InputMediaPhoto", "caption"):
        raise bad_request("message caption is too long")
    return text


def text_fields(text: Formatted, name: str = "text") -> JsonObject:
    """A text as fields of a message: ``text`` with ``entities``, or ``caption`` with ``caption_entities``."""
    fields: JsonObject = {name: text.text} if text.text else {}
    if text.entities:
        fields["entities" if name == "text" else "caption_entities"] = text.entities
    return fields


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def not_modified() -> RefusalError:
    """An edit that changes nothing."""
    return bad_request(NOT_MODIFIED)
