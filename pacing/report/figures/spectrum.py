"""How the times between heartbeats vary at each rhythm, over the stretch the variability numbers come from.

The curve is for the eye: a smoothed periodogram of the evenly resampled intervals. The numbers come from measuring.
"""

import numpy as np

from pacing.model.arrays import FloatArray, frozen
from pacing.model.assessment import Assessment
from pacing.model.recording import Beats
from pacing.report import canvas
from pacing.report.beat_pairs import usable_beats, variability_window
from pacing.report.canvas import Canvas, label_plane, new_canvas, new_plane
from pacing.report.figure import FigureKind
from pacing.report.rounding import measured_text

SAMPLING_HZ = 4.0  # design: as usual for RR intervals
SEGMENT_S = 150.0  # design: resolves the low band; half overlapping
LEAST_S = 150.0  # design: a shorter stretch makes no picture
LEAST_BEATS = 100  # design: fewer make no picture
BANDS_HZ = {"low": (0.04, 0.15), "high": (0.15, 0.40)}
BAND_NUMBERS = {"low": "hrv_lf", "high": "hrv_hf"}
HIGHEST_HZ = 0.5
BAND_COLOURS = {"low": canvas.EXERCISE, "high": canvas.REST}


def _beats(assessment: Assessment) -> Beats | None:
    window = variability_window(assessment)
    return usable_beats(assessment, window) if window is not None else None


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    beats = _beats(sessions[0])
    return beats is not None and beats.rr_ms.size >= LEAST_BEATS and beats.time_s[-1] - beats.time_s[0] >= LEAST_S


def _describe(sessions: tuple[Assessment, ...]) -> str:
    parts = []
    for band, name in BAND_NUMBERS.items():
        measurement = sessions[0].measurement(name)
        low, high = BANDS_HZ[band]
        value = measured_text(measurement) if measurement is not None else "not asked for"
        parts.append(f"{band} band ({low:g} to {high:g} cycles a second): {value}")
    return f"Power of the variation of heartbeats by its rhythm. {'; '.join(parts)}."


def power_density(beats: Beats) -> tuple[FloatArray, FloatArray]:
    """Frequencies [Hz] and power density [ms^2/Hz] of the intervals, averaged over half-overlapping segments."""
    even_s = np.arange(beats.time_s[0], beats.time_s[-1], 1 / SAMPLING_HZ)
    even_ms = np.interp(even_s, beats.time_s, beats.rr_ms)
    length = min(int(SEGMENT_S * SAMPLING_HZ), even_ms.size)
    taper = np.hanning(length)
    into = np.arange(length, dtype=np.float64)
    segments = []
    for begin in range(0, even_ms.size - length + 1, max(1, length // 2)):
        part = even_ms[begin : begin + length]
        level = part - np.polyval(np.polyfit(into, part, 1), into)
        segments.append(np.abs(np.fft.rfft(level * taper)) ** 2)
    scale = 2.0 / (SAMPLING_HZ * float((taper**2).sum()))
    return frozen(np.fft.rfftfreq(length, 1 / SAMPLING_HZ)), frozen(np.mean(segments, axis=0) * scale)


def _key(sessions: tuple[Assessment, ...]) -> str:  # noqa: ARG001 - the same for all
    return "The shaded bands are those the low and high band numbers are taken from."


def _draw(sessions: tuple[Assessment, ...]) -> Canvas:
    beats = _beats(sessions[0])
    if beats is None:
        message = "no beats to draw"
        raise ValueError(message)
    frequency_hz, density = power_density(beats)
    shown = (frequency_hz > 0) & (frequency_hz <= HIGHEST_HZ)
    figure = new_canvas()
    axes = new_plane(figure)
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
            fontsize=canvas.FONT_PT - 1,
        )
    axes.plot(frequency_hz[shown], density[shown], color=canvas.PULSE, linewidth=1.4)
    axes.set_xlim(0, HIGHEST_HZ)
    axes.set_ylim(0, None)
    label_plane(axes, "cycles a second (Hz)", "power density (ms²/Hz)")
    return figure


FIGURE = FigureKind("Variation of heartbeats by rhythm", _key, _applies, _describe, _draw)
