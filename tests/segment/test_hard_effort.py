"""Which ends of effort leave no doubt: each condition at its edge, on steps of heart rate that are worked out by hand.

Low 60 bpm, high 160 bpm: 85 % of the way up is 145 bpm, 70 % is 130 bpm.
"""

from collections.abc import Sequence

import numpy as np
import pytest

from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.hard_effort import beyond_doubt
from pacing.segment.heart_rate import HeartRateTrend

LOW, HIGH = 60.0, 160.0
STOP_S = 1000.0


def course(*steps: tuple[float, float], low: float = LOW, high: float = HIGH) -> HeartRateTrend:
    """Seconds of level heart rate, one stretch (length [s], bpm) after the other; NaN: not recorded."""
    bpm = np.concatenate([np.full(int(length), level) for length, level in steps])
    time_s = np.arange(bpm.size, dtype=np.float64)
    known = np.isfinite(bpm)
    time_s, bpm = time_s[known], bpm[known]
    return HeartRateTrend(time_s, bpm, bpm, bpm, bpm, bpm, low, high)


def bout(
    start_s: float,
    stop_s: float | None,
    origin: PhaseOrigin = PhaseOrigin.HEART_RATE,
    begun: PhaseOrigin = PhaseOrigin.HEART_RATE,
) -> Bout:
    return Bout(Boundary(start_s, begun, 10.0), None if stop_s is None else Boundary(stop_s, origin, 10.0))


def sure(line: HeartRateTrend, bouts: Sequence[Bout] = (), sensor: Sensor = Sensor.STRAP) -> list[bool]:
    """Of each bout, whether it is surely exercise."""
    return [not one.raised for one in beyond_doubt(tuple(bouts or [bout(300.0, STOP_S)]), line, sensor)]


@pytest.mark.parametrize(
    ("level", "after_60", "after_120", "expected"),
    [
        (145.0, 130.0, 115.0, True),  # falls of just 15 and 30 bpm, from just 85 %
        (144.9, 120.0, 100.0, False),
        (145.0, 130.1, 100.0, False),
        (145.0, 120.0, 115.1, False),
        (160.0, 140.0, 120.0, True),
    ],
)
def test_an_end_at_the_top_with_both_falls(level: float, after_60: float, after_120: float, expected: bool) -> None:
    assert sure(course((STOP_S, level), (90, after_60), (90, after_120))) == [expected]


@pytest.mark.parametrize(("level", "expected"), [(120.0, True), (119.9, False)])
def test_a_strap_must_show_120_bpm_and_an_unknown_sensor_160(level: float, expected: bool) -> None:
    line = course((STOP_S, level), (200, 80.0), high=level)
    assert sure(line) == [expected]
    assert sure(line, sensor=Sensor.UNKNOWN) == [False]
    higher = course((STOP_S, level + 40.0), (200, 80.0), high=level + 40.0)
    assert sure(higher, sensor=Sensor.UNKNOWN) == [expected]
    assert sure(higher, sensor=Sensor.OPTICAL) == [False]


@pytest.mark.parametrize(("low", "expected"), [(80.0, True), (80.1, False)])
def test_it_must_lie_50_bpm_above_the_sessions_low(low: float, expected: bool) -> None:
    assert sure(course((STOP_S, 130.0), (200, 90.0), low=low, high=130.0)) == [expected]


def test_an_effort_that_goes_on_to_the_end_needs_the_level_alone() -> None:
    assert sure(course((STOP_S, 120.0)), [bout(300.0, None)]) == [True]
    assert sure(course((STOP_S, 119.0)), [bout(300.0, None)]) == [False]
    assert sure(course((STOP_S - 30, 100.0), (30, 120.0)), [bout(300.0, None)]) == [True]  # the last half minute's


@pytest.mark.parametrize(
    ("after_s", "steps", "expected"),
    [
        (64, [(64, 146.0)], False),  # under a minute and five seconds: the end decides, 10 bpm
        (64, [(64, 145.0)], True),
        (64, [(53, 150.0), (11, 145.0)], True),  # of the last eleven seconds
        (64, [(54, 150.0), (10, 145.0)], False),
        (100, [(100, 140.0)], True),  # the first minute alone: 15 bpm
        (100, [(100, 140.1)], False),
        (124, [(124, 140.0)], True),
        (126, [(126, 140.0)], False),  # both: 30 bpm too
        (126, [(90, 140.0), (36, 125.0)], True),
    ],
)
def test_as_far_as_it_is_recorded(after_s: int, steps: list[tuple[float, float]], expected: bool) -> None:
    line = course((STOP_S, 155.0), *steps)
    assert line.time_s[-1] == STOP_S + after_s - 1
    assert sure(line) == [expected]


def test_a_hole_at_the_second_minute_leaves_the_first_to_decide_and_one_at_the_first_nothing() -> None:
    nan = float("nan")
    assert sure(course((STOP_S, 150.0), (100, 130.0), (40, nan), (60, 130.0))) == [True]
    assert sure(course((STOP_S, 150.0), (40, 130.0), (40, nan), (100, 100.0))) == [False]


@pytest.mark.parametrize(
    ("level", "length_s", "expected"),
    [
        (130.0, 120.0, False),  # just 70 %, climbed for two minutes: the pace eases in this session
        (129.9, 120.0, True),
        (130.0, 119.0, True),  # a warm-up's
        (144.9, 119.0, True),
        (145.0, 119.0, False),  # but not from the top
    ],
)
def test_an_earlier_end_as_high_may_have_been_an_easier_pace(level: float, length_s: float, expected: bool) -> None:
    line = course((300, 80.0), (200, level), (STOP_S - 500, 155.0), (200, 80.0))
    assert sure(line, [bout(500.0 - length_s, 500.0), bout(520.0, STOP_S)]) == [False, expected]


@pytest.mark.parametrize(
    ("level", "steps", "expected"),
    [
        (140.0, [(300, 122.0)], False),  # 80 % of the range, 18 bpm less for minutes: the pace eases in this session
        (132.0, [(300, 114.0)], False),
        (128.0, [(300, 110.0)], True),  # not from such a height
        (140.0, [(300, 126.0)], True),  # not so much less
        (140.0, [(300, 109.0)], True),  # as much less as after a stop
        (140.0, [(90, 122.0), (210, 109.0)], True),  # in the second minute
        (140.0, [(120, 122.0), (180, 140.0)], True),  # on again in the third
    ],
)
def test_an_easier_pace_within_the_last_effort_leaves_doubt(
    level: float, steps: list[tuple[float, float]], expected: bool
) -> None:
    line = course((300, level), *steps, (400, 155.0), (90, 130.0), (90, 110.0))
    assert sure(line, [bout(0.0, STOP_S)]) == [expected]


def test_a_marked_end_needs_nothing_else_nor_does_a_marked_beginning_of_what_goes_on() -> None:
    line = course((1200, 90.0))
    marker = PhaseOrigin.MARKER
    assert sure(line, [bout(100.0, 400.0, marker), bout(500.0, 900.0)]) == [True, False]
    assert sure(line, [bout(100.0, 400.0, begun=marker), bout(500.0, None, begun=marker)]) == [False, True]
    assert sure(line, [bout(500.0, None)]) == [False]
    assert beyond_doubt((), line, Sensor.STRAP) == ()
