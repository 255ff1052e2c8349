"""`pacing diary`: symptoms by day, and dated notes of what changed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pacing.cli.options import HistoryOption, open_history
from pacing.cli.output import ExitCode
from pacing.errors import UsageError
from pacing.plural import plural

app = typer.Typer(help="Symptoms by day, and dated notes of what changed.", no_args_is_help=True, rich_markup_mode=None)
DayOption = Annotated[
    datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Default: today.")
]


@app.command("add")
def add_scores(
    scores: Annotated[list[str], typer.Argument(metavar="NAME=SCORE...", help="Such as fatigue=6 pain=3; 0 to 10.")],
    day: DayOption = None,
    history: HistoryOption = None,
) -> None:
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
    with open_history(history) as kept:
        count = add_entries(kept, entries, "told")
    say(plural(count, "1 score kept for {when}.", "{} scores kept for {when}.", when=when))


@app.command("note")
def note(
    text: Annotated[str, typer.Argument(help="What changed, in your words.")],
    kind: Annotated[str, typer.Option("--kind", help="treatment, dose, illness, cycle, travel or other.")] = "other",
    day: DayOption = None,
    history: HistoryOption = None,
) -> None:
    """A dated note: a treatment, a dose, an illness, a journey."""
    from pacing.cli.output import say
    from pacing.history.diary import add_note

    when = (day or datetime.now()).date()  # noqa: DTZ005 - the person's own calendar day
    with open_history(history) as kept:
        add_note(kept, when, kind, text)
    say(f"Noted for {when}.")


@app.command("import")
def import_diary(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A Visible or Bearable export, or a plain table.")],
    history: HistoryOption = None,
) -> None:
    """Symptoms from another program's export."""
    from pacing.cli.output import say
    from pacing.history.diary import add_entries
    from pacing.history.diary_import import read_diary

    entries = read_diary(path)
    if not entries:
        say(f"{path.name} has no scores from 0 to 10 with a day.")
        raise typer.Exit(ExitCode.NOTHING_READ)
    with open_history(history) as kept:
        count = add_entries(kept, entries, path.name)
    scores = plural(count, "1 score", "{} scores")
    say(
        plural(
            len({entry.name for entry in entries}),
            "{scores} of 1 symptom kept.",
            "{scores} of {} symptoms kept.",
            scores=scores,
        )
    )


@app.command("list")
def list_diary(history: HistoryOption = None) -> None:
    """All scores and notes by day."""
    from pacing.history.diary import notes, symptoms

    with open_history(history) as kept:
        scores, settings = symptoms(kept), notes(kept)
    if not scores and not settings:
        from pacing.cli.output import say

        say("The diary is empty. `pacing diary add` and `pacing diary import` fill it.")
    days = sorted({day for by_day in scores.values() for day in by_day} | {day for day, _, _ in settings})
    for day in days:
        words = [f"{name} {by_day[day]:g}" for name, by_day in sorted(scores.items()) if day in by_day]
        words += [f"{kind}: {text}" for when, kind, text in settings if when == day]
        print(f"{day}  {', '.join(words)}")
