"""Methods that bring something to the bot: updates, files, and what it is told about chats."""

from collections.abc import Callable, Coroutine
from typing import Any

from simulator.call import Call
from simulator.refusal import JsonObject
from simulator.updates import BotWebhook

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_updates(call: Call) -> Coroutine[Any, Any, list[JsonObject]]:
    """The waiting updates, by long polling."""
    return call.account.updates.poll(
        call.get("offset", 0), call.get("limit", 100), call.get("timeout", 0), call.get("allowed_updates")
    )


def set_webhook(call: Call) -> bool:
    """Send updates to an address; an empty one means polling again."""
    updates = call.account.updates
    if call.get("drop_pending_updates"):
        updates.take()
    if not call.get("url"):
        updates.delete_webhook()
        return True
    webhook = BotWebhook(call.get("url"), call.get("secret_token"), call.get("max_connections", 40))
    updates.allow(call.get("allowed_updates"))
    updates.set_webhook(webhook)
    return True


def delete_webhook(call: Call) -> bool:
    """Poll again."""
    if call.get("drop_pending_updates"):
        call.account.updates.take()
    call.account.updates.delete_webhook()
    return True


def get_webhook_info(call: Call) -> JsonObject:
    """Where updates go, how many wait and what went wrong last."""
    updates = call.account.updates
    webhook = updates.webhook
    info: JsonObject = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
    if webhook is not None and webhook.last_error_at is not None:
        info["last_error_date"] = int(webhook.last_error_at.timestamp())
        info["last_error_message"] = webhook.last_error
    if updates.allowed:
        info["allowed_updates"] = updates.allowed
    return info


def get_file(call: Call) -> JsonObject:
    """The path to download a file from."""
    file = call.account.files.for_download(call.get("file_id"))
    return {**file.reference(), "file_path": file.path}


def get_chat(call: Call) -> JsonObject:
    """What Telegram tells of a private chat."""
    chat = call.account.open_chat(call.get("chat_id"))
    pinned = chat.message(chat.pinned[-1]) if chat.pinned else None
    return {
        **chat.as_field(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
        **({"pinned_message": pinned} if pinned else {}),
    }


METHODS: dict[str, Callable[[Call], Any]] = {
    "deleteWebhook": delete_webhook,
    "getChat": get_chat,
    "getFile": get_file,
    "getUpdates": get_updates,
    "getWebhookInfo": get_webhook_info,
    "setWebhook": set_webhook,
}
