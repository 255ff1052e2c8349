"""The range in which one person's value usually lies: the one definition, for texts and figures alike.

Scatter is that about a straight line or one step, so that a change is not taken for it, and with what neighbouring
sessions share taken into account (`autocorrelation`): sessions that resemble each other hide how far apart others lie.
Few sessions tell their scatter badly, so the range uses Student's t: a new session of an unchanged person then lies
inside in 92 to 98 of 100 cases, whether sessions resemble each other or not (simulated in the tests).
"""

from dataclasses import dataclass

import numpy as np

from pacing.longitudinal.autocorrelation import Mixture, noise_about_change
from pacing.model.arrays import FloatArray
from pacing.reference import TYPICAL_ERROR_SHARE

LEAST_SESSIONS = 8  # design: two periods of four, the least that clinical repeatability work compares
EQUAL = 1e-9  # design: of the level; less scatter than that is arithmetic, not the heart
OWN_SESSIONS = "the person's own sessions"
LOGARITHMIC = "ln ms"  # of an index that is a logarithm, a typical error is no share of its value


@dataclass(frozen=True, slots=True)
class ReferenceInterval:
    """Where a value usually lies: `low`..`high` about the median `level`, from `scatter` (one standard deviation).

    `quantile`: how many standard deviations wide it is on either side. `noise_from`: whose scatter it is, in words.
    `noise`: how the `sessions` scatter; None where the scatter is a published one.
    """

    level: float
    scatter: float
    quantile: float
    noise_from: str = OWN_SESSIONS
    sessions: int = 0
    noise: Mixture | None = None

    @property
    def low(self) -> float:
        """Lower end."""
        return self.level - self.quantile * self.scatter

    @property
    def high(self) -> float:
        """Upper end."""
        return self.level + self.quantile * self.scatter

    def smallest_change(self, sessions_each: int) -> float:
        """The least difference of two means that is not noise (95 %), in the value's unit.

        Parameters
        ----------
        sessions_each : of how many sessions each mean is: the first so many and the last so many
        """
        if self.noise is not None:
            return self.noise.half_width_of_difference(self.sessions, sessions_each)
        return float(self.quantile * self.scatter * np.sqrt(2 / sessions_each))


def reference_interval(index_id: str, values: FloatArray) -> ReferenceInterval | None:
    """The usual range of one person's comparable values; None with fewer than `LEAST_SESSIONS`.

    Parameters
    ----------
    index_id : which number it is; where all sessions are equal, its published typical error stands in for their scatter
    values : shape (n,), in order of time, without gaps, in the number's unit

    Returns
    -------
    ReferenceInterval or None
        In the number's unit.

    References
    ----------
    harville_1974

    Examples
    --------
    >>> found = reference_interval("hr_rest", np.array([60.0, 62, 61, 62, 60, 62, 60, 61]))
    >>> round(found.level, 1), round(found.scatter, 1), round(found.high)
    (61.0, 1.6, 65)
    >>> reference_interval("hr_rest", np.array([60.0, 62])) is None
    True
    """
    if values.size < LEAST_SESSIONS:
        return None
    level = float(np.median(values))
    noise = noise_about_change(values)
    if noise.scatter > EQUAL * abs(level):
        return ReferenceInterval(level, noise.scatter, noise.quantile, OWN_SESSIONS, values.size, noise)
    published = TYPICAL_ERROR_SHARE.get(index_id)
    if published is None:
        return ReferenceInterval(level, 0.0, noise.quantile)
    error = published.value if published.unit == LOGARITHMIC else published.value * abs(level)
    return ReferenceInterval(level, error, noise.quantile, f"published repeatability ({published.source})")
