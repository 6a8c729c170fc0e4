"""Trouble on purpose: what a bot must live with on a bad day."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from simulator.refusal import RefusalError, blocked, too_many_requests


class FaultKind(StrEnum):
    """What goes wrong with a call."""

    RETRY_AFTER = "429: flood control"
    BLOCKED = "403: the person blocked the bot"
    SERVER_ERROR = "500"
    MIGRATED = "400: the group became a supergroup"
    TIMEOUT = "no answer comes, nothing is done"
    DROPPED = "the connection breaks, nothing is done"
    ANSWER_LOST = "the connection breaks after the work is done"


NETWORK_FAULTS = frozenset({FaultKind.TIMEOUT, FaultKind.DROPPED, FaultKind.ANSWER_LOST})


class NetworkFaultError(Exception):
    """A call that gets no answer; ``kind`` says how it is lost."""

    def __init__(self, kind: FaultKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(slots=True)
class Fault:
    """One rule of trouble.

    ``method`` is the exact name of a method, None any but getUpdates; ``times`` how often it strikes, None
    for ever; ``probability`` (0..1) lets chance decide at each call.
    """

    kind: FaultKind
    method: str | None = None
    times: int | None = 1
    probability: float = 1.0
    retry_after: int = 1
    migrate_to_chat_id: int = -1001000000001

    def concerns(self, method: str) -> bool:
        """Whether the rule is about this method and is not used up."""
        wanted = method != "getUpdates" if self.method is None else method == self.method
        return wanted and self.times != 0

    def refusal(self) -> RefusalError:
        """The answer of the kinds that answer at all."""
        match self.kind:
            case FaultKind.RETRY_AFTER:
                return too_many_requests(self.retry_after)
            case FaultKind.BLOCKED:
                return blocked()
            case FaultKind.MIGRATED:
                description = "Bad Request: group chat was upgraded to a supergroup chat"
                return RefusalError(400, description, {"migrate_to_chat_id": self.migrate_to_chat_id})
        return RefusalError(500, "Internal Server Error")


class Faults:
    """The trouble waiting for one bot; ``rng`` throws the dice for faults with a probability."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._rules: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Wait for the next call the fault concerns."""
        self._rules.append(fault)

    def clear(self) -> None:
        """End all trouble."""
        self._rules.clear()

    def strike(self, method: str) -> Fault | None:
        """The fault that hits this call, if any; uses it up."""
        for fault in self._rules:
            if fault.concerns(method) and (fault.probability >= 1 or self._rng.random() < fault.probability):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None
