"""A few numbers over the sessions, each with its interval and, with enough sessions, the person's own usual range."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pacing.longitudinal.once import once_for
from pacing.model.assessment import Assessment
from pacing.model.exceedance import Exceedance
from pacing.model.longitudinal import HIGHEST_SCORE, DatedNote
from pacing.plural import plural
from pacing.report import canvas
from pacing.report.canvas import Axes, Figure
from pacing.report.figure import FigureKind, Page
from pacing.report.panels import finish_panels, new_panels
from pacing.report.wording.format_numbers import number_text
from pacing.report.wording.season import NOTE_WORDS, group_text
from pacing.report.wording.verdict import is_whole_day, spans_days

if TYPE_CHECKING:
    from pacing.longitudinal.comparable import Comparable, Traced
    from pacing.longitudinal.reference_interval import ReferenceInterval

MOST_SYMPTOMS = 2  # design: the others stand in the diary
LEAST_MINUTES = 2.0  # design: of an axis on which nothing lay above the limit
LEAST_ROOM = 0.1  # design: of an axis on which nothing differs
ROOM_OF_LEVEL = 0.1  # design: of a level that does not change
LONGEST_PAUSE_DAYS = 182.0  # design: half a year, what the calendar shows; beside a longer one weeks are one point
LEAST_POINTS = 3  # design: two points make no trend
ROOM_BELOW_SHARE, ROOM_ABOVE_SHARE = 0.04, 0.24  # design: of the axis; above stands the name of the band
MOST_ERROR_BARS = 60  # design: more would only darken the figure
MOST_MARKERS = 200  # design: beyond, dots that take a fifth of the bytes
SECONDS_PER_MINUTE = 60.0
SECONDS_PER_DAY = 86400.0
EPOCH = date(1970, 1, 1)
ABOVE_TITLE = "Minutes above the limit"
SESSIONS, DAYS = ("{} session", "{} sessions"), ("{} day", "{} days")
NIGHTS = ("{} night", "{} nights")
NIGHT_TITLE = "Lowest half hour of the night (bpm)"
USUAL = "usual range"
PAUSE = "What lies before the last pause of more than half a year is not drawn."


@dataclass(frozen=True, eq=False)
class _Series:
    """One panel: its title, what its sessions have in common, and a value with its interval for each."""

    title: str
    alike: str
    decimals: int
    instants: tuple[datetime, ...]
    values: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    usual: "ReferenceInterval | None"
    from_zero: bool = False
    up_to: float | None = None
    of: tuple[str, str] = SESSIONS

    @cached_property
    def days(self) -> list[float]:
        """The sessions' places on the axis of dates, by their own clock [days]."""
        return [at.replace(tzinfo=UTC).timestamp() / SECONDS_PER_DAY for at in self.instants]

    def since(self, first: float) -> "_Series":
        """What of it lies on a day or after it; the usual range is that of all its sessions."""
        places = [place for place, day in enumerate(self.days) if day >= first]
        return replace(
            self,
            instants=tuple(self.instants[place] for place in places),
            values=tuple(self.values[place] for place in places),
            lows=tuple(self.lows[place] for place in places),
            highs=tuple(self.highs[place] for place in places),
        )


@once_for
def _panels(sessions: tuple[Assessment, ...]) -> tuple[_Series, ...]:
    """What is drawn: each series of enough points from the last long pause on; all where none has enough there."""
    every = [series for series in _every(sessions) if len(series.values) >= LEAST_POINTS]
    first = _after_pause([day for series in every for day in series.days])
    after = [series for series in (series.since(first) for series in every) if len(series.values) >= LEAST_POINTS]
    return tuple(after or every)


def _first_day(series: Iterable[_Series]) -> float:
    """The first day of any series [days]."""
    return min(day for one in series for day in one.days)


@once_for
def _every(sessions: tuple[Assessment, ...]) -> tuple[_Series, ...]:
    """Time above the limit in every session, and the numbers that are followed, each over comparable sessions only.

    A page asks for them five times: whether there is a figure, its key, its words, the drawing.
    """
    from pacing.longitudinal.comparable import comparable_sessions, followed  # noqa: PLC0415 - the page of one waits

    return (
        _above(sessions),
        *_symptoms(sessions),
        _nights(sessions),
        *(_of(*pair) for pair in followed(comparable_sessions(sessions))),
    )


def _after_pause(days: list[float]) -> float:
    """The first day after the last pause of more than half a year; without one, the first day.

    Examples
    --------
    >>> _after_pause([0.0, 10.0, 400.0, 410.0]), _after_pause([0.0, 10.0, 20.0])
    (400.0, 0.0)
    """
    known = sorted(set(days))
    pauses = [later for earlier, later in pairwise(known) if later - earlier > LONGEST_PAUSE_DAYS]
    return (pauses or known[:1] or [0.0])[-1]


def _above(sessions: tuple[Assessment, ...]) -> _Series:
    """Minutes of sessions, or of whole days where there is nothing else: never of both, as one lies in the other."""
    alone = tuple(s for s in sessions if not is_whole_day(s)) or sessions
    dated = [pair for session in alone for pair in _dated(session)]
    judged = sorted(((at, e) for at, e in dated if e is not None), key=lambda pair: pair[0])
    return _Series(
        ABOVE_TITLE,
        "",
        0,
        tuple(at for at, _ in judged),
        tuple(e.time_above_s / SECONDS_PER_MINUTE for _, e in judged),
        tuple(e.time_above_low_s / SECONDS_PER_MINUTE for _, e in judged),
        tuple(e.time_above_high_s / SECONDS_PER_MINUTE for _, e in judged),
        None,
        from_zero=True,
        of=DAYS if any(map(spans_days, alone)) else SESSIONS,
    )


def _dated(session: Assessment) -> list[tuple[datetime, Exceedance | None]]:
    """What a session did against its limit, or each day of an all-day recording, with its date."""
    if session.days:
        return [(_noon(day.day), day.exceedance) for day in session.days if day.day is not None]
    return [] if session.recording.placed is None else [(session.recording.placed, session.exceedance)]


def _nights(sessions: tuple[Assessment, ...]) -> _Series:
    """The lowest half hour of each night of all-day recordings: the resting rate by day."""
    result = [(day.day, day.night) for session in sessions if spans_days(session) for day in session.days]
    nights = sorted(((_noon(day), night) for day, night in result if day is not None and night is not None), key=_first)
    return _Series(
        NIGHT_TITLE,
        "",
        0,
        tuple(at for at, _ in nights),
        tuple(night.bpm for _, night in nights),
        tuple(night.low_bpm for _, night in nights),
        tuple(night.high_bpm for _, night in nights),
        None,
        of=NIGHTS,
    )


def _symptoms(sessions: tuple[Assessment, ...]) -> list[_Series]:
    """The scores of the days around the sessions, of the symptoms noted most often: beside what was done."""
    scores = {(score.name, score.day): score.score for session in sessions for score in session.symptoms}
    noted = Counter(name for name, _ in scores)
    chosen = sorted(noted, key=lambda name: (-noted[name], name))[:MOST_SYMPTOMS]
    panels = []
    for name in chosen:
        days = sorted((day, score) for (of, day), score in scores.items() if of == name)
        values = tuple(score for _, score in days)
        instants = tuple(_noon(day) for day, _ in days)
        title = f"{name.capitalize()}, from 0 to {HIGHEST_SCORE:.0f}, on days around sessions"
        panels.append(
            _Series(title, "", 0, instants, values, values, values, None, from_zero=True, up_to=HIGHEST_SCORE, of=DAYS)
        )
    return panels


def _first(pair: tuple[datetime, object]) -> datetime:
    return pair[0]


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _of(traced: "Traced", comparable: "Comparable") -> _Series:
    from pacing.longitudinal.reference_interval import reference_interval  # noqa: PLC0415 - the page of one waits

    points, info = comparable.points, traced.info
    return _Series(
        f"{info.title} ({info.unit})" if info.unit else info.title,
        "; ".join(words for words in (group_text(comparable.group), comparable.effort) if words),
        info.decimals,
        tuple(point.start for point in points),
        tuple(point.value for point in points),
        tuple(point.value if point.low is None else point.low for point in points),
        tuple(point.value if point.high is None else point.high for point in points),
        reference_interval(info.id, np.array([point.value for point in points])),
    )


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    days = {s.recording.began.date() for s in sessions if s.recording.began is not None}
    days |= {day.day for s in sessions for day in s.days if day.day is not None}
    return len(days) >= LEAST_POINTS and bool(_panels(sessions))


def _describe(sessions: tuple[Assessment, ...]) -> str:
    remarks = []
    for series in _panels(sessions):
        low, high = (number_text(value, series.decimals) for value in (min(series.values), max(series.values)))
        count = plural(len(series.values), *series.of)
        similar = plural(len(series.values), "{} similar session", "{} similar sessions")
        which = f"{similar} ({series.alike})" if series.alike else count
        remarks.append(f"{series.title}: {which}, from {low} to {high}{_usual_text(series)}.")
    return " ".join(remarks)


def _usual_text(series: _Series) -> str:
    if series.usual is None:
        return ""
    low, high = (number_text(value, series.decimals) for value in (series.usual.low, series.usual.high))
    return f"; {USUAL} {low} to {high}"


def _key(sessions: tuple[Assessment, ...]) -> str:
    panels = _panels(sessions)
    drawn = [series for series in panels if len(series.values) <= MOST_ERROR_BARS]
    bars = any(low < high for series in drawn for low, high in zip(series.lows, series.highs, strict=True))
    remarks = ["Lines through the points are their ranges."] if bars else []
    if any(series.usual is not None for series in panels):
        remarks.append("Shaded: where 95 of 100 sessions fall while nothing changes.")
    if _first_day(panels) > _first_day(series for series in _every(sessions) if len(series.values) >= LEAST_POINTS):
        remarks.append(PAUSE)
    return " ".join(remarks) or f"One point for each {_joined_or(panels)}."


def _joined_or(panels: tuple[_Series, ...]) -> str:
    """What the points stand for, as "session" or "day or night"."""
    return " or ".join(dict.fromkeys(series.of[0].removeprefix("{} ") for series in panels))


def _draw(sessions: tuple[Assessment, ...]) -> Figure:
    return _draw_noted(sessions, ())


def _draw_noted(sessions: tuple[Assessment, ...], notes: tuple[DatedNote, ...]) -> Figure:
    every = _panels(sessions)
    figure, panels = new_panels(len(every))
    for axes, series in zip(panels, every, strict=True):
        _draw_series(axes, series)
        _draw_notes(axes, series, notes, named=axes is panels[0])
    titles, days = [series.title for series in every], [day for series in every for day in series.days]
    finish_panels(figure, panels, titles, days)
    return figure


def _draw_series(axes: Axes, series: _Series) -> None:
    days = series.days
    if len(days) <= MOST_ERROR_BARS:
        spread = [
            [value - low for value, low in zip(series.values, series.lows, strict=True)],
            [high - value for value, high in zip(series.values, series.highs, strict=True)],
        ]
        axes.errorbar(days, series.values, yerr=spread, fmt="none", ecolor=canvas.QUIET, elinewidth=0.9)
    if len(days) > MOST_MARKERS:
        canvas.draw_dots(axes, np.array(days), np.array(series.values), canvas.PULSE)
        axes.autoscale_view()
    else:
        axes.plot(days, series.values, linestyle="none", marker="o", markersize=3.5, color=canvas.PULSE, clip_on=False)
    _keep_in_view(axes, series)
    if series.usual is not None:
        _draw_usual(axes, series.usual)


def _keep_in_view(axes: Axes, series: _Series) -> None:
    """The axis is made for the values: the range of one that is hardly known may leave it."""
    low, high = min(series.values), max(series.values)
    if series.up_to is not None:
        axes.set_ylim(0, series.up_to)
        places = [0.0, series.up_to / 2, series.up_to]
        canvas.set_marks(axes.yaxis, places, [f"{place:g}" for place in places])
        return
    if series.from_zero and high <= 0:
        axes.set_ylim(0, LEAST_MINUTES)
        return
    room = max(high - low, abs(high) * ROOM_OF_LEVEL, LEAST_ROOM)
    bottom, top = max(min(series.lows), low - room), min(max(series.highs), high + room)
    edge = ROOM_BELOW_SHARE * room
    axes.set_ylim(0 if series.from_zero else bottom - edge, max(top, low) + max(edge, LEAST_ROOM))


def _draw_notes(axes: Axes, series: _Series, notes: tuple[DatedNote, ...], *, named: bool) -> None:
    """A dotted line on each day with a note, where sessions lie around it, with its kind beside it once."""
    first, last = min(series.days), max(series.days)
    for note in notes:
        day = (note.day - EPOCH).days
        if first <= day <= last:
            axes.axvline(day, color=canvas.INK, linewidth=0.9, linestyle=":")
            if named:
                word = NOTE_WORDS.get(note.kind, note.kind)
                axes.text(
                    day, 0.97, f"{word} ", transform=axes.get_xaxis_transform(), rotation=90, va="top",
                    ha="right", color=canvas.INK, fontsize=canvas.FONT_PT - 3,
                )  # fmt: skip


def _draw_usual(axes: Axes, usual: "ReferenceInterval") -> None:
    """The usual range behind the points, whole, with its name in the free space above all of them."""
    low, high = axes.get_ylim()
    low, high = min(low, usual.low), max(high, usual.high)
    axes.set_ylim(low - (high - low) * ROOM_BELOW_SHARE, high + (high - low) * ROOM_ABOVE_SHARE)
    axes.axhspan(usual.low, usual.high, facecolor=canvas.REST, edgecolor="none", alpha=0.6)
    axes.text(
        0.01, 0.99, f"shaded: {USUAL}", transform=axes.transAxes, va="top", ha="left", color=canvas.INK,
        fontsize=canvas.FONT_PT - 2,
    )  # fmt: skip


FIGURE = FigureKind(
    "Over time",
    _key,
    _applies,
    _describe,
    _draw,
    _draw_noted,
    pages={Page.SEVERAL: 2, Page.DAYS: 2},
)
