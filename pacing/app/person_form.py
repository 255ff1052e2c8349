"""The person whose page it is: their profile, what it asks of the pipeline, and the fields of its form."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pacing.app.place import Place
from pacing.app.tasks import FieldError
from pacing.errors import PacingError, ProfileError
from pacing.history.diary import key_symptoms, symptoms
from pacing.history.store import History
from pacing.judge.applicable_limits import setting_at
from pacing.keeping.history_file import with_past
from pacing.model.person import Condition, Medication, Person, Posture, RestingFrom, Sex
from pacing.pipeline import Request
from pacing.profile import Profile, read_profile
from pacing.settings import Settings, request_from, require_time_zone

DEFAULT_SYMPTOMS = ("fatigue", "pain", "brain fog")
YES, NO = "yes", "no"
NO_SCORE = "none"
MEDICATION_WORDS = {
    "beta_blocker": "Beta-blocker",
    "ivabradine": "Ivabradine",
    "calcium_channel_blocker": "Calcium-channel blocker (such as diltiazem)",
    "digoxin": "Digoxin",
    "antidepressant": "Antidepressant",
    "stimulant": "Stimulant",
    "pacemaker": "Pacemaker",
    "atrial_fibrillation": "Atrial fibrillation",
}
CHOICES: Mapping[type[StrEnum], Mapping[str, str]] = {
    Sex: {"female": "female", "male": "male"},
    RestingFrom: {
        "morning": "on waking, still lying",
        "seated": "sitting quietly",
        "sleep": "asleep",
        "device": "from my watch",
    },
    Condition: {
        "fibromyalgia": "fibromyalgia",
        "me_cfs": "ME/CFS",
        "long_covid": "long COVID",
        "pots": "POTS",
        "other": "something else",
    },
    Posture: {"lying": "lie down", "sitting": "sit", "standing": "stand", "walking": "keep walking"},
}


def profile_of(index: Place) -> Profile:
    """The person's profile; an empty one where none was written yet.

    Raises
    ------
    ProfileError
        What is written there makes no sense.
    """
    return read_profile(index.profile) if index.profile.exists() else Profile(Person())


def request_of(index: Place) -> Request:
    """What is asked of the pipeline for this person: files are kept, and a rule that learns gets the past.

    Raises
    ------
    PacingError
        The profile makes no sense, or the history cannot be opened.
    """
    request = request_from(Settings(profile=index.profile if index.profile.exists() else None))
    request = replace(request, with_original=True, daily=True)
    return with_past(request, index.history) if index.history.exists() else request


def takes_newest_limit(now: Person, then: Person, began: datetime | None) -> bool:
    """Whether a session is held against the newest limit of now; true where there is none, or the session has none.

    Parameters
    ----------
    now
        With the limits of now.
    then
        With the limits that the session was judged by.
    began
        When the session began.
    """
    setting = setting_at(then.limits, began).setting
    if not now.limits or setting is None:
        return True
    return replace(setting, since=None) == replace(now.limits[-1], since=None)


def symptom_names(kept: History, profile: Profile) -> tuple[str, ...]:
    """The person's own words where they chose them; else those of their diary; else three that most people know.

    Parameters
    ----------
    kept
        The history, whose diary may name others.
    profile
        What the person chose.

    Returns
    -------
    tuple of str
        At most three, in an order that no entry changes.
    """
    if profile.symptoms:
        return profile.symptoms
    scored = [one.name for one in key_symptoms(symptoms(kept))]
    if not scored:
        return DEFAULT_SYMPTOMS
    theirs = sorted(name for name in scored if name not in DEFAULT_SYMPTOMS)
    if not theirs:
        return DEFAULT_SYMPTOMS
    return (*(name for name in DEFAULT_SYMPTOMS if name in scored), *theirs)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: its name, what is asked, what stands in it, and what may be chosen (empty: a number)."""

    name: str
    label: str
    value: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_medicine: bool = False


def person_fields(profile: Profile) -> tuple[Field, ...]:
    """Every field, with what the profile says now."""
    person = profile.person
    return (
        _number("birth_year", "Year of birth", person.birth_year, "For rules that start from your age."),
        _choice("sex", "Sex", Sex, person.sex, "Some equations differ by it."),
        _number("resting_bpm", "Resting heart rate (bpm)", person.resting_bpm, "The best start for most limits."),
        _choice("resting_from", "How it was measured", RestingFrom, person.resting_from),
        _number("maximum_bpm", "Highest heart rate (bpm), only if a test measured it", person.maximum_bpm),
        _number("weight_kg", "Weight (kg)", person.weight_kg, "Only needed with a power meter."),
        _choice("condition", "What you live with", Condition, person.condition),
        _yes_no("worse_after_exertion", "Exertion makes me worse, hours or days later", person.worse_after_exertion),
        Field("time_zone", "Time zone", profile.time_zone or "", "Such as Europe/Berlin; for files that name none."),
        *(
            replace(_yes_no(f.name, MEDICATION_WORDS[f.name], getattr(person.medication, f.name)), is_medicine=True)
            for f in fields(Medication)
        ),
    )


def _number(name: str, label: str, value: float | None, hint: str = "") -> Field:
    return Field(name, label, "" if value is None else f"{value:g}", hint)


def _choice(name: str, label: str, kind: type[StrEnum], value: StrEnum | None, hint: str = "") -> Field:
    choices = (("", "(not said)"), *CHOICES[kind].items())
    return Field(name, label, "" if value is None else value.value, hint, choices)


def _yes_no(name: str, label: str, value: bool | None) -> Field:  # noqa: FBT001 - a value, not a switch
    shown = "" if value is None else YES if value else NO
    return Field(name, label, shown, "", (("", "(not said)"), (YES, "yes"), (NO, "no")))


def profile_from_fields(profile: Profile, given: Mapping[str, str]) -> Profile:
    """The profile with what the form says; an empty field says nothing. Limits and symptoms stay.

    Raises
    ------
    FieldError
        A field makes no sense.
    """
    before = profile.person
    try:
        person = Person(
            birth_year=_whole(given, "birth_year"),
            age_years=before.age_years if "birth_year" not in given else None,
            sex=_word(given, "sex", Sex),
            resting_bpm=_float(given, "resting_bpm"),
            resting_from=_word(given, "resting_from", RestingFrom),
            maximum_bpm=_float(given, "maximum_bpm"),
            condition=_word(given, "condition", Condition),
            worse_after_exertion=_answer(given, "worse_after_exertion"),
            medication=Medication(**{f.name: _answer(given, f.name) for f in fields(Medication)}),
            limits=before.limits,
            weight_kg=_float(given, "weight_kg"),
        )
    except ProfileError as error:
        raise FieldError(error.message, hint=error.hint) from error
    return replace(profile, person=person, time_zone=_zone(given))


def _float(given: Mapping[str, str], name: str) -> float | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        message = f"“{text}” is not a number."
        raise FieldError(message, hint="Write it in digits.") from error


def _whole(given: Mapping[str, str], name: str) -> int | None:
    value = _float(given, name)
    return None if value is None else round(value)


def _word(given: Mapping[str, str], name: str, kind: Any) -> Any:
    text = given.get(name)
    if text is None:
        return None
    if text not in list(kind):
        message = f"“{text}” is not one of the choices."
        raise FieldError(message, hint="Choose one from the list.")
    return kind(text)


def _answer(given: Mapping[str, str], name: str) -> bool | None:
    return {YES: True, NO: False}.get(given.get(name, ""))


def _zone(given: Mapping[str, str]) -> str | None:
    name = given.get("time_zone")
    if name is not None:
        try:
            require_time_zone(name)
        except PacingError as error:
            raise FieldError(error.message, hint=error.hint) from error
    return name
