"""The range in which one person's value usually lies: the one definition, for texts and figures alike.

Scatter is the larger of two estimates, so that neither hides what the other sees: how far neighbouring sessions differ
(the mean moving range of control charts, which a lasting step hardly widens), and how far all sessions lie from a
straight line (which sees sessions that resemble their neighbours). Few sessions tell their scatter badly, so the range
uses Student's t: a new session of an unchanged person then lies inside in 95 of 100 cases, whether there are eight
sessions or a hundred (simulated in the tests).
"""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.reference import TYPICAL_ERROR_SHARE

LEAST_SESSIONS = 8  # design: two periods of four, the least that clinical repeatability work compares
MOVING_RANGE_TO_SD = float(np.sqrt(np.pi) / 2)  # mean distance of two normal values, turned into their spread
LINE_PARAMETERS = 2
Z_975 = 1.959964  # normal quantile
EQUAL = 1e-9  # design: of the level; less scatter than that is arithmetic, not the heart
OWN_SESSIONS = "your own sessions"


@dataclass(frozen=True, slots=True)
class ReferenceInterval:
    """Where a value usually lies: `low`..`high` about the median `level`, from `scatter` (one standard deviation).

    `quantile`: how many standard deviations wide it is on either side. `noise_from`: whose scatter it is, in words.
    """

    level: float
    scatter: float
    quantile: float
    noise_from: str = OWN_SESSIONS

    @property
    def low(self) -> float:
        """Lower end."""
        return self.level - self.quantile * self.scatter

    @property
    def high(self) -> float:
        """Upper end."""
        return self.level + self.quantile * self.scatter

    def smallest_change(self, sessions_each: int) -> float:
        """The least difference of two means of so many sessions that is not noise (95 %)."""
        return float(self.quantile * self.scatter * np.sqrt(2 / sessions_each))


def reference_interval(index_id: str, values: FloatArray) -> ReferenceInterval | None:
    """The usual range of one person's comparable values; None with fewer than `LEAST_SESSIONS`.

    Parameters
    ----------
    index_id
        Which number it is: where all sessions are equal, its published typical error stands in for their scatter.
    values
        Shape (n,): in order of time, without gaps.

    Examples
    --------
    >>> found = reference_interval("hr_rest", np.array([60.0, 62, 60, 62, 60, 62, 60, 62]))
    >>> round(found.level), round(found.scatter, 1), round(found.high)
    (61, 1.8, 65)
    >>> reference_interval("hr_rest", np.array([60.0, 62])) is None
    True
    """
    if values.size < LEAST_SESSIONS:
        return None
    level = float(np.median(values))
    quantile = t_quantile(values.size - LINE_PARAMETERS)
    own = own_scatter(values)
    if own > EQUAL * abs(level):
        return ReferenceInterval(level, own, quantile)
    published = TYPICAL_ERROR_SHARE.get(index_id)
    if published is None:
        return ReferenceInterval(level, 0.0, quantile)
    return ReferenceInterval(
        level, published.value * abs(level), quantile, f"published repeatability ({published.source})"
    )


def own_scatter(values: FloatArray) -> float:
    """Standard deviation of one value about its neighbours or about a straight line, whichever is larger.

    Parameters
    ----------
    values
        Shape (n,), n >= 3: in order of time.

    Examples
    --------
    >>> round(own_scatter(np.array([10.0, 12, 10, 12, 10, 12])), 2), own_scatter(np.arange(9.0)) < 0.9
    (1.77, True)
    """
    among_neighbours = float(np.mean(np.abs(np.diff(values)))) * MOVING_RANGE_TO_SD
    along = np.arange(values.size) - (values.size - 1) / 2
    left = values - values.mean() - along * float(along @ values) / float(along @ along)
    about_line = float(np.sqrt(left @ left / (values.size - LINE_PARAMETERS)))
    return max(among_neighbours, about_line)


def t_quantile(degrees: int) -> float:
    """The 97.5 % quantile of Student's t by its expansion about the normal one (Abramowitz and Stegun 26.7.5).

    Within 0.1 % from six degrees of freedom on, the fewest that are asked for.

    Examples
    --------
    >>> round(t_quantile(6), 2), round(t_quantile(30), 3)
    (2.45, 2.042)
    """
    z, n = Z_975, degrees
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3
