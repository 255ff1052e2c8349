"""Set up once: what a person answers becomes their profile, which is then used wherever no other is named.

The profile is a small TOML file in the person's own configuration folder. An answer that changes a limit keeps the
earlier one with its date, so that sessions of its time are judged by it.
"""

import json
import os
import shutil
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from pacing.errors import ProfileError
from pacing.model.assessment import Assessment
from pacing.model.person import LimitSetting, Medication, Person, RestingFrom
from pacing.printable import printable
from pacing.profile import Profile
from pacing.read.fit.file_facts import offers_in

PRIVATE = 0o600  # what a profile says is nobody else's business
HEADING = "# Written by `pacing setup`. Every line can be changed or taken out; the page on profiles explains them.\n"


@dataclass(frozen=True, slots=True)
class Offer:
    """A number the watch itself keeps of its wearer: `what` it is (`resting` or `maximum`), [bpm], and who says so."""

    what: str
    bpm: float
    said_by: str


def offers_of(sessions: Iterable[Assessment]) -> Mapping[str, Offer]:
    """What the files' devices offer, by `resting` and `maximum`; of several the last.

    Parameters
    ----------
    sessions
        Sessions as they were read; analysis is not needed.

    Returns
    -------
    Mapping of str to Offer
        Empty where no device offers anything.
    """
    result: dict[str, Offer] = {}
    for session in sessions:
        source = session.recording.source
        for what, bpm in offers_in(source.remarks):
            result[what] = Offer(what, bpm, f"{source.device or 'the watch'}, in {source.file_name}")
    return result


def with_limit(person: Person, setting: LimitSetting | None, today: date) -> Person:
    """The person with another limit: the first holds for all sessions, a later one from today on, dated.

    Parameters
    ----------
    person
        With the limits of before.
    setting
        The limit of now, without a date; None: as before.
    today
        The day from which it holds.

    Examples
    --------
    >>> first = with_limit(Person(), LimitSetting("fixed", bpm=104.0), date(2026, 5, 1))
    >>> [(s.bpm, s.since) for s in with_limit(first, LimitSetting("fixed", bpm=98.0), date(2026, 6, 1)).limits]
    [(104.0, None), (98.0, datetime.date(2026, 6, 1))]
    """
    if setting is None:
        return person
    if not person.limits:
        return replace(person, limits=(setting,))
    newest = person.limits[-1]
    if replace(newest, since=None, set_by=None) == replace(setting, since=None, set_by=None):
        return person
    earlier = tuple(limit for limit in person.limits if limit.since != today)
    return replace(person, limits=(*earlier, replace(setting, since=today)))


def profile_text(profile: Profile) -> str:
    """A profile as the TOML that `read_profile` reads back; what is not known has no line.

    Parameters
    ----------
    profile
        What the person said.

    Returns
    -------
    str
        TOML with a first line that says where it comes from.
    """
    person = profile.person
    numbers = {
        "birth_year": person.birth_year,
        "age": person.age_years,
        "sex": person.sex,
        "resting_bpm": person.resting_bpm,
        "resting_from": person.resting_from,
        "maximum_bpm": person.maximum_bpm,
        "condition": person.condition,
        "worse_after_exertion": person.worse_after_exertion,
        "weight_kg": person.weight_kg,
    }
    medication = {field.name: getattr(person.medication, field.name) for field in fields(Medication)}
    heading = "limit" if len(person.limits) == 1 else "[limit]"
    session = {"recovery_posture": profile.recovery_posture, "time_zone": profile.time_zone}
    parts = [_section("person", numbers), _section("medication", medication)]
    parts += [_section(heading, _limit_lines(limit)) for limit in person.limits]
    parts.append(_section("session", session))
    parts.append(_section("diary", {"symptoms": ", ".join(profile.symptoms) or None}))
    return HEADING + "".join(parts)


def write_profile(profile: Profile, path: Path) -> None:
    """Write a profile whole or not at all; what stood there before is kept beside it, with `.before` at its end.

    Parameters
    ----------
    profile
        What the person said.
    path
        Where it goes; its folder is made, and only its owner may read it.

    Raises
    ------
    ProfileError
        It cannot be written there.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.touch(mode=PRIVATE)
        temporary.write_text(profile_text(profile), encoding="utf-8")
        if path.exists():
            shutil.copy2(path, path.with_name(f"{path.name}.before"))  # moved, it would be missing after a kill here
        temporary.replace(path)
    except OSError as error:
        message = f"The profile {path} cannot be written: {error.strerror or error}."
        raise ProfileError(message, hint="May you write there, and is there room?") from error


def local_time_zone() -> str | None:
    """The time zone this computer is set to, by its IANA name; None where it does not tell."""
    named = os.environ.get("TZ", "").removeprefix(":")
    link = Path("/etc/localtime")
    zone = named or (str(link.readlink()).partition("zoneinfo/")[2] if link.is_symlink() else "")
    return zone if zone and zone in zoneinfo.available_timezones() else None


def device_resting(person: Person, bpm: float) -> Person:
    """The person with the resting rate their watch keeps, marked as such [bpm]."""
    return replace(person, resting_bpm=bpm, resting_from=RestingFrom.DEVICE)


def _limit_lines(limit: LimitSetting) -> Mapping[str, object]:
    lines: dict[str, object] = {
        "rule": None if limit.rule == "fixed" and limit.bpm is not None else limit.rule,
        "bpm": limit.bpm,
        "share_percent": limit.share_percent,
        "set_by": limit.set_by,
        "since": limit.since,
    }
    return lines


def _section(heading: str, values: Mapping[str, object]) -> str:
    lines = [f"{key} = {_toml(value)}\n" for key, value in values.items() if value is not None]
    return f"\n[{heading}]\n{''.join(lines)}" if lines else ""


def _toml(value: object) -> str:
    """A value as TOML writes it.

    Examples
    --------
    >>> _toml(True), _toml(104.0), _toml("own"), _toml(date(2026, 5, 1))
    ('true', '104', '"own"', '2026-05-01')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(printable(str(value)), ensure_ascii=False)  # TOML takes no control character, no half of a pair
