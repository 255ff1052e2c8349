"""What a device makes of the beating heart: lag, delay, noise, sampling, whole numbers, and faults in beats."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind
from pacing.model.recording import Beats
from pacing.synthetic.first_order_response import coloured_noise, smoothed, stretches_of
from pacing.synthetic.plan import BeatFaults, Dropout, DropoutKind, RandomDropouts, SensorPlan, SessionPlan

SMART_LONGEST_S = 8  # design: longest step of smart recording
LOCK_NOISE_BPM = 1.0  # design: scatter around the step rate while the sensor follows the steps
SHORTEST_DROPOUT_S = 2.0  # design
SECONDS_PER_HOUR = 3600.0


def sampling_times_s(sensor: SensorPlan, duration_s: float, rng: np.random.Generator) -> FloatArray:
    """When the device writes samples [s], whole seconds from 0 and before `duration_s`."""
    if not sensor.smart:
        return np.arange(0.0, duration_s, sensor.sampling_s)
    steps = rng.integers(1, SMART_LONGEST_S + 1, size=int(duration_s)).astype(np.float64)
    times_s = np.concatenate([[0.0], np.cumsum(steps)])
    written: FloatArray = times_s[times_s < duration_s]
    return written


def sensed_bpm(
    sensor: SensorPlan, rate_bpm: FloatArray, step_s: float, times_s: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Heart rate as the sensor gives it at `times_s` [bpm], before faults and rounding.

    `rate_bpm`: momentary rate on a grid of `step_s` from 0. Samples further apart than a second without `smart` are
    means over the time that begins with them.
    """
    lagged = smoothed(rate_bpm, step_s, sensor.lag_s)
    late = round(sensor.delay_s / step_s)
    if late:
        lagged = np.concatenate([np.full(late, lagged[0]), lagged[:-late]])
    if sensor.noise_bpm:
        per_second = coloured_noise(rng, int(np.ceil(lagged.size * step_s)) + 1, 1.0, sensor.noise_memory_s)
        lagged = lagged + sensor.noise_bpm * per_second[(np.arange(lagged.size) * step_s).astype(np.intp)]
    first = np.minimum(np.round(times_s / step_s).astype(np.intp), lagged.size - 1)
    if sensor.smart or sensor.sampling_s <= 1.0:
        sampled: FloatArray = lagged[first]
        return sampled
    sums = np.add.reduceat(lagged, first)
    means: FloatArray = sums / np.diff(np.append(first, lagged.size))
    return means


def seen_through_movement(plan: SessionPlan, rate_bpm: FloatArray, step_s: float) -> FloatArray:
    """Heart rate as a sensor sees it that misses part of the rise while the arm moves [bpm]; same shape.

    The missed share sets in within the first seconds of a bout and fades after it with `found_again_s`.
    """
    sensor = plan.sensor
    if not sensor.hidden_share:
        return rate_bpm
    grid_s = np.arange(rate_bpm.size) * step_s
    hidden = np.zeros(rate_bpm.size)
    for stretch in stretches_of(plan):
        if stretch.kind is PhaseKind.EXERCISE:
            moving = (grid_s >= stretch.start_s) & (grid_s < stretch.stop_s)
            hidden[moving] = 1.0
            after = grid_s >= stretch.stop_s
            hidden[after] = np.exp(-(grid_s[after] - stretch.stop_s) / max(sensor.found_again_s, step_s))
    seen: FloatArray = rate_bpm - sensor.hidden_share * hidden * np.maximum(rate_bpm - plan.resting_bpm, 0.0)
    return seen


def random_dropouts(plan: RandomDropouts, duration_s: float, rng: np.random.Generator) -> tuple[Dropout, ...]:
    """Drop-outs at random places, whole seconds, in order; they may touch but do not overlap."""
    count = int(rng.poisson(plan.per_hour * duration_s / SECONDS_PER_HOUR))
    if not count:
        return ()
    starts_s = np.sort(np.floor(rng.random(count) * duration_s))
    lengths_s = np.maximum(np.round(rng.exponential(plan.mean_s, count)), SHORTEST_DROPOUT_S)
    limits_s = np.append(starts_s[1:], duration_s)
    made = []
    for start_s, length_s, limit_s in zip(starts_s.tolist(), lengths_s.tolist(), limits_s.tolist(), strict=True):
        kept_s = min(length_s, limit_s - start_s)
        if kept_s > 0:
            made.append(Dropout(start_s, kept_s, plan.kind))
    return tuple(made)


def with_faults(
    plan: SessionPlan,
    dropouts: tuple[Dropout, ...],
    times_s: FloatArray,
    bpm: FloatArray,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    """`times_s` and `bpm` with cadence lock, whole numbers and drop-outs, in this order."""
    faulty = bpm.copy()
    for lock in plan.cadence_locks:
        locked = (times_s >= lock.start_s) & (times_s < lock.start_s + lock.duration_s)
        count = int(locked.sum())
        faulty[locked] = lock.steps_per_min + LOCK_NOISE_BPM * rng.standard_normal(count)
    if plan.sensor.whole_bpm:
        faulty = np.rint(faulty)
    written = np.ones(times_s.size, dtype=np.bool_)
    for dropout in dropouts:
        first, stop = np.searchsorted(times_s, [dropout.start_s, dropout.start_s + dropout.duration_s])
        if dropout.kind is DropoutKind.MISSING:
            faulty[first:stop] = np.nan
        elif dropout.kind is DropoutKind.ZERO:
            faulty[first:stop] = 0.0
        elif dropout.kind is DropoutKind.FROZEN:
            faulty[first:stop] = faulty[max(first - 1, 0)] if faulty.size else np.nan
        else:
            written[first:stop] = False
    return times_s[written], faulty[written]


EXTRA_EARLIEST_SHARE = 0.3  # design: an extra beat falls in the middle of its interval, not on top of a beat
EXTRA_LATEST_SHARE = 0.7  # design
ECTOPIC_EARLY_SHARE = 0.3  # design: an early beat comes this share of the interval too soon, the pause after it is full
GUARD_BEATS = 2  # design: beats at either end that stay as they are
MS_PER_S = 1000.0


class ArtefactKind(StrEnum):
    """What went wrong with a stretch of samples or with one beat."""

    DROPOUT_MISSING = "dropout_missing"
    DROPOUT_ZERO = "dropout_zero"
    DROPOUT_GAP = "dropout_gap"
    DROPOUT_FROZEN = "dropout_frozen"
    CADENCE_LOCK = "cadence_lock"
    MISSED_BEAT = "missed_beat"
    EXTRA_BEAT = "extra_beat"
    ECTOPIC_BEAT = "ectopic_beat"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A fault put in: what, and where [s]."""

    kind: ArtefactKind
    start_s: float
    stop_s: float


def faulty_beats(
    times_s: FloatArray, faults: BeatFaults, rng: np.random.Generator
) -> tuple[FloatArray, tuple[Artefact, ...]]:
    """Beat times [s] with missed, extra and early beats put in at random, and where they are.

    No two faults touch: between the beats they are put on lies at least one that stays as it is.
    """
    shares = (faults.missed_share, faults.extra_share, faults.ectopic_share)
    places = np.arange(GUARD_BEATS, times_s.size - GUARD_BEATS, 3)
    wanted = [round(share * times_s.size) for share in shares]
    if not sum(wanted) or places.size < sum(wanted):
        if sum(wanted):
            message = f"{sum(wanted)} faults do not fit into {times_s.size} beats"
            raise ValueError(message)
        return times_s, ()
    chosen = rng.permutation(places)[: sum(wanted)]
    missed, extra, ectopic = np.split(chosen, np.cumsum(wanted)[:-1])
    shifted = times_s.copy()
    shifted[ectopic] -= ECTOPIC_EARLY_SHARE * (times_s[ectopic] - times_s[ectopic - 1])
    spread = EXTRA_EARLIEST_SHARE + (EXTRA_LATEST_SHARE - EXTRA_EARLIEST_SHARE) * rng.random(extra.size)
    added_s = times_s[extra] + spread * (times_s[extra + 1] - times_s[extra])
    seen = np.ones(times_s.size, dtype=np.bool_)
    seen[missed] = False
    artefacts = [
        Artefact(kind, float(times_s[i - 1]), float(times_s[i + 1]))
        for kind, where in (
            (ArtefactKind.MISSED_BEAT, missed),
            (ArtefactKind.EXTRA_BEAT, extra),
            (ArtefactKind.ECTOPIC_BEAT, ectopic),
        )
        for i in where.tolist()
    ]
    result: FloatArray = np.sort(np.concatenate([shifted[seen], added_s]))
    return result, tuple(sorted(artefacts, key=lambda a: a.start_s))


def written_beats(times_s: FloatArray, dropouts: tuple[Dropout, ...]) -> Beats:
    """RR intervals as a strap writes them: whole milliseconds; none that touches a drop-out.

    Within each unbroken run the intervals lie end to end, so that the beat clock holds exactly; after a drop-out the
    clock starts anew.
    """
    rr_ms = np.rint(np.diff(times_s) * MS_PER_S)
    ends_s, begins_s = times_s[1:], times_s[:-1]
    whole = np.ones(rr_ms.size, dtype=np.bool_)
    for dropout in dropouts:
        whole &= (ends_s < dropout.start_s) | (begins_s >= dropout.start_s + dropout.duration_s)
    runs = np.split(np.arange(rr_ms.size), np.flatnonzero(np.diff(whole.astype(np.int8))) + 1)
    clocks = [begins_s[run[0]] + np.cumsum(rr_ms[run]) / MS_PER_S for run in runs if run.size and whole[run[0]]]
    return Beats(np.concatenate(clocks) if clocks else np.empty(0), rr_ms[whole])
