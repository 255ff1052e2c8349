"""Student's quantiles against a printed table (Fisher & Yates)."""

import numpy as np
import pytest
from scipy.special import stdtrit

from pacing.numerics.quantiles import LISTED_DEGREES, NORMAL_95, UPPER, interval_under_all, student_95


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
