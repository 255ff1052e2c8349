"""Only like is held with like; what cannot be is counted, and why."""

from dataclasses import replace

import pytest

from pacing.longitudinal.comparable import TRACED, Comparable, comparable_sessions, followed
from pacing.model.assessment import Assessment
from pacing.model.measurement import Measurement, Part
from pacing.model.recording import Sensor
from tests.longitudinal.made import made_session, measured

PERSON: dict[str, Part] = {"rest_bpm": 70.0, "maximum_bpm": 170.0, "rest_definition": "told"}


def _recoveries(sessions: list[Assessment]) -> tuple[Comparable, ...]:
    return comparable_sessions(sessions)["hr_recovery_120"]


def test_other_postures_movements_sensors_and_sports_are_not_held_together() -> None:
    alike = [made_session(n) for n in range(3)]
    others = [
        made_session(3, posture="lying"),
        made_session(4, movement="active"),
        made_session(5, sensor=Sensor.STRAP),
        made_session(6, sport="cycling"),
    ]
    groups = _recoveries([*alike, *others])
    assert [len(group.points) for group in groups] == [3, 1, 1, 1, 1]
    assert groups[0].group == "walking, optical, sitting, passive"
    assert {point.session_id for point in groups[0].points} == {session.session_id for session in alike}


@pytest.mark.parametrize(("end_bpm", "kept"), [(115.0, True), (115.1, False), (105.0, True), (104.9, False)])
def test_without_a_reserve_ends_are_alike_within_five_bpm(end_bpm: float, kept: bool) -> None:
    group = _recoveries([*(made_session(n) for n in range(4)), made_session(4, end_bpm=end_bpm)])[0]
    assert (len(group.points) == 5) is kept
    assert group.left_out == (0 if kept else 1)
    assert group.effort.endswith("bpm")


@pytest.mark.parametrize(("maximum_bpm", "kept"), [(170.0, True), (169.0, False), (190.0, True)])
def test_with_a_reserve_ends_are_alike_within_five_of_its_hundred_points(maximum_bpm: float, kept: bool) -> None:
    """5 bpm are 5 points of a reserve of 100 bpm, and more of a smaller one."""
    told = {**PERSON, "maximum_bpm": maximum_bpm}
    sessions = [made_session(n, reserve=told) for n in range(4)]
    group = _recoveries([*sessions, made_session(4, end_bpm=115.0, reserve=told)])[0]
    assert (len(group.points) == 5) is kept
    assert "% of the heart-rate reserve" in group.effort


def test_what_is_unsure_for_all_sessions_alike_keeps_none_of_them_out() -> None:
    """The share of the reserve is unsure by twelve points, nearly all from the maximum that all sessions share."""
    group = _recoveries([made_session(n, reserve=PERSON) for n in range(9)])[0]
    assert (len(group.points), group.effort_unknown) == (9, 0)


def test_a_session_whose_own_effort_is_not_known_closely_is_left_out_and_counted() -> None:
    sessions = [made_session(n, reserve=PERSON) for n in range(8)]
    vague = [made_session(8, reserve=PERSON, peak_half=5.5), made_session(9, reserve=PERSON, peak_half=None)]
    group = _recoveries([*sessions, *vague])[0]
    assert (len(group.points), group.left_out, group.effort_unknown) == (8, 0, 2)
    assert _recoveries(vague) == (Comparable("walking, optical, sitting, passive", (), "", 0, 2),)


def test_a_person_of_two_efforts_is_followed_at_both_never_across() -> None:
    gentle = [made_session(2 * n, 20.0, end_bpm=95.0, reserve=PERSON) for n in range(9)]
    brisk = [made_session(2 * n + 1, 40.0, end_bpm=125.0, reserve=PERSON) for n in range(8)]
    groups = _recoveries([*gentle, *brisk, made_session(30, end_bpm=150.0, reserve=PERSON)])
    assert [(len(g.points), g.left_out, g.effort) for g in groups] == [
        (9, 9, "stopped at 25 % of the heart-rate reserve"),
        (8, 10, "stopped at 55 % of the heart-rate reserve"),
    ]
    assert {point.value for point in groups[0].points} == {20.0}


def test_efforts_that_drift_are_cut_where_they_are_no_longer_alike() -> None:
    """Each session ends 1 bpm higher than the one before: none may be held against one more than 5 bpm away."""
    groups = _recoveries([made_session(n, end_bpm=100.0 + n) for n in range(30)])
    assert len(groups) == 1
    assert len(groups[0].points) == 6
    assert groups[0].left_out == 24


def test_heart_rate_is_held_together_at_the_same_walking_speed_only() -> None:
    walks = [made_session(n, speed_m_s=1.0 + 0.01 * (n % 3)) for n in range(8)]
    fast = made_session(8, speed_m_s=1.4)
    groups = comparable_sessions([*walks, fast])["hr_mean"]
    assert [(len(g.points), g.left_out, g.effort) for g in groups] == [(8, 1, "walked at 1.00 to 1.02 m/s")]
    rides = [replace(made_session(n, sport="cycling"), measurements=(measured("hr_mean", 100.0, 1.0),)) for n in (0, 1)]
    assert comparable_sessions(rides)["hr_mean"] == ()


@pytest.mark.parametrize("definition", ["told", "told:morning"])
def test_a_level_the_person_told_has_no_trend(definition: str) -> None:
    rest = measured("hr_rest", 65.0, 3.0, {"definition": definition})
    quiet = measured("hr_rest", 65.0, 3.0, {"definition": "quiet_minutes"})
    sessions = [replace(made_session(n), measurements=(rest if n else quiet,)) for n in range(2)]
    assert [len(group.points) for group in comparable_sessions(sessions)["hr_rest"]] == [1]


def test_sessions_without_an_instant_are_absent_and_the_rest_stand_in_order_of_time() -> None:
    undated = made_session(3)
    undated = replace(undated, recording=replace(undated.recording, start=None))
    points = _recoveries([made_session(2), undated, made_session(0), made_session(1)])[0].points
    assert [point.start for point in points] == sorted(point.start for point in points)
    assert len(points) == 3


def test_three_numbers_are_followed_those_with_enough_sessions_first_and_none_twice() -> None:
    few = comparable_sessions([made_session(n, speed_m_s=1.0) for n in range(3)])
    assert [traced.info.id for traced, _ in followed(few)] == ["hr_after_120", "hr_mean", "walking_speed_self_selected"]
    with_rest = [
        replace(made_session(n), measurements=(*made_session(n).measurements[1:], _quiet_rest(60.0 + n)))
        for n in range(8)
    ]
    some = comparable_sessions([*with_rest, *(made_session(n, speed_m_s=1.0) for n in range(8, 11))])
    assert [traced.info.id for traced, _ in followed(some)] == ["hr_rest", "hr_after_120", "hr_mean"]
    assert followed({traced.info.id: () for traced in TRACED}) == ()


def _quiet_rest(bpm: float) -> Measurement:
    return measured("hr_rest", bpm, 2.0, {"definition": "quiet_minutes"})
