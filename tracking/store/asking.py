"""How a guarded store asks before it answers: each way of asking, to be put before a method."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, Generic, TypeVar, cast

from tracking.access import Action, Actor, may
from tracking.store.errors import NotEntitled
from tracking.store.submissions import Submission

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Asks(Generic[T]):
    """Who asks, and the plain store, or part of it, that answers once they may."""

    def __init__(self, behind: T, actor: Actor) -> None:
        self._behind = behind
        self.actor = actor

    def must(self, action: Action, kind: str, units: Iterable[str]) -> None:
        """Go on only where the actor may do this for each of the units. Raises NotEntitled."""
        of = list(units)
        if not of or not all(may(self.actor, action, f"{kind}:{unit}") for unit in of):
            raise NotEntitled

    def must_with(self, action: Action, submission: Submission) -> None:
        """Go on only where the actor may do this with a submission. Raises NotEntitled."""
        self.must(action, submission.kind, submission.units)

    def must_sign(self, actor: str, at: datetime | None = None) -> None:
        """Go on only where they sign with their own name, and today. Raises NotEntitled."""
        if actor != self.actor.name or at is not None:
            raise NotEntitled

    def sees(self, submission: Submission) -> bool:
        """Whether the actor may know of a submission: of one that counted everybody does."""
        kind = submission.reached
        action: Action = "see" if kind == "counted" else "read"
        units = submission.units
        return bool(units) and all(may(self.actor, action, f"{kind}:{unit}") for unit in units)


def for_all(method: F) -> F:
    """What everybody who is signed in may ask: figures that count and what stands beside them."""

    @wraps(method)
    def answer(self: Asks[Any], *args: Any, **how: Any) -> Any:
        return method(self._behind, *args, **how)

    return cast("F", answer)


def of_submission(action: Action, method: F) -> F:
    """What is asked of one submission, or done to it, by who may, under their own name."""

    @wraps(method)
    def ask(self: Asks[Any], submission: int, *args: Any, **how: Any) -> Any:
        self.must_with(action, self._behind.submission(submission))
        self.must_sign(how.get("actor", self.actor.name), how.get("at"))
        return method(self._behind, submission, *args, **how)

    return cast("F", ask)


def for_nobody(method: F) -> F:
    """What is done at the machine alone, by who operates it."""

    @wraps(method)
    def refuse(_self: Asks[Any], *_args: Any, **_how: Any) -> Any:
        raise NotEntitled

    return cast("F", refuse)
