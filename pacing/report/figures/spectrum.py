"""How the times between heartbeats vary at each rhythm, over the stretch the variability numbers come from.

The curve is for the eye: a smoothed periodogram of the intervals. The numbers come from measuring.
"""

import numpy as np

from pacing.model.arrays import FloatArray, frozen
from pacing.model.assessment import Assessment
from pacing.model.recording import Beats
from pacing.report import canvas
from pacing.report.canvas import Figure, label_axes, new_axes, new_figure
from pacing.report.figure import FigureKind, Page
from pacing.report.plot_data import usable_beats, variability_window
from pacing.report.wording.format_numbers import measured_text

SEGMENT_S = 150.0  # design: resolves the low band; half overlapping
LEAST_S = 150.0  # design: a shorter stretch makes no picture
LEAST_BEATS = 100  # design: fewer make no picture
BANDS_HZ = {"low": (0.04, 0.15), "high": (0.15, 0.40)}
BAND_NUMBERS = {"low": "hrv_lf", "high": "hrv_hf"}
HIGHEST_HZ = 0.5
STEP_HZ = 0.004  # design: finer than a segment resolves
MS_PER_S = 1000.0
BAND_COLOURS = {"low": canvas.EXERCISE, "high": canvas.REST}


def _beats(assessment: Assessment) -> Beats | None:
    window = variability_window(assessment)
    return usable_beats(assessment, window) if window is not None else None


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    beats = _beats(sessions[0])
    return (
        beats is not None and beats.rr_ms.size >= LEAST_BEATS and float(beats.time_s[-1] - beats.time_s[0]) >= LEAST_S
    )


def _describe(sessions: tuple[Assessment, ...]) -> str:
    parts = []
    for band, name in BAND_NUMBERS.items():
        measurement = sessions[0].measurement(name)
        low, high = BANDS_HZ[band]
        value = measured_text(measurement) if measurement is not None else "not asked for"
        parts.append(f"{band} band ({low:g} to {high:g} cycles a second): {value}")
    return f"Power of the variation of heartbeats by its rhythm. {'; '.join(parts)}."


def power_density(beats: Beats) -> tuple[FloatArray, FloatArray]:
    """Frequencies [Hz] and power density [ms^2/Hz] of the intervals, averaged over half-overlapping segments.

    Each segment's Fourier integral is taken at the beats themselves, each weighted with the time it stands for, so that
    nothing is resampled and no rhythm is damped.
    """
    frequency_hz = np.arange(STEP_HZ, HIGHEST_HZ + STEP_HZ / 2, STEP_HZ)
    span_s = float(beats.time_s[-1] - beats.time_s[0])
    length_s = min(SEGMENT_S, span_s)
    begins_s = beats.time_s[0] + np.arange(0.0, span_s - length_s + 1.0, length_s / 2)
    segments = [_segment_density(beats, float(begin), length_s, frequency_hz) for begin in begins_s]
    return frozen(frequency_hz), frozen(np.mean(segments, axis=0))


def _segment_density(beats: Beats, begin_s: float, length_s: float, frequency_hz: FloatArray) -> FloatArray:
    first, end = np.searchsorted(beats.time_s, begin_s), np.searchsorted(beats.time_s, begin_s + length_s, side="right")
    inside = slice(first, end)
    into_s, rr_ms = beats.time_s[inside] - begin_s, beats.rr_ms[inside]
    level_ms = rr_ms - np.polyval(np.polyfit(into_s, rr_ms, 1), into_s)
    taper = np.sin(np.pi * into_s / length_s) ** 2
    weight_s = rr_ms / MS_PER_S
    turning = np.exp(-2j * np.pi * np.outer(frequency_hz, into_s))
    return frozen(2.0 * np.abs(turning @ (level_ms * taper * weight_s)) ** 2 / float((taper**2 * weight_s).sum()))


def _key(sessions: tuple[Assessment, ...]) -> str:  # noqa: ARG001 - the same for all
    return "The shaded bands are those the low and high band numbers are taken from."


def _draw(sessions: tuple[Assessment, ...]) -> Figure:
    beats = _beats(sessions[0])
    if beats is None:
        message = "no beats to draw"
        raise ValueError(message)
    frequency_hz, density = power_density(beats)
    figure = new_figure(left_in=canvas.WIDE_LEFT_IN)
    axes = new_axes(figure)
    for band, (low, high) in BANDS_HZ.items():
        axes.axvspan(low, high, facecolor=BAND_COLOURS[band], edgecolor="none", alpha=0.7)
        axes.annotate(
            band,
            ((low + high) / 2, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, -11),
            textcoords="offset points",
            ha="center",
            color=canvas.INK,
            fontsize=canvas.SMALL_PT,
        )
    axes.plot(frequency_hz, density, color=canvas.PULSE, linewidth=1.4)
    axes.set_xlim(0, HIGHEST_HZ)
    axes.set_ylim(0, None)
    label_axes(axes, "cycles a second (Hz)", "power density (ms²/Hz)")
    return figure


FIGURE = FigureKind(
    "Variation of heartbeats by rhythm",
    _key,
    _applies,
    _describe,
    _draw,
    pages={Page.APPENDIX: 2},
    shows_judgement=False,
)
