"""A person's profile (TOML): what they say about themselves once and for all, and what is wrong with it in words.

Unknown words are refused by name, with the nearest known one.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pacing.errors import ProfileError
from pacing.model.person import Condition, LimitSetting, Medication, Person, Posture, RestingFrom, Sex
from pacing.printable import printable

KEYS: Mapping[str, tuple[str, ...]] = {
    "person": (
        "birth_year",
        "age",
        "sex",
        "resting_bpm",
        "resting_from",
        "maximum_bpm",
        "condition",
        "worse_after_exertion",
        "weight_kg",
    ),
    "medication": tuple(f.name for f in fields(Medication)),
    "limit": ("rule", "bpm", "share_percent", "set_by", "since"),
    "session": ("recovery_posture", "time_zone"),
    "diary": ("symptoms",),
}

MEANT: Mapping[str, str] = {
    **dict.fromkeys(("resting_hr", "resting_heart_rate", "hr_rest", "resting", "rhr"), "resting_bpm"),
    **dict.fromkeys(("maximum_hr", "max_hr", "hr_max", "max_heart_rate", "maximum", "max_bpm"), "maximum_bpm"),
    **dict.fromkeys(("limit", "limit_bpm", "hr", "heart_rate"), "bpm"),
    **dict.fromkeys(("year_of_birth", "born", "birthday", "date_of_birth"), "birth_year"),
    **dict.fromkeys(("gender",), "sex"),
    **dict.fromkeys(("weight",), "weight_kg"),
    **dict.fromkeys(("timezone", "tz", "zone"), "time_zone"),
    **dict.fromkeys(("posture",), "recovery_posture"),
    **dict.fromkeys(("beta_blockers", "betablocker"), "beta_blocker"),
}
"""What people call the lines of a profile: nearer in meaning than in letters."""

EnumT = TypeVar("EnumT", bound=StrEnum)


def usual_profile() -> Path:
    """Where `pacing setup` writes the profile that is used unless another is named."""
    from platformdirs import user_config_path

    return user_config_path("pacing", appauthor=False) / "profile.toml"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile file says: the person, what they score, and what holds for sessions unless given otherwise."""

    person: Person
    recovery_posture: Posture | None = None
    time_zone: str | None = None
    symptoms: tuple[str, ...] = ()


def read_profile(path: Path) -> Profile:
    """The profile in a TOML file.

    Raises
    ------
    ProfileError
        The file cannot be opened, is not TOML, holds an unknown key or an impossible value.
    """
    import tomllib

    try:
        if path.exists() and not path.is_file():
            message = f"The profile {path.name} is not an ordinary file."
            raise ProfileError(message, hint="Name a TOML file with --profile.")
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"The profile {path.name} cannot be opened: {error.strerror or error}."
        raise ProfileError(message, hint="Check its path, or leave it out with --no-profile.") from error
    except UnicodeDecodeError as error:
        message = f"The profile {path.name} is not text in UTF-8."
        raise ProfileError(message, hint="Save it as plain text in UTF-8; most editors ask when saving.") from error
    except (ValueError, RecursionError) as error:  # what tomllib raises, also for numbers and nesting beyond all bounds
        detail = f": {error}" if isinstance(error, tomllib.TOMLDecodeError) else ""
        message = f"The profile {path.name} is not valid TOML{detail}."
        raise ProfileError(
            message, hint="Write lines such as `resting_bpm = 68` below a heading such as `[person]`."
        ) from error
    return profile_from(table)


def profile_from(table: Mapping[str, object]) -> Profile:
    """A profile from an already parsed table; `[limit]` may be one table or, dated, several (`[[limit]]`).

    Raises
    ------
    ProfileError
        An unknown key (the nearest known one is named) or an impossible value.
    """
    for heading, value in table.items():
        if not isinstance(value, dict | list):
            _refuse_outside_headings(heading)
        _require_known(heading, tuple(KEYS), "heading")
    person, medication, session = (_section(table, name) for name in ("person", "medication", "session"))
    if "age" in person and "birth_year" in person:
        message = "The profile gives both an age and a year of birth."
        raise ProfileError(message, hint="Keep birth_year; an age grows old.")
    return Profile(
        Person(
            birth_year=_whole(person, "birth_year"),
            age_years=_number(person, "age"),
            sex=_word(person, "sex", Sex),
            resting_bpm=_number(person, "resting_bpm"),
            resting_from=_word(person, "resting_from", RestingFrom),
            maximum_bpm=_number(person, "maximum_bpm"),
            condition=_word(person, "condition", Condition),
            worse_after_exertion=_yes_or_no(person, "worse_after_exertion"),
            weight_kg=_number(person, "weight_kg"),
            medication=Medication(**{name: _yes_or_no(medication, name) for name in KEYS["medication"]}),
            limits=_limits(table.get("limit")),
        ),
        recovery_posture=_word(session, "recovery_posture", Posture),
        time_zone=_text(session, "time_zone"),
        symptoms=_listed(_text(_section(table, "diary"), "symptoms") or ""),
    )


def _section(table: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        message = f"`{name}` in the profile must be a heading, not a value."
        raise ProfileError(message, hint=f"Write [{name}] on a line of its own.")
    for key in section:
        _require_known(key, KEYS[name], f"key below [{name}]")
    return section


def _limits(value: object) -> tuple[LimitSetting, ...]:
    tables = value if isinstance(value, list) else [] if value is None else [value]
    settings = [_limit(_section({"limit": table}, "limit")) for table in tables]
    days = [setting.since for setting in settings]
    for day in days:
        if days.count(day) > 1:
            what = "have no date" if day is None else f"hold from {day}"
            message = f"Two limits in the profile {what}: it is not clear which one counts."
            raise ProfileError(message, hint="Give each the day it starts on: since = 2026-05-01.")
    return tuple(sorted(settings, key=lambda setting: setting.since or date.min))


def _limit(section: Mapping[str, object]) -> LimitSetting:
    rule = _text(section, "rule") or ("fixed" if "bpm" in section else None)
    if rule is None:
        message = "A [limit] in the profile needs a rule or a number."
        raise ProfileError(message, hint='Write `rule = "resting_plus_15"`, or `bpm = 104` for a number you chose.')
    from pacing.judge.applicable_limits import rule_ids, rule_of

    _require_known(rule, rule_ids(), "pacing rule")
    for key in ("bpm", "share_percent"):
        if key in section and key not in rule_of(rule).takes:
            takers = [f'"{name}"' for name in rule_ids() if key in rule_of(name).takes]
            message = f"`{key}` below [limit] in the profile changes nothing for the rule `{rule}`."
            raise ProfileError(message, hint=f"Take the line out, or choose a rule that uses it: {', '.join(takers)}.")
    return LimitSetting(
        rule,
        bpm=_number(section, "bpm"),
        share_percent=_number(section, "share_percent"),
        set_by=_text(section, "set_by"),
        since=_date(section, "since"),
    )


def _refuse_outside_headings(name: str) -> None:
    """Refuse a line above all headings whose word, or what is meant by it, belongs below one."""
    meant = MEANT.get(name, name)
    below = next((heading for heading, keys in KEYS.items() if meant in keys), None)
    if below is not None:
        message = f"`{name}` in the profile stands below no heading."
        raise ProfileError(message, hint=f"Write [{below}] on a line of its own, and `{meant} = ...` below it.")


def _require_known(name: str, known: tuple[str, ...], what: str) -> None:
    if name in known:
        return
    if name in MEANT and MEANT[name] in known:
        raise ProfileError(f"The profile has an unknown {what}: `{name}`.", hint=f"Did you mean `{MEANT[name]}`?")
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"Did you mean `{nearest[0]}`?" if nearest else f"Choose one of: {', '.join(known)}."
    message = f"The profile has an unknown {what}: `{name}`."
    raise ProfileError(message, hint=hint)


def _number(section: Mapping[str, object], key: str) -> float | None:
    value = section.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"`{key}` in the profile must be a number."
        raise ProfileError(message, hint=f"Write it without quotes: {key} = 68.")
    try:
        return float(value)
    except OverflowError as error:
        message = f"`{key}` in the profile is too large a number."
        raise ProfileError(message, hint=f"For example: {key} = 68.") from error


def _whole(section: Mapping[str, object], key: str) -> int | None:
    value = _number(section, key)
    if value is not None and not value.is_integer():
        message = f"`{key}` in the profile must be a whole number."
        raise ProfileError(message, hint=f"For example: {key} = 1980.")
    return None if value is None else int(value)


def _text(section: Mapping[str, object], key: str) -> str | None:
    value = section.get(key)
    if value is not None and not isinstance(value, str):
        message = f"`{key}` in the profile must be a word in quotes."
        raise ProfileError(message, hint=f'For example: {key} = "fixed".')
    return None if value is None else printable(value)


def _word(section: Mapping[str, object], key: str, kind: type[EnumT]) -> EnumT | None:
    value = _text(section, key)
    if value is None:
        return None
    if value not in [member.value for member in kind]:
        message = f"`{key}` in the profile cannot be `{value}`."
        raise ProfileError(message, hint=f"Choose one of: {', '.join(kind)}.")
    return kind(value)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in words.split(",") if word.strip())


def _yes_or_no(section: Mapping[str, object], key: str) -> bool | None:
    value = section.get(key)
    if value is not None and not isinstance(value, bool):
        message = f"`{key}` in the profile must be true or false."
        raise ProfileError(message, hint=f"For example: {key} = false. Leave the line out when you do not know.")
    return value


def _date(section: Mapping[str, object], key: str) -> date | None:
    value = section.get(key)
    if value is not None and not isinstance(value, date):
        message = f"`{key}` in the profile must be a date."
        raise ProfileError(message, hint=f"Write it as year-month-day without quotes: {key} = 2026-05-01.")
    return value.date() if isinstance(value, datetime) else value
