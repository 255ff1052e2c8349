"""Each time between heartbeats against the next one, over the stretch the variability numbers come from."""

from pacing.model.arrays import FloatArray
from pacing.model.assessment import Assessment
from pacing.report import canvas
from pacing.report.canvas import Figure, draw_dots, label_axes, new_axes, new_figure
from pacing.report.figure import FigureKind, Page
from pacing.report.plot_data import adjacent_pairs, usable_beats, variability_window
from pacing.report.wording.format_times import clock_text

HEIGHT_IN = 4.2
MOST_POINTS = 1500  # design: beyond, points are thinned evenly
LEAST_PAIRS = 30  # design: fewer make no picture


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
        f"{pairs[0].size:,} pairs of neighbouring beat-to-beat intervals from {clock_text(window[0])} to "
        f"{clock_text(window[1])}, between {pairs[0].min():.0f} and {pairs[0].max():.0f} milliseconds. On the dashed "
        "line both are equal."
    )


def _key(sessions: tuple[Assessment, ...]) -> str:  # noqa: ARG001 - the same for all
    return "On the dashed line, two neighbouring intervals are equal."


def _draw(sessions: tuple[Assessment, ...]) -> Figure:
    pairs = _pairs(sessions[0])
    if pairs is None:
        message = "no pairs of beats to draw"
        raise ValueError(message)
    figure = new_figure(HEIGHT_IN, left_in=canvas.WIDE_LEFT_IN)
    axes = new_axes(figure)
    step = max(1, -(-pairs[0].size // MOST_POINTS))
    before, after = pairs[0][::step], pairs[1][::step]
    low, high = float(min(before.min(), after.min())), float(max(before.max(), after.max()))
    room = max((high - low) / 20, 1.0)
    axes.plot([low - room, high + room], [low - room, high + room], color=canvas.QUIET, linewidth=0.9, linestyle="--")
    draw_dots(axes, before, after, canvas.PULSE)
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(low - room, high + room)
    axes.set_aspect("equal")
    label_axes(axes, "time between beats (ms)", "the next one (ms)")
    return figure


FIGURE = FigureKind(
    "Each beat-to-beat interval against the next",
    _key,
    _applies,
    _describe,
    _draw,
    pages={Page.APPENDIX: 3},
    shows_judgement=False,
)
