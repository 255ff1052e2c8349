"""`pacing setup`: five questions, each of which can be skipped, and the profile that is used from then on."""

import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from pacing.cli.options import history_option, open_history, usual_history
from pacing.cli.spoken import SpokenCommand, argument
from pacing.errors import PacingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pacing.keeping.own_profile import Offer
    from pacing.model.person import LimitSetting, Medication, Person
    from pacing.pipeline import Request
    from pacing.profile import Profile

LEAVE_OUT = "-"
NONE_OF_THEM = ("none", "no")
AnswerT = TypeVar("AnswerT")


@click.command(cls=SpokenCommand)
@argument(
    "paths",
    nargs=-1,
    type=Path,
    metavar="[PATH...]",
    help="Recordings of your watch: what it knows of you is offered.",
)
@click.option("--profile", type=Path, metavar="FILE", help="Write this profile instead of the usual one.")
@history_option
def command(paths: tuple[Path, ...], *, profile: Path | None, history: Path | None) -> None:
    """Tell what holds for all your sessions, once.

    Year of birth, resting heart rate, limit, medicines and time zone; Enter skips a question. The answers are written
    into your profile, and the sessions you keep are judged by it.
    """
    from pacing.cli.output import say
    from pacing.keeping.own_profile import write_profile
    from pacing.profile import usual_profile

    path = profile or usual_profile()
    before = _profile_at(path)
    say("Five questions. Enter keeps what is in [brackets] or skips; - takes an answer out.")
    answered = _ask_all(before, _offers(paths))
    write_profile(answered, path)
    say(f"Your profile is in {path}; reports use it from now on. --no-profile leaves it out.")
    _judge_again(path, history)


def remember_zone(path: Path) -> "Request | None":
    """Ask for the time zone alone and write it into the profile; gives what holds from now on, None if skipped.

    Parameters
    ----------
    path
        Where the profile is, or shall be.

    Raises
    ------
    ProfileError
        The profile cannot be read or written.
    """
    from pacing.keeping.own_profile import local_time_zone, write_profile
    from pacing.settings import Settings, request_from

    before = _profile_at(path)
    zone = _ask("Your time zone; - skips", local_time_zone(), _zone)
    if zone is None:
        return None
    write_profile(replace(before, time_zone=zone), path)
    return request_from(Settings(profile=path))


def _profile_at(path: Path) -> "Profile":
    from pacing.model.person import Person
    from pacing.profile import Profile, read_profile

    return read_profile(path) if path.exists() else Profile(Person())


def _offers(paths: tuple[Path, ...]) -> "Mapping[str, Offer]":
    from pacing.keeping.own_profile import offers_of
    from pacing.pipeline import Request, assess_paths

    if not paths:
        return {}
    return offers_of(session for result in assess_paths(paths, Request(analyse=False)) for session in result.sessions)


def _ask_all(before: "Profile", offers: "Mapping[str, Offer]") -> "Profile":
    from datetime import datetime

    from pacing.keeping.own_profile import device_resting, local_time_zone, with_limit

    person, offered = before.person, offers.get("resting")
    by_watch = "" if offered is None else f"; {offered.bpm:g} by {offered.said_by}: answer watch"
    year = _ask("Your year of birth", person.birth_year, _year)
    if year is not None:
        person = replace(person, age_years=None)
    person = replace(person, birth_year=year)
    resting = _ask(
        f"Your resting heart rate in bpm{by_watch}", person.resting_bpm, lambda text: _bpm(text, offered), _plain
    )
    if offered is not None and resting == offered.bpm and resting != person.resting_bpm:
        person = device_resting(person, offered.bpm)
    elif resting != person.resting_bpm:
        person = replace(person, resting_bpm=resting, resting_from=None)
    newest = person.limits[-1] if person.limits else None
    limit = _ask("Your limit in bpm, or a rule such as resting_plus_15", newest, _limit, _limit_words)
    today = datetime.now().date()  # noqa: DTZ005 - the person's own calendar day
    person = replace(person, limits=()) if limit is None else with_limit(person, limit, today)
    names = ", ".join(field.name.replace("_", " ") for field in fields(person.medication))
    given = _ask(
        f"Which of these you have or take: {names}; or none", person.medication, _medication, _medication_words
    )
    person = replace(person, medication=given or type(person.medication)())
    zone = _ask("Your time zone", before.time_zone or local_time_zone(), _zone)
    return replace(before, person=_with_maximum(person, offers), time_zone=zone)


def _ask(
    question: str,
    now: "AnswerT | None",
    read: "Callable[[str], AnswerT]",
    words: "Callable[[AnswerT], str]" = str,
) -> "AnswerT | None":
    """One question, asked again at a terminal until its answer can be used; the end of the input skips it."""
    shown = "" if now is None or not words(now) else f" [{words(now)}]"
    while True:
        print(f"{question}{shown}: ", end="", file=sys.stderr, flush=True)
        text = sys.stdin.readline().strip()
        if not sys.stdin.isatty():
            print(file=sys.stderr)
        if not text:
            return now
        if text == LEAVE_OUT:
            return None
        try:
            return read(text)
        except PacingError as error:
            if not sys.stdin.isatty():
                raise
            print(f"{error.message} {error.hint}", file=sys.stderr)


def _year(text: str) -> int:
    from pacing.model.person import Person

    if not text.isdecimal():
        raise UsageError(f"`{text}` is not a year.", hint="Write it with four digits, such as 1980.")
    return Person(birth_year=int(text)).birth_year or 0


def _bpm(text: str, offered: "Offer | None") -> float:
    from pacing.model.person import Person

    if offered is not None and text.casefold() == "watch":
        return offered.bpm
    return Person(resting_bpm=_number(text)).resting_bpm or 0.0


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".").removesuffix("bpm"))
    except ValueError:
        raise UsageError(f"`{text}` is not a number.", hint="Write it such as 104.") from None


def _plain(number: float) -> str:
    return f"{number:g}"


def _limit(text: str) -> "LimitSetting":
    from pacing.judge.applicable_limits import rule_ids
    from pacing.model.person import LimitSetting, Person
    from pacing.settings import require_one_of

    if text[0].isdecimal():
        return Person(limits=(LimitSetting("fixed", bpm=_number(text)),)).limits[0]
    require_one_of("The limit", text, rule_ids())
    return LimitSetting(text)


def _limit_words(setting: "LimitSetting") -> str:
    return setting.rule if setting.bpm is None else f"{setting.bpm:g}"


def _medication(text: str) -> "Medication":
    from pacing.model.person import Medication
    from pacing.settings import require_one_of

    names = [field.name for field in fields(Medication)]
    if text.casefold() in NONE_OF_THEM:
        return Medication(**dict.fromkeys(names, False))
    words = [word.strip().casefold().replace(" ", "_").replace("-", "_") for word in text.split(",")]
    for word in words:
        require_one_of("A medicine", word, names)
    return Medication(**{name: name in words for name in names})


def _medication_words(medication: "Medication") -> str:
    if medication.given():
        return ", ".join(medication.given()).replace("_", " ")
    return "none" if all(getattr(medication, field.name) is False for field in fields(medication)) else ""


def _zone(text: str) -> str:
    from pacing.settings import require_time_zone

    require_time_zone(text)
    return text


def _with_maximum(person: "Person", offers: "Mapping[str, Offer]") -> "Person":
    """The measured maximum is asked only where the watch offers one: mostly it is guessed from the age."""
    offered = offers.get("maximum")
    if offered is None or person.maximum_bpm is not None:
        return person
    question = (
        f"{offered.said_by} keeps a maximum of {offered.bpm:g} bpm. Most such numbers are guessed from the age; was it"
        " measured? yes or no"
    )
    return replace(person, maximum_bpm=offered.bpm) if _ask(question, False, _yes, lambda _: "no") else person


def _yes(text: str) -> bool:
    return text.casefold() in ("y", "yes")


def _judge_again(path: Path, history: Path | None) -> None:
    from pacing.cli.output import say_again
    from pacing.keeping.again import judge_again
    from pacing.settings import Settings, request_from

    if not (history or usual_history()).exists():
        return
    with open_history(history) as store:
        say_again(judge_again(store, request_from(Settings(profile=path))))
