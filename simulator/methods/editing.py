"""Methods that change or take away what is on the screen, and answer pressed buttons."""

from collections.abc import Callable
from typing import Any

from simulator.call import Call, not_modified, text_fields
from simulator.chat import Chat
from simulator.keyboards import checked_markup
from simulator.methods.sending import media_content
from simulator.refusal import JsonObject, bad_request

DELETABLE_SECONDS = 48 * 3600

_MEDIA = frozenset({"photo", "document"})
_CAPTIONED = _MEDIA | {"voice"}
_TEXT_FIELDS = frozenset({"text", "entities", "link_preview_options"})
_CAPTION_FIELDS = frozenset({"caption", "caption_entities", "show_caption_above_media"})
_MEDIA_FIELDS = _MEDIA | _TEXT_FIELDS | _CAPTION_FIELDS | {"has_media_spoiler"}


def edit_message_text(call: Call) -> JsonObject:
    """A new text and inline keyboard."""
    chat, message = _editable(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content = text_fields(call.text())
    if preview := call.get("link_preview_options"):
        content["link_preview_options"] = preview
    return _edit(call, chat, message, content, _TEXT_FIELDS)


def edit_message_caption(call: Call) -> JsonObject:
    """A new caption and inline keyboard."""
    chat, message = _editable(call)
    if not _CAPTIONED & message.keys():
        raise bad_request("there is no caption in the message to edit")
    content = text_fields(call.caption(), "caption")
    if call.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return _edit(call, chat, message, content, _CAPTION_FIELDS)


def edit_message_media(call: Call) -> JsonObject:
    """Another picture or document in place of the one shown, or of a text."""
    chat, message = _editable(call)
    if "text" not in message and not _MEDIA & message.keys():
        raise bad_request("there is no media in the message to edit")
    media = call.get("media")
    if "media_group_id" in message and media["type"] not in message:
        raise bad_request("message can't be edited")
    return _edit(call, chat, message, media_content(call, media), _MEDIA_FIELDS)


def edit_message_reply_markup(call: Call) -> JsonObject:
    """A new inline keyboard, or none."""
    chat, message = _editable(call)
    return _edit(call, chat, message, {}, frozenset())


def delete_message(call: Call) -> bool:
    """Take one message away."""
    chat = call.chat()
    message = call.message(chat, "message to delete not found")
    if call.account.now() - message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    chat.delete(message["message_id"])
    return True


def delete_messages(call: Call) -> bool:
    """Take several messages away; those that are not there are passed over."""
    chat = call.chat()
    for message_id in call.get("message_ids"):
        message = chat.message(message_id)
        if message is not None and call.account.now() - message["date"] <= DELETABLE_SECONDS:
            chat.delete(message_id)
    return True


def answer_callback_query(call: Call) -> bool:
    """Stop the waiting of a pressed button, with a notice or an alert if there is a text."""
    query = call.get("callback_query_id")
    chat = call.account.chat_of_callback(query)
    shown = {name: call.get(name) for name in ("text", "url") if call.get(name)}
    answer = {**shown, "show_alert": call.get("show_alert", False)}
    if chat is None or not chat.answer_callback(query, answer):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


def pin_chat_message(call: Call) -> bool:
    """Keep a message at the top of the chat."""
    chat = call.chat()
    message_id = call.message(chat, "message to pin not found")["message_id"]
    if message_id not in chat.pinned:
        chat.pinned.append(message_id)
        chat.notify("pinned", {"pinned": chat.pinned})
    return True


def unpin_chat_message(call: Call) -> bool:
    """Let one message go, the newest pinned one if none is named."""
    chat = call.chat()
    wanted = call.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    chat.notify("pinned", {"pinned": chat.pinned})
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """Let every pinned message go."""
    chat = call.chat()
    chat.pinned.clear()
    chat.notify("pinned", {"pinned": chat.pinned})
    return True


def _editable(call: Call) -> tuple[Chat, JsonObject]:
    chat = call.chat()
    message = call.message(chat, "message to edit not found")
    is_own = message["from"]["id"] == call.account.me["id"] and "forward_origin" not in message
    if not is_own or not chat.can_edit(message["message_id"]):
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    call: Call, chat: Chat, message: JsonObject, content: JsonObject, replaced: frozenset[str]
) -> JsonObject:
    markup = checked_markup(call.get("reply_markup"))
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    gone = replaced | {"reply_markup", "edit_date"}
    edited = {name: value for name, value in message.items() if name not in gone} | content
    if markup is not None:
        edited["reply_markup"] = markup
    if edited == {name: value for name, value in message.items() if name != "edit_date"}:
        raise not_modified()
    edited["edit_date"] = int(call.account.now())
    chat.replace(edited)
    return edited


METHODS: dict[str, Callable[[Call], Any]] = {
    "answerCallbackQuery": answer_callback_query,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageText": edit_message_text,
    "pinChatMessage": pin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "unpinChatMessage": unpin_chat_message,
}
