"""Why a table that was read gives no recording: each time one sentence with the reason, and what to do."""

from collections.abc import Sequence

import numpy as np

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.read.assembly.draft import Draft
from pacing.read.assembly.series import Series
from pacing.read.source_file import SourceFile
from pacing.read.table.arrays import Table
from pacing.read.table.clock import ClockPlan
from pacing.read.table.layout import Layout
from pacing.read.text.clock import DAY_S, MINUTE_S
from pacing.read.text.years import SET_CLOCK, impossible_year, why_impossible

MOST_LOST_SHARE = 0.5  # design: a table of which more rows are unreadable than readable is not read
SUMMARY_STEP_S = 6 * 3600.0  # design: values this far apart (median) are summaries, not samples
LONGEST_EXAMPLE = 40  # characters of a cell that an error quotes
MOST_DAYS = 100_000  # design: as many values, one a day, would be of centuries
CROWDED = 3  # design: so many values a minute on average, all at whole minutes, have lost their seconds
FEWEST_CROWDED = 30  # design: of fewer values nothing is said


def require_readable(source: SourceFile, layout: Layout, plan: ClockPlan, table: Table) -> None:
    """Nothing, if most rows of the table could be read.

    Raises
    ------
    NoHeartRateError
        They could not; the error says what is wrong with them, by an example.
    """
    if table.left_out - table.tail <= MOST_LOST_SHARE * table.rows and table.rows != table.left_out:
        return
    lost = f"Of the table's {table.rows} rows {table.left_out} could not be read"
    place = plan.time if plan.time is not None else plan.date
    example = next((row[place] for row in layout.sample if place is not None and place < len(row) and row[place]), "")
    dated = impossible_date(layout, plan)
    if 2 * table.untimed > table.left_out and dated:
        raise NoHeartRateError(source.name, why_impossible(dated), hint=SET_CLOCK)
    if 2 * table.untimed > table.left_out and example:
        raise NoHeartRateError(
            source.name,
            f'{lost}: their times, such as "{example[:LONGEST_EXAMPLE]}", are written in no known way.',
            hint="Write times as YYYY-MM-DD hh:mm:ss, or as seconds since the start in a column time_s.",
        )
    raise NoHeartRateError(
        source.name,
        f"{lost}.",
        hint="Open it in a spreadsheet and look at its columns; each row needs a time and a heart rate.",
    )


def require_series(source: SourceFile, plan: ClockPlan, drafts: Sequence[Draft]) -> None:
    """Nothing, if at least one draft holds a heart-rate series whose times can be true.

    Raises
    ------
    DamagedFileError
        The seconds of the times were lost.
    NoHeartRateError
        There is no draft, or each holds summaries.
    """
    if not drafts:
        raise NoHeartRateError(
            source.name,
            "The table can be read, but its heart-rate column is empty.",
            hint="Was the strap or sensor connected? Export the session again with heart rate.",
        )
    if plan.calendar and any(_crowded(draft.heart_rate, DAY_S) for draft in drafts):
        raise NoHeartRateError(
            source.name,
            "The table has dates with several values each, but no time of day that the program knows.",
            hint='Call the column with the time of day "time", and write it as hh:mm:ss.',
        )
    if plan.calendar and any(_crowded(draft.heart_rate, MINUTE_S) for draft in drafts):
        raise DamagedFileError(
            source.name,
            "The times in the table are whole minutes with several values in each: their seconds were lost, as happens "
            "when a spreadsheet saves what it shows.",
            hint="Export it again and bring that file, without saving it from a spreadsheet.",
        )
    if all(_one_a_day(draft) for draft in drafts):
        raise NoHeartRateError(
            source.name,
            "The table holds one value a day or so: a summary, not a heart-rate series.",
            hint="Export the heart rate itself (by second or minute) of the days or sessions you want to see.",
        )


def impossible_date(layout: Layout, plan: ClockPlan) -> str:
    """The first date in the table's first rows whose year cannot be, or ""."""
    places = [place for place in (plan.date, plan.time) if place is not None]
    cells = (row[place] for row in layout.sample for place in places if place < len(row))
    return next((cell for cell in cells if impossible_year(cell)), "") if plan.calendar else ""


def _crowded(series: Series, every_s: float) -> bool:
    """Whether several values share a time, and all times are whole multiples of `every_s`."""
    if series.size < FEWEST_CROWDED:
        return False
    moments = np.count_nonzero(series.time_s[1:] != series.time_s[:-1]) + 1
    return bool(moments * CROWDED <= series.size and not (series.time_s % every_s).any())


def _one_a_day(draft: Draft) -> bool:
    time_s = draft.heart_rate.time_s
    if draft.beats.size or time_s.size <= 2 or time_s.size > MOST_DAYS:
        return False
    return float(np.median(np.abs(np.diff(time_s)))) >= SUMMARY_STEP_S
