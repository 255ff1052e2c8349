"""The person's own band: what the sessions they called comfortable, and that no flare followed, have in common."""

from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pacing.judge.cautions import rhythm_cautions
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.arrays import FloatArray
from pacing.model.exceedance import Limit
from pacing.model.person import PastSession
from pacing.plural import plural

FEWEST_SESSIONS = 8
"""Tolerated sessions before anything is said; design (the median's 95 % range needs six, leaving one out seven)."""
CONFIDENCE = 0.95


class LearntLimit(NamedTuple):
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


def learn(sessions: tuple[PastSession, ...]) -> LearntLimit:
    """The level learnt from tolerated sessions.

    After each session from the eighth on, the median of all upper levels so far is taken; the level is the lowest of
    these medians, so that sessions to come can lower it but never raise it.

    Parameters
    ----------
    sessions
        Earlier sessions in order of time.

    Returns
    -------
    LearntLimit

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
    return LearntLimit(
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

    Parameters
    ----------
    ordered
        Values in increasing order, shape (n,).

    Returns
    -------
    tuple[float, float]
        Low and high.

    Examples
    --------
    >>> median_range(np.arange(1.0, 9.0))
    (1.0, 8.0)
    >>> median_range(np.arange(1.0, 11.0))
    (2.0, 9.0)
    """
    from scipy.special import bdtr  # noqa: PLC0415  (slow to load; few need it)

    count = ordered.size
    outside = 2.0 * bdtr(np.arange(count), count, 0.5)
    index = max(int((outside <= 1.0 - CONFIDENCE).sum()) - 1, 0)
    return float(ordered[index]), float(ordered[count - 1 - index])


SOURCES = ("design", "nice_ng206")
HELD = "Your sessions alone would give a higher number; a learnt limit never goes above the limit you set, so it stays."
FLARES_ABOVE = (
    "The one session that a flare followed went above this number.",
    "All {} sessions that a flare followed went above this number.",
)
FLARES_BELOW = (
    "The one session that a flare followed stayed at or below this number: heart rate alone does not set it apart.",
    "{under} of {} sessions that a flare followed stayed at or below it: heart rate alone does not set them apart.",
)
FEW_FLARES = (
    "No session followed by a flare is on record yet: what is too much for you cannot be seen from these alone."
)


def _limit(inputs: RuleInputs) -> Limit:
    before = tuple(s for s in inputs.past if _is_before(s.start, inputs.instant))
    tolerated = tuple(s for s in before if s.tolerated)
    if len(tolerated) < FEWEST_SESSIONS:
        raise NoLimitError(_not_enough(len(tolerated)))
    learnt = learn(tolerated)
    ceiling_bpm = inputs.ceiling_bpm
    held = ceiling_bpm is not None and learnt.bpm > ceiling_bpm
    flares_bpm = [s.upper_bpm for s in before if s.flare_after]
    provenance: dict[str, float | str] = {
        "sessions_tolerated": float(len(tolerated)),
        "sessions_with_flare": float(len(flares_bpm)),
        "from_sessions_bpm": learnt.bpm,
        "from_sessions_low_bpm": learnt.low_bpm,
        "from_sessions_high_bpm": learnt.high_bpm,
        "left_out_shift_bpm": learnt.left_out_shift_bpm,
        "held_out_at_or_below_share": learnt.held_out_share,
    }
    provenance |= _optional(tolerated, ceiling_bpm)
    warnings = [*rhythm_cautions(inputs.person)]
    if held:
        warnings.append(HELD)
    warnings.append(_flare_caution(flares_bpm, learnt))
    return Limit(
        min(learnt.bpm, ceiling_bpm) if ceiling_bpm is not None else learnt.bpm,
        "learnt",
        learnt.half_width_bpm,
        MappingProxyType(provenance),
        SOURCES,
        warnings=tuple(warnings),
    )


def _is_before(start: datetime, instant: datetime | None) -> bool:
    """Whether a session began before an instant; against a clock without zone each counts by its own clock."""
    if instant is None:
        return True
    return start < instant if instant.tzinfo is not None else start.replace(tzinfo=None) < instant


def _not_enough(count: int) -> str:
    return (
        f"Not enough yet: {count} of the {FEWEST_SESSIONS} sessions this rule needs are on record as comfortable and "
        "not followed by a flare. Keep sessions with `pacing add` and say how they were with `pacing history mark`."
    )


def _optional(tolerated: tuple[PastSession, ...], ceiling_bpm: float | None) -> dict[str, float | str]:
    provenance: dict[str, float | str] = {} if ceiling_bpm is None else {"limit_you_set_bpm": ceiling_bpm}
    speeds = sorted(s.walking_speed_m_s for s in tolerated if s.walking_speed_m_s is not None)
    if speeds:
        provenance["self_selected_speed_m_s"] = (speeds[(len(speeds) - 1) // 2] + speeds[len(speeds) // 2]) / 2
    return provenance


def _flare_caution(flares_bpm: list[float], learnt: LearntLimit) -> str:
    if not flares_bpm:
        return FEW_FLARES
    under = sum(bpm <= learnt.bpm for bpm in flares_bpm)
    if not under:
        return plural(len(flares_bpm), *FLARES_ABOVE)
    return plural(len(flares_bpm), *FLARES_BELOW, under=under)


RULE = Rule(
    title="Learnt from your own sessions",
    definition="The heart rate under which at least half of your comfortable sessions, with no flare after them, spent "
    "95 % of their time. More sessions can lower it, never raise it.",
    formula="median over sessions of the 95 % level, taken anew after each session; the lowest of these",
    sources=SOURCES,
    limit=_limit,
)
