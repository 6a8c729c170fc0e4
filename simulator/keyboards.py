"""Keyboards under messages and under the input field."""

from collections.abc import Iterator

from simulator.entities import is_link
from simulator.refusal import JsonObject, bad_request

MAX_BUTTONS = 100
MAX_BUTTONS_IN_A_ROW = 8

_LABEL_FIELDS = frozenset({"text", "style", "icon_custom_emoji_id"})
_STYLES = frozenset({"danger", "success", "primary"})


def checked_markup(markup: JsonObject | None) -> JsonObject | None:
    """The markup as it is stored; an inline keyboard without buttons is none at all.

    Raises RefusalError for a button without a text, without exactly one action, or for too many buttons.
    """
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return _checked_inline(markup)
    if "keyboard" in markup:
        _check_reply(markup["keyboard"])
    return markup


def inline_buttons(message: JsonObject) -> Iterator[JsonObject]:
    """Every button under a message, row by row."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
        yield from row


def _checked_inline(markup: JsonObject) -> JsonObject | None:
    rows = [row for row in markup["inline_keyboard"] if row]
    _check_amount(rows)
    for row in rows:
        for button in row:
            _check_label(button, "inline keyboard button")
            _check_action(button)
    return {**markup, "inline_keyboard": rows} if rows else None


def _check_reply(rows: list[list[JsonObject]]) -> None:
    if not any(rows):
        raise bad_request("reply keyboard must have at least one button")
    _check_amount(rows)
    for row in rows:
        for button in row:
            _check_label(button, "keyboard button")
            if len(button.keys() - _LABEL_FIELDS) > 1:
                raise bad_request("can't parse keyboard button: a button can have one action only")


def _check_amount(rows: list[list[JsonObject]]) -> None:
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_BUTTONS_IN_A_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")


def _check_label(button: JsonObject, what: str) -> None:
    if not button["text"].strip():
        raise bad_request(f"can't parse {what}: text must be non-empty")
    if "style" in button and button["style"] not in _STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")


def _check_action(button: JsonObject) -> None:
    actions = button.keys() - _LABEL_FIELDS
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: a button must have exactly one action")
    if "url" in button and not is_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
