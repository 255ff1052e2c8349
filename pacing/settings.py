"""What a person says about themselves, a session and its files: options of commands, or arguments, as one request.

An option wins over the profile; unknown words are refused by name, with the nearest known one.
"""

import dataclasses
import difflib
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, TypeVar, get_args, get_origin, get_type_hints

from pacing.errors import PhasesError, UsageError
from pacing.model.person import Conditions, Correction, LimitSetting, Person, Posture, Sex
from pacing.profile import Profile, read_profile, usual_profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacing.model.phases import Phases
    from pacing.pipeline import Request


FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])
DECODERS = ("columns", "fitparse")
NUMBER = r"\d+(?:\.\d+)?"
SPAN = re.compile(rf"({NUMBER})-({NUMBER})", re.ASCII)


class Subject(StrEnum):
    """What an option is about; a command takes the options on its subjects."""

    PERSON = "person"
    SESSION = "session"
    VARIABILITY = "variability"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Option:
    """How an option of the command line says a setting: its help, its word for the value, and the least number."""

    subject: Subject
    help: str
    metavar: str | None = None
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that options or arguments gave; None = not given.

    A setting that is said in words is one field with its option here, and one line in `Words` for those who write
    Python: commands and `pacing.assess` take their options from the fields, in this order.
    """

    profile: Annotated[
        Path | None, Option(Subject.PERSON, "Your profile (TOML). Default: that of `pacing setup`.", "FILE")
    ] = None
    limit: Annotated[float | None, Option(Subject.PERSON, "The limit you chose.", "BPM")] = None
    rule: Annotated[str | None, Option(Subject.PERSON, "A pacing rule; see `pacing limit`.", "RULE")] = None
    age: Annotated[float | None, Option(Subject.PERSON, "Your age.", "YEARS")] = None
    sex: Annotated[Sex | None, Option(Subject.PERSON, "For equations that predict the maximum.")] = None
    resting: Annotated[float | None, Option(Subject.PERSON, "Your resting heart rate.", "BPM")] = None
    maximum: Annotated[float | None, Option(Subject.PERSON, "Your highest heart rate, if measured.", "BPM")] = None
    phases: Annotated[
        str | None, Option(Subject.SESSION, '"exercise=300-1500,recovery=1500-1800", in seconds.', "TEXT")
    ] = None
    recovery_posture: Annotated[Posture | None, Option(Subject.SESSION, "What you did after stopping.")] = None
    maximal_test: Annotated[bool, Option(Subject.SESSION, "The session was a maximal test run by a clinician.")] = False
    timezone: Annotated[
        str | None, Option(Subject.READING, "Such as Europe/Berlin, for files without a time zone.", "ZONE")
    ] = None
    dialect: Annotated[str | None, Option(Subject.READING, "The CSV dialect; see `pacing formats`.", "NAME")] = None
    hrv_window: Annotated[str, Option(Subject.VARIABILITY, "standard, whole, or START-STOP in seconds.", "WINDOW")] = (
        "standard"
    )
    correction: Annotated[Correction, Option(Subject.VARIABILITY, "Artefact correction of RR intervals.")] = (
        Correction.LIPPONEN
    )
    compat: Annotated[
        str | None,
        Option(Subject.VARIABILITY, "Settings of kubios, neurokit2, hrv-analysis, pyhrv or physionet.", "NAME"),
    ] = None
    decoder: Annotated[str, Option(Subject.READING, "The FIT decoder.", "|".join(DECODERS))] = "columns"
    budget: Annotated[
        float, Option(Subject.READING, "Let big files and archives take N times the usual work.", "N", least=1.0)
    ] = 1.0
    own_profile: bool = False  # whether the person's usual profile counts where none is named


class Words(TypedDict, total=False):
    """The settings as one writes them in Python, where words and paths may be plain text."""

    profile: Path | str | None
    limit: float | None
    rule: str | None
    age: float | None
    sex: str | None
    resting: float | None
    maximum: float | None
    phases: str | None
    recovery_posture: str | None
    maximal_test: bool
    timezone: str | None
    dialect: str | None
    hrv_window: str | tuple[float, float]
    correction: str | None
    compat: str | None
    decoder: str
    budget: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting with an option: its name, its type, what it is where it is not given, and the option."""

    name: str
    kind: Any
    default: Any
    option: Option

    @property
    def value_type(self) -> Any:
        """The type of the value where it is given."""
        return next(part for part in get_args(self.kind) or (self.kind,) if part is not NoneType)


@cache
def settings_with_option() -> tuple[Setting, ...]:
    """The settings that have an option, in order."""
    defaults = {one.name: one.default for one in fields(Settings)}
    return tuple(
        Setting(name, get_args(kind)[0], defaults[name], get_args(kind)[1])
        for name, kind in get_type_hints(Settings, include_extras=True).items()
        if get_origin(kind) is Annotated
    )


def settings_from(words: Mapping[str, object]) -> Settings:
    """Settings from the arguments of a function, each checked for what it takes.

    Raises
    ------
    UsageError
        A word is none of those that can be, or stands where a number must.
    TypeError
        There is no such setting.

    Examples
    --------
    >>> settings_from({"limit": 104, "sex": "female", "hrv_window": (60, 360)}).hrv_window
    '60.0-360.0'
    """
    known = {setting.name: setting for setting in settings_with_option()}
    for name in words:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            message = f"there is no setting {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")
            raise TypeError(message)
    return Settings(**{name: _checked(known[name], value) for name, value in words.items()})


def _checked(setting: Setting, value: object) -> Any:
    """A value as the setting holds it; None is what it is where nothing was given."""
    if value is None:
        return setting.default
    kind, name, least = setting.value_type, setting.name, setting.option.least
    if kind is float:
        number = require_number(name, value)
        if least is not None and not number >= least:
            raise UsageError(f"{name} cannot be {number:g}.", hint=f"It is {least:g} or more.")
        return number
    if kind is Path:
        return Path(str(value))
    if issubclass(kind, StrEnum):
        require_one_of(name, str(value), tuple(member.value for member in kind))
        return kind(value)
    if isinstance(value, tuple):
        return "-".join(str(float(part)) for part in value)
    return value


def require_number(name: str, value: object) -> float:
    """A number as it was given; a text is none, however much it looks like one.

    Raises
    ------
    UsageError
        It is no number.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise UsageError(f"{name} cannot be {value!r}: it takes a number.", hint=f"Write it such as {name}=104.")


def showing_settings(function: FunctionT) -> FunctionT:
    """The same function, whose signature and documentation name every setting that its `words` may be."""
    every, keyword = settings_with_option(), inspect.Parameter.KEYWORD_ONLY
    signature = inspect.signature(function)
    own = [one for one in signature.parameters.values() if one.kind is not one.VAR_KEYWORD]
    first = [one for one in own if one.kind is one.VAR_POSITIONAL]
    named = [inspect.Parameter(one.name, keyword, default=one.default, annotation=one.kind) for one in every]
    last = [one for one in own if one not in first]
    vars(function)["__signature__"] = signature.replace(parameters=[*first, *named, *last])
    lines = "\n".join(f"{one.name}\n    {one.option.help}" for one in every)
    function.__doc__ = f"{inspect.getdoc(function)}\n\nSettings\n--------\n{lines}\n"
    return function


def request_from(settings: Settings) -> "Request":
    """A request for the pipeline; what an option says wins over the profile.

    Raises
    ------
    UsageError, ProfileError, PhasesError
        Something that was given makes no sense.
    """
    path = settings.profile
    if path is None and settings.own_profile and usual_profile().exists():
        path = usual_profile()
    return request_with(Profile(Person()) if path is None else read_profile(path), settings, path)


def request_with(profile: Profile, settings: Settings, path: Path | None = None) -> "Request":
    """A request for the pipeline from a profile that is known already; `path`: the file it came from, if any.

    Raises
    ------
    UsageError, PhasesError
        Something that was given makes no sense.
    """
    from pacing.judge.applicable_limits import rule_ids
    from pacing.measure.hrv.series import COMPAT
    from pacing.pipeline import Request
    from pacing.read.reader import ReadOptions

    if settings.limit is not None and settings.rule not in (None, "fixed"):
        raise UsageError(
            f"--limit {settings.limit:g} and --rule {settings.rule} contradict each other.", hint="Give one of the two."
        )
    for option, value, known in (
        ("--decoder", settings.decoder, DECODERS),
        ("--compat", settings.compat, COMPAT),
        ("--rule", settings.rule, rule_ids()),
    ):
        require_one_of(option, value, known)
    zone = profile.time_zone if settings.timezone is None else settings.timezone
    if zone is not None:
        require_time_zone(zone)
    return Request(
        person=_person(profile.person, settings),
        conditions=Conditions(
            recovery_posture=settings.recovery_posture or profile.recovery_posture,
            maximal_test=settings.maximal_test,
            hrv_window=parse_window(settings.hrv_window),
            correction=settings.correction,
            compat=settings.compat,
        ),
        reading=ReadOptions(settings.dialect, settings.decoder, zone, settings.budget),
        given_phases=None if settings.phases is None else parse_phases(settings.phases),
        rule=settings.rule,
        profile_name=None if path is None else path.name,
    )


def _person(person: Person, settings: Settings) -> Person:
    changes: dict[str, object] = {}
    if settings.age is not None:
        changes |= {"age_years": settings.age}
    if settings.sex is not None:
        changes |= {"sex": settings.sex}
    if settings.resting is not None:
        changes |= {"resting_bpm": settings.resting, "resting_from": None}
    if settings.maximum is not None:
        changes |= {"maximum_bpm": settings.maximum}
    if settings.limit is not None:
        changes |= {"limits": (LimitSetting("fixed", bpm=settings.limit),)}
    return dataclasses.replace(person, **changes)  # type: ignore[arg-type]


def require_one_of(option: str, value: str | None, known: "Iterable[str]") -> None:
    """Refuse a word that is not known, with the nearest known one and all others.

    Parameters
    ----------
    option
        What the word is for, as the sentence begins.
    value
        The word; None passes.
    known
        All words that can be.

    Raises
    ------
    UsageError
        The word is none of them.
    """
    words = tuple(known)
    if value is None or value in words:
        return
    nearest = difflib.get_close_matches(value, words, n=1, cutoff=0.4)
    meant = f"Did you mean `{nearest[0]}`? " if nearest else ""
    raise UsageError(f"`{value}` is not a value of {option}.", hint=f"{meant}Choose one of: {', '.join(words)}.")


def require_time_zone(name: str) -> None:
    """Refuse a name that is no time zone.

    Raises
    ------
    UsageError
        There is no such zone.
    """
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise UsageError(f"`{name}` is not a known time zone.", hint="Write it such as Europe/Berlin.") from error


def parse_window(text: str) -> str | tuple[float, float]:
    """`standard`, `whole`, or a stretch of the session (start, stop) in s.

    Raises
    ------
    UsageError
        The text is none of these.

    Examples
    --------
    >>> parse_window("60-360")
    (60.0, 360.0)
    """
    if text in ("standard", "whole"):
        return text
    result = SPAN.fullmatch(text)
    if result is None or float(result[1]) >= float(result[2]):
        raise UsageError(
            f"--hrv-window cannot be `{text}`.", hint="Write standard, whole, or a stretch such as 60-360."
        )
    return float(result[1]), float(result[2])


def parse_phases(text: str) -> "Phases":
    """Phases the person gave, as `exercise=300-1500,recovery=1500-1800`.

    Raises
    ------
    PhasesError
        The text cannot be understood, or phases overlap.

    Examples
    --------
    >>> parse_phases("exercise=300-1500").items[0].stop_s
    1500.0
    """
    from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases

    items = []
    for part in text.split(","):
        name, _, span = (piece.strip() for piece in part.partition("="))
        result = SPAN.fullmatch(span)
        if name not in (PhaseKind.REST, PhaseKind.EXERCISE, PhaseKind.RECOVERY) or result is None:
            raise PhasesError(
                f"--phases: `{part.strip()}` cannot be understood.",
                hint='Write it such as "rest=0-300,exercise=300-1500,recovery=1500-1800", in seconds.',
            )
        items.append(Phase(PhaseKind(name), float(result[1]), float(result[2]), PhaseOrigin.GIVEN, 0.0))
    return Phases(tuple(sorted(items, key=lambda phase: phase.start_s)))
