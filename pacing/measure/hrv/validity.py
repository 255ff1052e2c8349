"""Whether RR intervals are beats at all, or heart rate dressed up as beats.

Averaged heart rate turned into "intervals" yields variability that is wrong by any factor and cannot be repaired; but
it leaves patterns that beats do not. Each pattern here is one that real recordings were never seen to show.
"""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Beats

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
        if np.abs(rr_ms / step - np.rint(rr_ms / step)).max() * step < RESOLUTIONS_MS[-1] / 2.0:
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
    step_s = float(np.median(steps_s))
    even = np.abs(steps_s - step_s) <= CLOCK_ROUNDING_S
    apart_s = np.abs(beats.rr_ms[1:] / 1000.0 - steps_s)
    return bool(even.mean() > CLOCK_SHARE and np.median(apart_s) > CLOCK_DISAGREES_S)
