"""Who acts, what each role may do, and the one place that refuses.

A use case is a public method of a class that holds the actor; `needs` says which action it is. Whoever may
not do it is told what they are told of a thing that is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

Given = ParamSpec("Given")
Done = TypeVar("Done")


class Role(StrEnum):
    """What a member is in a clinic."""

    OWNER = "owner"
    MANAGER = "manager"
    MARKETER = "marketer"
    DOCTOR = "doctor"
    FRONT_DESK = "front_desk"
    VIEWER = "viewer"


class Action(StrEnum):
    """What can be done with a clinic."""

    SEE_FIGURES = "see_figures"
    """Yearly figures, forecasts and plans; months against the plan."""
    ENTER_FIGURES = "enter_figures"
    ADOPT_PLAN = "adopt_plan"
    SEE_CHANNELS = "see_channels"
    CHANGE_CHANNELS = "change_channels"
    ENTER_MONTHS = "enter_months"
    SEE_METRICS = "see_metrics"
    """What the visits say: metrics, advice, decisions on the line."""
    NOTE_DECISIONS = "note_decisions"
    CHANGE_UPLOADS = "change_uploads"
    """Send files of visits, keep them, take them out again."""
    SET_REMINDERS = "set_reminders"
    CHANGE_CLINIC = "change_clinic"
    """Its name, its currency, its self-check."""
    REMOVE_CLINIC = "remove_clinic"
    EXPORT = "export"


PERMISSIONS: Mapping[Role, frozenset[Action]] = {
    Role.OWNER: frozenset(Action),
    Role.MANAGER: frozenset(Action) - {Action.REMOVE_CLINIC, Action.EXPORT},
    Role.MARKETER: frozenset({Action.SEE_CHANNELS, Action.CHANGE_CHANNELS}),
    Role.DOCTOR: frozenset(),
    Role.FRONT_DESK: frozenset(),
    Role.VIEWER: frozenset({Action.SEE_FIGURES, Action.SEE_CHANNELS, Action.SEE_METRICS}),
}
"""What each role may do; what is not here is refused."""


class NotFoundError(LookupError):
    """No such thing within this person's reach: removed earlier, or never theirs."""


class NotAllowedError(NotFoundError):
    """It is there, but not for this role."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, by our own id, in a role of theirs at a clinic."""

    person: str
    clinic: str
    role: Role

    def may(self, action: Action) -> bool:
        """Whether the role allows it."""
        return action in PERMISSIONS[self.role]

    def ensure(self, action: Action) -> None:
        """Raises NotAllowedError unless the role allows it."""
        if not self.may(action):
            raise NotAllowedError(action)


class UseCases(Protocol):
    """Whatever does things with a clinic for somebody."""

    @property
    def actor(self) -> Actor: ...


Self_ = TypeVar("Self_", bound=UseCases)
Method = Callable[Concatenate[Self_, Given], Done]


def needs(action: Action) -> Callable[[Method[Self_, Given, Done]], Method[Self_, Given, Done]]:
    """Have a method refuse an actor who may not do this. It raises NotAllowedError when it is called."""

    def guard(method: Method[Self_, Given, Done]) -> Method[Self_, Given, Done]:
        @wraps(method)
        def guarded(self: Self_, /, *args: Given.args, **kwargs: Given.kwargs) -> Done:
            self.actor.ensure(action)
            return method(self, *args, **kwargs)

        guarded.__dict__[ACTION] = action
        return guarded

    return guard


ACTION = "needed_action"


def action_of(method: Any) -> Action | None:
    """The action a use case needs; None if nothing guards it."""
    found: Action | None = getattr(method, ACTION, None)
    return found
