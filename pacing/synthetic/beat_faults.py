"""Faults of a beat detector put into a series of true beats."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Beats
from pacing.synthetic.plan import BeatFaults, Dropout

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
    kept = np.ones(times_s.size, dtype=np.bool_)
    kept[missed] = False
    artefacts = [
        Artefact(kind, float(times_s[i - 1]), float(times_s[i + 1]))
        for kind, where in (
            (ArtefactKind.MISSED_BEAT, missed),
            (ArtefactKind.EXTRA_BEAT, extra),
            (ArtefactKind.ECTOPIC_BEAT, ectopic),
        )
        for i in where.tolist()
    ]
    found: FloatArray = np.sort(np.concatenate([shifted[kept], added_s]))
    return found, tuple(sorted(artefacts, key=lambda a: a.start_s))


def written_beats(times_s: FloatArray, dropouts: tuple[Dropout, ...]) -> Beats:
    """RR intervals as a strap writes them: whole milliseconds; none that touches a drop-out.

    Within each unbroken run the intervals lie end to end, so that the beat clock holds exactly; after a drop-out the
    clock starts anew.
    """
    rr_ms = np.rint(np.diff(times_s) * MS_PER_S)
    ends_s, begins_s = times_s[1:], times_s[:-1]
    kept = np.ones(rr_ms.size, dtype=np.bool_)
    for dropout in dropouts:
        kept &= (ends_s < dropout.start_s) | (begins_s >= dropout.start_s + dropout.duration_s)
    runs = np.split(np.arange(rr_ms.size), np.flatnonzero(np.diff(kept.astype(np.int8))) + 1)
    clocks = [begins_s[run[0]] + np.cumsum(rr_ms[run]) / MS_PER_S for run in runs if run.size and kept[run[0]]]
    return Beats(np.concatenate(clocks) if clocks else np.empty(0), rr_ms[kept])
