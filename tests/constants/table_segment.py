"""What decides in segmentation: assembling phases, markers, movement, whole days."""

import numpy as np

from pacing.clean.clean import clean_recording
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Channel, HeartRate, Marker, MarkerKind
from pacing.segment.bouts import Boundary, Bout, assemble_phases, hr_drop_after
from pacing.segment.external_load import ExternalLoad, external_loads, movement, on_seconds
from pacing.segment.heart_rate import heart_rate_trend
from pacing.segment.markers import easy_stretches, snapped
from pacing.segment.movement import _stood, bouts_from_movement, short_efforts, without_spurious_stops
from pacing.segment.pauses import presses_in_motion
from pacing.segment.phases import find_phases, given_phases, orthostatic_phases, phases_of_day, stood_up_s
from tests.constants.table import Table
from tests.segment.conftest import made_recording

TABLE = Table("segment")
NAN = float("nan")
MOVED, HEART, MARKED = PhaseOrigin.MOVEMENT, PhaseOrigin.HEART_RATE, PhaseOrigin.MARKER


def pieces(*parts: tuple[float, int]) -> FloatArray:
    """One value a second: (value, seconds) after each other."""
    return np.concatenate([np.full(seconds, value) for value, seconds in parts])


def refuses(given: Phases, duration_s: float) -> bool:
    """Whether given phases do not fit a session."""
    try:
        given_phases(given, duration_s)
    except Exception:  # noqa: BLE001 - any refusal
        return True
    return False


# --- phases from bouts


def bout(start_s: float, stop_s: float | None, *, origin: PhaseOrigin = MOVED, unsure_s: float = 3.0) -> Bout:
    """A bout with its boundaries."""
    stop = None if stop_s is None else Boundary(stop_s, origin, unsure_s)
    return Bout(Boundary(start_s, origin, unsure_s), stop)


def assembled(
    start_s: float, stop_s: float, bpm: FloatArray, moving: BoolArray | None = None
) -> dict[PhaseKind, Phase]:
    """The phases around one bout."""
    seconds = np.arange(float(bpm.size))
    moves = np.zeros(bpm.size, dtype=np.bool_) if moving is None else moving
    found = assemble_phases((bout(start_s, stop_s),), seconds, bpm, moves, np.ones(bpm.size, dtype=np.bool_))
    return {phase.kind: phase for phase in found}


@TABLE.case((True, False), "bouts.SHORTEST_REST_S")
def less_than_a_minute_of_quiet_is_no_rest() -> object:
    return tuple(
        PhaseKind.REST in assembled(s, s + 300.0, pieces((60.0, s), (100.0, 300), (80.0, 300))) for s in (65, 55)
    )


@TABLE.case((1.0, True, False), "bouts.START_UNCERTAINTY_S", "bouts.LEAST_RISE_BPM")
def a_rest_begins_with_its_first_sample_and_is_3_bpm_lower() -> object:
    rests = [
        assembled(100, 400.0, pieces((90.0, 100), (90.0 + rise, 300), (80.0, 300))).get(PhaseKind.REST)
        for rise in (3.3, 2.7)
    ]
    return rests[0] and rests[0].uncertainty_s, rests[0] is not None, rests[1] is not None


@TABLE.case((True, False), "bouts.SHORTEST_BOUT_S")
def a_bout_lasts_half_a_minute() -> object:
    return tuple(
        PhaseKind.EXERCISE in assembled(100, 100.0 + s, pieces((60.0, 100), (100.0, s), (80.0, 300))) for s in (33, 27)
    )


def recovery(*after: tuple[float, int]) -> float | None:
    """How long the recovery lasts after a stop."""
    found = assembled(100, 400.0, pieces((60.0, 100), (100.0, 300), *after)).get(PhaseKind.RECOVERY)
    return None if found is None else found.stop_s - found.start_s


@TABLE.case((11.0, None), "bouts.SHORTEST_RECOVERY_S")
def ten_seconds_after_the_end_show_something() -> object:
    return recovery((80.0, 11), (NAN, 300)), recovery((80.0, 9), (NAN, 300))


@TABLE.case((1800.0, 1700.0), "bouts.LONGEST_RECOVERY_S")
def a_recovery_lasts_half_an_hour_at_most() -> object:
    return recovery((80.0, 2500)), recovery((80.0, 1700))


@TABLE.case((True, False), "bouts.EARLY_S")
def its_first_minute_was_recorded() -> object:
    """Heart rate is back after 45 s, or after 55 s."""
    return tuple(recovery((NAN, silent_s), (80.0, 200)) is not None for silent_s in (45, 55))


@TABLE.case((True, False), "bouts.LONGEST_HOLE_S")
def a_hole_of_over_a_minute_ends_it() -> object:
    return tuple((recovery((80.0, 100), (NAN, hole_s), (80.0, 100)) or 0.0) > 200.0 for hole_s in (57, 63))


def is_active(first_s: int, moved_s: int) -> bool | None:
    """Whether a recovery with movement so long from so long after the stop on is active."""
    bpm = pieces((60.0, 100), (100.0, 300), (80.0, 400))
    moving = np.zeros(bpm.size, dtype=np.bool_)
    moving[400 + first_s : 400 + first_s + moved_s] = True
    return assembled(100, 400.0, bpm, moving)[PhaseKind.RECOVERY].movement


@TABLE.case((True, False), "bouts.MOVING_SHARE")
def a_tenth_of_movement_makes_a_recovery_active() -> object:
    """Of the 165 s that are looked at."""
    return is_active(50, 18), is_active(50, 15)


@TABLE.case((False, True), "bouts.SETTLING_S")
def movement_in_the_first_15_seconds_is_that_of_wheels() -> object:
    """20 s, of which 16 or 18 are counted: 16.5 are a tenth."""
    return is_active(0, 31), is_active(0, 33)


@TABLE.case((True, False), "bouts.JUDGED_S")
def three_minutes_decide_whether_it_is_active() -> object:
    return is_active(160, 60), is_active(166, 60)


@TABLE.case((20.0, 20.0), "bouts.BEFORE")
def heart_rate_before_a_moment_is_that_of_ten_seconds() -> object:
    """10 bpm more over the last ten, and 10 bpm less over the last nine with 90 more before them."""
    t = np.arange(300.0)
    rows = (pieces((90.0, 90), (100.0, 10), (80.0, 200)), pieces((90.0, 90), (190.0, 1), (90.0, 9), (80.0, 200)))
    return tuple(hr_drop_after(t, bpm, 100.0) for bpm in rows)


@TABLE.case((True, False), "bouts.REACH_S")
def it_is_no_more_than_a_minute_back() -> object:
    t = np.arange(400.0)
    return tuple(hr_drop_after(t, pieces((100.0, 200 - s), (NAN, s), (80.0, 200)), 200.0) is not None for s in (52, 58))


@TABLE.case((20.0, 20.0), "bouts.FROM_S", "bouts.UNTIL_S")
def heart_rate_after_it_is_that_from_30_to_90_seconds() -> object:
    """Level from 30 s to 90 s; and falling evenly, 20 bpm below at the middle of that time."""
    t = np.arange(300.0)
    level = pieces((100.0, 100), (60.0, 30), (80.0, 60), (60.0, 110))
    slope = np.concatenate([np.full(100, 100.0), 100.0 - (np.arange(200.0) + 0.5) / 3.0])
    return tuple(round(hr_drop_after(t, bpm, 100.0) or 0.0, 6) for bpm in (level, slope))


@TABLE.case((True, False), "bouts.LEAST_KNOWN")
def five_seconds_of_heart_rate_tell_something() -> object:
    t = np.arange(300.0)
    return tuple(
        hr_drop_after(t, pieces((100.0, 100), (NAN, 40), (80.0, n), (NAN, 160 - n)), 100.0) is not None for n in (5, 4)
    )


# --- markers


@TABLE.case((0, 1), "markers.SHORTEST_PAUSE_S")
def a_halt_of_under_a_minute_is_part_of_the_exercise() -> object:
    def halts(halt_s: float) -> int:
        markers = (Marker(100.0, MarkerKind.PAUSE), Marker(100.0 + halt_s, MarkerKind.RESUME))
        return len(easy_stretches(made_recording(np.arange(500.0), np.full(500, 90.0), markers=markers), 499.0))

    return halts(55.0), halts(65.0)


@TABLE.case((1, 0), "markers.LEAST_AFTER_STOP_S")
def a_timer_stopped_ten_seconds_before_the_end_ended_nothing_but_the_file() -> object:
    def stops(last_s: float) -> int:
        markers = (Marker(400.0, MarkerKind.STOP),)
        return len(easy_stretches(made_recording(np.arange(500.0), np.full(500, 90.0), markers=markers), last_s))

    return stops(411.0), stops(409.0)


@TABLE.case(
    (5.0, (True, False), (True, False)), "markers.UNCERTAINTY_S", "markers.SNAP_TO_PRESS_S", "markers.SNAP_TO_LAP_S"
)
def a_boundary_from_heart_rate_moves_to_a_press_within_half_a_minute_and_to_a_lap_within_one() -> object:
    def moves(press_s: float | None, easy_s: float | None) -> Bout:
        markers = () if press_s is None else (Marker(press_s, MarkerKind.USER),)
        made = made_recording(np.arange(900.0), np.full(900, 90.0), markers=markers)
        easy = () if easy_s is None else ((easy_s, 900.0),)
        return snapped((bout(100.0, 500.0, origin=HEART, unsure_s=10.0),), made, easy)[0]

    def stops(found: Bout) -> bool:
        return found.stop is not None and found.stop.origin is MARKED

    marked = moves(510.0, None).stop
    return (
        marked and marked.uncertainty_s,
        (stops(moves(528.0, None)), stops(moves(532.0, None))),
        (stops(moves(None, 555.0)), stops(moves(None, 565.0))),
    )


# --- pauses


def in_motion(way_m: float | None = None, *, counted_m: float = 0.0, late_s: float = 0.0, fall_bpm: float = 0.0) -> int:
    """How many presses were in motion: one at 300 s, resumed so far away at 400 s, distance written so late [s]."""
    t = np.arange(700.0)
    metres = np.where(t <= 300, 3.0 * t, 900.0 + counted_m + 3.0 * np.maximum(t - 400.0, 0.0))
    speed = np.where((t > 300) & (t < 400), np.nan, 3.0)
    metres[(t > 300 - late_s) & (t < 400 + late_s)] = np.nan
    markers = (Marker(300.0, MarkerKind.PAUSE), Marker(400.0, MarkerKind.RESUME, value=way_m))
    bpm = np.where((t > 300) & (t < 400), 120.0 - fall_bpm, 120.0)
    return len(
        presses_in_motion(made_recording(t, bpm, channels={"speed": speed, "distance": metres}, markers=markers))
    )


@TABLE.case((0, 1), "pauses.WANDERED_M")
def who_resumes_within_30_m_had_halted() -> object:
    return in_motion(28.0), in_motion(32.0)


@TABLE.case((1, 0), "pauses.LET_OFF_BPM")
def whose_heart_loses_10_bpm_after_a_press_had_stopped_there() -> object:
    return in_motion(100.0, fall_bpm=9.0), in_motion(100.0, fall_bpm=11.0)


@TABLE.case(0, "pauses.BEGUN_S")
def heart_rate_in_the_first_6_s_after_the_resumption_is_that_of_the_pause() -> object:
    """A silent pause of a minute, 130 bpm before it: after it 9 bpm less for 5 s, 30 less for one, then 20 more."""
    t = np.arange(700.0)
    bpm = np.select([t <= 300, t < 360, t < 365, t < 366], [130.0, NAN, 121.0, 100.0], 150.0)
    speed = np.where((t > 300) & (t < 360), NAN, 3.0)
    markers = (Marker(300.0, MarkerKind.PAUSE), Marker(360.0, MarkerKind.RESUME, value=100.0))
    return len(presses_in_motion(made_recording(t, bpm, channels={"speed": speed}, markers=markers)))


@TABLE.case((1, 0), "pauses.FIX_S")
def a_distance_tells_of_a_pause_when_written_within_5_s_of_it() -> object:
    return in_motion(counted_m=100.0, late_s=4.5), in_motion(counted_m=100.0, late_s=5.5)


# --- movement


@TABLE.case((True, False), "movement.FIRST_S")
def the_minute_after_a_stop_decides_whether_it_was_one() -> object:
    """Still for 32 of 60 s, and for 28."""
    return tuple(_stood(np.arange(200.0), np.arange(200) < still, 0.0) for still in (32, 28))


@TABLE.case((False, True), "movement.LARGEST_RISE_BPM")
def a_heart_that_beats_10_bpm_faster_has_not_been_let_off() -> object:
    def joined(rise: float) -> bool:
        bpm = pieces((100.0, 300), (100.0 + rise, 300))
        found = without_spurious_stops((bout(100.0, 300.0),), np.arange(600.0), bpm, np.zeros(600, dtype=np.bool_))
        return found[0].stop is None

    return joined(9.0), joined(11.0)


def channels(name: str, value: float, seconds: int, *, of: int = 1000) -> tuple[BoolArray, BoolArray]:
    """Where a channel shows movement, and where it is known: a value for some seconds, then none."""
    row = np.where(np.arange(of) < seconds, value, 0.0)
    made = made_recording(np.arange(float(of)), np.full(of, 90.0), channels={name: row})
    return movement(made, np.arange(float(of)))


@TABLE.case((0, 200, 0, 200, 0, 200), "external_load.MOVING_FROM")
def who_moves_gives_ten_watts_or_a_third_of_a_metre_or_twenty_turns() -> object:
    levels = (("power", 9.0), ("power", 11.0), ("speed", 0.28), ("speed", 0.32), ("cadence", 18.0), ("cadence", 22.0))
    return tuple(int(channels(name, value, 200)[0].sum()) for name, value in levels)


def held(spacing_s: float, count: int = 20) -> float:
    """How many seconds the last sample of a channel stands for."""
    time_s = np.arange(float(count)) * spacing_s
    value = on_seconds(Channel("speed", "m/s", time_s, np.ones(count)), np.arange(time_s[-1], time_s[-1] + 200.0))
    return float(np.isfinite(value).sum())


@TABLE.case(
    (10.0, 45.0, 90.0, 10.0),
    "external_load.HOLD_S",
    "external_load.LATE_SAMPLE",
    "external_load.LONGEST_HOLD_S",
    "external_load.FEWEST_SAMPLES",
)
def a_sample_stands_for_ten_seconds_or_one_and_a_half_of_its_spacing_up_to_ninety() -> object:
    """Four samples show no rhythm."""
    return held(1.0), held(30.0), held(80.0), held(30.0, 4)


@TABLE.case((45.0, 10.0), "external_load.FEWEST_SAMPLES")
def five_samples_show_a_rhythm() -> object:
    return held(30.0, 5), held(30.0, 4)


def loads(value: FloatArray) -> int:
    """How many channels tell effort."""
    made = made_recording(np.arange(float(value.size)), np.full(value.size, 90.0), channels={"speed": value})
    return len(list(external_loads(made, np.arange(float(value.size)), np.zeros(value.size, dtype=np.bool_))))


@TABLE.case((1, 0), "external_load.LEAST_KNOWN_SHARE")
def a_channel_speaks_for_half_of_the_session() -> object:
    """The last sample stands for nine seconds more."""
    return tuple(loads(pieces((1.0, known), (NAN, 1000 - known))) for known in (520, 460))


@TABLE.case((1, 0), "external_load.LEAST_MOVING_SHARE")
def a_channel_that_moves_for_under_two_percent_is_not_connected() -> object:
    return tuple(loads(pieces((1.0, moving), (0.0, 1000 - moving))) for moving in (21, 19))


@TABLE.case(4.0, "external_load.USUAL_SHARE")
def a_channels_spacing_is_that_of_nine_in_ten() -> object:
    """One spacing in eight is 4 s, the others 1 s; and with one in twelve."""
    spacings = []
    for every in (8, 12):
        time_s = np.cumsum(np.where(np.arange(240) % every == 0, 4.0, 1.0))
        made = made_recording(np.arange(time_s[-1]), np.full(int(time_s[-1]), 90.0))
        made = made_recording(made.heart_rate.time_s, made.heart_rate.bpm)
        speed = Channel("speed", "m/s", time_s, np.ones(240))
        object.__setattr__(made, "channels", (speed,))
        (load,) = external_loads(made, made.heart_rate.time_s, np.zeros(made.heart_rate.time_s.size, dtype=np.bool_))
        spacings.append(load.spacing_s)
    return spacings[0] * spacings[1]


def walked(*speeds: tuple[float, int], elsewhere: BoolArray | None = None) -> tuple[tuple[float, float | None], ...]:
    """Bouts that a speed shows: when each began and ended."""
    value = pieces(*speeds)
    found = bouts_from_movement(
        np.arange(float(value.size)), ExternalLoad("speed", value, 0.1, 1.0), elsewhere=elsewhere
    )
    return tuple((b.start.time_s, None if b.stop is None else b.stop.time_s) for b in found)


@TABLE.case((1, 2), "movement.STOPPED_SHARE")
def below_a_fifth_of_the_last_minutes_load_is_a_stop() -> object:
    return tuple(len(walked((2.0, 300), (2.0 * share, 200), (2.0, 300))) for share in (0.22, 0.18))


@TABLE.case((1, 2), "movement.SHORTEST_BREAK_S")
def a_stop_of_under_a_minute_is_part_of_the_exercise() -> object:
    return tuple(len(walked((2.0, 300), (0.0, stop_s), (2.0, 300))) for stop_s in (55, 65))


@TABLE.case((1, 0), "movement.SHORTEST_BOUT_S")
def less_than_55_seconds_are_no_exercise() -> object:
    return tuple(len(walked((0.0, 100), (2.0, s), (0.0, 200))) for s in (58, 52))


@TABLE.case((1, 0), "movement.SHORT_EFFORT_S")
def half_a_minute_that_the_heart_answers_may_be_exercise() -> object:
    bpm = pieces((80.0, 100), (120.0, 100), (80.0, 100))

    def efforts(moving_s: int) -> int:
        value = pieces((0.0, 100), (2.0, moving_s), (0.0, 200 - moving_s))
        load = ExternalLoad("speed", value, 0.1, 1.0)
        return len(
            short_efforts(np.arange(300.0), load, heart_rate_trend(np.arange(300.0), bpm, jump_bpm=1e9), value == 0.0)
        )

    return efforts(33), efforts(27)


@TABLE.case((2, 1), "movement.RESUMED_S")
def moving_slowly_for_less_than_45_seconds_is_pottering_about() -> object:
    """Between two halts of 50 s, which are a break only together."""
    return tuple(len(walked((2.0, 300), (0.0, 50), (1.0, s), (0.0, 50), (2.0, 300))) for s in (42, 48))


@TABLE.case((1, 2), "movement.FROZEN_S")
def a_slow_walk_after_a_run_is_its_recovery_for_ten_minutes() -> object:
    return tuple(len(walked((3.0, 300), (0.0, 20), (0.5, walk_s))) for walk_s in (560, 760))


@TABLE.case((2, 1), "movement.MOSTLY")
def who_moves_for_half_of_a_break_by_another_channel_has_not_stopped() -> object:
    def breaks(moving_s: int) -> int:
        elsewhere = np.ones(800, dtype=np.bool_)
        elsewhere[300 + moving_s : 500] = False
        return len(walked((2.0, 300), (0.0, 200), (2.0, 300), elsewhere=elsewhere))

    return breaks(90), breaks(110)


@TABLE.case((300.0, 305.0), "movement.ONSET_SHARE", "movement.ONSET_S")
def a_fall_begins_where_the_load_was_last_at_70_percent() -> object:
    """Five seconds at 60 %, or at 80 %, before the stop."""
    return tuple(walked((2.0, 300), (2.0 * share, 5), (0.0, 200))[0][1] for share in (0.65, 0.75))


@TABLE.case((300.0, 309.0), "movement.ONSET_S")
def speed_falls_for_eight_seconds_after_a_stop() -> object:
    """A fall by steps of 60 % that lasts 7 s, and 9 s."""
    return tuple(walked((2.0, 300), (1.2, s), (0.0, 200))[0][1] for s in (7, 9))


def stop_is_unsure(*speeds: tuple[float, int]) -> float:
    """How sure the end of the first bout is [s]."""
    value = pieces(*speeds)
    stop = bouts_from_movement(np.arange(float(value.size)), ExternalLoad("speed", value, 0.1, 1.0))[0].stop
    assert stop is not None
    return stop.uncertainty_s


@TABLE.case(2.5, "movement.UNCERTAINTY_S")
def a_sudden_stop_is_seen_to_two_seconds_and_half_a_spacing() -> object:
    return stop_is_unsure((2.0, 300), (0.0, 200))


@TABLE.case((True, False), "movement.FIDGET_S")
def who_took_a_few_more_steps_within_40_seconds_may_have_stopped_before() -> object:
    return tuple(stop_is_unsure((2.0, 300), (0.0, 6), (1.0, s), (0.0, 200)) > 10.0 for s in (33, 43))


@TABLE.case((True, False), "movement.HALT_S")
def a_halt_of_five_seconds_shows() -> object:
    return tuple(stop_is_unsure((2.0, 300), (0.0, s), (1.0, 20), (0.0, 200)) > 10.0 for s in (5, 4))


TABLE.not_held("how finely a median is taken: every second gives the same answer", "movement.REFERENCE_STEP_S")


# --- given phases, standing, days


@TABLE.case((False, True), "phases.TOLERANCE_S")
def a_phase_may_end_a_second_late() -> object:
    def phases(stop_s: float) -> Phases:
        return Phases((Phase(PhaseKind.EXERCISE, 0.0, stop_s, PhaseOrigin.GIVEN, 0.0),))

    return refuses(phases(1800.9), 1800.0), refuses(phases(1801.1), 1800.0)


@TABLE.case((True, False), "phases.NEAR_S")
def standing_shows_in_heart_rate_within_a_minute() -> object:
    made = made_recording(np.arange(900.0), np.full(900, 90.0), markers=(Marker(300.0, MarkerKind.USER),), sport=None)
    return tuple(stood_up_s(made, (bout(300.0 + late_s, None, origin=HEART),)) is not None for late_s in (55.0, 65.0))


@TABLE.case((5.0, 0), "phases.PRESS_UNCERTAINTY_S", "phases.SHORTEST_REST_S")
def lying_for_a_minute_is_rest() -> object:
    return orthostatic_phases(0.0, 65.0).items[0].uncertainty_s, len(orthostatic_phases(0.0, 55.0).items)


@TABLE.case((True, False), "phases.SHORTEST_SESSION_S")
def a_session_has_a_minute_of_heart_rate() -> object:
    from pacing.model.recording import RecordingKind

    def has_phases(seconds: int) -> bool:
        made = made_recording(np.arange(float(seconds)), np.full(seconds, 60.0), kind=RecordingKind.BEATS)
        return bool(find_phases(made, clean_recording(made)).items)

    return has_phases(66), has_phases(54)


@TABLE.case((1, 2), "phases.SHORTEST_BREAK_ON_WHEELS_S")
def a_halt_of_100_seconds_on_wheels_is_a_traffic_light() -> object:
    def rides(halt_s: int) -> int:
        speed = pieces((5.0, 300), (0.0, halt_s), (5.0, 300))
        made = made_recording(
            np.arange(float(speed.size)), np.full(speed.size, 90.0), channels={"speed": speed}, sport="cycling"
        )
        return len(find_phases(made, clean_recording(made)).of(PhaseKind.EXERCISE))

    return rides(95), rides(105)


def day(*minutes: tuple[float, int], moving: tuple[int, int] | None = None) -> list[tuple[str, float, float]]:
    """Phases of a day of (bpm, minutes): kind, beginning and length in minutes."""
    bpm = np.repeat(np.concatenate([np.full(n, value) for value, n in minutes]), 60)
    moves = np.zeros(bpm.size, dtype=np.bool_)
    if moving is not None:
        moves[moving[0] * 60 : moving[1] * 60] = True
    found = phases_of_day(HeartRate(np.arange(float(bpm.size)), bpm), moves)
    return [(p.kind.value, p.start_s / 60.0, (p.stop_s - p.start_s) / 60.0) for p in found.items]


def bouts_of_day(*minutes: tuple[float, int], moving: tuple[int, int] | None = None) -> int:
    """How many stretches of a day stand out."""
    return sum(kind != "rest" for kind, _, _ in day(*minutes, moving=moving))


NIGHT, SITTING = (50.0, 240), (65.0, 240)


@TABLE.case(([("rest", 0.0, 35.0)], []), "phases.QUIET_MIN")
def rest_lasts_half_an_hour() -> object:
    """A night whose lowest minutes are 35, or 25, in a row."""
    return tuple(
        [found for found in day((50.0, n), (62.0, 200), (50.0, 0)) if found[0] == "rest" and found[2] < 100.0]
        for n in (35, 25)
    )


@TABLE.case((0, 1), "phases.ABOVE_NIGHT_BPM")
def a_doing_lies_20_bpm_above_the_night() -> object:
    """Nobody sat awake: all else is asleep."""
    return tuple(bouts_of_day(NIGHT, (57.9, 200), (58.1, 100), (50.0 + over, 20)) for over in (19.0, 21.0))


TABLE.only_up("who is awake lies 8 bpm above the night, and a doing 12 bpm above that", "phases.ABOVE_NIGHT_BPM")


@TABLE.case((0, 1), "phases.ABOVE_WAKING_BPM")
def and_12_bpm_above_sitting() -> object:
    return tuple(bouts_of_day(NIGHT, SITTING, (65.0 + over, 20), SITTING) for over in (11.0, 13.0))


@TABLE.case((1, 0), "phases.WAKING_SHARE")
def a_quarter_of_the_minutes_awake_are_spent_sitting() -> object:
    """60 bpm for 28 %, or 22 %, of the 400 minutes awake, else 75 bpm, and 20 minutes at 80 bpm."""
    return tuple(
        int(bouts_of_day(NIGHT, (60.0, low), (75.0, 380 - low), (60.0, 10), (80.0, 20), (60.0, 10)) > 0)
        for low in (92, 68)
    )


@TABLE.case((0, 1), "phases.SHORTEST_BOUT_MIN")
def a_bout_of_a_day_lasts_five_minutes() -> object:
    return tuple(bouts_of_day(NIGHT, SITTING, (100.0, minutes), SITTING) for minutes in (4, 5))


@TABLE.case((1, 2), "phases.SHORTEST_BREAK_MIN")
def breaks_of_under_three_minutes_belong_to_it() -> object:
    return tuple(bouts_of_day(NIGHT, SITTING, (100.0, 10), (65.0, n), (100.0, 10), SITTING) for n in (2, 3))


@TABLE.case((300.0, 240.0), "phases.NEAR_NIGHT_BPM")
def rest_lies_within_8_bpm_of_the_nights_level() -> object:
    return tuple(
        next(length for kind, _, length in day(NIGHT, (bpm, 60), (80.0, 200)) if kind == "rest") for bpm in (57.0, 59.0)
    )


@TABLE.case(("exercise", "raised"), "phases.STEPPED_SHARE")
def a_bout_with_movement_in_half_of_its_minutes_is_exercise() -> object:
    return tuple(
        next(kind for kind, _, _ in day(NIGHT, SITTING, (100.0, 20), SITTING, moving=(480, 480 + n)) if kind != "rest")
        for n in (11, 9)
    )


@TABLE.case((True, False), "phases.LEAST_QUIET_MIN")
def a_day_has_two_hours_of_heart_rate() -> object:
    return tuple(bool(day((50.0, n))) for n in (125, 115))
