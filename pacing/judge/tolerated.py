"""What a person's tolerated sessions have in common: a level, its range, and how much one session matters."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.past import PastSession

FEWEST_SESSIONS = 8
"""Tolerated sessions before anything is said; design (the median's 95 % range needs six, leaving one out seven)."""
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Learnt:
    """A learnt level [bpm] with its 95 % range.

    `left_out_shift_bpm`: how far the level moves at most when one session is left out. `held_out_share`: share of the
    sessions that stay at or below the level learnt from all the others, 0..1.
    """

    bpm: float
    low_bpm: float
    high_bpm: float
    left_out_shift_bpm: float
    held_out_share: float

    @property
    def half_width_bpm(self) -> float:
        """Half-width of the range that holds the order statistics and every session left out [bpm]."""
        return max(self.bpm - self.low_bpm, self.high_bpm - self.bpm, self.left_out_shift_bpm)


def learn(sessions: tuple[PastSession, ...]) -> Learnt:
    """The level learnt from tolerated sessions.

    After each session from the eighth on, the median of all upper levels so far is taken; the level is the lowest of
    these medians, so that sessions to come can lower it but never raise it.

    Raises
    ------
    ValueError
        Fewer than `FEWEST_SESSIONS` sessions.
    """
    if len(sessions) < FEWEST_SESSIONS:
        message = f"{len(sessions)} sessions; {FEWEST_SESSIONS} are needed"
        raise ValueError(message)
    upper_bpm = np.array([s.upper_bpm for s in sorted(sessions, key=lambda s: s.start)])
    levels = [float(np.median(upper_bpm[:count])) for count in range(FEWEST_SESSIONS, upper_bpm.size + 1)]
    count = FEWEST_SESSIONS + int(np.argmin(levels))
    used_bpm = np.sort(upper_bpm[:count])
    level_bpm = min(levels)
    low_bpm, high_bpm = median_range(used_bpm)
    without = np.array([float(np.median(np.delete(used_bpm, left_out))) for left_out in range(count)])
    return Learnt(
        level_bpm,
        low_bpm,
        high_bpm,
        float(np.abs(without - level_bpm).max()),
        float((used_bpm <= without).mean()),
    )


def median_range(ordered: FloatArray) -> tuple[float, float]:
    """A range that holds the true median with at least 95 %, whatever the distribution.

    The k-th smallest and k-th largest value, k as large as the binomial distribution (n, 1/2) allows; the ends when n
    is too small for any.

    Examples
    --------
    >>> median_range(np.arange(1.0, 9.0))
    (1.0, 8.0)
    >>> median_range(np.arange(1.0, 11.0))
    (2.0, 9.0)
    """
    from scipy.special import bdtr  # noqa: PLC0415  (slow to load; few need it)

    count = ordered.size
    outside = 2.0 * bdtr(np.arange((count + 1) // 2), count, 0.5)
    place = max(int((outside <= 1.0 - CONFIDENCE).sum()) - 1, 0)
    return float(ordered[place]), float(ordered[count - 1 - place])
