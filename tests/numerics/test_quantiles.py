"""Student's quantiles against a printed table (Fisher & Yates)."""

import numpy as np
import pytest
from scipy.special import stdtrit

from pacing.numerics.quantiles import (
    LISTED_DEGREES,
    NORMAL_95,
    UPPER,
    interval_under_all,
    median,
    medians_of_rows,
    of_ordered,
    quantile,
    student_95,
)


@pytest.mark.parametrize(
    ("degrees", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_students_quantile_is_that_of_the_tables(degrees: float, printed: float) -> None:
    assert student_95(degrees) == pytest.approx(printed, abs=0.0006)


def test_listed_degrees_are_scipys() -> None:
    whole = np.array(LISTED_DEGREES[:-1])
    assert np.array([student_95(degrees) for degrees in whole]) == pytest.approx(stdtrit(whole, UPPER), abs=1e-11)


def test_degrees_between_listed_ones_are_right_within_two_ten_thousandths() -> None:
    between = np.concatenate((np.linspace(8.0, 30.0, 300), np.geomspace(30.0, 1e7, 300)))
    assert np.array([student_95(degrees) for degrees in between]) == pytest.approx(stdtrit(between, UPPER), abs=2e-4)


def test_few_degrees_that_are_not_whole_are_scipys() -> None:
    assert [student_95(degrees) for degrees in (0.5, 1.5, 7.9)] == pytest.approx(stdtrit([0.5, 1.5, 7.9], UPPER))


def test_many_degrees_are_the_normal_distribution() -> None:
    assert student_95(1e9) == pytest.approx(NORMAL_95)


@pytest.mark.parametrize("degrees", [0.0, -1.0, float("nan")])
def test_no_degrees_give_no_range(degrees: float) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        student_95(degrees)


def test_values_that_pile_up_at_an_end_lie_within_an_interval_that_ends_there() -> None:
    """Six in ten are the highest value itself: all that may be missed, 5 %, is then missed below."""
    low, high = interval_under_all(np.minimum(np.arange(1000.0), 400.0)[np.newaxis, :])
    assert high == 400.0
    assert low == pytest.approx(50.0, abs=2.0)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 10])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
def test_quantiles_and_medians_are_numpys(size: int, share: float) -> None:
    values = np.random.default_rng(size).standard_normal(size)
    given = values.copy()
    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share)))
    assert median(values) == pytest.approx(float(np.median(values)))
    assert values.tolist() == given.tolist()
    assert medians_of_rows(np.vstack([values, values[::-1] + 1.0])).tolist() == pytest.approx(
        [median(values), median(values) + 1.0]
    )


@pytest.mark.parametrize("apart", [0.0, 3.0, 25.0])
def test_the_range_under_all_accounts_is_the_narrowest_that_holds_95_percent_under_each(apart: float) -> None:
    accounts = 160.0 + np.random.default_rng(2).normal(size=(4, 1000)) * 10.0 + np.linspace(0.0, apart, 4)[:, None]

    tails = 0.025 + np.arange(0, 1 << 16, 16) * 0.025 / (1 << 16)
    low, high = np.quantile(accounts, tails, axis=1).min(axis=1), np.quantile(accounts, 1 - tails, axis=1).max(axis=1)
    inside = [
        np.searchsorted(one, high, side="right") - np.searchsorted(one, low, side="left") for one in np.sort(accounts)
    ]
    place = np.flatnonzero(np.min(inside, axis=0) >= 950).max()
    assert interval_under_all(accounts) == pytest.approx((low[place], high[place]), abs=0.02)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_quantiles_of_ordered_rows_are_numpys_to_their_ends(size: int) -> None:
    rows, shares = (
        np.sort(np.random.default_rng(size).standard_normal((3, size)), axis=1),
        np.array([0.0, 0.3, 0.9, 1.0]),
    )
    assert of_ordered(rows, shares) == pytest.approx(np.quantile(rows, shares, axis=1).T)
