"""The options that several commands share: each with one wording, and how they become a request."""

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pacing.errors import UsageError
from pacing.model.conditions import Conditions, Correction
from pacing.model.person import LimitSetting, Person, Posture, Sex

if TYPE_CHECKING:
    from pacing.model.phases import Phases
    from pacing.pipeline import Request

PERSON, SESSION, READING = "The person", "The session", "How files are read"

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files, folders or archives.", exists=False, show_default=False)
]
ProfileOption = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="Your profile (TOML).", rich_help_panel=PERSON)
]
LimitOption = Annotated[
    float | None, typer.Option("--limit", metavar="BPM", help="The limit you chose.", rich_help_panel=PERSON)
]
RuleOption = Annotated[
    str | None,
    typer.Option("--rule", metavar="RULE", help="A pacing rule; see `pacing limit`.", rich_help_panel=PERSON),
]
AgeOption = Annotated[float | None, typer.Option("--age", metavar="YEARS", help="Your age.", rich_help_panel=PERSON)]
SexOption = Annotated[Sex | None, typer.Option("--sex", help="For predicting equations.", rich_help_panel=PERSON)]
RestingOption = Annotated[
    float | None, typer.Option("--resting", metavar="BPM", help="Your resting heart rate.", rich_help_panel=PERSON)
]
MaximumOption = Annotated[
    float | None,
    typer.Option("--maximum", metavar="BPM", help="Your highest heart rate, if measured.", rich_help_panel=PERSON),
]
PhasesOption = Annotated[
    str | None,
    typer.Option(
        "--phases", metavar="TEXT", help='"exercise=300-1500,recovery=1500-1800", in seconds.', rich_help_panel=SESSION
    ),
]
PostureOption = Annotated[
    Posture | None,
    typer.Option("--recovery-posture", help="What you did after stopping.", rich_help_panel=SESSION),
]
MaximalOption = Annotated[
    bool,
    typer.Option("--maximal-test", help="It was a maximal test run by a clinician.", rich_help_panel=SESSION),
]
TimezoneOption = Annotated[
    str | None,
    typer.Option(
        "--timezone", metavar="ZONE", help="Such as Europe/Berlin, where files do not tell.", rich_help_panel=READING
    ),
]
DialectOption = Annotated[
    str | None,
    typer.Option("--dialect", metavar="NAME", help="The CSV dialect; see `pacing formats`.", rich_help_panel=READING),
]
WindowOption = Annotated[
    str,
    typer.Option(
        "--hrv-window", metavar="WINDOW", help="standard, whole, or START-STOP in seconds.", rich_help_panel=SESSION
    ),
]
CorrectionOption = Annotated[
    Correction, typer.Option("--correction", help="Artefact correction of RR intervals.", rich_help_panel=SESSION)
]
CompatOption = Annotated[
    str | None,
    typer.Option("--compat", metavar="NAME", help="Settings of another HRV program.", rich_help_panel=SESSION),
]
DecoderOption = Annotated[
    str, typer.Option("--decoder", metavar="columns|fitparse", help="The FIT decoder.", rich_help_panel=READING)
]

COMPATIBLE = ("kubios", "neurokit2", "hrv-analysis", "pyhrv", "physionet")
DECODERS = ("columns", "fitparse")
SPAN = re.compile(r"^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$")


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Everything the options told, as typed."""

    profile: Path | None = None
    limit: float | None = None
    rule: str | None = None
    age: float | None = None
    sex: Sex | None = None
    resting: float | None = None
    maximum: float | None = None
    phases: str | None = None
    posture: Posture | None = None
    maximal_test: bool = False
    timezone: str | None = None
    dialect: str | None = None
    hrv_window: str = "standard"
    correction: Correction = Correction.LIPPONEN
    compat: str | None = None
    decoder: str = "columns"


def request_from(told: Told) -> "Request":
    """A request for the pipeline; what an option tells wins over the profile.

    Raises
    ------
    UsageError, ProfileError, PhasesError
        Something told makes no sense.
    """
    from pacing.pipeline import Request
    from pacing.profile import Profile, read_profile
    from pacing.read.options import ReadOptions

    profile = read_profile(told.profile) if told.profile else Profile(Person())
    if told.limit is not None and told.rule not in (None, "fixed"):
        raise UsageError(
            f"--limit {told.limit:g} and --rule {told.rule} contradict each other.", hint="Give one of the two."
        )
    _require_one_of("--decoder", told.decoder, DECODERS)
    if told.compat is not None:
        _require_one_of("--compat", told.compat, COMPATIBLE)
    zone = told.timezone or profile.time_zone
    if zone is not None:
        require_time_zone(zone)
    return Request(
        person=_person(profile.person, told),
        conditions=Conditions(
            recovery_posture=told.posture or profile.recovery_posture,
            maximal_test=told.maximal_test,
            hrv_window=parse_window(told.hrv_window),
            correction=told.correction,
            compat=told.compat,
        ),
        reading=ReadOptions(told.dialect, told.decoder, zone),
        given_phases=None if told.phases is None else parse_phases(told.phases),
        rule=_known_rule(told.rule),
    )


def _person(person: Person, told: Told) -> Person:
    changes: dict[str, object] = {}
    if told.age is not None:
        changes |= {"age_years": told.age}
    if told.sex is not None:
        changes |= {"sex": told.sex}
    if told.resting is not None:
        changes |= {"resting_bpm": told.resting, "resting_from": None}
    if told.maximum is not None:
        changes |= {"maximum_bpm": told.maximum}
    if told.limit is not None:
        changes |= {"limits": (LimitSetting("fixed", bpm=told.limit),)}
    return dataclasses.replace(person, **changes)  # type: ignore[arg-type]


def _known_rule(rule: str | None) -> str | None:
    if rule is not None:
        import pacing.judge.limits
        from pacing.registry import plugin_names

        _require_one_of("--rule", rule, plugin_names(pacing.judge.limits))
    return rule


def _require_one_of(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UsageError(f"{option} cannot be `{value}`.", hint=f"Known are: {', '.join(known)}.")


def require_time_zone(name: str) -> None:
    """Raise UsageError unless `name` is a time zone this machine knows."""
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
    found = SPAN.match(text)
    if found is None or float(found[1]) >= float(found[2]):
        raise UsageError(
            f"--hrv-window cannot be `{text}`.", hint="Write standard, whole, or a stretch such as 60-360."
        )
    return float(found[1]), float(found[2])


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
    from pacing.errors import PhasesError
    from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases

    items = []
    for part in text.split(","):
        name, _, span = part.strip().partition("=")
        found = SPAN.match(span.strip())
        if name not in list(PhaseKind) or found is None:
            raise PhasesError(
                f"--phases: `{part.strip()}` cannot be understood.",
                hint='Write it such as "rest=0-300,exercise=300-1500,recovery=1500-1800", in seconds.',
            )
        items.append(Phase(PhaseKind(name), float(found[1]), float(found[2]), PhaseOrigin.GIVEN, 0.0))
    return Phases(tuple(sorted(items, key=lambda phase: phase.start_s)))
