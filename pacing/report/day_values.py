"""Values of days over time as one figure: a panel a series, each with its own usual range; no two sources in one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import numpy as np

from pacing.model.daily import DailyKind, DailySeries
from pacing.model.longitudinal import DatedNote
from pacing.plural import plural
from pacing.report import canvas
from pacing.report.canvas import Axes, Figure, new_axes, new_figure
from pacing.report.document import Picture
from pacing.report.wording.daily import TITLES, value_text
from pacing.report.wording.format_times import MONTHS

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
PANEL_IN = 1.55
MOST_TICKS = 4  # design: dates are wide on a phone
MOST_MARKERS = 200  # design: beyond, dots that take a fifth of the bytes
ROOM = 0.12  # design: of the axis, below and above the points
EPOCH = date(1970, 1, 1)
SECONDS_PER_DAY = 86400.0


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
    figure = new_figure(PANEL_IN * len(series) + 0.3)
    panels: list[Axes] = []
    for index, one in enumerate(series):
        axes = new_axes(figure, (len(series), 1, index + 1), shared=panels[0] if panels else None)
        panels.append(axes)
        _draw_series(axes, one)
        for note in notes:
            if one.points[0].day <= note.day <= one.points[-1].day:
                axes.axvline(_number(note.day), color=canvas.INK, linewidth=0.9, linestyle=":")
        axes.tick_params(labelbottom=index == len(series) - 1)
    days = [_number(point.day) for one in series for point in one.points]
    _date_axis(panels[-1], min(days), max(days))
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
    title = f"{TITLES[series.kind]} ({series.kind.unit})"
    axes.set_title(title, fontsize=canvas.FONT_PT, color=canvas.INK, loc="left")


def _number(day: date) -> float:
    return float((day - EPOCH).days)


def _date_axis(axes: Axes, first: float, last: float) -> None:
    count = MOST_TICKS if last - first >= MOST_TICKS**2 else 2  # whole days are uneven steps over a week or two
    ticks = np.unique(np.floor(np.linspace(first, last, count)))
    instants = [datetime.fromtimestamp(day * SECONDS_PER_DAY, UTC) for day in ticks]
    axes.set_xticks(ticks, [f"{at.day} {MONTHS[at.month - 1][:3]} {at:%y}" for at in instants])
