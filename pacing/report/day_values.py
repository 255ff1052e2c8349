"""Values of days over time as one figure: a panel a series, each with its own usual range; no two sources in one."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from pacing.model.daily import DailyKind, DailySeries
from pacing.model.longitudinal import DatedNote
from pacing.plural import plural
from pacing.report import canvas
from pacing.report.canvas import Axes, Figure
from pacing.report.document import Picture
from pacing.report.panels import finish_panels, new_panels
from pacing.report.wording.daily import TITLES, value_text

NAME = "days_over_time"
CAPTION = "Your days and nights"
KEY = "One point a day. Shaded: where the 60 days before lay, from the same device only."
NOTED = "Dotted: a day with a note."
KINDS = (
    DailyKind.RESTING_HR,
    DailyKind.NIGHT_RMSSD,
    DailyKind.NIGHT_SDNN,
    DailyKind.MORNING_RMSSD,
    DailyKind.MORNING_HR,
    DailyKind.NIGHT_HR,
)
MOST_PANELS = 3
LEAST_POINTS = 7  # design: a week; fewer days show no course
MOST_MARKERS = 200  # design: beyond, dots that take a fifth of the bytes
ROOM = 0.12  # design: of the axis, below and above the points
EPOCH = date(1970, 1, 1)


def shown_series(series: Iterable[DailySeries]) -> tuple[DailySeries, ...]:
    """The series a page shows: of each kind that with the most days, at most three, in the order of `KINDS`.

    Parameters
    ----------
    series
        Each of one kind, source and method.

    Returns
    -------
    tuple of DailySeries
        Only those with at least a week of days.
    """
    best: dict[DailyKind, DailySeries] = {}
    for one in series:
        longest = best.get(one.kind)
        if len(one.points) >= LEAST_POINTS and (longest is None or len(one.points) > len(longest.points)):
            best[one.kind] = one
    return tuple(best[kind] for kind in KINDS if kind in best)[:MOST_PANELS]


def day_picture(series: tuple[DailySeries, ...], *, noted: bool = False) -> Picture | None:
    """The block of the figure, with what it shows in words; None where there is no course to show.

    Parameters
    ----------
    series
        As `shown_series` chose them.
    noted
        Whether days that the person noted are drawn as well.

    Returns
    -------
    Picture or None
        Drawn by `draw` when the page is written.
    """
    if not series:
        return None
    key = f"{KEY} {NOTED}" if noted else KEY
    return Picture(NAME, (), CAPTION, key, " ".join(_said(one) for one in series))


def _said(series: DailySeries) -> str:
    values = [point.value for point in series.points]
    low, high = (value_text(series.kind, end) for end in (min(values), max(values)))
    last = series.points[-1]
    usual = ""
    if last.low is not None and last.high is not None:
        usual = f"; usual range {value_text(series.kind, last.low)} to {value_text(series.kind, last.high)}"
    return plural(
        len(values),
        "{what} ({source}): 1 day, {low}{usual}.",
        "{what} ({source}): {} days, from {low} to {high}{usual}.",
        what=TITLES[series.kind],
        source=series.source,
        low=low,
        high=high,
        usual=usual,
    )


def draw(series: tuple[DailySeries, ...], notes: tuple[DatedNote, ...]) -> Figure:
    """The figure.

    Parameters
    ----------
    series
        As `shown_series` chose them; at least one.
    notes
        Days that the person noted, drawn as dotted lines.

    Returns
    -------
    Figure
        One panel a series, with the axis of dates in common.
    """
    figure, panels = new_panels(len(series))
    for axes, one in zip(panels, series, strict=True):
        _draw_series(axes, one)
        for note in notes:
            if one.points[0].day <= note.day <= one.points[-1].day:
                axes.axvline(_number(note.day), color=canvas.INK, linewidth=0.9, linestyle=":")
    titles = [f"{TITLES[one.kind]} ({one.kind.unit})" for one in series]
    finish_panels(figure, panels, titles, [_number(point.day) for one in series for point in one.points])
    return figure


def _draw_series(axes: Axes, series: DailySeries) -> None:
    known = [point for point in series.points if point.low is not None and point.high is not None]
    if known:
        axes.fill_between(
            [_number(point.day) for point in known],
            [point.low or 0.0 for point in known],
            [point.high or 0.0 for point in known],
            facecolor=canvas.REST,
            edgecolor="none",
            alpha=0.6,
        )
    days = np.array([_number(point.day) for point in series.points])
    values = np.array([point.value for point in series.points])
    if days.size > MOST_MARKERS:
        canvas.draw_dots(axes, days, values, canvas.PULSE)
    else:
        axes.plot(days, values, linestyle="none", marker="o", markersize=3.5, color=canvas.PULSE, clip_on=False)
    ends = [values.min(), values.max(), *(end for point in known for end in (point.low, point.high) if end is not None)]
    low, high = min(ends), max(ends)
    room = max(high - low, 1.0) * ROOM
    axes.set_ylim(low - room, high + room)


def _number(day: date) -> float:
    return float((day - EPOCH).days)
