"""Heart rate over the session: phases as labelled bands, the limit, and the time above it hatched and marked."""

import numpy as np

from pacing.model.assessment import Assessment
from pacing.model.exceedance import Limit
from pacing.model.phases import PhaseKind
from pacing.plural import plural
from pacing.report import canvas
from pacing.report.canvas import Axes, Figure, label_axes, new_axes, new_figure, set_marks
from pacing.report.figure import FigureKind, Page
from pacing.report.plot_data import TimeAxis, broken_at_gaps, decimated, time_axis
from pacing.report.wording.format_times import length_text, moment_text, whole_minutes
from pacing.report.wording.verdict import is_in_moments, limit_number, longest_moment_text

BAND_COLOURS = {
    PhaseKind.REST: canvas.REST,
    PhaseKind.EXERCISE: canvas.EXERCISE,
    PhaseKind.RAISED: canvas.RAISED,
    PhaseKind.RECOVERY: canvas.RECOVERY,
}
BAND_HEIGHT = 0.085  # design: share of the axes' height for the band of phases
LETTER_SHARE = 0.0165  # design: share of the width one letter of a band's word takes; a narrower band carries none
ROOM_BPM = 5.0  # design: free space below and above the line
SHOWN_GAP = 0.004  # design: a shorter gap, as a share of the session, cannot be seen in the line
MOST_EDGES = 8  # design: more phases show by their bands alone
MOST_MARKED = 8  # design: of more stretches, only the longest are marked; hatching shows all
WORD_HEIGHT = 0.085  # design: share of the axes' height that the limit's word takes
WORD_PLACES = (1.0, 0.85, 0.7, 0.55, 0.4, 0.25)  # design: where the limit's word may end, as shares of the width
STANDING = "stand_hr_rise"
KIND_WORDS = {PhaseKind.RAISED: "raised heart rate"}
BAND_NAMES = {
    PhaseKind.REST: "blue-grey rest",
    PhaseKind.EXERCISE: "sandy exercise",
    PhaseKind.RAISED: "grey-sandy raised heart rate",
    PhaseKind.RECOVERY: "violet recovery",
}


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    return bool(np.isfinite(sessions[0].cleaned.heart_rate.bpm).any())


def _describe(sessions: tuple[Assessment, ...]) -> str:
    assessment = sessions[0]
    bpm = assessment.cleaned.heart_rate.bpm
    length = length_text(assessment.recording.duration_s)
    parts = [f"Heart rate over {length}, between {np.nanmin(bpm):.0f} and {np.nanmax(bpm):.0f} bpm."]
    if assessment.phases.items:
        parts.append(_phases_text(assessment))
    stood_s = _stood_up_s(assessment)
    if stood_s is not None:
        parts.append(f"A line marks the moment of standing up, {moment_text(assessment, stood_s)}.")
    if assessment.limit is not None:
        parts.append(f"A line marks the limit at {limit_number(assessment.limit)} bpm.")
    exceedance = assessment.exceedance
    if exceedance is not None and is_in_moments(exceedance):
        parts.append(f"It is above the limit in many short moments; {longest_moment_text(exceedance)}.")
    elif exceedance is not None and exceedance.excursions:
        longest = max(exceedance.excursions, key=lambda e: e.stop_s - e.start_s)
        count = len(exceedance.excursions)
        named_s = exceedance.time_above_s if count == 1 else exceedance.longest_s
        start, stop = whole_minutes(assessment, longest.start_s, longest.stop_s, named_s)
        parts.append(
            plural(
                count,
                "It is above the limit in one stretch, between {start} and {stop}, reaching {peak:.0f} bpm.",
                "It is above the limit in {} stretches, the longest between {start} and {stop}, up to {peak:.0f} bpm.",
                start=start,
                stop=stop,
                peak=longest.peak_bpm,
            )
        )
    elif exceedance is not None:
        parts.append("No stretch above the limit is marked.")
    gap_s = assessment.cleaned.coverage.longest_gap_s
    if gap_s >= 1:
        parts.append(f"The longest gap in the line lasts {length_text(gap_s)}.")
    return " ".join(parts)


def _stood_up_s(assessment: Assessment) -> float | None:
    """When the person stood up from lying, as it was measured; None where it was not."""
    rise = assessment.measurement(STANDING)
    at_s = None if rise is None or rise.value is None else rise.parts.get("stood_up_s")
    return at_s if isinstance(at_s, float) else None


def _kind_word(kind: PhaseKind) -> str:
    return KIND_WORDS.get(kind, kind.value)


def _phases_text(assessment: Assessment) -> str:
    phases = assessment.phases
    if len(phases.items) <= MOST_EDGES:
        spans = (
            f"{_kind_word(p.kind)} from {moment_text(assessment, p.start_s)} to {moment_text(assessment, p.stop_s)}"
            for p in phases.items
        )
        return f"Phases: {', '.join(spans)}."
    counts = ", ".join(f"{len(phases.of(kind))} of {_kind_word(kind)}" for kind in PhaseKind if phases.of(kind))
    return f"{len(phases.items)} phases ({counts}), from {moment_text(assessment, phases.items[0].start_s)} on."


def _key(sessions: tuple[Assessment, ...]) -> str:
    exceedance, coverage = sessions[0].exceedance, sessions[0].cleaned.coverage
    remarks = []
    if exceedance is not None and len(exceedance.excursions) > MOST_MARKED:
        remarks.append(f"Hatching marks the time above the limit, ▼ the {MOST_MARKED} longest stretches.")
    elif exceedance is not None and exceedance.excursions:
        remarks.append("Hatching and ▼ mark the time above the limit.")
    elif exceedance is not None and exceedance.time_above_s > 0:
        remarks.append("Hatching marks the time above the limit.")
    unnamed = _unnamed(sessions[0])
    if unnamed:
        remarks.append(f"The band on top: {', '.join(unnamed)}.")
    if coverage.longest_gap_s >= SHOWN_GAP * sessions[0].recording.duration_s:
        remarks.append("Where the line breaks, nothing was recorded.")
    return " ".join(remarks)


def _unnamed(assessment: Assessment) -> list[str]:
    """Names, by their colour, of the kinds of phases that stand in the band; none where the band itself names each."""
    axis = _axis_span_s(assessment)
    longest = {p.kind: max(p.stop_s - p.start_s for p in assessment.phases.of(p.kind)) for p in assessment.phases.items}
    if all(length_s >= _least_span(kind) * axis for kind, length_s in longest.items()):
        return []
    return [BAND_NAMES[kind] for kind in PhaseKind if kind in longest]


def _least_span(kind: PhaseKind) -> float:
    """The share of the width that a phase's word needs."""
    return LETTER_SHARE * (len(kind) + 1)


def _axis_span_s(assessment: Assessment) -> float:
    last_s = float(assessment.cleaned.heart_rate.time_s[-1]) if assessment.cleaned.heart_rate.time_s.size else 0.0
    return max(assessment.recording.duration_s, last_s, 1.0)


def rooms_in(axis: TimeAxis) -> tuple[float, float]:
    """The figure's height, and the room below its axes, where the axis has one line of numbers or two [inches]."""
    more_in = canvas.SECOND_LINE_IN if axis.clock is not None else 0.0
    return canvas.HEIGHT_IN + more_in, canvas.BOTTOM_IN + more_in


def _draw(sessions: tuple[Assessment, ...]) -> Figure:
    assessment = sessions[0]
    heart_rate = assessment.cleaned.heart_rate
    axis = time_axis(assessment, with_clock=True)
    height_in, bottom_in = rooms_in(axis)
    figure = new_figure(height_in, left_in=canvas.LEFT_IN, bottom_in=bottom_in)
    axes = new_axes(figure)
    time_s, bpm = decimated(*broken_at_gaps(heart_rate.time_s, heart_rate.bpm))
    at = axis.place(time_s)
    axes.plot(at, bpm, color=canvas.PULSE, linewidth=1.4, solid_joinstyle="round")
    low, high = float(np.nanmin(bpm)) - ROOM_BPM, float(np.nanmax(bpm)) + ROOM_BPM
    if assessment.limit is not None:
        low, high = min(low, assessment.limit.bpm - ROOM_BPM), max(high, assessment.limit.bpm + ROOM_BPM)
    high += (high - low) * BAND_HEIGHT * 2
    axes.set_ylim(low, high)
    span_s = _axis_span_s(assessment)
    axes.set_xlim(axis.place(0.0), axis.place(span_s))
    set_marks(axes.xaxis, *axis.ticks(0.0, span_s))
    if assessment.limit is not None:
        _draw_limit(axes, assessment.limit, at, bpm)
        _mark_excursions(axes, assessment, axis, at, bpm)
    _draw_phases(axes, assessment, axis)
    stood_s = _stood_up_s(assessment)
    if stood_s is not None:
        _mark_standing(axes, axis.place(stood_s))
    label_axes(axes, axis.title, "heart rate (bpm)")
    return figure


def _mark_standing(axes: Axes, at: float) -> None:
    """A line at the moment of standing up, with its words beside it at the foot of the axes."""
    left, right = axes.get_xlim()
    after = at < left + (right - left) / 2
    axes.axvline(at, color=canvas.INK, linewidth=1.0)
    axes.annotate(
        "stood up",
        (at, 0.0),
        xycoords=("data", "axes fraction"),
        xytext=(4 if after else -4, 5),
        textcoords="offset points",
        ha="left" if after else "right",
        va="bottom",
        color=canvas.INK,
        fontsize=canvas.FONT_PT,
        bbox={"facecolor": canvas.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )


def _draw_limit(axes: Axes, limit: Limit, at: np.ndarray, bpm: np.ndarray) -> None:
    axes.axhline(limit.bpm, color=canvas.LIMIT, linewidth=1.2, linestyle=(0, (5, 3)))
    share, above = _word_place(at, bpm, limit.bpm, axes.get_xlim(), axes.get_ylim())
    axes.annotate(
        f"limit {limit_number(limit)}",
        (share, limit.bpm),
        xycoords=("axes fraction", "data"),
        xytext=(-2, 3 if above else -3),
        textcoords="offset points",
        ha="right",
        va="bottom" if above else "top",
        color=canvas.INK,
        fontsize=canvas.FONT_PT,
        bbox={"facecolor": canvas.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )
    axes.fill_between(
        at,
        limit.bpm,
        bpm,
        where=bpm > limit.bpm,
        interpolate=True,
        facecolor="none",
        edgecolor=canvas.ABOVE,
        hatch="///",
        linewidth=0.8,
    )


def _mark_excursions(axes: Axes, assessment: Assessment, axis: TimeAxis, at: np.ndarray, bpm: np.ndarray) -> None:
    excursions = assessment.exceedance.excursions if assessment.exceedance is not None else ()
    for excursion in sorted(excursions, key=lambda e: e.start_s - e.stop_s)[:MOST_MARKED]:
        inside = (at >= axis.place(excursion.start_s)) & (at < axis.place(excursion.stop_s)) & np.isfinite(bpm)
        if not inside.any():
            continue
        highest = np.flatnonzero(inside)[bpm[inside].argmax()]
        above_it = bpm[highest] + ROOM_BPM / 2
        axes.plot([at[highest]], [above_it], marker="v", color=canvas.ABOVE, markersize=6, clip_on=False)


def _word_place(
    at: np.ndarray, bpm: np.ndarray, limit_bpm: float, across: tuple[float, float], up: tuple[float, float]
) -> tuple[float, bool]:
    """Where the limit's word ends (share of the width) and whether it stands above its line: off the curve if it can.

    Examples
    --------
    >>> low_at_first = np.where(np.arange(100) < 50, 80.0, 130.0)
    >>> _word_place(np.arange(100.0), low_at_first, 110.0, (0.0, 99.0), (60.0, 150.0))
    (0.4, True)
    >>> _word_place(np.arange(100.0), np.full(100, 130.0), 110.0, (0.0, 99.0), (60.0, 150.0))
    (1.0, False)
    """
    width = LETTER_SHARE * len("limit 000") * (across[1] - across[0])
    height = WORD_HEIGHT * (up[1] - up[0])
    sides = {True: (limit_bpm, np.inf)}
    if limit_bpm - height >= up[0]:  # else the word would stand below the axis
        sides[False] = (limit_bpm - height, limit_bpm)
    for above, (low, high) in sides.items():
        for share in WORD_PLACES:
            end = across[0] + share * (across[1] - across[0])
            beside = bpm[(at >= end - width) & (at <= end)]
            if not ((beside > low) & (beside < high)).any():
                return share, above
    return WORD_PLACES[0], True


def _draw_phases(axes: Axes, assessment: Assessment, axis: TimeAxis) -> None:
    remaining, right = axes.get_xlim()
    edges: list[float] = []
    for phase in assessment.phases.items:
        start, stop = max(axis.place(phase.start_s), remaining), min(axis.place(phase.stop_s), right)
        canvas.draw_band(axes, start, stop, (1 - BAND_HEIGHT, 1), BAND_COLOURS[phase.kind])
        edges.append(start)
        least = _least_span(phase.kind) * (right - remaining)
        if stop - start >= least:
            _write_phase(axes, phase.kind, (start + stop) / 2, 1 - BAND_HEIGHT / 2)
    if len(edges) <= MOST_EDGES:
        canvas.draw_moments(axes, edges, canvas.QUIET, width_pt=0.6, dotted=True)
        _write_below(axes, assessment, axis)


def _write_below(axes: Axes, assessment: Assessment, axis: TimeAxis) -> None:
    """The words of kinds whose bands are all too narrow for them, in the free strip below the band."""
    left, right = axes.get_xlim()
    free_from = left
    for kind in PhaseKind:
        phases = assessment.phases.of(kind)
        if not phases:
            continue
        least = _least_span(kind) * (right - left)
        longest = max(phases, key=lambda phase: phase.stop_s - phase.start_s)
        start, stop = max(axis.place(longest.start_s), left), min(axis.place(longest.stop_s), right)
        middle = min(max((start + stop) / 2, left + least / 2), right - least / 2)
        if stop - start < least and middle - least / 2 >= free_from:
            _write_phase(axes, kind, middle, 1 - 1.5 * BAND_HEIGHT)
            free_from = middle + least / 2


def _write_phase(axes: Axes, kind: PhaseKind, at: float, height: float) -> None:
    axes.text(
        at,
        height,
        str(kind),
        transform=axes.get_xaxis_transform(),
        ha="center",
        va="center",
        color=canvas.INK,
        fontsize=canvas.FONT_PT - 1.5,
    )


FIGURE = FigureKind(
    "Heart rate over time",
    _key,
    _applies,
    _describe,
    _draw,
    pages={Page.SESSION: 1, Page.DAY: 1},
)
