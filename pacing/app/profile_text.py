"""A profile as the text of its file: what `pacing.settings` reads back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum

from pacing.model.person import LimitSetting, Person
from pacing.settings import Profile


def profile_text(profile: Profile) -> str:
    """The profile as TOML; what is not told is left out.

    Examples
    --------
    >>> print(profile_text(Profile(Person(birth_year=1980, limits=(LimitSetting("fixed", bpm=104.0),)))))
    [person]
    birth_year = 1980
    <BLANKLINE>
    [[limit]]
    rule = "fixed"
    bpm = 104
    <BLANKLINE>
    """
    person = profile.person
    parts = [
        _section("[person]", _person(person)),
        _section("[medication]", {f.name: getattr(person.medication, f.name) for f in fields(person.medication)}),
        *(_section("[[limit]]", _limit(limit)) for limit in person.limits),
        _section("[session]", {"recovery_posture": profile.recovery_posture, "time_zone": profile.time_zone}),
        _section("[diary]", {"symptoms": profile.symptoms or None}),
    ]
    return "\n".join(part for part in parts if part)


def _person(person: Person) -> Mapping[str, object]:
    names = ("birth_year", "age_years", "sex", "resting_bpm", "resting_from", "maximum_bpm", "condition")
    values = {name: getattr(person, name) for name in (*names, "worse_after_exertion", "weight_kg")}
    return {"age" if name == "age_years" else name: value for name, value in values.items()}


def _limit(limit: LimitSetting) -> Mapping[str, object]:
    return {f.name: getattr(limit, f.name) for f in fields(limit)}


def _section(heading: str, values: Mapping[str, object]) -> str:
    lines = list(_lines(values))
    return "\n".join([heading, *lines, ""]) if lines else ""


def _lines(values: Mapping[str, object]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f"{name} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case StrEnum():
            return _string(value.value)
        case str():
            return _string(value)
        case date():
            return value.isoformat()
        case float() | int():
            return f"{value:g}"
        case tuple():
            return f"[{', '.join(_string(str(word)) for word in value)}]"
        case _:
            message = f"a profile holds no {type(value).__name__}"
            raise TypeError(message)


def _string(text: str) -> str:
    """A TOML string: written as JSON writes one, whose escapes TOML reads alike."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
