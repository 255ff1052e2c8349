"""`pacing diary`: symptoms by day, and dated notes of what changed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pacing.cli.options import DAY, history_option, open_history, open_kept
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenGroup, argument
from pacing.errors import UsageError
from pacing.plural import plural

if TYPE_CHECKING:
    from pacing.history.diary_import import ReadDiary

MOST_NAMED = 3  # scores that are spelt out; more are counted
day_option = click.option("--day", type=DAY, metavar="YYYY-MM-DD", help="Default: today.")


@click.group(cls=SpokenGroup)
def command() -> None:
    """Symptoms by day, and dated notes of what changed."""


@command.command("add")
@argument("scores", nargs=-1, required=True, metavar="NAME=SCORE...", help="Such as fatigue=6 pain=3; 0 to 10.")
@day_option
@history_option
def add_scores(scores: tuple[str, ...], *, day: datetime | None, history: Path | None) -> None:
    """Scores of a day; three symptoms that matter to you are enough."""
    from pacing.cli.output import say
    from pacing.history.diary import add_entries
    from pacing.model.longitudinal import SymptomScore

    when = (day or datetime.now()).date()  # noqa: DTZ005 - the person's own calendar day
    entries = []
    for score in scores:
        name, _, value = score.partition("=")
        try:
            entries.append(SymptomScore(when, name, float(value)))
        except ValueError:
            raise UsageError(f"`{score}` is not NAME=SCORE.", hint="Write it such as fatigue=6.") from None
    with open_history(history) as store:
        count = add_entries(store, entries, "told")
    say(plural(count, "1 score kept for {when}.", "{} scores kept for {when}.", when=when))


@command.command("note")
@argument("text", metavar="TEXT", help="What changed, in your words.")
@click.option("--kind", metavar="KIND", default="other", help="treatment, dose, illness, cycle, travel or other.")
@day_option
@history_option
def note(text: str, *, kind: str, day: datetime | None, history: Path | None) -> None:
    """A dated note: a treatment, a dose, an illness, a journey."""
    from pacing.cli.output import say
    from pacing.history.diary import add_note

    when = (day or datetime.now()).date()  # noqa: DTZ005 - the person's own calendar day
    with open_history(history) as store:
        add_note(store, when, kind, text)
    say(f"Noted for {when}.")


@command.command("import")
@argument(
    "path",
    type=Path,
    metavar="FILE",
    help="A Visible or Bearable export, a plain table, Apple Health's export or Health Auto Export's JSON.",
)
@history_option
def import_diary(path: Path, *, history: Path | None) -> None:
    """Symptoms, and begun or changed medicines, from another program's export."""
    from pacing.cli.output import say
    from pacing.history.diary import add_entries, add_note
    from pacing.history.diary_import import ReadDiary, read_diary
    from pacing.read.phone_diary import PhoneDiary, is_phone_diary, read_phone_diary

    phone = is_phone_diary(path)
    plain = ReadDiary(()) if phone else read_diary(path)
    entries = read_phone_diary(path) if phone else PhoneDiary(plain.entries, ())
    if entries.without_degree:
        say(
            plural(
                entries.without_degree,
                "1 entry says only that a symptom was there, not how much; it is no score.",
                "{} entries say only that a symptom was there, not how much; they are no scores.",
            )
        )
    if not entries.scores and not entries.notes:
        say(f"{path.name} has no scores from 0 to 10 with a day.")
        _say_left_out(plain)
        raise Exit(ExitCode.NOTHING_READ)
    with open_history(history) as store:
        count = add_entries(store, entries.scores, path.name)
        for day, kind, words in entries.notes:
            add_note(store, day, kind, words)
    scores = plural(count, "1 score", "{} scores")
    say(
        plural(
            len({entry.name for entry in entries.scores}),
            "{scores} of 1 symptom kept.",
            "{scores} of {} symptoms kept.",
            scores=scores,
        )
    )
    for day, _, words in entries.notes:
        say(f"Noted for {day}: {words}.")
    _say_left_out(plain)


@command.command("remove")
@argument("day", type=DAY, metavar="YYYY-MM-DD", help="The day.")
@argument("names", nargs=-1, metavar="[NAME...]", help="Only these symptoms.")
@click.option("--notes", "notes_too", is_flag=True, help="The notes of the day too.")
@history_option
def remove(day: datetime, names: tuple[str, ...], *, notes_too: bool, history: Path | None) -> None:
    """Take out what the diary says of a day."""
    from pacing.cli.output import counted, say
    from pacing.history.diary import remove_entries

    with open_history(history) as store:
        count = remove_entries(store, day.date(), names, notes_too=notes_too)
    say(f"{counted(count, 'entry', 'entries')} of {day.date()} removed.")


def _say_left_out(diary: "ReadDiary") -> None:
    """What of a diary was not kept, by name: nothing goes without a word."""
    from pacing.cli.output import counted, say

    if diary.not_symptoms:
        say(f"Left out: {', '.join(diary.not_symptoms)} (not a symptom scored from 0 to 10).")
    if diary.outside:
        some = ", ".join(f"{one.name} {one.score:g} on {one.day}" for one in diary.outside[:MOST_NAMED])
        more = f" and {len(diary.outside) - MOST_NAMED} more" if len(diary.outside) > MOST_NAMED else ""
        say(f"Left out: {counted(len(diary.outside), 'score')} outside 0 to 10: {some}{more}.")


@command.command("list")
@history_option
def list_diary(*, history: Path | None) -> None:
    """All scores and notes by day."""
    from pacing.history.diary import notes, symptoms

    with open_kept(history) as store:
        scores, dated = symptoms(store), notes(store)
    if not scores and not dated:
        from pacing.cli.output import say

        say("The diary is empty. `pacing diary add` and `pacing diary import` fill it.")
    days = sorted({day for by_day in scores.values() for day in by_day} | {day for day, _, _ in dated})
    for day in days:
        words = [f"{name} {by_day[day]:g}" for name, by_day in sorted(scores.items()) if day in by_day]
        words += [f"{kind}: {text}" for when, kind, text in dated if when == day]
        print(f"{day}  {', '.join(words)}")
