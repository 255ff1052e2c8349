"""Whether a table that was read gives a recording; where not, the reason in one sentence, and what to do.

Columns alone are judged in `no_series`, before anything is read.
"""

from collections.abc import Sequence

import numpy as np

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.read.assembly.draft import RecordingBuilder, is_single_value
from pacing.read.assembly.series import Series
from pacing.read.source import SourceFile
from pacing.read.table.clock import ClockPlan
from pacing.read.table.layout import Layout
from pacing.read.table.row_values import DelimitedTable
from pacing.read.text.timestamps import DAY_S, MINUTE_S
from pacing.read.text.years import SET_CLOCK, impossible_year, why_impossible

MOST_LOST_SHARE = 0.5  # design: a table of which more rows are unreadable than readable is not read
SUMMARY_STEP_S = 6 * 3600.0  # design: values this far apart (median) are summaries, not samples
LONGEST_EXAMPLE = 40  # characters of a cell that an error quotes
MOST_DAYS = 100_000  # design: as many values, one a day, would be of centuries
CROWDED = 3  # design: so many values a minute on average, all at whole minutes, have lost their seconds
COLLAPSED = 20  # design: so many values at each moment on average are no several sources, but lost times
FEWEST_CROWDED = 30  # design: of fewer values nothing is said


def require_readable(source: SourceFile, layout: Layout, plan: ClockPlan, table: DelimitedTable) -> None:
    """Nothing, if most rows of the table could be read.

    Parameters
    ----------
    source
        The file, with its name for messages.
    layout
        Where the table stands in the text, and its columns.
    plan
        What the time column means.
    table
        What each row says.

    Raises
    ------
    NoHeartRateError
        They could not; the error says what is wrong with them, by an example.
    """
    if table.left_out - table.tail <= MOST_LOST_SHARE * table.rows and table.rows != table.left_out:
        return
    lost = f"Of the table's {table.rows} rows {table.left_out} could not be read"
    if not table.rows:
        lost = "The table holds no whole row"
    index = plan.time if plan.time is not None else plan.date
    example = next((row[index] for row in layout.sample if index is not None and index < len(row) and row[index]), "")
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


def require_series(source: SourceFile, plan: ClockPlan, drafts: Sequence[RecordingBuilder]) -> None:
    """Nothing, if at least one draft holds a heart-rate series whose times can be true.

    Parameters
    ----------
    source
        The file, with its name for messages.
    plan
        What the time column means.
    drafts
        Recordings under construction.

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
    if all(is_single_value(draft) for draft in drafts):
        raise NoHeartRateError(
            source.name,
            "The table holds a single heart rate, not its course.",
            hint="Export the session or the day itself, best as .fit: a value alone says nothing about a limit.",
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
            hint="Export it again and use that file, without saving it from a spreadsheet.",
        )
    if any(_collapsed(draft.heart_rate) for draft in drafts):
        raise DamagedFileError(
            source.name,
            "Nearly all rows of the table have the same time: the times were rounded, as happens when a spreadsheet "
            "saves what it shows.",
            hint="Export it again and bring that file, without saving it from a spreadsheet.",
        )
    if all(_one_a_day(draft) for draft in drafts):
        raise NoHeartRateError(
            source.name,
            "The table has one value a day or so: a summary, not a heart-rate series.",
            hint="Export the heart rate itself (by second or minute) of the days or sessions you want to see.",
        )


def impossible_date(layout: Layout, plan: ClockPlan) -> str:
    """The first date in the table's first rows whose year cannot be, or "".

    Parameters
    ----------
    layout
        Where the table stands in the text, and its columns.
    plan
        What the time column means.

    Returns
    -------
    str
    """
    places = [index for index in (plan.date, plan.time) if index is not None]
    cells = (row[index] for row in layout.sample for index in places if index < len(row))
    return next((cell for cell in cells if impossible_year(cell)), "") if plan.calendar else ""


def _crowded(series: Series, every_s: float) -> bool:
    """Whether several values share a time, and all times are whole multiples of `every_s`."""
    if series.size < FEWEST_CROWDED or (series.time_s[:FEWEST_CROWDED] % every_s).any():
        return False
    moments = np.count_nonzero(series.time_s[1:] != series.time_s[:-1]) + 1
    return bool(moments * CROWDED <= series.size and not (series.time_s % every_s).any())


def _collapsed(series: Series) -> bool:
    """Whether many values share so few times that these were rounded to the same."""
    if series.size < FEWEST_CROWDED or not np.isfinite(series.time_s).all():
        return False
    if (series.time_s[1:] > series.time_s[:-1]).all():  # no two are the same: nothing has to be sorted
        return False
    return bool(np.unique(series.time_s).size * COLLAPSED <= series.size)


def _one_a_day(draft: RecordingBuilder) -> bool:
    time_s = draft.heart_rate.time_s
    if draft.beats.size or time_s.size <= 2 or time_s.size > MOST_DAYS:
        return False
    return float(np.median(np.abs(np.diff(time_s)))) >= SUMMARY_STEP_S
