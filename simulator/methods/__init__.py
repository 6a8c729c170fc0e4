"""The methods of the Bot API, each a function from a checked call to its result."""

from collections.abc import Callable
from typing import Any

from simulator.call import Call
from simulator.methods import editing, profile, receiving, sending

METHODS: dict[str, Callable[[Call], Any]] = {
    **editing.METHODS,
    **profile.METHODS,
    **receiving.METHODS,
    **sending.METHODS,
}
"""Every method by its exact name; getUpdates alone gives an awaitable."""
