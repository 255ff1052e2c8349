"""A few numbers over the sessions, each with its interval and, with enough sessions, the person's own usual range."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from pacing.model.assessment import Assessment
from pacing.report import canvas
from pacing.report.canvas import Canvas, Plane, new_canvas, new_plane
from pacing.report.figure import FigureKind
from pacing.report.rounding import number_text
from pacing.report.wording.moments import MONTHS

PANEL_IN = 1.55
LEAST_POINTS = 3  # design: two points make no trend
BAND_POINTS = 8  # design: fewer sessions say too little about what is usual
BAND_WIDTH_SD = 1.96  # holds 95 % of normally distributed sessions
MOST_TICKS = 4  # design: dates are wide on a phone
MOST_ERROR_BARS = 60  # design: more would only darken the figure
SECONDS_PER_MINUTE = 60.0
SECONDS_PER_DAY = 86400.0
ABOVE_TITLE = "Minutes above the limit"
MEASURED = ("hr_recovery_120", "hrv_rmssd")


@dataclass(frozen=True, slots=True)
class _Series:
    title: str
    instants: tuple[datetime, ...]
    values: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    banded: bool

    def days(self) -> list[float]:
        """The sessions' places on the axis of dates, by their own clock [days]."""
        return [at.replace(tzinfo=UTC).timestamp() / SECONDS_PER_DAY for at in self.instants]

    def band(self) -> tuple[float, float] | None:
        """The middle 95 % of the sessions, were they normally distributed."""
        if not self.banded or len(self.values) < BAND_POINTS:
            return None
        mean, spread = float(np.mean(self.values)), float(np.std(self.values, ddof=1)) * BAND_WIDTH_SD
        return mean - spread, mean + spread


def _dated(sessions: tuple[Assessment, ...]) -> list[tuple[datetime, Assessment]]:
    dated = [(s.recording.start, s) for s in sessions if s.recording.start is not None]
    return sorted(dated, key=lambda pair: pair[0])


def _series(sessions: tuple[Assessment, ...]) -> tuple[_Series, ...]:
    dated = _dated(sessions)
    minute = SECONDS_PER_MINUTE
    above = [
        (at, e.time_above_s / minute, e.time_above_low_s / minute, e.time_above_high_s / minute)
        for at, s in dated
        if (e := s.exceedance) is not None
    ]
    found = [_one(ABOVE_TITLE, above, banded=False)]
    for name in MEASURED:
        rows = []
        title = name
        for at, session in dated:
            m = session.measurement(name)
            if m is not None and m.value is not None and m.low is not None and m.high is not None:
                title = f"{m.index.title} ({m.index.unit})"
                rows.append((at, m.value, m.low, m.high))
        found.append(_one(title, rows, banded=True))
    return tuple(series for series in found if len(series.values) >= LEAST_POINTS)


def _one(title: str, rows: list[tuple[datetime, float, float, float]], *, banded: bool) -> _Series:
    columns = tuple(zip(*rows, strict=True)) if rows else ((), (), (), ())
    return _Series(title, columns[0], columns[1], columns[2], columns[3], banded)


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    return bool(_series(sessions)) and len({at.date() for at, _ in _dated(sessions)}) >= LEAST_POINTS


def _describe(sessions: tuple[Assessment, ...]) -> str:
    said = []
    for series in _series(sessions):
        low, high = number_text(min(series.values), 0), number_text(max(series.values), 0)
        band = series.band()
        usual = f"; usual range {number_text(band[0], 0)} to {number_text(band[1], 0)}" if band is not None else ""
        said.append(f"{series.title}: {len(series.values)} sessions, from {low} to {high}{usual}.")
    return f"{' '.join(said)}"


def _key(sessions: tuple[Assessment, ...]) -> str:  # noqa: ARG001 - the same for all
    return "Lines through the points are their ranges."


def _draw(sessions: tuple[Assessment, ...]) -> Canvas:
    every = _series(sessions)
    figure = new_canvas(PANEL_IN * len(every) + 0.3)
    planes: list[Plane] = []
    for place, series in enumerate(every):
        axes = new_plane(figure, (len(every), 1, place + 1), shared=planes[0] if planes else None)
        planes.append(axes)
        _draw_series(axes, series)
        axes.tick_params(labelbottom=place == len(every) - 1)
    _date_axis(planes[-1], [day for series in every for day in series.days()])
    return figure


def _draw_series(axes: Plane, series: _Series) -> None:
    days = series.days()
    band = series.band()
    if band is not None:
        axes.axhspan(*band, facecolor=canvas.REST, edgecolor="none", alpha=0.6)
        axes.annotate(
            "usual range", (0.0, band[1]), xycoords=("axes fraction", "data"), xytext=(3, -9),
            textcoords="offset points", color=canvas.INK, fontsize=canvas.FONT_PT - 2,
        )  # fmt: skip
    if len(days) <= MOST_ERROR_BARS:
        spread = [
            [value - low for value, low in zip(series.values, series.lows, strict=True)],
            [high - value for value, high in zip(series.values, series.highs, strict=True)],
        ]
        axes.errorbar(days, series.values, yerr=spread, fmt="none", ecolor=canvas.QUIET, elinewidth=0.9)
    axes.plot(days, series.values, linestyle="none", marker="o", markersize=3.5, color=canvas.PULSE, clip_on=False)
    axes.set_title(series.title, fontsize=canvas.FONT_PT, color=canvas.INK, loc="left")
    if not series.banded:
        axes.set_ylim(bottom=0)


def _date_axis(axes: Plane, days: list[float]) -> None:
    ticks = np.unique(np.round(np.linspace(min(days), max(days), MOST_TICKS)))
    instants = [datetime.fromtimestamp(day * SECONDS_PER_DAY, UTC) for day in ticks]
    axes.set_xticks(ticks, [f"{at.day} {MONTHS[at.month - 1][:3]} {at:%y}" for at in instants])


FIGURE = FigureKind("Over the sessions", _key, _applies, _describe, _draw)
