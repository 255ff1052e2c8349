"""Student's quantiles against a printed table (Fisher & Yates)."""

import pytest

from pacing.numerics.quantiles import NORMAL_95, student_95


@pytest.mark.parametrize(
    ("degrees", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_students_quantile_is_that_of_the_tables(degrees: float, printed: float) -> None:
    assert student_95(degrees) == pytest.approx(printed, abs=0.0006)


@pytest.mark.parametrize("degrees", [0.3, 1.0, 1.5, 4.7, 5.0, 6.3, 33.3, 417.0, 999.9, 1000.0, 4321.0, 1e7])
def test_students_quantile_is_that_of_scipy(degrees: float) -> None:
    from scipy.special import stdtrit

    assert student_95(degrees) == pytest.approx(float(stdtrit(degrees, 0.975)), rel=1e-11)


def test_many_degrees_are_the_normal_distribution() -> None:
    assert student_95(1e9) == pytest.approx(NORMAL_95)


@pytest.mark.parametrize("degrees", [0.0, -1.0, float("nan")])
def test_no_degrees_give_no_range(degrees: float) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        student_95(degrees)
