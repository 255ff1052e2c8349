"""Straight-line fits to sessions that resemble their neighbours: the one place where autocorrelation widens a range.

A week is like the week before, so twenty sessions say less than twenty independent ones. How much neighbours share is
itself badly known from few sessions; every share from none to nine tenths is therefore weighed by how well it explains
the sessions, and the result is the mixture over them. With few sessions that is wide, as it must be: a dozen values
cannot show whether they changed or swing slowly. So that a lasting change is not taken for resemblance of neighbours,
the noise is that about a straight line or about one step, wherever it may lie, each weighed in the same way.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pacing.model.arrays import FloatArray, frozen
from pacing.numerics.quantiles import UPPER, student_95

SHARED = frozen(np.arange(0.0, 0.91, 0.05).tolist())  # design: beyond nine tenths only a season would tell anything
BEFOREHAND = 1.0 + 4.0 * SHARED  # design: days resemble each other rather than not; false alarms stay under 5 %
SLOPE_INDEPENDENT, SLOPE_PERSISTENT = 0.03, 0.85  # design: with the four below, see `slope_fit`
SLOPE_RISING = 4.0  # design: of the shares between, the larger are thought likelier
SLOPE_COUNTED, SLOPE_COUNTED_FEW = 1.5, 42.0  # design: so often the sessions count against what was thought beforehand
SLOPE_OUTSIDE = 0.028  # design: what the mixture leaves on either side
LEAST_SIDE = 4  # design: sessions on either side of a step
HALVINGS = 50
LEAST_SQUARE = 1e-300
LEAST_WEIGHT = 1e-6
MOST_SIZES = 4  # of series whose steps are remembered: one after the other they are much the same
MOST_STEPS = 24  # design: of more places for a step, so many evenly spread ones


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """Ways in which values may scatter, each with its weight; arrays of shape (ways,).

    `shared`: what neighbours have in common, 0..0.9; `weights`: how well each explains the values, sum 1; `variances`:
    of one value, in its unit squared; `middles`, `errors`: a coefficient and its standard error, in its unit.
    `degrees`: of freedom. `outside`: the share of the mixture beyond either end of the interval.
    """

    shared: FloatArray
    weights: FloatArray
    variances: FloatArray
    middles: FloatArray
    errors: FloatArray
    degrees: int
    outside: float = 1.0 - UPPER

    @property
    def scatter(self) -> float:
        """Standard deviation of one value, in its unit: the geometric mean over the ways."""
        return float(np.exp(0.5 * self.weights @ np.log(np.maximum(self.variances, LEAST_SQUARE))))

    @property
    def quantile(self) -> float:
        """The 97.5 % quantile of Student's t for the degrees of freedom [1]."""
        return student_95(self.degrees)

    @property
    def coefficient(self) -> float:
        """The coefficient, in its unit: the mean over the ways."""
        return float(self.weights @ self.middles)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the coefficient, in its unit."""
        ends = (self.outside, 1.0 - self.outside)
        low, high = (self._quantile(self.middles, self.errors, share) for share in ends)
        return low, high

    def half_width_of_difference(self, size: int, each: int) -> float:
        """Half-width of the 95 % range of the difference of two means when nothing changed.

        Parameters
        ----------
        size : how many sessions there are
        each : of how many each mean is: the first so many and the last so many

        Returns
        -------
        float
            In the values' unit.
        """
        heavy = self.weights > LEAST_WEIGHT
        index = np.concatenate((np.arange(each), np.arange(size - each, size)))
        sign = np.repeat((-1.0 / each, 1.0 / each), each)
        alike = self.shared[heavy, None, None] ** np.abs(index[:, None] - index)
        error = np.zeros(heavy.size)
        error[heavy] = np.sqrt(np.einsum("i,rij,j->r", sign, alike, sign) * self.variances[heavy])
        return self._quantile(np.zeros(error.size), error, UPPER)

    def _quantile(self, middle: FloatArray, error: FloatArray, share: float) -> float:
        """Where so much of the mixture of Student's t lies below, by halving; ways of hardly any weight left out."""
        from scipy.special import stdtr  # noqa: PLC0415

        heavy = self.weights > LEAST_WEIGHT
        weights, middle, error = self.weights[heavy], middle[heavy], error[heavy]
        share *= float(weights.sum())
        reach = 2.0 * student_95(self.degrees) * error
        low, high = float((middle - reach).min()), float((middle + reach).max())
        for _ in range(HALVINGS):
            half = (low + high) / 2.0
            below = float(weights @ stdtr(self.degrees, (half - middle) / np.maximum(error, LEAST_SQUARE)))
            low, high = (half, high) if below < share else (low, half)
        return (low + high) / 2.0


def slope_fit(columns: FloatArray, values: FloatArray) -> Mixture:
    """As `autocorrelated_fit`, for the slope of a line, whose interval shall hold as often whatever neighbours share.

    Parameters
    ----------
    columns : shape (n, parameters), n above parameters; linearly independent. The second one's coefficient is given.
    values : shape (n,), in order of time

    Returns
    -------
    Mixture
        In the values' unit over that of the second column.

    Notes
    -----
    With what is thought beforehand for a change, which keeps false alarms rare, the interval of a slope holds always
    where neighbours share nothing, and under 93 % where they share much. Here sharing much is thought likeliest, and
    the sessions count several times against that, most where there are few: a dozen that look independent are then
    taken to be so. The six constants were chosen by simulation (first-order autoregression, normal): with 12 to 40
    sessions the interval holds in 93 to 97 % from none to six tenths shared; with 8 in up to 98 %, and in nine of ten
    where neighbours share eight tenths.

    References
    ----------
    harville_1974
    """
    between = np.exp(SLOPE_RISING * SHARED[1:-1])
    between *= (1.0 - SLOPE_INDEPENDENT - SLOPE_PERSISTENT) / between.sum()
    beforehand = np.concatenate(([SLOPE_INDEPENDENT], between, [SLOPE_PERSISTENT]))
    counted = SLOPE_COUNTED + SLOPE_COUNTED_FEW / values.size
    return replace(autocorrelated_fit(columns, values, beforehand, counted), outside=SLOPE_OUTSIDE)


def autocorrelated_fit(
    columns: FloatArray, values: FloatArray, beforehand: FloatArray = BEFOREHAND, counted: float = 1.0
) -> Mixture:
    """Fit `values` by `columns` with errors of which neighbours share something; one way for each share of `SHARED`.

    Parameters
    ----------
    columns : shape (n, parameters), n above parameters; linearly independent. The second one's coefficient is given.
    values : shape (n,), in order of time
    beforehand : shape (shares,), how likely each share of `SHARED` is thought beforehand, any sum
    counted : how often the likelihood of each share counts against that

    Returns
    -------
    Mixture
        In the values' unit over that of the second column.

    Notes
    -----
    Errors are a first-order autoregression; a share's weight is its restricted likelihood (the coefficients integrated
    out) times `beforehand`. Each interval is then a mixture of Student's t, so that it is not taken for certain how
    much neighbours share.

    References
    ----------
    harville_1974
    """
    size, parameters = columns.shape
    whitened = _whitened(np.column_stack((columns, values)))
    across, along = whitened[:, :, :parameters], whitened[:, :, parameters]
    products = np.einsum("rnp,rnq->rpq", across, across)
    inverses = np.linalg.inv(products)
    coefficients = np.einsum("rpq,rnq,rn->rp", inverses, across, along)
    remaining = along - np.einsum("rnp,rp->rn", across, coefficients)
    squares = np.maximum(np.einsum("rn,rn->r", remaining, remaining), LEAST_SQUARE)
    degrees = size - parameters
    weights = _weights(size, squares, degrees, np.linalg.slogdet(products)[1], beforehand, counted)
    errors = np.sqrt(inverses[:, 1, 1] * squares / degrees)
    return Mixture(SHARED, weights, squares / degrees, coefficients[:, 1], errors, degrees)


def noise_about_change(values: FloatArray) -> Mixture:
    """How values scatter about a straight line or about one step, wherever it lies: a way for each, and each share.

    Parameters
    ----------
    values : shape (n,), n >= 8, in order of time

    Returns
    -------
    Mixture
        Its coefficient is that of the line or step, in standard deviations of its column.

    Notes
    -----
    The line weighs as much beforehand as all steps together. With steps left out, a lasting step would look like
    neighbours that resemble each other, and would hide itself.

    References
    ----------
    harville_1974
    """
    changes = _changes(values.size)
    whitened = _whitened(values[:, None])[:, :, 0]
    shared = np.einsum("rn,rn->r", changes.flat, whitened) / changes.length
    along = whitened - changes.flat * shared[:, None]
    middles = np.einsum("rn,rnc->rc", along, changes.across) / changes.squares
    squares = np.maximum(np.einsum("rn,rn->r", along, along)[:, None] - middles**2 * changes.squares, LEAST_SQUARE)
    degrees, count = values.size - 2, changes.squares.shape[1]
    ways = np.concatenate(([1.0], np.full(count - 1, 1.0 / (count - 1))))
    determinants = np.log(changes.length)[:, None] + np.log(changes.squares)
    weights = _weights(values.size, squares, degrees, determinants, BEFOREHAND) * ways
    return Mixture(
        np.repeat(SHARED, count),
        (weights / weights.sum()).ravel(),
        (squares / degrees).ravel(),
        middles.ravel(),
        np.sqrt(squares / degrees / changes.squares).ravel(),
        degrees,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Changes:
    """The line and the steps that so many values are held against, less what neighbours share, for each share.

    `flat`: what never changes, shape (shares, n); `across`: the changes beside it, shape (shares, n, changes), the line
    first; `length`, `squares`: their sums of squares, shapes (shares,) and (shares, changes).
    """

    flat: FloatArray
    across: FloatArray
    length: FloatArray
    squares: FloatArray


@lru_cache(maxsize=MOST_SIZES)
def _changes(size: int) -> _Changes:
    """The same for every series of this size: of days, each is held against as many days before."""
    places = np.unique(np.linspace(LEAST_SIDE, size - LEAST_SIDE, MOST_STEPS).astype(np.intp))
    changes = np.column_stack((np.arange(size), np.arange(size)[:, None] >= places)).astype(np.float64)
    changes = (changes - changes.mean(axis=0)) / changes.std(axis=0)
    flat = _whitened(np.ones((size, 1)))
    whitened = _whitened(changes)
    length = np.einsum("rnk,rnk->rk", flat, flat)
    across = whitened - flat * (np.einsum("rnk,rnc->rc", flat, whitened) / length)[:, None, :]
    return _Changes(flat[:, :, 0], across, length[:, 0], np.einsum("rnc,rnc->rc", across, across))


def _weights(
    size: int,
    squares: FloatArray,
    degrees: int,
    determinants: FloatArray,
    beforehand: FloatArray,
    counted: float = 1.0,
) -> FloatArray:
    """Restricted likelihood of each fit times what was thought beforehand, sum 1; first axis: the shares."""
    apart = (-1, *(1,) * (squares.ndim - 1))
    fits = -0.5 * ((size - 1) * np.log(1.0 - SHARED**2).reshape(apart) + determinants + degrees * np.log(squares))
    weights: FloatArray = np.exp(counted * (fits - fits.max())) * beforehand.reshape(apart)
    weights /= weights.sum()
    return weights


def _whitened(table: FloatArray) -> FloatArray:
    """The columns of `table` less what each row shares with the one before; shape (shares, n, columns)."""
    remaining = np.sqrt(1.0 - SHARED**2)[:, None, None]
    rest = (table[None, 1:] - SHARED[:, None, None] * table[None, :-1]) / remaining
    whitened: FloatArray = np.concatenate((np.broadcast_to(table[0], (SHARED.size, 1, table.shape[1])), rest), axis=1)
    return whitened
