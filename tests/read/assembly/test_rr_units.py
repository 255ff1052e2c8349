"""The unit of RR intervals: decided from evidence, assumed only where it is said, refused otherwise."""

import numpy as np
import pytest

from pacing.errors import UnitError
from pacing.read.assembly.rr_intervals import stated_unit, unit_from_clock, unit_from_heart_rate, unit_from_values

GENERATOR = np.random.default_rng(7)
RR_MS = 850 + 60 * np.sin(np.arange(400) / 5) + GENERATOR.normal(0, 15, 400)
STAMP_S = np.cumsum(RR_MS) / 1000


@pytest.mark.parametrize("scale", [1.0, 1000.0, 1000 / 1024])
def test_a_clock_beside_them_tells_milliseconds_seconds_and_1024ths_apart(scale: float) -> None:
    unit = unit_from_clock(RR_MS / scale, STAMP_S)
    assert unit is not None
    assert unit.to_ms == pytest.approx(scale)


@pytest.mark.parametrize("scale", [1.0, 1000.0, 1000 / 1024])
def test_a_heart_rate_beside_them_tells_them_apart(scale: float) -> None:
    unit = unit_from_heart_rate(RR_MS / scale, 60000 / RR_MS)
    assert unit is not None
    assert unit.to_ms == pytest.approx(scale)


def test_stamps_that_arrive_late_still_tell_the_unit() -> None:
    late = STAMP_S + np.abs(GENERATOR.normal(0, 0.5, 400))
    unit = unit_from_clock(RR_MS, late)
    assert unit is not None
    assert unit.to_ms == 1.0


def test_a_clock_that_fits_no_unit_decides_nothing() -> None:
    assert unit_from_clock(RR_MS / 250, STAMP_S) is None


@pytest.mark.parametrize("per_second", [128, 200, 250, 256])
def test_counts_of_a_slow_recorder_are_refused_even_when_called_rr(per_second: int) -> None:
    with pytest.raises(UnitError):
        unit_from_values("x", np.round(RR_MS / 1000 * per_second), called_rr="the header")


@pytest.mark.parametrize("per_second", [500, 512])
def test_counts_of_a_fast_recorder_are_refused_in_a_bare_list(per_second: int) -> None:
    with pytest.raises(UnitError):
        unit_from_values("x", np.round(RR_MS / 1000 * per_second), called_rr="")


def test_a_bare_list_with_slow_beats_is_taken_as_milliseconds_and_says_so() -> None:
    unit = unit_from_values("x", np.round(RR_MS + 100), called_rr="")
    assert unit.to_ms == 1.0
    assert "2.4 %" in unit.remark


def test_a_list_called_beats_names_its_middle_as_interval_and_as_rate() -> None:
    unit = unit_from_values("x", np.full(300, 800.0), called_rr="the file's name")
    assert "(middle 800 ms, 75/min)" in unit.remark


def test_numbers_that_are_no_intervals_in_any_unit_do_not_decide_the_unit() -> None:
    odd = np.full(RR_MS.size // 2, 1e10)
    assert unit_from_values("x", np.concatenate((odd, RR_MS / 1000, odd)), called_rr="").to_ms == 1000.0


def test_seconds_are_recognised_because_no_other_unit_fits() -> None:
    assert unit_from_values("x", RR_MS / 1000, called_rr="").to_ms == 1000.0


def test_heart_rates_in_a_bare_list_are_never_intervals() -> None:
    with pytest.raises(UnitError):
        unit_from_values("x", np.round(60000 / RR_MS), called_rr="the file's name")


def test_a_stated_unit_is_believed() -> None:
    for word, scale in (("ms", 1.0), ("s", 1000.0), ("1/1024 s", 1000 / 1024)):
        unit = stated_unit(word)
        assert unit is not None
        assert unit.to_ms == pytest.approx(scale)
    assert stated_unit("bpm") is None
