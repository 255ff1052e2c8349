"""Each time between heartbeats against the next one, over the stretch the variability numbers come from."""

from typing import TYPE_CHECKING

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.assessment import Assessment
from pacing.report import canvas
from pacing.report.beat_pairs import adjacent_pairs, usable_beats, variability_window
from pacing.report.canvas import Canvas, label_plane, new_canvas, new_plane
from pacing.report.figure import FigureKind
from pacing.report.wording.moments import clock_text

if TYPE_CHECKING:
    from matplotlib.patches import PathPatch

HEIGHT_IN = 4.2
MOST_POINTS = 1500  # design: beyond, points are thinned evenly
LEAST_PAIRS = 30  # design: fewer make no picture
DOT_PT = 2.4


def _pairs(assessment: Assessment) -> tuple[FloatArray, FloatArray] | None:
    window = variability_window(assessment)
    beats = usable_beats(assessment, window) if window is not None else None
    return adjacent_pairs(beats) if beats is not None else None


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    pairs = _pairs(sessions[0])
    return pairs is not None and pairs[0].size >= LEAST_PAIRS


def _describe(sessions: tuple[Assessment, ...]) -> str:
    window, pairs = variability_window(sessions[0]), _pairs(sessions[0])
    if window is None or pairs is None:
        return "No heartbeats."
    return (
        f"{pairs[0].size} pairs of neighbouring times between heartbeats from {clock_text(window[0])} to "
        f"{clock_text(window[1])}, between {pairs[0].min():.0f} and {pairs[0].max():.0f} milliseconds; on the dashed "
        "line both are equal."
    )


def _key(sessions: tuple[Assessment, ...]) -> str:  # noqa: ARG001 - the same for all
    return "On the dashed line, two neighbouring times are equal."


def _draw(sessions: tuple[Assessment, ...]) -> Canvas:
    pairs = _pairs(sessions[0])
    if pairs is None:
        message = "no pairs of beats to draw"
        raise ValueError(message)
    figure = new_canvas(HEIGHT_IN)
    axes = new_plane(figure)
    step = max(1, -(-pairs[0].size // MOST_POINTS))
    before, after = pairs[0][::step], pairs[1][::step]
    low, high = float(min(before.min(), after.min())), float(max(before.max(), after.max()))
    room = max((high - low) / 20, 1.0)
    axes.plot([low - room, high + room], [low - room, high + room], color=canvas.QUIET, linewidth=0.9, linestyle="--")
    axes.add_patch(_dots(before, after))
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(low - room, high + room)
    axes.set_aspect("equal")
    label_plane(axes, "time between beats (ms)", "the next one (ms)")
    return figure


def _dots(across: FloatArray, up: FloatArray) -> "PathPatch":
    """All points as one path of strokes without length: a fifth of the bytes of a marker for each."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415 - costs start-up time
    from matplotlib.path import Path  # noqa: PLC0415

    corners = np.repeat(np.column_stack([across, up]), 2, axis=0)
    path = Path(corners, np.tile([Path.MOVETO, Path.LINETO], across.size))
    path.should_simplify = False
    return PathPatch(path, edgecolor=canvas.PULSE, facecolor="none", linewidth=DOT_PT, capstyle="round", alpha=0.6)


FIGURE = FigureKind("Each time between heartbeats against the next", _key, _applies, _describe, _draw)
