"""Efforts are alike when any two of them lie near enough, and known when their own error leaves that to be said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.longitudinal.effort_matching import (
    IN_BPM,
    IN_RESERVE,
    IN_SPEED,
    Effort,
    Reserve,
    effort_at_end,
    effort_by_speed,
    equally_hard,
    is_close_enough,
    reserve_of,
)
from pacing.model.measurement import Part
from tests.longitudinal.made import made_session, measured, recovery_of

PERSON: dict[str, Part] = {"rest_bpm": 70.0, "maximum_bpm": 170.0, "rest_definition": "told"}


def test_the_share_of_the_reserve_at_the_end_is_that_of_the_end_not_of_the_peak() -> None:
    session = made_session(0, end_bpm=110.0, reserve=PERSON, peak_bpm=125.0, peak_half=3.0)
    reserve = reserve_of([session])
    assert reserve == Reserve(70.0, 170.0)
    in_reserve = effort_at_end(session, recovery_of(session), reserve)
    in_bpm = effort_at_end(session, recovery_of(session), None)
    assert in_reserve is not None
    assert [in_reserve.value, in_reserve.half_width] == pytest.approx([40.0, 3.0])
    assert in_bpm is not None
    assert [in_bpm.value, in_bpm.half_width] == pytest.approx([110.0, 3.0])


def test_all_sessions_are_held_against_the_newest_maximum_and_the_middle_of_the_like_resting_levels() -> None:
    told: list[dict[str, Part]] = [
        {**PERSON, "maximum_bpm": 180.0},
        {**PERSON, "rest_bpm": 90.0, "rest_definition": "quiet_minutes"},
        {**PERSON, "rest_bpm": 66.0},
        {**PERSON, "rest_bpm": 70.0},
    ]
    sessions = [made_session(n, reserve=parts) for n, parts in enumerate(told)]
    assert reserve_of(sessions) == Reserve(70.0, 170.0)
    assert reserve_of([made_session(0)]) is None
    assert reserve_of([made_session(0, reserve={**PERSON, "maximum_bpm": 60.0})]) is None


def test_an_end_or_an_error_that_nobody_knows_is_no_effort() -> None:
    no_end = made_session(0, end_bpm=None)
    assert effort_at_end(no_end, recovery_of(no_end), None) is None
    no_peak = made_session(0, peak_half=None)
    assert effort_at_end(no_peak, recovery_of(no_peak), None) is None


def test_the_error_of_the_end_is_its_own_and_only_older_sessions_borrow_that_of_the_peak() -> None:
    own = made_session(0, end_half=1.5, peak_half=3.0, reserve={**PERSON, "maximum_bpm": 120.0})
    effort = effort_at_end(own, recovery_of(own), reserve_of([own]))
    assert effort is not None
    assert [effort.value, effort.half_width] == pytest.approx([80.0, 3.0])  # 50 bpm of reserve: 2 points a beat
    unsure_end = made_session(0, end_half=9.0, peak_half=0.4)
    assert not is_close_enough(effort_at_end(unsure_end, recovery_of(unsure_end), None), IN_BPM)
    without_peak = made_session(0, end_half=1.5, peak_half=None)
    assert effort_at_end(without_peak, recovery_of(without_peak), None) == Effort(110.0, 1.5)
    older = made_session(0, peak_half=3.0)
    assert effort_at_end(older, recovery_of(older), None) == Effort(110.0, 3.0)


@pytest.mark.parametrize(("half_width", "known"), [(0.0, True), (5.0, True), (5.1, False), (float("inf"), False)])
def test_an_effort_known_worse_than_efforts_may_differ_is_not_held_against_others(
    half_width: float, known: bool
) -> None:
    assert is_close_enough(Effort(40.0, half_width), IN_RESERVE) is known
    assert not is_close_enough(None, IN_RESERVE)


def test_walking_speeds_are_alike_within_five_percent_of_their_middle() -> None:
    slow, fast, faster = (
        effort_by_speed(made_session(0, speed_m_s=speed)) for speed in (1.00 * 0.951, 1.00 * 1.049, 1.00 * 1.06)
    )
    assert slow is not None
    assert fast is not None
    assert faster is not None
    assert fast.value - slow.value <= IN_SPEED.apart < faster.value - slow.value
    assert IN_SPEED.text(slow.value, fast.value) == "walked at 0.95 to 1.05 m/s"
    assert effort_by_speed(made_session(0)) is None


def test_efforts_read_as_what_they_are() -> None:
    assert IN_RESERVE.text(36.4, 41.2) == "stopped at 36 to 41 % of the heart-rate reserve"
    assert IN_BPM.text(101.8, 102.2) == "stopped at 102 bpm"


@pytest.mark.parametrize(("values", "sets"), [
    ([], []),
    ([40.0], [(0,)]),
    ([40.0, 45.0], [(0, 1)]),
    ([40.0, 45.1], [(1,), (0,)]),  # equally large: that with the newest first
    ([30.0, 50.0, 31.0, 52.0, 33.0], [(0, 2, 4), (1, 3)]),
    ([42.0, 40.0, 46.0, 44.0], [(0, 2, 3), (1,)]),  # 40 to 44 would be as large, but older
])  # fmt: skip
def test_sets_of_equally_hard_sessions_are_the_largest_possible(values: list[float], sets: list[tuple[int]]) -> None:
    assert equally_hard(values, 5.0) == sets


@given(st.lists(st.floats(0, 100), max_size=40), st.floats(0.1, 20))
def test_any_two_of_a_set_lie_near_enough_and_none_is_lost(values: list[float], apart: float) -> None:
    sets = equally_hard(values, apart)
    assert sorted(place for places in sets for place in places) == list(range(len(values)))
    assert [len(places) for places in sets] == sorted((len(places) for places in sets), reverse=True)
    for places in sets:
        members = np.array(values)[list(places)]
        assert members.max() <= members.min() + apart


def test_a_measurement_without_its_value_tells_nothing() -> None:
    assert measured("hr_peak", None).value is None
