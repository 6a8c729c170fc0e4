"""What the Bot API says when it declines a call."""

from typing import Any

JsonObject = dict[str, Any]


class RefusalError(Exception):
    """A call the Bot API declines, worded as Telegram words it.

    ``status`` is the HTTP status and the ``error_code``; ``parameters`` is Telegram's ResponseParameters.
    """

    def __init__(self, status: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def as_response(self) -> JsonObject:
        """The JSON body of the answer."""
        body: JsonObject = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> RefusalError:
    """Status 400: the call itself is wrong."""
    return RefusalError(400, f"Bad Request: {reason}")


def blocked() -> RefusalError:
    """Status 403: the person stopped the bot."""
    return RefusalError(403, "Forbidden: bot was blocked by the user")


def conflict(reason: str) -> RefusalError:
    """Status 409: two ways of receiving updates exclude each other."""
    return RefusalError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> RefusalError:
    """Status 429: flood control, for ``retry_after`` seconds."""
    return RefusalError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
