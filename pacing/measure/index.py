"""What an index must offer to be measured, how it refuses, and the words of its advice."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from pacing.model.cleaned import Cleaned
from pacing.model.measurement import IndexInfo, Part, Reason
from pacing.model.person import Conditions, Medication, Person
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
        self.parts: Mapping[str, Part] = (
            parts if isinstance(parts, MappingProxyType) else MappingProxyType({**(parts or {})})
        )

    def again(self) -> "NotMeasurableError":
        """The same refusal, not raised yet: where it was raised leads to all of a session's samples."""
        return NotMeasurableError(self.reason, self.advice, self.parts)


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

    Parameters
    ----------
    compute
        Function of the inputs, or of a series made of them, and of a few hashable values.

    Returns
    -------
    Callable
        The same function, which remembers.
    """

    @wraps(compute)
    def remembering(owner: OwnerT, /, *rest: RestP.args, **named: RestP.kwargs) -> FoundT:
        memory = owner.memory
        key = (compute, rest, tuple(sorted(named.items())) if named else ())
        try:
            result = memory[key]
        except KeyError:
            try:
                result = memory[key] = compute(owner, *rest, **named)
            except NotMeasurableError as refusal:
                result = memory[key] = refusal.again()
        if type(result) is NotMeasurableError:
            raise result.again()
        known: FoundT = result
        return known

    return remembering


@dataclass(frozen=True, slots=True)
class Index:
    """An index: what it is, and how it is computed (raises `NotMeasurableError`, nothing else)."""

    info: IndexInfo
    compute: Callable[[Inputs], Value]


SECONDS_PER_MINUTE = 60.0
MINUTES_PER_HOUR = 60.0
EXACT_BELOW_S = 10.0  # design: fewer seconds are counted one by one, more in steps of five
STEP_S = 5.0
SAID_S = (  # design: from and below how many seconds people say what
    (25.0, 40.0, "half a minute"),
    (50.0, 75.0, "a minute"),
    (75.0, 105.0, "a minute and a half"),
)
LONGEST_IN_MINUTES = 90.0  # design: longer is said in hours
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(time_s: float) -> str:
    """A length of time, rounded as in speech.

    Parameters
    ----------
    time_s
        The length [s].

    Returns
    -------
    str

    Examples
    --------
    >>> [in_words(time_s) for time_s in (1.0, 4.0, 43.0, 31.0, 61.0, 81.0, 121.0, 700.0, 64_800.0)]
    ['one second', 'four seconds', '45 seconds', 'half a minute', 'a minute', 'a minute and a half', 'two minutes', \
'12 minutes', '18 hours']
    """
    sentence = next((words for from_s, below_s, words in SAID_S if from_s <= time_s < below_s), None)
    if sentence is not None:
        return sentence
    if time_s < EXACT_BELOW_S:
        return _counted(max(round(time_s), 1), "second")
    if time_s < SAID_S[-1][0]:
        return _counted(round(time_s / STEP_S) * round(STEP_S), "second")
    minutes = time_s / SECONDS_PER_MINUTE
    if minutes < LONGEST_IN_MINUTES:
        return _counted(round(minutes), "minute")
    return _counted(round(minutes / MINUTES_PER_HOUR), "hour")


def values_come_every(spacing_s: float) -> str:
    """That a device writes one value in so long [s], as a sentence without its end.

    Parameters
    ----------
    spacing_s
        Time between values [s].

    Returns
    -------
    str

    Examples
    --------
    >>> values_come_every(4.0), values_come_every(60.0)
    ('The device wrote one value every four seconds', 'The device wrote one value a minute')
    """
    words = in_words(spacing_s)
    every = words if words == "a minute" else f"every {words.removeprefix('a ')}"
    return f"The device wrote one value {every}"


def written_too_rarely(spacing_s: float) -> str:
    """That a device writes too rarely, and what to do.

    Parameters
    ----------
    spacing_s
        Time between values [s].

    Returns
    -------
    str

    Examples
    --------
    >>> written_too_rarely(6.0)
    'The device wrote one value every six seconds. Set it to record every second.'
    """
    return f"{values_come_every(spacing_s)}. Set it to record every second."


def _counted(number: int, unit: str) -> str:
    words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"one {unit}" if number == 1 else f"{words} {unit}s"


SENTENCES = {
    "beta_blocker": "A beta-blocker lowers resting and exercise heart rate and slows its rise; compare only with your "
    "own sessions on the same dose.",
    "ivabradine": "Ivabradine lowers heart rate at rest and in exercise; compare only with your own sessions on the "
    "same dose.",
    "calcium_channel_blocker": "Some calcium-channel blockers lower heart rate; compare only with your own sessions on "
    "the same dose.",
    "digoxin": "Digoxin slows the heart rate; compare only with your own sessions on the same dose.",
    "antidepressant": "Some antidepressants raise heart rate; note any change of dose.",
    "stimulant": "Stimulants raise heart rate; note when you took one.",
    "pacemaker": "With a pacemaker this shows what the device does, not what the heart would do by itself.",
    "atrial_fibrillation": "In atrial fibrillation heart rate jumps from beat to beat; levels over seconds are less "
    "certain than their range says.",
}


def medication_caveats(medication: Medication) -> tuple[str, ...]:
    """One sentence for each medicine, device or rhythm the person gave.

    Parameters
    ----------
    medication
        Medicines, devices and rhythms the person named.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    return tuple(SENTENCES[name] for name in medication.given() if name in SENTENCES)
