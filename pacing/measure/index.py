"""What an index must offer to be measured."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from pacing.model.cleaned import Cleaned
from pacing.model.measurement import IndexInfo, Part, Reason
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phases
from pacing.model.recording import Recording


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """All that an index may look at."""

    recording: Recording
    cleaned: Cleaned
    phases: Phases
    person: Person
    conditions: Conditions
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)  # what `once` has worked out


@dataclass(frozen=True, slots=True)
class Value:
    """What an index found: value with its 95 % interval, and what it was made from."""

    value: float
    low: float
    high: float
    window: tuple[float, float] | None = None
    parts: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))
    caveats: tuple[str, ...] = ()


class NotMeasurableError(Exception):
    """An index cannot be measured honestly here; never leaves this package."""

    def __init__(self, reason: Reason, advice: str, parts: Mapping[str, Part] | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.advice = advice
        self.parts: Mapping[str, Part] = MappingProxyType(dict(parts or {}))


class Remembers(Protocol):
    """What keeps the results that were worked out from it: the inputs of a session, or a series made of them."""

    @property
    def memory(self) -> dict[Hashable, Any]:
        """The results by function and arguments."""


OwnerT = TypeVar("OwnerT", bound=Remembers)
RestP = ParamSpec("RestP")
FoundT = TypeVar("FoundT")


def once(
    compute: Callable[Concatenate[OwnerT, RestP], FoundT],
) -> Callable[Concatenate[OwnerT, RestP], FoundT]:
    """Work something out once a session, however many indices ask for it; a refusal is remembered too.

    What was found lives and goes with its `Inputs` or series, so that no session's samples outlive it. For pure
    functions of these and a few hashable values.
    """

    @wraps(compute)
    def remembering(owner: OwnerT, /, *rest: RestP.args, **named: RestP.kwargs) -> FoundT:
        key = (compute, rest, tuple(sorted(named.items())))
        if key not in owner.memory:
            try:
                owner.memory[key] = compute(owner, *rest, **named)
            except NotMeasurableError as refusal:
                owner.memory[key] = refusal
        found = owner.memory[key]
        if isinstance(found, NotMeasurableError):
            raise found.with_traceback(None)
        known: FoundT = found
        return known

    return remembering


@dataclass(frozen=True, slots=True)
class Index:
    """An index: what it is, and how it is computed (raises `NotMeasurableError`, nothing else)."""

    info: IndexInfo
    compute: Callable[[Inputs], Value]
