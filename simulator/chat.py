"""A private chat of a person with a bot, as the person sees it and acts in it."""

from collections.abc import Iterable
from itertools import chain, count
from typing import Protocol

from simulator.entities import formatted, found_entities
from simulator.keyboards import inline_buttons
from simulator.media import Files, image_size
from simulator.refusal import JsonObject
from simulator.updates import Updates

ACTION_SECONDS = 5
CALLBACK_SECONDS = 600

_NAMES = frozenset({"first_name", "last_name", "username"})


class NoSuchButtonError(LookupError):
    """Nothing in the chat can be pressed by this name."""


class ServerSide(Protocol):
    """What a chat needs of the server: the bot's account there."""

    @property
    def me(self) -> JsonObject:
        """The bot."""

    @property
    def updates(self) -> Updates:
        """What waits for the bot."""

    @property
    def files(self) -> Files:
        """The files of all chats."""

    def now(self) -> float:
        """Seconds since 1970."""

    def next_message_id(self) -> int:
        """The number of the next message."""

    def next_callback_id(self, chat_id: int) -> str:
        """The id of a new callback query."""

    def notify(self, chat: "Chat", kind: str, content: JsonObject) -> None:
        """Tell whoever watches what changed in the chat."""


class Chat:
    """What is on the person's screen, and everything the person can do.

    Messages are dicts as in the Bot API. A message is never changed in place: an edit puts a new dict in its
    place, so what was given out stays as it was. The bot may write only after the person has written first,
    as in Telegram.
    """

    def __init__(self, server: ServerSide, person: JsonObject) -> None:
        self._server = server
        self.person = person
        self.id: int = person["id"]
        self.keyboard: JsonObject | None = None
        """The reply keyboard under the input field."""
        self.alerts: list[JsonObject] = []
        """Answers to pressed buttons that showed something: ``text``, ``show_alert`` and ``url``."""
        self.pinned: list[int] = []
        self.is_open = False
        self.is_blocked = False
        self.callbacks: dict[str, float] = {}
        """Pressed buttons the bot has not answered: the query's id and the time of the press."""
        self._messages: dict[int, JsonObject] = {}
        self._fixed: set[int] = set()
        self._action: tuple[str, float] | None = None
        self._instance = str(self.id * 7919)
        self._albums = count(1)

    # What the person sees.

    @property
    def messages(self) -> list[JsonObject]:
        """All messages of the chat, the oldest first."""
        return list(self._messages.values())

    @property
    def last(self) -> JsonObject:
        """The newest message; LookupError in an empty chat."""
        for message in reversed(self._messages.values()):
            return message
        raise LookupError("the chat is empty")

    @property
    def action(self) -> str | None:
        """What the bot is shown to be doing («typing»), for five seconds or until it writes."""
        if self._action and self._server.now() - self._action[1] < ACTION_SECONDS:
            return self._action[0]
        return None

    # What the person does.

    def send_text(self, text: str, reply_to: JsonObject | None = None) -> JsonObject:
        """Write a message; commands and links get their entities."""
        content: JsonObject = {"text": text}
        if entities := found_entities(text, []):
            content["entities"] = entities
        if reply_to is not None:
            content["reply_to_message"] = reply_to
        return self._receive(content)

    def edit_text(self, message: JsonObject, text: str) -> JsonObject:
        """Correct an own message."""
        edited = {**self._messages[message["message_id"]], "text": text, "edit_date": int(self._server.now())}
        edited["entities"] = found_entities(text, [])
        if not edited["entities"]:
            del edited["entities"]
        self.replace(edited)
        self._server.updates.add("edited_message", edited)
        return edited

    def press(self, button: str, message: JsonObject | None = None) -> str | None:
        """Press a button by its exact callback data or by a part of its label.

        Looks under ``message``, or from the newest message up and then at the reply keyboard. Gives the id of
        the callback query, or None if the button wrote a text. Raises NoSuchButtonError.
        """
        found = self._find_button(button, message)
        if found is not None:
            return self.press_button(*found)
        label = None if message is not None else self._find_key(button)
        if label is None:
            raise NoSuchButtonError(f"no button «{button}»; there are: {', '.join(self._labels())}")
        self.send_text(label)
        return None

    def press_button(self, message: JsonObject, data: str) -> str:
        """Press the inline button with this callback data under this message; gives the query's id."""
        query = self._server.next_callback_id(self.id)
        self.callbacks[query] = self._server.now()
        update = {"id": query, "from": self.person, "message": message, "chat_instance": self._instance}
        self._server.updates.add("callback_query", {**update, "data": data})
        self.notify("pressed", {"id": query, "message_id": message["message_id"], "data": data})
        return query

    def send_document(self, name: str, content: bytes, caption: str = "") -> JsonObject:
        """Send a file of any size: people may send more than the bot may download."""
        return self._receive(self._file("document", name, content, caption))

    def send_photo(self, content: bytes, caption: str = "") -> JsonObject:
        """Send a picture (PNG or JPEG)."""
        return self._receive(self._file("photo", "photo.jpg", content, caption))

    def send_sticker(self, emoji: str = "👍") -> JsonObject:
        """Send a sticker."""
        content = self._file("sticker", "sticker.webp", b"RIFF", "")
        return self._receive({"sticker": {**content["sticker"], "emoji": emoji}})

    def send_voice(self, content: bytes = b"OggS") -> JsonObject:
        """Send a voice message."""
        return self._receive(self._file("voice", "voice.ogg", content, ""))

    def send_album(self, files: Iterable[tuple[str, bytes]], caption: str = "") -> list[JsonObject]:
        """Send several files at once: an update for each, with one ``media_group_id``.

        The first has the caption.
        """
        group = f"{self.id}{next(self._albums):06}"
        sent: list[JsonObject] = []
        for name, content in files:
            kind = "photo" if image_size(content) else "document"
            message = self._file(kind, name, content, "" if sent else caption)
            sent.append(self._receive({**message, "media_group_id": group}))
        return sent

    def block(self) -> None:
        """Stop the bot: it can't write any more and gets my_chat_member «kicked»."""
        self._change_membership("kicked")

    def unblock(self) -> None:
        """Let the bot write again; it gets my_chat_member «member»."""
        self._change_membership("member")

    # What the account does with the chat.

    def message(self, message_id: int) -> JsonObject | None:
        """A message by its id, if it is still there."""
        return self._messages.get(message_id)

    def can_edit(self, message_id: int) -> bool:
        """Whether the bot may edit its message: not one that brought a reply keyboard."""
        return message_id not in self._fixed

    def add(self, content: JsonObject, markup: JsonObject | None) -> JsonObject:
        """Put a message of the bot on the screen, with any kind of keyboard."""
        message = self._dated(self._server.me, content)
        if markup is not None and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        elif markup is not None:
            self._fixed.add(message["message_id"])
            self._show_keyboard(markup)
        self._messages[message["message_id"]] = message
        self._action = None
        self.notify("message", message)
        return message

    def replace(self, message: JsonObject) -> None:
        """Show an edited message in the old one's place."""
        self._messages[message["message_id"]] = message
        self.notify("edited", message)

    def delete(self, message_id: int) -> None:
        """Take a message off the screen."""
        del self._messages[message_id]
        if message_id in self.pinned:
            self.pinned.remove(message_id)
        self.notify("deleted", {"message_id": message_id})

    def show_action(self, action: str) -> None:
        """Show what the bot is doing."""
        self._action = action, self._server.now()
        self.notify("action", {"action": action})

    def answer_callback(self, query: str, answer: JsonObject) -> bool:
        """Take the bot's answer to a press; False if there is nothing to answer any more."""
        pressed_at = self.callbacks.pop(query, None)
        if pressed_at is None or self._server.now() - pressed_at > CALLBACK_SECONDS:
            return False
        if answer.get("text") or answer.get("url"):
            self.alerts.append(answer)
        self.notify("answered", {"id": query, **answer})
        return True

    def notify(self, kind: str, content: JsonObject) -> None:
        """Tell whoever watches this chat."""
        self._server.notify(self, kind, content)

    def as_field(self) -> JsonObject:
        """The Chat object of the Bot API."""
        names = {name: value for name, value in self.person.items() if name in _NAMES}
        return {"id": self.id, "type": "private", **names}

    def _receive(self, content: JsonObject) -> JsonObject:
        if self.is_blocked:
            self.unblock()
        self.is_open = True
        message = self._dated(self.person, content)
        self._messages[message["message_id"]] = message
        if self.keyboard is not None and self.keyboard.get("one_time_keyboard"):
            self._show_keyboard({"remove_keyboard": True})
        self._server.updates.add("message", message)
        self.notify("message", message)
        return message

    def _dated(self, sender: JsonObject, content: JsonObject) -> JsonObject:
        return {
            "message_id": self._server.next_message_id(),
            "from": sender,
            "chat": self.as_field(),
            "date": int(self._server.now()),
            **content,
        }

    def _file(self, kind: str, name: str, content: bytes, caption: str) -> JsonObject:
        message: JsonObject = {kind: self._server.files.store(kind, name, content).as_field()}
        if caption:
            text = formatted(caption, None, None)
            message["caption"] = text.text
            if text.entities:
                message["caption_entities"] = text.entities
        return message

    def _show_keyboard(self, markup: JsonObject) -> None:
        self.keyboard = markup if "keyboard" in markup else None
        self.notify("keyboard", {"keyboard": self.keyboard, "force_reply": bool(markup.get("force_reply"))})

    def _change_membership(self, status: str) -> None:
        old = "kicked" if self.is_blocked else "member"
        if old == status:
            return
        self.is_blocked = status == "kicked"
        update = {"chat": self.as_field(), "from": self.person, "date": int(self._server.now())}
        member = {"old_chat_member": self._member(old), "new_chat_member": self._member(status)}
        self._server.updates.add("my_chat_member", update | member)
        self.notify("blocked", {"is_blocked": self.is_blocked})

    def _member(self, status: str) -> JsonObject:
        member = {"status": status, "user": self._server.me}
        return {**member, "until_date": 0} if status == "kicked" else member

    def _find_button(self, wanted: str, message: JsonObject | None) -> tuple[JsonObject, str] | None:
        for shown in reversed(self._messages.values()):
            if message is not None and shown["message_id"] != message["message_id"]:
                continue
            labels = [
                (button["callback_data"], button["text"])
                for button in inline_buttons(shown)
                if "callback_data" in button
            ]
            if (place := _best_match(wanted, labels)) is not None:
                return shown, labels[place][0]
        return None

    def _find_key(self, wanted: str) -> str | None:
        keys = self._keys()
        place = _best_match(wanted, [(key, key) for key in keys])
        return None if place is None else keys[place]

    def _keys(self) -> list[str]:
        return [key["text"] for row in (self.keyboard or {}).get("keyboard", ()) for key in row]

    def _labels(self) -> list[str]:
        inline = [button["text"] for message in self._messages.values() for button in inline_buttons(message)]
        return inline + self._keys()


def _best_match(wanted: str, labels: list[tuple[str, str]]) -> int | None:
    """The place of the button meant: by its data, else by its whole label, else by a part of the label."""
    by_data = (place for place, (data, _) in enumerate(labels) if data == wanted)
    by_label = (place for place, (_, label) in enumerate(labels) if label == wanted)
    by_part = (place for place, (_, label) in enumerate(labels) if wanted in label)
    return next(chain(by_data, by_label, by_part), None)
