"""Make a session with known truth: `make_session(plan, seed)`.

Time 0 is the first sample. The steps: noiseless heart rate (`kinetics`), the beating heart (variability, then beats by
integral pulse frequency modulation), what the device makes of it (`sensor`), speed, power and cadence that go with the
plan, markers, and the truth of it all (`truth`). The same plan and seed always give the same session.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind
from pacing.model.recording import (
    Beats,
    Channel,
    HeartRate,
    Marker,
    MarkerKind,
    Recording,
    RecordingKind,
    Source,
)
from pacing.synthetic.first_order_response import (
    breathing,
    coloured_noise,
    noiseless_bpm,
    pink_wave,
    smoothed,
    stretches_of,
    undulation_bpm,
)
from pacing.synthetic.plan import (
    MINUTE_OPTICAL,
    OPTICAL,
    PERFECT,
    SMART_OPTICAL,
    STEADY,
    STRAP,
    BeatFaults,
    Bout,
    CadenceLock,
    Dropout,
    DropoutKind,
    MarkerStyle,
    RandomDropouts,
    SensorPlan,
    SessionPlan,
    Stand,
    Variability,
)
from pacing.synthetic.sensor import (
    Artefact,
    ArtefactKind,
    faulty_beats,
    random_dropouts,
    sampling_times_s,
    seen_through_movement,
    sensed_bpm,
    with_faults,
    written_beats,
)
from pacing.synthetic.truth import (
    RECOVERY_TIMES_S,
    TruePhase,
    TrueRecovery,
    Truth,
    highest_mean_bpm,
    joined,
    variability_of_beats,
)

SHRINK_BPM = 30.0  # design: variability falls to 1/e this far above the resting level
LARGEST_SCALE = 1.5  # design: below the resting level (sleep) it grows no further than this
SLOW_LOW_HZ = 0.003  # design: band of the 1/f part
SLOW_HIGH_HZ = 0.12  # design
UNDULATION_LOW_HZ = 0.0015  # design: ups and downs of a self-chosen pace, over one to ten minutes
UNDULATION_HIGH_HZ = 0.015  # design
SECONDS_PER_MINUTE = 60.0
MS_PER_S = 1000.0
LONGEST_SHARE = 0.4  # design: no beat comes earlier or later than this share of its interval


def pace_wave(rng: np.random.Generator, count: int, step_s: float) -> FloatArray:
    """Unit-variance ups and downs of a self-chosen pace; shape (count,)."""
    return pink_wave(rng, count, step_s, UNDULATION_LOW_HZ, UNDULATION_HIGH_HZ)


def variability_scale(plan: SessionPlan, bpm: FloatArray) -> FloatArray:
    """How much of the resting variability is left at a heart rate: 1 at rest, less above."""
    scale: FloatArray = np.minimum(np.exp(-(bpm - plan.resting_bpm) / SHRINK_BPM), LARGEST_SCALE)
    return scale


def momentary_bpm(plan: SessionPlan, bpm: FloatArray, step_s: float, rng: np.random.Generator) -> FloatArray:
    """The true momentary heart rate [bpm] around the noiseless `bpm` on a grid of `step_s`; same shape."""
    amount = plan.variability
    if not (amount.respiratory_ms or amount.slow_ms):
        return bpm
    effort = np.clip((bpm - plan.resting_bpm) / (plan.maximum_bpm - plan.resting_bpm), 0.0, 1.0)
    wave_ms = amount.respiratory_ms * breathing(rng, effort, step_s, amount.respiratory_hz)
    wave_ms += amount.slow_ms * pink_wave(rng, bpm.size, step_s, SLOW_LOW_HZ, SLOW_HIGH_HZ)
    interval_s = SECONDS_PER_MINUTE / bpm
    change = variability_scale(plan, bpm) * wave_ms / MS_PER_S / interval_s
    rate: FloatArray = bpm / (1.0 + np.clip(change, -LONGEST_SHARE, LONGEST_SHARE))
    return rate


def beat_times_s(
    plan: SessionPlan, rate_bpm: FloatArray, bpm: FloatArray, step_s: float, rng: np.random.Generator
) -> FloatArray:
    """Times of the beats [s] of the momentary rate on a grid of `step_s` from 0; strictly increasing.

    The integral is taken by trapezoids and inverted linearly; `jitter_ms` scatters each beat on its own.
    """
    grid_s = np.arange(rate_bpm.size) * step_s
    pace = rate_bpm / SECONDS_PER_MINUTE
    beats_so_far = np.concatenate([[0.0], np.cumsum(0.5 * (pace[1:] + pace[:-1]) * step_s)]) + rng.random()
    numbers = np.arange(np.ceil(beats_so_far[0]), np.floor(beats_so_far[-1]) + 1.0)
    times_s: FloatArray = np.interp(numbers, beats_so_far, grid_s)
    if plan.variability.jitter_ms and times_s.size:
        scale = variability_scale(plan, np.interp(times_s, grid_s, bpm))
        times_s = times_s + scale * plan.variability.jitter_ms / MS_PER_S * rng.standard_normal(times_s.size)
        times_s = np.sort(times_s[(times_s >= 0) & (times_s <= grid_s[-1])])
    return times_s


STEADINESS = 0.05  # design: relative scatter of a self-chosen pace
STEADINESS_MEMORY_S = 5.0  # design
STILL_SCATTER_M_S = 0.04  # design: what a satellite receiver makes of sitting still
STILL_MEMORY_S = 10.0  # design
LAG_S = {"speed": 2.0, "power": 0.0, "cadence": 1.0}  # design: how late each sensor follows
UNITS = {"speed": "m/s", "power": "W", "cadence": "1/min"}


def movement_channels(plan: SessionPlan, until_s: float, rng: np.random.Generator) -> tuple[Channel, ...]:
    """The channels the plan asks for, on whole seconds before `until_s`."""
    wanted = {"speed": plan.speed, "power": plan.power, "cadence": plan.cadence}
    time_s = np.arange(0.0, plan.duration_s)
    made = []
    for name in (name for name, recorded in wanted.items() if recorded):
        scatter = 1.0 + STEADINESS * coloured_noise(rng, time_s.size, 1.0, STEADINESS_MEMORY_S)
        value = smoothed(_aimed_at(plan, name, time_s), 1.0, LAG_S[name]) * scatter
        if name == "speed":
            value = value + STILL_SCATTER_M_S * coloured_noise(rng, time_s.size, 1.0, STILL_MEMORY_S)
        else:
            value = np.rint(value)
        recorded = time_s < until_s
        made.append(Channel(name, UNITS[name], time_s[recorded], np.maximum(value, 0.0)[recorded]))
    return tuple(made)


def _aimed_at(plan: SessionPlan, name: str, time_s: FloatArray) -> FloatArray:
    """What the person does, without any sensor; nil during rest and halts."""
    aimed = np.zeros(time_s.shape)
    for stretch in stretches_of(plan):
        if stretch.bout is None:
            continue
        bout = plan.bouts[stretch.bout]
        full = {"speed": bout.speed_m_s, "power": bout.power_w, "cadence": bout.cadence_per_min}[name]
        walking_on = bout.recovery_speed_m_s / bout.speed_m_s if bout.speed_m_s else 0.0
        exercise = stretch.kind is PhaseKind.EXERCISE
        first, stop = np.searchsorted(time_s, [stretch.start_s, stretch.stop_s])
        aimed[first:stop] = full * (1.0 if exercise else walking_on)
        for after_s, length_s in bout.halts if exercise else ():
            halt = stretch.start_s + after_s
            begin, end = np.searchsorted(time_s, [halt, min(halt + length_s, stretch.stop_s)])
            aimed[begin:end] = 0.0
    return aimed


__all__ = [
    "MINUTE_OPTICAL",
    "OPTICAL",
    "PERFECT",
    "SMART_OPTICAL",
    "STEADY",
    "STRAP",
    "BeatFaults",
    "Bout",
    "CadenceLock",
    "Dropout",
    "DropoutKind",
    "MarkerStyle",
    "RandomDropouts",
    "SensorPlan",
    "SessionPlan",
    "Stand",
    "SyntheticSession",
    "Truth",
    "Variability",
    "make_session",
]

BEAT_STEP_S = 0.125  # design: with beats the rate is known 8 times a second: beats then lie true to 0.1 ms
PLAIN_STEP_S = 1.0  # design: without beats once a second is enough, and eight times as fast
LAP_LABELS = {PhaseKind.REST: "rest", PhaseKind.EXERCISE: "active", PhaseKind.RECOVERY: "recovery"}


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticSession:
    """A made-up recording and the truth it was made from."""

    plan: SessionPlan
    recording: Recording
    truth: Truth


@dataclass(frozen=True, slots=True, eq=False)
class _Heart:
    """The heart on a grid of `step_s` from 0: noiseless `bpm` and momentary `rate_bpm`."""

    step_s: float
    bpm: FloatArray
    rate_bpm: FloatArray


def make_session(plan: SessionPlan, seed: int) -> SyntheticSession:
    """A session of a plan; `seed` decides everything that is random.

    Raises
    ------
    ValueError
        The plan lasts no time at all, or its faults do not fit into its beats.

    Examples
    --------
    >>> made = make_session(SessionPlan(rest_s=60, bouts=(Bout(duration_s=300, recovery_s=150),)), seed=1)
    >>> made.recording.heart_rate.time_s.size, [p.kind.value for p in made.truth.phases]
    (510, ['rest', 'exercise', 'recovery'])
    """
    if plan.duration_s <= 0:
        message = "the plan lasts no time"
        raise ValueError(message)
    rng = np.random.default_rng(seed)
    step_s = BEAT_STEP_S if plan.beats else PLAIN_STEP_S
    grid_s = np.arange(0.0, np.ceil(plan.duration_s) + step_s / 2.0, step_s)
    bpm = noiseless_bpm(plan, grid_s)
    if any(b.undulation_bpm for b in plan.bouts):
        bpm = bpm + undulation_bpm(plan, grid_s, pace_wave(rng, grid_s.size, step_s))
    rate_bpm = momentary_bpm(plan, bpm, step_s, rng)
    dropouts = plan.dropouts
    if plan.random_dropouts is not None:
        drawn = random_dropouts(plan.random_dropouts, plan.duration_s, rng)
        dropouts = tuple(sorted((*dropouts, *drawn), key=lambda d: d.start_s))
    times_s = sampling_times_s(plan.sensor, plan.duration_s, rng)
    clean_bpm = sensed_bpm(plan.sensor, seen_through_movement(plan, rate_bpm, step_s), step_s, times_s, rng)
    times_s, written_bpm = with_faults(plan, dropouts, times_s, clean_bpm, rng)
    sampled = times_s < _samples_until_s(plan)
    heart = _Heart(step_s, bpm, rate_bpm)
    true_beat_s, beats, beat_artefacts = _beats(plan, heart, dropouts, rng)
    recording = Recording(
        kind=RecordingKind.DAY if plan.whole_day else RecordingKind.ACTIVITY,
        heart_rate=HeartRate(times_s[sampled], written_bpm[sampled]),
        beats=beats,
        channels=movement_channels(plan, _samples_until_s(plan), rng),
        markers=_markers(plan),
        start=plan.start,
        duration_s=plan.duration_s,
        sport=plan.sport,
        source=_source(plan, seed),
    )
    artefacts = tuple(sorted((*_stretches_lost(plan, dropouts), *beat_artefacts), key=lambda a: a.start_s))
    return SyntheticSession(plan, recording, _truth(plan, heart, true_beat_s, artefacts))


def _beats(
    plan: SessionPlan, heart: _Heart, dropouts: tuple[Dropout, ...], rng: np.random.Generator
) -> tuple[FloatArray | None, Beats | None, tuple[Artefact, ...]]:
    if not plan.beats:
        return None, None, ()
    true_s = beat_times_s(plan, heart.rate_bpm, heart.bpm, heart.step_s, rng)
    found_s, artefacts = faulty_beats(true_s, plan.beat_faults, rng)
    return true_s, written_beats(found_s, dropouts), artefacts


def _phases(plan: SessionPlan) -> tuple[TruePhase, ...]:
    return joined(tuple(TruePhase(s.kind, s.start_s, s.stop_s, s.bout) for s in stretches_of(plan)))


def _markers(plan: SessionPlan) -> tuple[Marker, ...]:
    phases = _phases(plan)
    stops_s = [s.stop_s for s in phases if s.kind is PhaseKind.EXERCISE]
    if plan.markers is MarkerStyle.LAP:
        return tuple(Marker(s.start_s, MarkerKind.LAP, LAP_LABELS[s.kind]) for s in phases)
    if plan.markers is MarkerStyle.STOP:
        return tuple(Marker(at_s, MarkerKind.STOP) for at_s in stops_s[-1:])
    if plan.markers is MarkerStyle.USER:
        bounds_s = [s.start_s for s in phases if s.start_s > 0]
        if plan.stand is not None:
            bounds_s = sorted({*bounds_s, plan.stand.at_s})
        return tuple(Marker(at_s, MarkerKind.USER, "lap") for at_s in bounds_s)
    return ()


def _samples_until_s(plan: SessionPlan) -> float:
    """Until when the device writes samples [s]."""
    stops_s = [p.stop_s for p in _phases(plan) if p.kind is PhaseKind.EXERCISE]
    return stops_s[-1] if plan.timer_stops and stops_s else plan.duration_s


def _source(plan: SessionPlan, seed: int) -> Source:
    digest = hashlib.sha256(f"{plan!r} {seed}".encode()).hexdigest()
    return Source("synthetic", digest, "synthetic", "synthetic", plan.sensor.kind, ("Made by a model, not recorded.",))


def _stretches_lost(plan: SessionPlan, dropouts: tuple[Dropout, ...]) -> tuple[Artefact, ...]:
    lost = [Artefact(ArtefactKind(f"dropout_{d.kind}"), d.start_s, d.start_s + d.duration_s) for d in dropouts]
    locks = [Artefact(ArtefactKind.CADENCE_LOCK, c.start_s, c.start_s + c.duration_s) for c in plan.cadence_locks]
    return (*lost, *locks)


def _truth(plan: SessionPlan, heart: _Heart, beat_s: FloatArray | None, artefacts: tuple[Artefact, ...]) -> Truth:
    seconds = int(np.ceil(plan.duration_s))
    every = round(1.0 / heart.step_s)
    per_second = heart.bpm[: seconds * every : every]
    phases = _phases(plan)
    rest = next((s for s in phases if s.kind is PhaseKind.REST), None)
    rmssd_ms = sdnn_ms = None
    if beat_s is not None and rest is not None:
        still_until_s = rest.stop_s if plan.stand is None else min(rest.stop_s, plan.stand.at_s)
        rmssd_ms, sdnn_ms = variability_of_beats(beat_s, 0.0, still_until_s)
    return Truth(
        time_s=np.arange(float(seconds)),
        bpm=per_second,
        realised_bpm=heart.rate_bpm[: seconds * every].reshape(seconds, every).mean(axis=1),
        phases=phases,
        resting_bpm=plan.resting_bpm,
        maximum_bpm=plan.maximum_bpm,
        peak_bpm=highest_mean_bpm(per_second),
        recoveries=tuple(_recovery(plan, heart, phases, p) for p in phases if p.kind is PhaseKind.EXERCISE),
        beat_s=beat_s,
        rmssd_ms=rmssd_ms,
        sdnn_ms=sdnn_ms,
        artefacts=artefacts,
    )


def _recovery(plan: SessionPlan, heart: _Heart, phases: tuple[TruePhase, ...], exercise: TruePhase) -> TrueRecovery:
    bout = plan.bouts[exercise.bout or 0]
    after = [p for p in phases if p.kind is PhaseKind.RECOVERY and p.bout == exercise.bout]
    recorded_s = after[0].stop_s - after[0].start_s if after else 0.0
    grid_s = np.arange(heart.bpm.size) * heart.step_s
    end_bpm = float(np.interp(exercise.stop_s, grid_s, heart.bpm))
    drops = [
        end_bpm - float(np.interp(exercise.stop_s + t, grid_s, heart.bpm)) if t <= recorded_s else None
        for t in RECOVERY_TIMES_S
    ]
    return TrueRecovery(
        stop_s=exercise.stop_s,
        end_bpm=end_bpm,
        drop_bpm=(drops[0], drops[1], drops[2]),
        tau_on_s=bout.tau_on_s,
        tau_off_s=bout.tau_off_s,
        recorded_s=recorded_s,
        active=bout.recovery_speed_m_s > 0,
        slow_share=plan.slow_share,
        half_time_s=_half_time_s(plan, heart, exercise.stop_s, recorded_s),
    )


def _half_time_s(plan: SessionPlan, heart: _Heart, stop_s: float, recorded_s: float) -> float | None:
    first, last = (round(at_s / heart.step_s) for at_s in (stop_s, stop_s + recorded_s))
    halfway_bpm = 0.5 * (heart.bpm[first] + plan.resting_bpm)
    reached = np.flatnonzero(heart.bpm[first : last + 1] <= halfway_bpm)
    return float(reached[0]) * heart.step_s if reached.size else None
