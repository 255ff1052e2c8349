"""`pacing day`: values of days and nights against the person's own days before, and the time above the limit."""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from pacing.cli.options import Form, form_option, history_option, open_kept
from pacing.cli.spoken import SpokenCommand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pacing.model.daily import DailySeries, ExertionDay

DAYS = 7
TITLE_COLUMNS, VALUE_COLUMNS = 34, 10


@click.command(cls=SpokenCommand)
@click.option(
    "--days", type=click.IntRange(min=1), metavar="N", default=DAYS, help="How many days, up to the newest one."
)
@form_option
@history_option
def command(*, days: int, form: Form, history: "Path | None") -> None:
    """Resting rate, nights, sleep and time above your limit, by day.

    Each value stands against the 60 days before it, of the same device and method only.
    """
    from pacing.history.daily import daily_values, exertion_by_day
    from pacing.longitudinal.daily_range import daily_series

    with open_kept(history) as store:
        series = daily_series(daily_values(store))
        exertion = exertion_by_day(store)
    held = {point.day for one in series for point in one.points} | {one.day for one in exertion}
    wanted = _newest(held, days)
    if form is Form.JSON:
        from pacing import __version__
        from pacing.codec.day_document import days_document
        from pacing.model.assessment import Program

        document = days_document(wanted, series, exertion, Program("pacing", __version__))
        print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        return
    from pacing.cli.output import say
    from pacing.report.wording.daily import NOTHING_KEPT, READ_WITH_CARE

    for day in wanted:
        print("\n".join(_lines(day, series, exertion)), end="\n\n")
    say(READ_WITH_CARE if series else NOTHING_KEPT)


def _newest(held: set[date], days: int) -> list[date]:
    """The days with something to show among the newest so many calendar days."""
    if not held:
        return []
    first = max(held) - timedelta(days=days - 1)
    return sorted(day for day in held if day >= first)


def _lines(day: date, series: "tuple[DailySeries, ...]", exertion: "tuple[ExertionDay, ...]") -> "Iterator[str]":
    from pacing.report.wording.daily import TITLES, day_heading, place_text, value_text
    from pacing.report.wording.format_times import length_text

    yield day_heading(day)
    for one in series:
        for point in one.points:
            if point.day == day:
                title, value = TITLES[one.kind], value_text(one.kind, point.value)
                words = [word for word in (place_text(one.kind, point), f"({one.source})") if word]
                yield f"  {title:{TITLE_COLUMNS}} {value:{VALUE_COLUMNS}} {' '.join(words)}"
    for settings in exertion:
        if settings.day == day and settings.above_s is not None:
            yield f"  {'Above your limit':{TITLE_COLUMNS}} {length_text(settings.above_s)}"
        elif settings.day == day:
            yield f"  {'Sessions':{TITLE_COLUMNS}} {settings.sessions} (no limit chosen)"
