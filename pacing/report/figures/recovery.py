"""Heart rate after the end of the exercise, with the recovery points and their intervals, and the fitted curve."""

import numpy as np

from pacing.model.assessment import Assessment
from pacing.model.measurement import Measurement
from pacing.report import canvas
from pacing.report.canvas import Axes, Figure, label_axes, new_axes, new_figure
from pacing.report.figure import FigureKind, Page
from pacing.report.plot_data import broken_at_gaps, decimated
from pacing.report.wording.format_numbers import measured_text

BEFORE_S = 30.0  # design: how much of the exercise is shown
AFTER_S = 330.0  # design: how much of the recovery is shown
POINTS_S = {"hr_recovery_30": 30.0, "hr_recovery_60": 60.0, "hr_recovery_120": 120.0}
TAU = "hr_recovery_tau"
CURVE_POINTS = 80  # design: a smooth curve on paper


def _measured(assessment: Assessment) -> dict[float, Measurement]:
    """The measured drops of one bout of exercise, by their time after its end [s]."""
    result = {at_s: assessment.measurement(name) for name, at_s in POINTS_S.items()}
    known = {at_s: m for at_s, m in result.items() if m is not None and m.value is not None and m.window is not None}
    if not known:
        return {}
    end_s = _end_s(known[max(known)])
    return {at_s: m for at_s, m in known.items() if _end_s(m) == end_s}


def _end_s(measurement: Measurement) -> float | None:
    """Where the exercise of a recovery ended [s]: its window begins there."""
    return measurement.window[0] if measurement.window is not None else None


def _curve(assessment: Assessment, end_s: float | None) -> Measurement | None:
    """The fitted curve of the same bout, where there is one."""
    tau = assessment.measurement(TAU)
    return tau if tau is not None and tau.value is not None and _end_s(tau) == end_s else None


def _number(measurement: Measurement, name: str) -> float | None:
    value = measurement.parts.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    return bool(_measured(sessions[0]))


def _describe(sessions: tuple[Assessment, ...]) -> str:
    measured = _measured(sessions[0])
    falls = "; ".join(f"{measured_text(m)} lower after {at_s:.0f} seconds" for at_s, m in measured.items())
    tau = _curve(sessions[0], _end_s(next(iter(measured.values()))))
    fitted = f" A fitted curve has the time constant {measured_text(tau)}." if tau is not None else ""
    return f"Heart rate after the end of the exercise: {falls}.{fitted}"


def _key(sessions: tuple[Assessment, ...]) -> str:
    measured = _measured(sessions[0])
    fitted = _curve(sessions[0], _end_s(next(iter(measured.values()))))
    curve = " Dashed: a smooth curve through the recovery." if fitted is not None else ""
    return f"Points: how far it had come down, with the range of each.{curve}"


def _draw(sessions: tuple[Assessment, ...]) -> Figure:
    assessment = sessions[0]
    measured = _measured(assessment)
    end_s = _end_s(next(iter(measured.values()))) if measured else None
    if end_s is None:
        message = "no recovery to draw"
        raise ValueError(message)
    figure = new_figure(left_in=canvas.LEFT_IN)
    axes = new_axes(figure)
    heart_rate = assessment.cleaned.heart_rate
    shown = (heart_rate.time_s >= end_s - BEFORE_S) & (heart_rate.time_s <= end_s + AFTER_S)
    time_s, bpm = decimated(*broken_at_gaps(heart_rate.time_s[shown], heart_rate.bpm[shown]))
    axes.plot(time_s - end_s, bpm, color=canvas.PULSE, linewidth=1.3)
    axes.axvline(0.0, color=canvas.QUIET, linewidth=0.8, linestyle=":")
    axes.annotate(
        "stopped",
        (0, 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -9),
        textcoords="offset points",
        color=canvas.INK,
        fontsize=canvas.SMALL_PT,
    )
    _draw_points(axes, measured)
    _draw_curve(axes, _curve(assessment, end_s))
    label_axes(axes, "seconds after stopping", "heart rate (bpm)")
    axes.margins(x=0.02, y=0.12)
    return figure


def _draw_points(axes: Axes, measured: dict[float, Measurement]) -> None:
    points = [
        (at_s, end_bpm - m.value, m.high - m.value, m.value - m.low, m.value)
        for at_s, m in measured.items()
        if m.value is not None and m.low is not None and m.high is not None
        if (end_bpm := _number(m, "end_bpm")) is not None
    ]
    if not points:
        return
    at_s, levels, below, above, _ = zip(*points, strict=True)
    axes.errorbar(
        at_s, levels, yerr=[below, above], fmt="o", color=canvas.ABOVE, markersize=5, capsize=4, linewidth=1.3
    )
    for since_s, level, *_, drop in points:
        axes.annotate(
            f"{since_s:.0f} s: {-drop:.0f}",
            (since_s, level),
            xytext=(7, 7),
            textcoords="offset points",
            color=canvas.INK,
            fontsize=canvas.SMALL_PT,
            bbox={"facecolor": canvas.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
        )


def _draw_curve(axes: Axes, tau: Measurement | None) -> None:
    if tau is None or tau.value is None or tau.window is None:
        return
    asymptote, amplitude = _number(tau, "level_bpm"), _number(tau, "amplitude_bpm")
    if asymptote is None or amplitude is None:
        return
    after_s = np.linspace(0.0, min(AFTER_S, tau.window[1] - tau.window[0]), CURVE_POINTS)
    axes.plot(
        after_s, asymptote + amplitude * np.exp(-after_s / tau.value), color=canvas.INK, linewidth=1.0, linestyle="--"
    )


FIGURE = FigureKind(
    "Heart rate after stopping",
    _key,
    _applies,
    _describe,
    _draw,
    pages={Page.SESSION: 2, Page.NUMBERS: 1},
    shows_judgement=False,
)
