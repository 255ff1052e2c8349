"""What each stage decided, for whoever looks: one line a stage under `pacing.<stage>`, at the level INFO."""

import logging
from functools import cache

from pacing.model.assessment import Assessment
from pacing.model.cleaned import Cleaned
from pacing.model.measurement import Measurement
from pacing.model.phases import Phases
from pacing.model.recording import Recording


@cache
def _logger(stage: str) -> logging.Logger:
    return logging.getLogger(f"pacing.{stage}")


def log_read(recording: Recording) -> None:
    """What a file gave: kind, samples, beats, channels and the reader."""
    _logger("read").info(
        "%s: %s by %s, %d heart-rate samples, %s beats, channels %s, %.0f s",
        recording.source.file_name,
        recording.kind.value,
        recording.source.reader,
        recording.heart_rate.time_s.size,
        "no" if recording.beats is None else recording.beats.time_s.size,
        ", ".join(channel.name for channel in recording.channels) or "none",
        recording.duration_s,
    )


def log_clean(cleaned: Cleaned) -> None:
    """Which steps changed something, and how much of the session was measured."""
    steps = ", ".join(f"{step.name} {step.changed}" for step in cleaned.steps if step.changed) or "nothing changed"
    _logger("clean").info("%s; measured share %.3f", steps, cleaned.coverage.measured_share)


def log_segment(phases: Phases) -> None:
    """Each phase with its bounds, its origin and how sure its beginning is."""
    for phase in phases.items:
        _logger("segment").info(
            "%s %.0f-%.0f s from %s, +-%.0f s",
            phase.kind.value,
            phase.start_s,
            phase.stop_s,
            phase.origin.value,
            phase.uncertainty_s,
        )


def log_measure(measurements: tuple[Measurement, ...]) -> None:
    """Each index: its value with its interval, or the reason there is none."""
    logger = _logger("measure")
    if not logger.isEnabledFor(logging.INFO):
        return
    for measurement in measurements:
        if measurement.value is None:
            logger.info("%s: %s", measurement.index.id, measurement.unavailable)
        else:
            logger.info(
                "%s: %g [%g, %g] %s, window %s",
                measurement.index.id,
                measurement.value,
                measurement.low,
                measurement.high,
                measurement.index.unit,
                measurement.window,
            )


def log_judge(assessment: Assessment) -> None:
    """The limit that was used, the verdict, and how long heart rate was above."""
    limit, exceedance = assessment.limit, assessment.exceedance
    if limit is None or exceedance is None:
        _logger("judge").info("no limit: %s", assessment.limit_advice or "none was given")
        return
    _logger("judge").info(
        "limit %.0f bpm by %s: %s, %.0f s above, longest %.0f s",
        limit.bpm,
        limit.rule,
        exceedance.verdict.value,
        exceedance.time_above_s,
        exceedance.longest_s,
    )
