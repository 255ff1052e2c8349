"""How well the end of exercise is found in made-up sessions, and how well anything could find it.

`found_ends` sends sessions of `pacing.synthetic.population` through cleaning and segmentation. `best_possible` is a
yardstick, not a part of the program: it is told by which statistics the sessions were made (sizes and spectra of all
that disturbs, ranges of time constants, lags and slow parts), only not what was drawn for this one, and integrates over
that by drawing. Exactly done, nothing that knows no more than heart rate would on average be nearer; it is done
approximately (means over 4 s, some draws, smoothing of the slow part only), so it is no proof of a limit. It is told
roughly where the end is, and the heart rate the noise is scaled by, which no program is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import solve_triangular

from pacing.clean.clean import clean_recording
from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind
from pacing.segment.phases import find_phases
from pacing.synthetic import population
from pacing.synthetic.population import Evidence, SensorClass, draw_plan
from pacing.synthetic.session import (
    LARGEST_SCALE,
    SHRINK_BPM,
    SLOW_HIGH_HZ,
    SLOW_LOW_HZ,
    UNDULATION_HIGH_HZ,
    UNDULATION_LOW_HZ,
    SyntheticSession,
    make_session,
)

REACH_S = 10.0
SEARCH_S, STEP_S, BIN_S = 60.0, 4.0, 4.0
MOMENTS_S = np.arange(-SEARCH_S, SEARCH_S + STEP_S, STEP_S)
BEFORE_S, AFTER_S, SETTLED_S = 180.0, 300.0, 90.0
TAU_SLOW_S = 240.0
LAGS_S = np.arange(0.0, 700.0)
LEVEL_SD_BPM, CHANGE_SD_BPM, DRIFT_SD_PER_S = 1000.0, 100.0, 0.003


@dataclass(frozen=True, slots=True)
class End:
    """One session: what was found of its end. `error_s` is NaN where none was found."""

    seed: int
    sensor: str
    evidence: str
    effort_share: float
    fall_bpm: float
    error_s: float
    uncertainty_s: float


def found_ends(seeds: Iterable[int], sensor: SensorClass, evidence: Evidence) -> list[End]:
    """The end nearest to the true one in each session; none found: NaN."""
    rows = []
    for seed in seeds:
        draw = draw_plan(seed, sensor, evidence)
        session = make_session(draw.plan, seed)
        true_s = session.truth.recoveries[-1].stop_s
        recoveries = find_phases(session.recording, clean_recording(session.recording)).of(PhaseKind.RECOVERY)
        nearest = min(recoveries, key=lambda phase: abs(phase.start_s - true_s), default=None)
        error_s = np.nan if nearest is None else nearest.start_s - true_s
        unsure_s = np.nan if nearest is None else nearest.uncertainty_s
        rows.append(End(seed, sensor, evidence, draw.effort_share, whole_fall_bpm(session), error_s, unsure_s))
    return rows


def false_ends(seeds: Iterable[int], sensor: SensorClass, wander_bpm: float) -> list[int]:
    """How many recoveries are found in each session that ends with the exercise, its pace wandering so much (SD)."""
    counts = []
    for seed in seeds:
        plan = draw_plan(seed, sensor, Evidence.HEART_RATE).plan
        bout = replace(plan.bouts[0], undulation_bpm=wander_bpm)
        session = make_session(replace(plan, bouts=(bout,), recorded_after_s=0.0), seed)
        phases = find_phases(session.recording, clean_recording(session.recording))
        counts.append(len(phases.of(PhaseKind.RECOVERY)))
    return counts


def whole_fall_bpm(session: SyntheticSession) -> float:
    """How far heart rate falls from the end of exercise to where the recovery settles [bpm]."""
    bout = session.plan.bouts[-1]
    return session.truth.recoveries[-1].end_bpm - session.plan.resting_bpm - bout.recovery_offset_bpm


def best_possible(seed: int, sensor: SensorClass, draws: int = 100) -> tuple[float, float]:
    """The likeliest 20 s of the end: its error [s], and the probability that the error is at most 10 s."""
    session = make_session(draw_plan(seed, sensor, Evidence.HEART_RATE).plan, seed)
    time_s, bpm = _given(session)
    if time_s.size < 12:
        return np.nan, 0.0
    true_s = session.truth.recoveries[-1].stop_s
    course_bpm = np.interp(time_s + true_s, session.truth.time_s, session.truth.bpm)
    resting_bpm = session.plan.resting_bpm
    scale = np.minimum(np.exp(-(course_bpm - resting_bpm) / SHRINK_BPM), LARGEST_SCALE) * course_bpm**2 / 60_000.0
    rng = np.random.default_rng(seed)
    log_chance = np.array([_log_chances(time_s, bpm, scale, _drawn(rng, sensor)) for _ in range(draws)])
    chance = np.exp(log_chance - log_chance.max()).sum(axis=0)
    chance /= chance.sum()
    reach = round(REACH_S / STEP_S)
    near = np.convolve(chance, np.ones(2 * reach + 1), mode="same")
    middle = int(near.argmax())
    part = slice(max(middle - reach, 0), middle + reach + 1)
    return float(chance[part] @ MOMENTS_S[part] / chance[part].sum()), float(near.max())


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What may have been drawn for a session."""

    tau_s: float
    slow_share: float
    wander_bpm: float
    slow_ms: float
    breathing_ms: float
    smoothing_s: float
    delay_s: float
    noise_bpm: float
    noise_memory_s: float


def _drawn(rng: np.random.Generator, sensor: SensorClass) -> _Drawn:
    like = population.SENSORS[sensor]
    lag = rng.uniform(*population.LAG_FACTOR)
    return _Drawn(
        tau_s=rng.uniform(*population.TAU_OFF_S),
        slow_share=rng.uniform(*population.SLOW_SHARE),
        wander_bpm=rng.uniform(*population.UNDULATION_BPM),
        slow_ms=rng.uniform(*population.SLOW_MS),
        breathing_ms=rng.uniform(*population.RESPIRATORY_MS),
        smoothing_s=like.lag_s * lag,
        delay_s=float(round(like.delay_s * lag)),
        noise_bpm=like.noise_bpm * rng.uniform(*population.NOISE_FACTOR),
        noise_memory_s=like.noise_memory_s,
    )


def _given(session: SyntheticSession) -> tuple[FloatArray, FloatArray]:
    """Means over 4 s of what the device gave around the true end (time 0), its faults left out."""
    time_s, bpm = session.recording.heart_rate.time_s, session.recording.heart_rate.bpm
    true_s = session.truth.recoveries[-1].stop_s
    good = np.isfinite(bpm) & (bpm > 0) & (time_s < true_s + AFTER_S)
    good &= time_s >= max(session.plan.rest_s + SETTLED_S, true_s - BEFORE_S)
    for fault in session.truth.artefacts:
        good &= (time_s < fault.start_s) | (time_s >= fault.stop_s)
    time_s, bpm = time_s[good] - true_s, bpm[good]
    first = np.flatnonzero(np.diff(np.floor(time_s / BIN_S), prepend=-np.inf))
    size = np.diff(first, append=time_s.size)
    return np.add.reduceat(time_s, first) / size, np.add.reduceat(bpm, first) / size


def _log_chances(time_s: FloatArray, bpm: FloatArray, scale: FloatArray, drawn: _Drawn) -> FloatArray:
    """Log-probability of the data for every moment, levels integrated out; shape (moments,)."""
    apart_s = np.abs(time_s[:, None] - time_s[None])
    slow = np.interp(apart_s, LAGS_S, _wave_correlation(SLOW_LOW_HZ, SLOW_HIGH_HZ, drawn.smoothing_s))
    pace = _wave_correlation(UNDULATION_LOW_HZ, UNDULATION_HIGH_HZ, 0.0)
    breathing = (scale * drawn.breathing_ms) ** 2 * 0.08 / (1.0 + 1.2 * drawn.smoothing_s**2)
    steady = scale[:, None] * scale[None] * drawn.slow_ms**2 * slow
    steady += drawn.noise_bpm**2 * np.exp(-apart_s / drawn.noise_memory_s) + np.diag(breathing + 1.0 / 48.0)
    found = []
    for moment_s in MOMENTS_S + drawn.delay_s:
        before_s, after_s = np.minimum(time_s - moment_s, 0.0), np.maximum(time_s - moment_s, 0.0)
        quick = _answer(after_s, drawn.tau_s, drawn.smoothing_s)
        whole = (1.0 - drawn.slow_share) * quick + drawn.slow_share * _answer(after_s, TAU_SLOW_S, drawn.smoothing_s)
        left = drawn.wander_bpm * (1.0 - quick)
        wander = np.interp(np.abs(before_s[:, None] - before_s[None]), LAGS_S, pace) * left[:, None] * left[None]
        parts = np.stack((LEVEL_SD_BPM * np.ones_like(whole), CHANGE_SD_BPM * (1.0 - whole), DRIFT_SD_PER_S * before_s))
        root = np.linalg.cholesky(steady + wander + parts.T @ parts)
        rest = solve_triangular(root, bpm - 100.0, lower=True, check_finite=False)
        found.append(-0.5 * rest @ rest - np.log(np.diag(root)).sum())
    return np.array(found)


def _wave_correlation(low_hz: float, high_hz: float, smoothing_s: float) -> FloatArray:
    """Covariance of a 1/f wave of unit size, smoothed, at `LAGS_S`."""
    hz = np.geomspace(low_hz, high_hz, 150)
    kept = 1.0 / (1.0 + (2.0 * np.pi * hz * smoothing_s) ** 2)
    return np.asarray((np.cos(2.0 * np.pi * LAGS_S[:, None] * hz) * kept).mean(axis=1), dtype=np.float64)


def _answer(after_s: FloatArray, tau_s: float, smoothing_s: float) -> FloatArray:
    """An exponential answer through a first-order sensor, written anew: the program's own is under test."""
    if abs(tau_s - smoothing_s) < 1e-6:
        tau_s += 1e-3
    gone = tau_s * np.exp(-after_s / tau_s) - smoothing_s * np.exp(-after_s / smoothing_s)
    return 1.0 - gone / (tau_s - smoothing_s)
