"""What a worker can do: its tasks by name, and what each gets; knows neither the server nor the pipes between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pacing.app.messages import Message
from pacing.app.place import Place
from pacing.errors import PacingError

Reply: TypeAlias = tuple[Message, bytes]
Tell: TypeAlias = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What a task gets: where things lie, what was asked, and whom to tell news; `stopped` says whether to give up."""

    place: Place
    root: str
    what: Mapping[str, Any]
    tell: Tell
    stopped: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Task:
    """A task: how it is done, and whether it changes what is kept."""

    run: Callable[[Job], Reply]
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of worker: its tasks by name, and whether its memory is bounded."""

    tasks: Mapping[str, Task]
    is_bounded: bool = False


class NotKeptError(PacingError):
    """What an address names is not kept here any more."""


class FieldError(PacingError):
    """A field of a form makes no sense."""
