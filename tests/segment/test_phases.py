"""Whole recordings: which phases are found, from which evidence, and what must not be found."""

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from pacing.clean.clean import clean_recording
from pacing.errors import PhasesError
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Beats, Marker, MarkerKind, RecordingKind, Sensor
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.phases import _eventful, find_phases
from tests.segment.conftest import Found, made_recording
from tests.segment.courses import course, moving

REST, EXERCISE, RAISED, RECOVERY = PhaseKind
T = np.arange(1500.0)
WALK = ((300.0, 1200.0),)
BPM = course(T, WALK)
HARD = course(T, WALK, rest=75.0, level=172.0)  # nobody's heart beats so fast at rest


def kinds(phases: Phases) -> list[PhaseKind]:
    return [phase.kind for phase in phases.items]


def test_movement_shows_rest_exercise_and_recovery_to_three_seconds(found: Found) -> None:
    phases = found(T, BPM, channels={"speed": moving(T, WALK)})
    assert kinds(phases) == [REST, EXERCISE, RECOVERY]
    rest, exercise, recovery = phases.items
    assert abs(exercise.start_s - 300) <= 3
    assert abs(recovery.start_s - 1200) <= 3
    assert (recovery.origin, recovery.movement) == (PhaseOrigin.MOVEMENT, False)
    assert (rest.start_s, rest.movement, recovery.stop_s) == (0.0, False, 1500.0)


def test_heart_rate_alone_is_raised_heart_rate_and_nobody_is_said_to_have_stopped(found: Found) -> None:
    phases = found(T, BPM, sensor=Sensor.UNKNOWN)
    assert kinds(phases) == [REST, RAISED]
    assert phases.items[1].origin is PhaseOrigin.HEART_RATE


@pytest.mark.parametrize("sensor", [Sensor.STRAP, Sensor.UNKNOWN])
def test_heart_rate_alone_shows_the_end_of_a_hard_effort_to_ten_seconds_and_says_so(
    found: Found, sensor: Sensor
) -> None:
    phases = found(T, HARD, sensor=sensor)
    assert kinds(phases) == [REST, EXERCISE, RECOVERY]
    recovery = phases.items[-1]
    assert abs(recovery.start_s - 1200) <= min(10.0, recovery.uncertainty_s)
    assert (recovery.origin, recovery.movement) == (PhaseOrigin.HEART_RATE, None)


@pytest.mark.parametrize("after_s", [50, 90])
def test_a_hard_effort_recorded_for_little_longer_has_its_end_all_the_same(found: Found, after_s: int) -> None:
    until = 1200 + after_s > T
    recovery = found(T[until], HARD[until], sensor=Sensor.UNKNOWN).items[-1]
    assert recovery.kind is RECOVERY
    assert abs(recovery.start_s - 1200) <= 10


def test_a_hole_two_minutes_after_a_hard_effort_leaves_its_end(found: Found) -> None:
    lost = np.where((T > 1310) & (T < 1330), np.nan, HARD)
    recovery = found(T, lost, sensor=Sensor.STRAP).items[-1]
    assert recovery.kind is RECOVERY
    assert abs(recovery.start_s - 1200) <= 10


def test_a_hard_ride_that_eases_halfway_down_at_its_end_has_no_end(found: Found) -> None:
    eased = np.where(T < 1200, HARD, 158.0 + 14.0 * np.exp(-(T - 1200) / 40.0))
    assert RECOVERY not in kinds(found(T, np.round(eased), sensor=Sensor.UNKNOWN))


def test_an_optical_sensor_alone_dates_no_end(found: Found) -> None:
    assert kinds(found(T, HARD, sensor=Sensor.OPTICAL)) == [REST, RAISED]


def test_a_hard_effort_that_eased_before_may_have_eased_at_its_end_too(found: Found) -> None:
    eased = course(T, ((100.0, 500.0), (800.0, 1200.0)), rest=75.0, level=172.0)
    assert RECOVERY not in kinds(found(T, eased))


def test_stillness_is_a_stop_whatever_heart_rate_does(found: Found) -> None:
    catching_up = BPM + np.where((T >= 1200) & (T < 1280), 25.0, 0.0)
    phases = found(T, catching_up, channels={"speed": moving(T, WALK)})
    assert kinds(phases) == [REST, EXERCISE, RECOVERY]
    assert abs(phases.items[-1].start_s - 1200) <= 3


def test_given_phases_win_over_everything(found: Found) -> None:
    given = Phases((Phase(EXERCISE, 310.0, 1100.0, PhaseOrigin.HEART_RATE, 9.0),))
    phases = found(T, BPM, given, channels={"speed": moving(T, WALK)})
    assert phases.items == (Phase(EXERCISE, 310.0, 1100.0, PhaseOrigin.GIVEN, 0.0),)


def test_given_phases_outside_the_session_are_refused(found: Found) -> None:
    with pytest.raises(PhasesError, match="not inside the session"):
        found(T, BPM, Phases((Phase(RECOVERY, 1400.0, 1700.0, PhaseOrigin.GIVEN, 0.0),)))


def test_a_stopped_timer_with_heart_rate_after_it_ends_exercise(found: Found) -> None:
    stop = (Marker(1190.0, MarkerKind.STOP),)
    recovery = found(T, BPM, markers=stop).items[-1]
    assert (recovery.start_s, recovery.origin) == (1190.0, PhaseOrigin.MARKER)


def test_a_timer_stopped_with_the_recording_ends_nothing(found: Found) -> None:
    recovery = found(T, BPM, markers=(Marker(1499.0, MarkerKind.STOP),), channels={"speed": moving(T, WALK)}).items[-1]
    assert abs(recovery.start_s - 1200) <= 3
    assert recovery.origin is PhaseOrigin.MOVEMENT


def test_laps_with_an_intensity_win_over_heart_rate(found: Found) -> None:
    laps = tuple(
        Marker(at_s, MarkerKind.LAP, label) for at_s, label in ((0.0, "rest"), (300.0, "active"), (1200.0, "recovery"))
    )
    phases = found(T, BPM, markers=laps)
    assert [(p.kind, p.start_s, p.origin) for p in phases.items[1:]] == [
        (EXERCISE, 300.0, PhaseOrigin.MARKER),
        (RECOVERY, 1200.0, PhaseOrigin.MARKER),
    ]


def test_a_press_near_the_fall_marks_its_moment(found: Found) -> None:
    recovery = found(T, BPM, markers=(Marker(1203.0, MarkerKind.USER, "lap"),)).items[-1]
    assert (recovery.start_s, recovery.origin) == (1203.0, PhaseOrigin.MARKER)


def test_laps_of_one_kind_tell_nothing(found: Found) -> None:
    laps = tuple(Marker(at_s, MarkerKind.LAP, "active") for at_s in (0.0, 500.0, 1000.0))
    assert found(T, BPM, markers=laps).items == found(T, BPM).items


def test_a_recording_that_ends_with_exercise_has_no_recovery(found: Found) -> None:
    until = T < 1200
    for bpm, channels in ((HARD, {}), (BPM, {"speed": moving(T[until], WALK)})):
        assert kinds(found(T[until], bpm[until], channels=channels)) == [REST, EXERCISE]


def test_forty_seconds_after_the_end_are_a_recovery_of_forty_seconds(found: Found) -> None:
    until = T < 1240
    recovery = found(T[until], BPM[until], channels={"speed": moving(T[until], WALK)}).items[-1]
    assert recovery.kind is RECOVERY
    assert recovery.stop_s - recovery.start_s == pytest.approx(40.0, abs=3)


def test_a_file_that_starts_in_the_middle_of_effort_has_no_rest(found: Found) -> None:
    bpm = course(T, ((0.0, 900.0),), level=172.0)
    for channels in ({}, {"speed": moving(T, ((0.0, 900.0),))}):
        phases = found(T, bpm, channels=channels)
        assert kinds(phases) == [EXERCISE, RECOVERY]
        assert abs(phases.items[1].start_s - 900) <= 10


def test_several_bouts_each_have_their_recovery(found: Found) -> None:
    bouts = ((200.0, 500.0), (700.0, 1000.0), (1200.0, 1400.0))
    phases = found(T, course(T, bouts), channels={"speed": moving(T, bouts)})
    assert kinds(phases) == [REST] + [EXERCISE, RECOVERY] * 3
    for phase, stop_s in zip(phases.of(RECOVERY), (500, 1000, 1400), strict=True):
        assert abs(phase.start_s - stop_s) <= 3


def test_a_halt_of_half_a_minute_does_not_divide_exercise(found: Found) -> None:
    speed = moving(T, WALK)
    speed[700:730] = 0.0
    assert kinds(found(T, BPM, channels={"speed": speed})) == [REST, EXERCISE, RECOVERY]


def test_walking_on_makes_a_recovery_active(found: Found) -> None:
    laps = (Marker(0.0, MarkerKind.LAP, "active"), Marker(1200.0, MarkerKind.LAP, "cooldown"))
    recovery = found(T, BPM, markers=laps, channels={"speed": np.where(T < 1200, 1.4, 0.9)}).items[-1]
    assert (recovery.kind, recovery.movement) == (RECOVERY, True)


def test_easing_off_is_no_stop_unless_a_marker_says_so(found: Found) -> None:
    speed = moving(T, WALK) + moving(T, ((1200.0, 1500.0),), 0.5)
    assert kinds(found(T, BPM, channels={"speed": speed})) == [REST, EXERCISE]


def test_coasting_without_power_is_no_stop(found: Found) -> None:
    power = np.where((T > 300) & (T < 700) | (T > 900) & (T < 1200), 120.0, 0.0)
    phases = found(T, BPM, channels={"power": power, "speed": moving(T, WALK, 6.0)})
    assert kinds(phases) == [REST, EXERCISE, RECOVERY]


@pytest.mark.parametrize(
    ("halt_s", "sport", "recoveries"), [(80, "walking", 2), (80, "cycling", 1), (130, "cycling", 2)]
)
def test_a_minute_of_stillness_ends_a_walk_and_a_traffic_light_no_ride(
    found: Found, halt_s: int, sport: str, recoveries: int
) -> None:
    speed = moving(T, WALK, 3.0)
    speed[700 : 700 + halt_s] = 0.0
    assert len(found(T, BPM, channels={"speed": speed}, sport=sport).of(RECOVERY)) == recoveries


def test_a_few_steps_after_a_stop_make_it_less_sure(found: Found) -> None:
    speed = moving(T, WALK)
    sure = found(T, BPM, channels={"speed": speed}).items[-1]
    speed[1212:1218] = 1.0
    unsure = found(T, BPM, channels={"speed": speed}).items[-1]
    assert abs(unsure.start_s - 1200) <= unsure.uncertainty_s
    assert unsure.uncertainty_s > sure.uncertainty_s


def test_a_pause_without_heart_rate_hides_its_recovery(found: Found) -> None:
    kept = (T < 700) | (T >= 900)
    markers = (Marker(700.0, MarkerKind.PAUSE), Marker(900.0, MarkerKind.RESUME))
    phases = found(T[kept], BPM[kept], channels={"speed": moving(T, WALK)[kept]}, markers=markers)
    assert kinds(phases) == [REST, EXERCISE, EXERCISE, RECOVERY]
    assert phases.items[1].stop_s == pytest.approx(700, abs=3)


def test_beats_show_the_recovery_that_the_paused_timer_hid(found: Found) -> None:
    bpm = course(T, ((0.0, 700.0), (900.0, 1200.0)))
    ends, now = [], 0.0
    while now < 1499:
        now += 60.0 / bpm[int(now)]
        ends.append(now)
    beats = Beats(np.array(ends), np.diff(ends, prepend=0.0) * 1000.0)
    kept = (T < 700) | (T >= 900)
    markers = (Marker(700.0, MarkerKind.PAUSE), Marker(900.0, MarkerKind.RESUME))
    hidden = found(T[kept], bpm[kept], markers=markers)
    shown = found(T[kept], bpm[kept], markers=markers, beats=beats)
    assert not any(p.kind is RECOVERY and p.start_s < 800 for p in hidden.items)
    recovery = next(p for p in shown.items if p.kind is RECOVERY)
    assert (recovery.start_s, recovery.stop_s, recovery.origin) == (700.0, 900.0, PhaseOrigin.MARKER)


@pytest.mark.parametrize("fault", ["zeros", "plateau", "slide", "lower", "frozen", "cold"])
def test_a_fault_of_the_sensor_is_no_recovery(found: Found, fault: str) -> None:
    bpm = course(T, ((0.0, 1500.0),), level=140.0)
    if fault == "zeros":
        bpm[700:820] = 0.0
    elif fault == "plateau":
        bpm[700:850] = 61.0 + T[700:850] % 3
    elif fault == "slide":
        bpm[700:710] = np.linspace(140, 60, 10)
        bpm[710:800] = 60.0 + T[710:800] % 3
    elif fault == "lower":
        bpm[700:720] = 0.0
        bpm[720:900] = np.linspace(85, 140, 180).round()
    elif fault == "frozen":
        bpm[700:900] = 139.0
    else:
        bpm[:150] = np.linspace(190, 140, 150).round()
    assert kinds(found(T, bpm)) in ([RAISED], [])
    assert RECOVERY not in kinds(found(T, bpm, channels={"speed": moving(T, ((0.0, 1500.0),))}))


def test_a_cadence_lock_that_ends_is_no_recovery(found: Found) -> None:
    speed, cadence = moving(T, ((0.0, 1500.0),)), np.full(T.size, 62.0)
    bpm = np.where((T > 200) & (T < 500), 124.0 + np.round(np.sin(T)), 95.0 + np.round(2 * np.sin(T / 9)))
    phases = found(T, bpm, channels={"speed": speed, "cadence": cadence}, sensor=Sensor.OPTICAL)
    assert kinds(phases) == [EXERCISE]


def test_a_rest_test_of_beats_is_one_rest(found: Found) -> None:
    rr_ms = 900.0 + 40.0 * np.sin(np.arange(400) / 3.0)
    beats = Beats(np.cumsum(rr_ms) / 1000.0, rr_ms)
    phases = found([], [], beats=beats, kind=RecordingKind.BEATS)
    assert kinds(phases) == [REST]
    assert phases.items[0].stop_s == pytest.approx(beats.time_s[-1], abs=1.5)


def test_an_exercise_test_of_beats_is_divided(found: Found) -> None:
    bpm, ends, now = HARD, [], 0.0
    while now < 1499:
        now += 60.0 / bpm[int(now)]
        ends.append(now)
    beats = Beats(np.array(ends), np.diff(ends, prepend=0.0) * 1000.0)
    phases = found([], [], beats=beats, kind=RecordingKind.BEATS)
    assert kinds(phases) == [REST, EXERCISE, RECOVERY]
    assert abs(phases.items[2].start_s - 1200) <= 10


def test_nothing_is_said_of_an_even_activity_without_movement_data(found: Found) -> None:
    assert found(T, 95.0 + np.round(2 * np.sin(T / 5))).items == ()


@pytest.mark.parametrize("seconds", [0, 1, 30])
def test_a_recording_of_seconds_has_no_phases(found: Found, seconds: int) -> None:
    assert found(np.arange(float(seconds)), np.full(seconds, 80.0)).items == ()


def test_a_rest_with_a_heart_as_fast_as_in_exercise_is_none(found: Found) -> None:
    bpm = course(T, ((0.0, 1200.0),))
    assert kinds(found(T, bpm, channels={"speed": moving(T, WALK)})) == [EXERCISE, RECOVERY]


courses = st.lists(st.tuples(st.integers(20, 400), st.integers(60, 180)), min_size=1, max_size=6)


@for_all(courses, st.booleans(), st.integers(0, 300), st.booleans())
def test_phases_never_overlap_and_lie_inside(
    parts: list[tuple[int, int]], with_speed: bool, hole_s: int, paused: bool
) -> None:
    bpm = np.concatenate([np.full(length, float(level)) for length, level in parts])
    bpm += np.round(3 * np.sin(np.arange(bpm.size) / 4))
    time_s = np.arange(float(bpm.size))
    time_s[bpm.size // 2 :] += hole_s
    speed = np.where(bpm > 110, 1.4, 0.0)
    middle = float(time_s[bpm.size // 2])
    pause = (Marker(middle - hole_s / 2 - 0.4, MarkerKind.PAUSE), Marker(middle + 30.3, MarkerKind.RESUME))
    recording = made_recording(
        time_s, bpm, channels={"speed": speed} if with_speed else {}, markers=pause if paused else ()
    )
    phases = find_phases(recording, clean_recording(recording))
    for phase in phases.items:
        assert 0 <= phase.start_s < phase.stop_s <= recording.duration_s + 1
        assert phase.uncertainty_s >= 0
    assert find_phases(recording, clean_recording(recording)) == phases


@pytest.mark.parametrize(
    ("start_s", "stop_s", "eventful"), [(0.0, None, False), (10.0, None, True), (0.0, 100.0, True)]
)
def test_something_happens_where_exercise_begins_or_ends_within_the_recording(
    start_s: float, stop_s: float | None, eventful: bool
) -> None:
    start, stop = (None if at is None else Boundary(at, PhaseOrigin.HEART_RATE, 10.0) for at in (start_s, stop_s))
    assert start is not None
    assert _eventful((Bout(start, stop),), np.arange(200.0)) is eventful
