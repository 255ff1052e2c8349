"""What a made-up session was made from: the numbers a program must get back."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray, frozen
from pacing.model.phases import PhaseKind
from pacing.synthetic.sensor import Artefact

PEAK_WINDOW_S = 30  # the peak is the highest mean over 30 s
LEVEL_WINDOW_S = 5.0  # a level during recovery is a mean over 5 s
PAIR_OF_MINUTES_S = 120
FAST_BEATS, SLOW_BEATS = slice(5, 24), slice(20, 39)  # beats 6 to 24 and 21 to 39, counted from 1
RECOVERY_TIMES_S = (30.0, 60.0, 120.0)
SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class TruePhase:
    """One stretch of the plan: [start_s, stop_s) [s]; `bout`: place of the exercise it belongs to, the last where
    several follow each other without recovery.
    """

    kind: PhaseKind
    start_s: float
    stop_s: float
    bout: int | None = None


@dataclass(frozen=True, slots=True)
class TrueRecovery:
    """What happened after one bout.

    `stop_s`: when it ended [s]; `end_bpm`: heart rate at that moment; `drop_bpm`: fall after 30, 60 and 120 s, None
    where the recording (or the recovery) was over by then; `tau_on_s`, `tau_off_s`: its time constants;
    `recorded_s`: how long the recording goes on before it ends or the next bout begins; `active`: the
    person walked on. `slow_share`: share of the rise that recovered with a slower time constant; only without it is
    `tau_off_s` the time constant of the whole curve. `half_time_s`: when half of the way from `end_bpm` to the resting
    level was gone [s], None where that was after the end.
    """

    stop_s: float
    end_bpm: float
    drop_bpm: tuple[float | None, float | None, float | None]
    tau_on_s: float
    tau_off_s: float
    recorded_s: float
    active: bool
    slow_share: float = 0.0
    half_time_s: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """The truth behind a session.

    `time_s`: whole seconds, shape (n,). `bpm`: the noiseless heart rate at those moments, undulations of the pace
    included [bpm]. `realised_bpm`: mean of the heart's own rate over each second, variability included: what a perfect
    sensor would write. `beat_s`: times of the true beats [s] (None: none were made). `resting_bpm`: the level at rest;
    `peak_bpm`: highest 30-s mean of `bpm`. `rmssd_ms`, `sdnn_ms`: of the true RR intervals of the first rest, before
    standing up (None without beats or rest). `artefacts`: every fault put in.
    """

    time_s: FloatArray
    bpm: FloatArray
    realised_bpm: FloatArray
    phases: tuple[TruePhase, ...]
    resting_bpm: float
    maximum_bpm: float
    peak_bpm: float
    recoveries: tuple[TrueRecovery, ...]
    beat_s: FloatArray | None
    rmssd_ms: float | None
    sdnn_ms: float | None
    artefacts: tuple[Artefact, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("time_s", "bpm", "realised_bpm"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        if self.beat_s is not None:
            object.__setattr__(self, "beat_s", frozen(self.beat_s))

    def excursions(self, limit_bpm: float, *, realised: bool = False) -> tuple[tuple[float, float], ...]:
        """Stretches [start_s, stop_s) strictly above `limit_bpm`, second by second, in order."""
        above = (self.realised_bpm if realised else self.bpm) > limit_bpm
        edges = np.flatnonzero(np.diff(np.concatenate([[0], above.astype(np.int8), [0]])))
        return tuple((float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))

    def time_above_s(self, limit_bpm: float, *, realised: bool = False) -> float:
        """Seconds strictly above `limit_bpm`."""
        return float(((self.realised_bpm if realised else self.bpm) > limit_bpm).sum())

    def longest_above_s(self, limit_bpm: float, *, realised: bool = False) -> float:
        """Length of the longest stretch above `limit_bpm` [s]."""
        return max((stop - start for start, stop in self.excursions(limit_bpm, realised=realised)), default=0.0)

    def dose_bpm_min(self, limit_bpm: float) -> float:
        """Sum of height above `limit_bpm` times time [bpm min]."""
        return float(np.maximum(self.bpm - limit_bpm, 0.0).sum() / SECONDS_PER_MINUTE)

    def level_bpm(self, at_s: float, *, realised: bool = False) -> float:
        """Mean heart rate of the 5 s around `at_s` [bpm]."""
        series = self.realised_bpm if realised else self.bpm
        near = np.abs(self.time_s - at_s) <= LEVEL_WINDOW_S / 2.0
        return float(series[near].mean())

    def realised_drop_bpm(self, stop_s: float, after_s: float) -> float:
        """Fall of the heart's own rate from the last 5 s before `stop_s` to the 5 s around `after_s` later [bpm]."""
        before = (self.time_s >= stop_s - LEVEL_WINDOW_S) & (self.time_s < stop_s)
        return float(self.realised_bpm[before].mean()) - self.level_bpm(stop_s + after_s, realised=True)

    def stand_rise_bpm(self, at_s: float) -> float:
        """Highest median of two minutes of standing from `at_s` on, over the median of the last two lying [bpm]."""
        at = round(at_s)
        lying_bpm = float(np.median(self.realised_bpm[max(at - PAIR_OF_MINUTES_S, 0) : at]))
        begins = range(at, self.realised_bpm.size - PAIR_OF_MINUTES_S + 1, PAIR_OF_MINUTES_S // 2)
        return max(float(np.median(self.realised_bpm[b : b + PAIR_OF_MINUTES_S])) for b in begins) - lying_bpm

    def thirty_fifteen(self, at_s: float) -> float | None:
        """Longest of the true intervals 21 to 39 over the shortest of 6 to 24 after standing up; None without beats."""
        if self.beat_s is None:
            return None
        rr_s = np.diff(self.beat_s[self.beat_s >= at_s])
        return float(rr_s[SLOW_BEATS].max() / rr_s[FAST_BEATS].min())

    def realised_peak_bpm(self) -> float:
        """Highest 30-s mean of the heart's own rate [bpm]."""
        return highest_mean_bpm(self.realised_bpm)

    def of(self, kind: PhaseKind) -> tuple[TruePhase, ...]:
        """All stretches of one kind, in order."""
        return tuple(p for p in self.phases if p.kind is kind)


def joined(phases: tuple[TruePhase, ...]) -> tuple[TruePhase, ...]:
    """Bouts that follow each other without recovery made one: a walk with a hill in it is one walk."""
    made: list[TruePhase] = []
    for phase in phases:
        before = made[-1] if made else None
        if before is not None and before.kind is phase.kind is PhaseKind.EXERCISE and before.stop_s == phase.start_s:
            made[-1] = TruePhase(phase.kind, before.start_s, phase.stop_s, phase.bout)
        else:
            made.append(phase)
    return tuple(made)


def highest_mean_bpm(bpm: FloatArray) -> float:
    """Highest mean over 30 consecutive seconds (over all, when there are fewer) [bpm].

    Examples
    --------
    >>> highest_mean_bpm(np.array([60.0] * 30 + [90.0] * 30))
    90.0
    """
    sums = np.concatenate([[0.0], np.cumsum(bpm)])
    window = min(PEAK_WINDOW_S, bpm.size)
    return float((sums[window:] - sums[:-window]).max() / window)


def variability_of_beats(beat_s: FloatArray, start_s: float, stop_s: float) -> tuple[float | None, float | None]:
    """RMSSD and SDNN (n - 1) [ms] of the intervals lying wholly in [start_s, stop_s); None with fewer than three."""
    inside = beat_s[(beat_s >= start_s) & (beat_s < stop_s)]
    if inside.size < 4:
        return None, None
    rr_ms = np.diff(inside) * 1000.0
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2))), float(rr_ms.std(ddof=1))
