"""The time between heartbeats over the session, with every corrected or rejected beat marked by its own shape."""

import numpy as np

from pacing.model.assessment import Assessment
from pacing.model.cleaned import BeatState
from pacing.report import canvas
from pacing.report.canvas import Figure, label_axes, new_axes, new_figure
from pacing.report.figure import FigureKind, Page
from pacing.report.plot_data import broken_at_gaps, decimated, time_axis
from pacing.report.wording.format_numbers import share_text

GAP_S = 3.0  # design: intervals further apart are not joined by a line
LEAST_BEATS = 30  # design: fewer make no picture
MOST_MARKS = 400  # design: beyond, marks are thinned evenly
MARKS = {BeatState.CORRECTED: ("o", "corrected"), BeatState.REJECTED: ("x", "left out")}


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    beats = sessions[0].cleaned.beats
    return beats is not None and beats.rr_ms.size >= LEAST_BEATS


def _describe(sessions: tuple[Assessment, ...]) -> str:
    beats = sessions[0].cleaned.beats
    if beats is None:
        return "No heartbeats."
    share = sessions[0].cleaned.coverage.beat_artefact_share
    marked = f" Of these, {share_text(share)} were corrected or left out." if share else ""
    return (
        f"{beats.rr_ms.size:,} beat-to-beat intervals, from {beats.rr_ms.min():.0f} to {beats.rr_ms.max():.0f} "
        f"milliseconds.{marked}"
    )


def _key(sessions: tuple[Assessment, ...]) -> str:
    share = sessions[0].cleaned.coverage.beat_artefact_share
    return "Rings mark heartbeats that were corrected, crosses those that were left out." if share else ""


def _draw(sessions: tuple[Assessment, ...]) -> Figure:
    cleaned = sessions[0].cleaned
    if cleaned.beats is None or cleaned.beat_state is None:
        message = "no beats to draw"
        raise ValueError(message)
    figure = new_figure(left_in=canvas.WIDE_LEFT_IN)
    axes = new_axes(figure)
    axis = time_axis(sessions[0])
    usable = cleaned.beat_state != BeatState.REJECTED
    time_s, rr_ms = decimated(*broken_at_gaps(cleaned.beats.time_s[usable], cleaned.beats.rr_ms[usable], GAP_S))
    axes.plot(axis.place(time_s), rr_ms, color=canvas.PULSE, linewidth=0.8)
    for state, (shape, word) in MARKS.items():
        places = np.flatnonzero(cleaned.beat_state == state)
        if not places.size:
            continue
        places = places[:: max(1, -(-places.size // MOST_MARKS))]
        axes.plot(
            axis.place(cleaned.beats.time_s[places]),
            cleaned.beats.rr_ms[places],
            linestyle="none",
            marker=shape,
            markersize=5,
            markerfacecolor="none",
            color=canvas.ABOVE,
            label=word,
        )
    axes.set_xticks(*axis.ticks(0.0, float(cleaned.beats.time_s[-1])))
    if axes.get_legend_handles_labels()[1]:
        axes.legend(frameon=False, fontsize=canvas.SMALL_PT, labelcolor=canvas.INK, loc="best")
    label_axes(axes, axis.title, "time between beats (ms)")
    return figure


FIGURE = FigureKind(
    "Time between heartbeats",
    _key,
    _applies,
    _describe,
    _draw,
    pages={Page.APPENDIX: 1},
    shows_judgement=False,
)
