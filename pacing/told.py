"""Everything a person tells about themselves, a session and its files, as a request; on a command line or in Python."""

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pacing.errors import PhasesError, UsageError
from pacing.model.conditions import Conditions, Correction
from pacing.model.person import LimitSetting, Person, Posture, Sex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacing.model.phases import Phases
    from pacing.pipeline import Request

DECODERS = ("columns", "fitparse")
NUMBER = r"\d+(?:\.\d+)?"
SPAN = re.compile(rf"({NUMBER})-({NUMBER})", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Everything the options told, as typed; None = not told."""

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
    from pacing.judge.choose import rule_ids
    from pacing.measure.hrv_settings import COMPAT
    from pacing.pipeline import Request
    from pacing.profile import Profile, read_profile
    from pacing.read.options import ReadOptions

    profile = read_profile(told.profile) if told.profile is not None else Profile(Person())
    if told.limit is not None and told.rule not in (None, "fixed"):
        raise UsageError(
            f"--limit {told.limit:g} and --rule {told.rule} contradict each other.", hint="Give one of the two."
        )
    for option, value, known in (
        ("--decoder", told.decoder, DECODERS),
        ("--compat", told.compat, COMPAT),
        ("--rule", told.rule, rule_ids()),
    ):
        _require_one_of(option, value, known)
    zone = profile.time_zone if told.timezone is None else told.timezone
    if zone is not None:
        _require_time_zone(zone)
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
        rule=told.rule,
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


def _require_one_of(option: str, value: str | None, known: "Iterable[str]") -> None:
    if value is not None and value not in known:
        raise UsageError(f"{option} cannot be `{value}`.", hint=f"Known are: {', '.join(known)}.")


def _require_time_zone(name: str) -> None:
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
    found = SPAN.fullmatch(text)
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
    from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases

    items = []
    for part in text.split(","):
        name, _, span = (piece.strip() for piece in part.partition("="))
        found = SPAN.fullmatch(span)
        if name not in list(PhaseKind) or found is None:
            raise PhasesError(
                f"--phases: `{part.strip()}` cannot be understood.",
                hint='Write it such as "rest=0-300,exercise=300-1500,recovery=1500-1800", in seconds.',
            )
        items.append(Phase(PhaseKind(name), float(found[1]), float(found[2]), PhaseOrigin.GIVEN, 0.0))
    return Phases(tuple(sorted(items, key=lambda phase: phase.start_s)))
