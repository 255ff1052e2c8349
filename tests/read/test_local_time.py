"""Local clocks and instants, also over the change of summer time."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.errors import UsageError
from pacing.read.local_time import EPOCH, offsets, place_instants, place_local

BERLIN = ZoneInfo("Europe/Berlin")


def local(text: str) -> float:
    return (dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) - EPOCH).total_seconds()


def test_a_clock_that_jumps_forward_in_spring_loses_no_time() -> None:
    clock = np.array([local("2026-03-29T01:59:59"), local("2026-03-29T03:00:00")])
    placed = place_local(clock, "Europe/Berlin")
    assert np.diff(placed.second).tolist() == [1.0]
    assert placed.origin is not None
    assert (placed.origin + dt.timedelta(seconds=float(placed.second[0]))).isoformat() == "2026-03-29T01:59:59+01:00"


def test_the_hour_that_occurs_twice_in_autumn_is_told_apart_by_the_order_of_rows() -> None:
    steps = ["01:59:00", "02:30:00", "02:59:00", "02:00:00", "02:30:00", "03:00:00"]
    placed = place_local(np.array([local(f"2026-10-25T{step}") for step in steps]), "Europe/Berlin")
    assert (np.diff(placed.second) / 60).tolist() == [31, 29, 1, 30, 30]


def test_newest_first_rows_in_the_doubled_hour_are_told_apart_too() -> None:
    steps = ["03:00:00", "02:30:00", "02:00:00", "02:59:00", "02:30:00", "01:59:00"]
    placed = place_local(np.array([local(f"2026-10-25T{step}") for step in steps]), "Europe/Berlin")
    assert (np.diff(placed.second) < 0).all()


def test_without_a_zone_the_start_stays_unknown_and_the_clock_is_said() -> None:
    placed = place_local(np.array([local("2026-05-01T10:00:00")]), None)
    assert placed.origin is None
    assert "2026-05-01 10:00:00" in placed.remarks[0]


def test_without_a_zone_a_clock_set_back_once_by_an_hour_goes_on() -> None:
    steps = ["02:58:00", "02:59:00", "02:00:00", "02:01:00"]
    placed = place_local(np.array([local(f"2026-10-25T{step}") for step in steps]), None)
    assert np.diff(placed.second).tolist() == [60, 60, 60]
    assert any("goes back" in remark for remark in placed.remarks)


def test_a_zone_that_does_not_exist_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        place_local(np.array([0.0]), "Europe/Atlantis")
    with pytest.raises(UsageError):
        place_instants(np.array([0.0]), None, "../../etc/passwd")


@given(st.integers(0, 4_000_000_000))
def test_offsets_agree_with_the_standard_library(second: int) -> None:
    naive = (EPOCH + dt.timedelta(seconds=second)).replace(tzinfo=BERLIN)
    expected = naive.utcoffset()
    assert expected is not None
    assert offsets(np.array([float(second)]), BERLIN)[0] == expected.total_seconds()
