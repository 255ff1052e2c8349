"""Which stretch of a recording variability is measured in, and whether its intervals are heartbeats at all.

Averaged heart rate turned into "intervals" yields variability that is wrong by any factor and cannot be repaired; but
it leaves patterns that beats do not. Each pattern here is one that real recordings were never seen to show.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError
from pacing.model.arrays import FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Reason
from pacing.model.person import Posture
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import Beats, RecordingKind

STANDARD_S = reference.HRV_STANDARD_S.value
LEAST_S = reference.HRV_LEAST_TIME_DOMAIN_S.value
STEP_S = 15.0  # design: candidate windows begin this far apart
SETTLING_S = 60.0  # design: heart rate falls fastest in the first minute of recovery
COVERED_SHARE = 0.95  # design: of a good window's time that usable beats must cover
LEAST_COVERED_SHARE = 0.85  # as the PhysioNet toolbox: windows with over 15 % missing are not used
STEADY_BPM = 5.0  # design: a trend over the window below this is steady
DRIFTING_BPM = 10.0  # design: a trend over the window above this is a change of state
EDGE_S = 0.001  # rounding of clocks
WHOLE = "whole"


class Window(NamedTuple):
    """[start_s, stop_s) with the words for where it comes from, and what a reader must know of it."""

    start_s: float
    stop_s: float
    origin: str
    caveats: tuple[str, ...] = ()


class Quality(NamedTuple):
    """Candidate windows, one row each: beginning [s], share covered by usable beats, artefact share, trend [bpm]."""

    start_s: FloatArray
    covered: FloatArray
    artefacts: FloatArray
    trend_bpm: FloatArray


def window_of(inputs: Inputs) -> Window:
    """The window that `Conditions.hrv_window` names, or the one the design finds.

    Standard: five minutes of rest before exertion, else of recovery without movement, else of a recording that is
    beats only; the first window that is covered, clean and steady, else the best there is.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Window

    Raises
    ------
    NotMeasurableError
        The session has no stretch of rest with beats, or the heart rate changed all along.
    """
    asked = inputs.conditions.hrv_window
    beats, state = inputs.cleaned.beats, inputs.cleaned.beat_state
    if beats is None or state is None or not beats.time_s.size:
        raise NotMeasurableError(Reason.NEEDS_BEATS, "Record every heartbeat (RR intervals).")
    begin_s, end_s = float(beats.time_s[0] - beats.rr_ms[0] / 1000.0), float(beats.time_s[-1])
    if asked == WHOLE:
        return _with_exercise(inputs, Window(begin_s, end_s, "whole recording"))
    if not isinstance(asked, str):
        if asked[1] <= begin_s or asked[0] >= end_s:
            raise NotMeasurableError(
                Reason.NOT_RECORDED,
                f"The window {asked[0]:g}-{asked[1]:g} s has no heartbeats, which span {begin_s:.0f}-{end_s:.0f} s.",
            )
        return _with_exercise(inputs, Window(max(asked[0], begin_s), min(asked[1], end_s), "chosen window"))
    return _standard(beats, state, _stretches(inputs, begin_s, end_s))


def _with_exercise(inputs: Inputs, window: Window) -> Window:
    """The window, with a caveat where exercise lies in it."""
    for phase in inputs.phases.exertion:
        if phase.start_s < window.stop_s and phase.stop_s > window.start_s:
            caveat = "This stretch includes exercise: the number is not a resting value."
            return Window(window.start_s, window.stop_s, window.origin, (caveat,))
    return window


def _standard(beats: Beats, state: StateArray, stretches: list[Window]) -> Window:
    if not stretches:
        raise NotMeasurableError(
            Reason.NEEDS_REST_RECORDING,
            "No quiet rest was recorded. Sit or lie still for five minutes before or after, and record it.",
        )
    least = (
        (COVERED_SHARE, reference.HRV_ARTEFACTS_NOTED.value, STEADY_BPM),
        (LEAST_COVERED_SHARE, reference.HRV_ARTEFACTS_MOST.value, DRIFTING_BPM),
    )

    @cache  # the first stretch is good, as a rule, and no other is looked at
    def quality_of(stretch: Window) -> Quality:
        around_s = stretch.start_s - STEP_S, stretch.stop_s + STEP_S
        near = slice(*np.searchsorted(beats.time_s, around_s))  # not all beats once for each stretch
        return _candidates(beats.time_s[near], beats.rr_ms[near], state[near], stretch)

    for covered, artefacts, trend in least:
        for stretch in stretches:
            quality = quality_of(stretch)
            good = (quality.covered >= covered) & (quality.artefacts <= artefacts) & (quality.trend_bpm <= trend)
            if good.any():
                return _cut(stretch, float(quality.start_s[np.argmax(good)]), steady=trend == STEADY_BPM)
    stretch = stretches[0]
    quality = quality_of(stretch)
    still = quality.trend_bpm <= DRIFTING_BPM
    if not still.any() and quality.covered.max(initial=0.0) >= LEAST_COVERED_SHARE:
        raise NotMeasurableError(
            Reason.NOT_STATIONARY,
            "Heart rate was still changing. Settle for a few minutes, then record five minutes without moving.",
            {"trend_bpm": float(quality.trend_bpm.min()), "origin": stretch.origin},
        )
    best = int(np.argmax(np.where(still, quality.covered - quality.artefacts, -1.0)))
    return _cut(stretch, float(quality.start_s[best]), steady=True)


def _cut(stretch: Window, start_s: float, *, steady: bool) -> Window:
    drift = () if steady else ("Heart rate drifted during these minutes; slow changes count into the number.",)
    stop_s = min(start_s + STANDARD_S, stretch.stop_s)
    return Window(start_s, stop_s, stretch.origin, (*stretch.caveats, *drift))


def _stretches(inputs: Inputs, begin_s: float, end_s: float) -> list[Window]:
    """Where a standard window may lie, best first."""
    rests = [Window(p.start_s, p.stop_s, "rest") for p in inputs.phases.of(PhaseKind.REST)]
    after = ("Taken in recovery, after exertion: compare only with other recoveries.",)
    rests += [
        Window(p.start_s + SETTLING_S, p.stop_s, "recovery", after)
        for p in inputs.phases.of(PhaseKind.RECOVERY)
        if _still(p, inputs.conditions.recovery_posture)
    ]
    if not inputs.phases.items and inputs.recording.kind is not RecordingKind.ACTIVITY:
        doing = ("What the person did meanwhile is not known; the number is valid at rest only.",)
        day = inputs.recording.kind is RecordingKind.DAY
        rests.append(Window(begin_s, end_s, "recording of beats", doing if day else ()))
    within = [Window(max(w.start_s, begin_s), min(w.stop_s, end_s), w.origin, w.caveats) for w in rests]
    return [w for w in within if w.stop_s - w.start_s >= LEAST_S * COVERED_SHARE] or [
        w for w in within if w.stop_s > w.start_s
    ]


def _still(phase: Phase, posture: Posture | None) -> bool:
    return phase.movement is not True and posture not in (Posture.WALKING, Posture.STANDING)


def _candidates(time_s: FloatArray, rr_ms: FloatArray, state: StateArray, stretch: Window) -> Quality:
    """Windows of five minutes (or the whole of a shorter stretch) and what speaks for each; by sums, not by loops.

    The beats: ends [s], lengths [ms] and states of those of the stretch, each shape (n,).
    """
    length_s = min(STANDARD_S, stretch.stop_s - stretch.start_s)
    begins_s = time_s - rr_ms / 1000.0
    # Only where there are beats: a recording may hold holes of years.
    steps = np.unique(np.floor((begins_s - stretch.start_s) / STEP_S + EDGE_S))
    latest = (stretch.stop_s - stretch.start_s - length_s) / STEP_S + EDGE_S
    steps = steps[(steps >= 0.0) & (steps <= latest)]
    starts_s = stretch.start_s + STEP_S * (steps if steps.size else np.zeros(1))
    first = np.searchsorted(begins_s, starts_s - EDGE_S)
    last = np.maximum(np.searchsorted(time_s, starts_s + length_s + EDGE_S, side="right"), first)
    usable = state != BeatState.REJECTED
    bpm = np.where(usable, 60_000.0 / rr_ms, 0.0)
    clock_s = np.where(usable, time_s - stretch.start_s, 0.0)
    columns = (usable, np.where(usable, rr_ms, 0.0), state != BeatState.NORMAL, bpm, clock_s, clock_s**2)
    sums = [np.concatenate(([0.0], np.cumsum(column, dtype=np.float64))) for column in (*columns, bpm * clock_s)]
    count, covered_ms, artefacts, level, clock, clock_2, product = (total[last] - total[first] for total in sums)
    safe = np.maximum(count, 1.0)
    spread = clock_2 - clock**2 / safe
    slope = np.divide(product - level * clock / safe, spread, out=np.zeros(safe.size), where=spread > 0.0)
    share = artefacts / np.maximum(last - first, 1)
    return Quality(starts_s, covered_ms / 1000.0 / length_s, share, np.abs(slope) * length_s)


FEWEST_INTERVALS = 20  # design: fewer cannot show a pattern
LATTICES_BPM = (1.0, 0.5, 0.1, 0.01)  # steps in which devices write heart rate
RESOLUTIONS_MS = (1.0, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)
MS_PER_MINUTE = 60_000.0
ON_LATTICE_SHARE = 0.98
CHANCE = 1e-6  # a pattern counts when beats would show it less often than once in a million series
TELLING_CHANCE = 0.5  # design: a lattice finer than this says nothing
FEWEST_VALUES = 3  # design: two values may meet a lattice by chance, and moves between them say nothing new
FEWEST_HELD_VALUES = 10
HELD_SHARE = 0.5
COMMONEST_SHARE = 0.3
STEPS_APART = 2.5
STRAIGHT_SHARE = 0.8
CLOCK_SHARE = 0.9
CLOCK_ROUNDING_S = 0.002
CLOCK_DISAGREES_S = 0.02


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A pattern that beats do not leave: its name and the sentence that explains it."""

    name: str
    sentence: str


LATTICE = Fingerprint(
    "lattice",
    "These RR intervals are heart rate turned into milliseconds: each is 60000 over a round heart rate.",
)
HELD = Fingerprint(
    "held", "These RR intervals are heart rate turned into milliseconds: most repeat the one before exactly, then jump."
)
STRAIGHT = Fingerprint("straight", "These RR intervals are on straight lines: they were interpolated from heart rate.")
CLOCK = Fingerprint(
    "clock", "These RR intervals come at equal steps of time, which beats never do: they are sampled heart rate."
)


def why_not_beats(beats: Beats) -> Fingerprint | None:
    """The fingerprint of heart rate in these intervals, or None when they may well be beats.

    Parameters
    ----------
    beats
        Ends [s] and lengths [ms] of RR intervals.

    Returns
    -------
    Fingerprint | None

    Examples
    --------
    >>> bpm = np.rint(70.0 + 8.0 * np.sin(np.arange(300) / 20.0))
    >>> rr_ms = np.rint(60_000.0 / bpm)
    >>> fingerprint = why_not_beats(Beats(np.cumsum(rr_ms) / 1000.0, rr_ms))
    >>> fingerprint.name if fingerprint else None
    'lattice'
    """
    rr_ms = beats.rr_ms
    if rr_ms.size < FEWEST_INTERVALS or np.ptp(rr_ms) == 0.0:
        return None
    if _on_clock(beats):
        return CLOCK
    resolution_ms = _resolution_ms(rr_ms)
    if _on_lattice(rr_ms, resolution_ms):
        return LATTICE
    if _held(rr_ms):
        return HELD
    return STRAIGHT if _straight(rr_ms, resolution_ms) else None


def _resolution_ms(rr_ms: FloatArray) -> float:
    """The coarsest decimal step all intervals are written in [ms]."""
    for step in RESOLUTIONS_MS:
        steps = rr_ms / step
        if np.abs(steps - np.rint(steps)).max() * step < RESOLUTIONS_MS[-1] / 2.0:
            return step
    return RESOLUTIONS_MS[-1]


def _on_lattice(rr_ms: FloatArray, resolution_ms: float) -> bool:
    """Whether the intervals are 60000 over round rates, and move so often between such that it cannot be chance."""
    values, counts = np.unique(rr_ms, return_counts=True)
    bpm = MS_PER_MINUTE / values
    for step_bpm in LATTICES_BPM:
        round_bpm = np.rint(bpm / step_bpm) * step_bpm
        exact_ms = MS_PER_MINUTE / np.maximum(round_bpm, step_bpm)
        rounded = np.abs(values - exact_ms) <= resolution_ms * (0.5 + 1e-9)
        cut = np.abs(exact_ms - values - resolution_ms / 2.0) <= resolution_ms * (0.5 + 1e-9)
        spacing_ms = values**2 * step_bpm / MS_PER_MINUTE
        chance = np.minimum(resolution_ms / spacing_ms, 1.0)
        telling = chance < TELLING_CHANCE
        if counts[telling].sum() < ON_LATTICE_SHARE * rr_ms.size:
            continue
        for hit in (rounded & telling, cut & telling):
            if counts[hit].sum() < ON_LATTICE_SHARE * counts[telling].sum():
                continue
            moves = int(np.count_nonzero(np.diff(rr_ms)))
            if values[hit].size >= FEWEST_VALUES and moves * np.log(chance[hit].max()) < np.log(CHANCE):
                return True
    return False


def _held(rr_ms: FloatArray) -> bool:
    """Whether values are held over several intervals and then jump further than the series is fine."""
    steps_ms = np.abs(np.diff(rr_ms))
    moved = steps_ms > 0.0
    if moved.mean() > 1.0 - HELD_SHARE:
        return False
    values, counts = np.unique(rr_ms, return_counts=True)
    if values.size < FEWEST_HELD_VALUES or counts.max() > COMMONEST_SHARE * rr_ms.size:
        return False
    return bool(np.median(steps_ms[moved]) > STEPS_APART * np.diff(values).min())


def _straight(rr_ms: FloatArray, resolution_ms: float) -> bool:
    """Whether nearly all intervals continue the line of the two before them while the series moves."""
    steps_ms = np.diff(rr_ms)
    if np.median(np.abs(steps_ms)) < STEPS_APART * resolution_ms:
        return False
    return bool(np.mean(np.abs(np.diff(steps_ms)) <= resolution_ms * (1.0 + 1e-9)) > STRAIGHT_SHARE)


def _on_clock(beats: Beats) -> bool:
    """Whether the values come at equal steps of time that contradict them."""
    steps_s = np.diff(beats.time_s)
    even = np.abs(steps_s - np.median(steps_s)) <= CLOCK_ROUNDING_S
    if even.mean() <= CLOCK_SHARE:
        return False
    return bool(np.median(np.abs(beats.rr_ms[1:] / 1000.0 - steps_s)) > CLOCK_DISAGREES_S)
