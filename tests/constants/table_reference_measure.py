"""What the numbers of the reference decide in cleaning and measuring."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from pacing.clean.optical import unsure_until_s
from pacing.clean.resampling import longest_fill_s
from pacing.clean.rr_artefacts import _ectopic, _threshold_ms, artefacts_by_lipponen
from pacing.clean.rr_intervals import artefacts_by_threshold, clean_beats
from pacing.longitudinal import effort_matching
from pacing.longitudinal.effort_matching import Effort, is_close_enough
from pacing.measure.hrv.long_term import segments_of
from pacing.measure.hrv.series import require
from pacing.measure.hrv.spectrum import detrended_smoothness_priors
from pacing.measure.index import Inputs
from pacing.measure.kinetics import onset_taus_s, tau_grid_s
from pacing.measure.levels import resting_level
from pacing.measure.recovery.drop import earlier_peak, slope_before_end
from pacing.measure.recovery.exercise_end import RecoveryBout, Track, end_level_bpm, level_after_bpm, recovery_bouts
from pacing.measure.response.onset import _drift_stretch, find_step
from pacing.measure.response.orthostatic import criterion_rise_bpm, thirty_fifteen_ratio
from pacing.measure.response.steady_state import SteadyBlocks, require_different_loads, steady_blocks
from pacing.measure.response.workload import Workload, is_walk
from pacing.measure.uncertainty import sensor_error
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import BeatState
from pacing.model.longitudinal import SymptomSummary
from pacing.model.measurement import Measurement
from pacing.model.person import Correction, Person
from pacing.model.recording import Marker, MarkerKind, Sensor
from pacing.report.wording.season import symptom_text
from tests.constants.table_clean import suspects
from tests.constants.table_measure import is_measured
from tests.constants.table_measure_hrv import measured as measured_beats
from tests.constants.table_measure_hrv import refuses, series
from tests.constants.table_reference import TABLE
from tests.judge.square_wave import line
from tests.measure.exertion_inputs import (
    EXERCISE,
    RECOVERY,
    REST,
    channel,
    make_inputs,
    measure,
    phase,
    recovery_curve,
    three_phases,
)
from tests.measure.hrv_sessions import beats_of, session, sinus

NAN = float("nan")


def pieces(*parts: tuple[float, int]) -> FloatArray:
    """One value a second: (value, seconds) after each other."""
    return np.concatenate([np.full(seconds, value) for value, seconds in parts])


# --- cleaning


@TABLE.case((False, True), "LIPPONEN_SLOPE")
def an_ectopic_beats_neighbours_step_back_by_13_percent_and_17_hundredths() -> object:
    """After a step of 4 thresholds: by 0.52 + 0.17."""
    return tuple(bool(_ectopic(np.array([back, 4.0, back]))[1]) for back in (-0.65, -0.73))


@TABLE.case((False, True), "LIPPONEN_OFFSET")
def after_the_smallest_step_they_step_back_by_17_hundredths_more_than_its_share() -> object:
    """After a step of 1.01 thresholds: by 0.13 + 0.17."""
    return tuple(bool(_ectopic(np.array([back, 1.01, back]))[1]) for back in (-0.285, -0.32))


@TABLE.case(52.0, "LIPPONEN_THRESHOLD_QUARTILES")
def a_threshold_is_5_2_quartile_deviations() -> object:
    """Quartiles of 10 and 30 ms: half of their distance is 10 ms."""
    values_ms = np.tile([0.0, 10.0, 20.0, 30.0, 40.0], 60)
    return round(float(_threshold_ms(values_ms, np.full(300, 800.0), np.full(300, True))[150]), 6)


@TABLE.case((True, False), "LIPPONEN_QUARTILE_BEATS")
def runs_of_91_intervals_are_judged_by_their_own_variability() -> object:
    """One interval 12 % off in a very even run: too much for its own thresholds, not for the 20 % rule."""

    def changed(count: int) -> bool:
        rr_ms = 800.0 + 2.0 * np.sin(np.arange(count) * 1.7)
        rr_ms[count // 2] *= 1.12
        return bool((clean_beats(beats_of(rr_ms), Correction.LIPPONEN).state != BeatState.NORMAL).any())

    return changed(95), changed(87)


@TABLE.case((True, False), "LIPPONEN_MEDIAN_BEATS")
def an_interval_is_held_against_the_median_of_the_eleven_around() -> object:
    def flagged(count: int) -> bool:
        rr_ms = np.concatenate([np.full(30, 800.0), np.full(count, 1200.0), np.full(30, 800.0)])
        return bool(artefacts_by_threshold(rr_ms, np.zeros(rr_ms.size, bool)).count)

    return flagged(5), flagged(6)


@TABLE.case((0, 1), "ARTEFACT_THRESHOLD_SHARE")
def a_fifth_from_the_median_is_an_artefact() -> object:
    def count(share: float) -> int:
        rr_ms = np.full(40, 800.0)
        rr_ms[20] *= share
        return artefacts_by_threshold(rr_ms, np.zeros(40, bool)).count

    return count(1.18), count(1.22)


@TABLE.case((True, False, False, True), "RR_SHORTEST_MS", "RR_LONGEST_MS")
def intervals_last_270_to_2000_milliseconds() -> object:
    states = (
        clean_beats(beats_of(np.full(40, ms)), Correction.THRESHOLD).state for ms in (260.0, 280.0, 1900.0, 2100.0)
    )
    return tuple(bool((state == BeatState.REJECTED).all()) for state in states)


@TABLE.case((180, 0), "CADENCE_LOCK_WITHIN_BPM")
def a_heart_rate_within_3_bpm_of_the_steps_is_suspect() -> object:
    return tuple(suspects(np.full(180, 110.0 + off), np.full(180, 110.0)) for off in (2.7, 3.3))


@TABLE.case((True, False), "CADENCE_LOCK_LONGER_THAN_S")
def it_is_suspect_over_a_minute() -> object:
    """Six tenths of a minute are 36 s."""
    walks = (pieces((150.0, 120), (110.0, near), (150.0, 120)) for near in (40, 32))
    return tuple(suspects(bpm, np.full(bpm.size, 110.0)) > 0 for bpm in walks)


@TABLE.case((290.0, 0.0), "FIRST_MINUTES_S")
def sensors_err_most_in_the_first_five_minutes() -> object:
    return tuple(unsure_until_s(np.arange(600.0), pieces((160.0, at_s), (100.0, 600 - at_s))) for at_s in (290, 310))


@TABLE.case((5.0, 10.0), "SAMPLING_EVERY_SECOND_S")
def a_device_of_every_second_writes_within_one_and_a_half() -> object:
    return longest_fill_s(np.arange(10.0) * 1.4), longest_fill_s(np.arange(10.0) * 1.6)


@TABLE.case((False, True), "SAMPLING_SPARSE_S")
def samples_over_8_seconds_apart_are_sparse() -> object:
    return tuple(line(np.full(60, 90.0), sampling_s=apart_s).is_sparse for apart_s in (7.5, 8.5))


@TABLE.case(((), (100,)), "LIPPONEN_MEDIAN_LIMIT")
def an_interval_three_thresholds_from_the_median_is_wrong_though_its_neighbours_lead_to_it() -> object:
    """A hump of five intervals, the middle one 225, or 255 ms longer, in a series that swings by 15 ms."""
    found = []
    for step_ms in (75.0, 85.0):
        rr_ms = 800.0 + np.resize([15.0, -15.0], 200)
        rr_ms[98:103] += step_ms * np.array([1.0, 2.0, 3.0, 2.0, 1.0])
        found.append(artefacts_by_lipponen(rr_ms, np.zeros(200, dtype=np.bool_)).unexplained)
    return tuple(found)


# --- comparing


@TABLE.case(
    (True, False, True, False, True, False),
    "COMPARABLE_RESERVE_POINTS",
    "COMPARABLE_END_BPM",
    "COMPARABLE_SPEED_PERCENT",
)
def efforts_are_alike_within_5_points_5_bpm_and_5_percent() -> object:
    """A speed 5 % over and one 5 % under the middle are 0.100 apart as logarithms."""
    efforts = (
        *((4.7, effort_matching.IN_RESERVE), (5.3, effort_matching.IN_RESERVE)),
        *((4.7, effort_matching.IN_BPM), (5.3, effort_matching.IN_BPM)),
        *((0.095, effort_matching.IN_SPEED), (0.105, effort_matching.IN_SPEED)),
    )
    return tuple(is_close_enough(Effort(0.0, half_width), scale) for half_width, scale in efforts)


@TABLE.case(("Between 2 and 7 so far.", "Usually 2 to 7; the middle value is 6."), "SYMPTOM_USUAL_DAYS")
def ten_days_of_a_diary_show_what_is_usual() -> object:
    first = date(2026, 5, 8)
    return tuple(symptom_text(SymptomSummary("pain", days, first, 6.0, 2.0, 7.0))[0] for days in (9, 10))


# --- sensors and levels


@TABLE.case(
    [(0.0, 3.0, 0.4, 3.0, 1.0), (5.0, 20.0, 2.0, 10.0, 10.0), (0.5, 20.0, 2.0, 10.0, 3.0)],
    "STRAP_LAG_HIGH_S",
    "STRAP_NOISE_BPM",
    "STRAP_NOISE_MEMORY_S",
    "STRAP_DELAY_USUAL_S",
    "OPTICAL_LAG_LOW_S",
    "OPTICAL_LAG_HIGH_S",
    "OPTICAL_NOISE_BPM",
    "OPTICAL_NOISE_MEMORY_S",
    "OPTICAL_DELAY_USUAL_S",
    "OPTICAL_SMOOTHING_USUAL_S",
    "UNKNOWN_LAG_LOW_S",
    "UNKNOWN_DELAY_USUAL_S",
)
def a_strap_is_quick_and_exact_an_optical_sensor_late_and_rough_an_unnamed_one_may_be_either() -> object:
    """Lags, error and its memory, and the usual lag: an optical one's is 4 s of delay and 6 s of smoothing."""
    errors = (
        sensor_error(make_inputs([90.0], sensor=sensor).recording)
        for sensor in (Sensor.STRAP, Sensor.OPTICAL, Sensor.UNKNOWN)
    )
    return [(e.lag_low_s, e.lag_high_s, e.noise_bpm, e.memory_s, e.dated_back_s) for e in errors]


@TABLE.case((True, False), "REST_SHORTEST_S")
def a_rest_lasts_a_minute() -> object:
    return tuple(
        resting_level(make_inputs(pieces((60.0, 200)), [phase(REST, 0, s), phase(EXERCISE, s, 200)])) is not None
        for s in (66, 54)
    )


@TABLE.case((300.0, 600.0), "REST_LONGEST_S")
def of_a_rest_the_last_five_minutes_count() -> object:
    level = resting_level(make_inputs(pieces((60.0, 700)), [phase(REST, 0, 600), phase(EXERCISE, 600, 700)]))
    return level and level.window


# --- recovery


def stop(before: FloatArray, *, sensor: Sensor = Sensor.STRAP) -> tuple[Track, RecoveryBout]:
    """An exercise of three minutes as given, and level heart rate after it."""
    phases = [phase(EXERCISE, 0, 180), phase(RECOVERY, 180, 400)]
    inputs = make_inputs(np.concatenate([before, pieces((90.0, 220))]), phases, sensor=sensor)
    heart_rate = inputs.cleaned.heart_rate
    keep = np.isfinite(heart_rate.bpm)
    time_s, bpm = heart_rate.time_s[keep], heart_rate.bpm[keep]
    return Track(time_s, bpm, time_s, 1.0, sensor is Sensor.OPTICAL), recovery_bouts(inputs)[0]


@TABLE.case((128.0, 129.0), "RECOVERY_END_WINDOW_S", "RECOVERY_END_WINDOW_OPTICAL_S")
def the_end_of_exercise_is_a_mean_over_5_seconds_and_over_10_from_an_optical_sensor() -> object:
    """10 bpm more over the last 4 of 5 s, and over the last 9 of 10 s."""
    return (
        end_level_bpm(*stop(pieces((120.0, 176), (130.0, 4)))),
        end_level_bpm(*stop(pieces((120.0, 171), (130.0, 9)), sensor=Sensor.OPTICAL)),
    )


@TABLE.case((0.0, 33.333), "RECOVERY_HALF_WINDOW_S")
def a_later_level_is_a_mean_over_5_seconds() -> object:
    """120 s after the end at 180 s these are 298 s to 302 s, without 297 and 303; after 120.5 s, 298 s to 303 s."""
    track, bout = stop(pieces((120.0, 180)))
    marked = (np.where(np.isin(track.time_s, (first, 303.0)), 100.0, 0.0) for first in (297.0, 298.0))
    return tuple(
        round(level_after_bpm(replace(track, bpm=bpm), bout, after_s), 3)
        for bpm, after_s in zip(marked, (120.0, 120.5), strict=True)
    )


@TABLE.case((False, True), "RECOVERY_FEWEST_SAMPLES")
def a_level_holds_three_samples() -> object:
    def torn(known: int) -> FloatArray:
        return pieces((120.0, 175), (NAN, 1), (120.0, known), (NAN, 4 - known))

    return tuple(refuses(partial(end_level_bpm, *stop(torn(n)))) for n in (3, 2))


TABLE.only_up("counts of samples are whole: under 3 and under 2.4 are the same two", "RECOVERY_FEWEST_SAMPLES")


@TABLE.case((False, True), "RECOVERY_LONGEST_GAP_S")
def a_level_bears_gaps_of_up_to_5_seconds() -> object:
    """Of the last ten seconds the first three are known, and the last three or two."""

    def torn(last: int) -> FloatArray:
        return pieces((120.0, 173), (NAN, 7 - last), (120.0, last))

    return tuple(refuses(partial(end_level_bpm, *stop(torn(n), sensor=Sensor.OPTICAL))) for n in (3, 2))


@TABLE.case((False, True), "RECOVERY_NEAREST_SAMPLE_S")
def where_samples_are_rare_one_lies_within_3_seconds() -> object:
    track, bout = stop(pieces((120.0, 180)))
    rare = (replace(track, sampling_s=4.0, measured_s=np.array([300.0 + apart_s])) for apart_s in (2.7, 3.3))
    return tuple(refuses(partial(level_after_bpm, each, bout, 120.0)) for each in rare)


def recovered(
    index_id: str, *, rise: float = 80.0, tau_s: float = 60.0, recovery_s: int = 301, noise_bpm: float = 0.0
) -> Measurement:
    """An index of an exponential recovery towards a resting level of 70 bpm."""
    bpm = recovery_curve(rise=rise, tau_s=tau_s, recovery_s=recovery_s)
    bpm[420::2] += noise_bpm
    bpm[421::2] -= noise_bpm
    return measure(index_id, make_inputs(bpm, three_phases(recovery_s=recovery_s), person=Person(resting_bpm=70.0)))


@TABLE.case((True, False), "RECOVERY_SMALLEST_RISE_BPM")
def there_is_something_to_fall_from_20_bpm_above_resting() -> object:
    return tuple(recovered("hr_recovery_60", rise=rise).value is not None for rise in (21.0, 19.0))


@TABLE.case((False, True), "RECOVERY_STEADY_SLOPE_BPM_PER_MIN")
def heart_rate_that_changes_by_10_bpm_in_the_last_minute_is_not_steady() -> object:
    def is_said(slope: float) -> bool:
        bpm = np.concatenate([120.0 + np.arange(-180.0, 0.0) * slope / 60.0, pieces((100.0, 220))])
        inputs = make_inputs(bpm, [phase(EXERCISE, 0, 180), phase(RECOVERY, 180, 400)], person=Person(resting_bpm=60.0))
        return any("still changing" in said for said in measure("hr_recovery_60", inputs).caveats)

    return is_said(9.0), is_said(11.0)


@TABLE.case((30.0, True), "RECOVERY_STEADY_WINDOW_S")
def that_slope_is_of_the_last_minute() -> object:
    """Rising by half a bpm a second since 60 s, and since 54 s, before the end."""
    slopes = [
        slope_before_end(*stop(np.concatenate([pieces((100.0, 180 - since)), 100.0 + 0.5 * np.arange(since)])))
        for since in (60, 54)
    ]
    return round(slopes[0] or 0.0, 3), (slopes[1] or 0.0) < 29.9


@TABLE.case((True, False), "RECOVERY_EARLY_PEAK_S")
def a_peak_over_10_seconds_before_the_end_was_earlier() -> object:
    """Five seconds whose middle lies 8.5 s, or 11.5 s, before the end."""
    peaks = (pieces((100.0, 180 - since), (130.0, 5), (100.0, since - 5)) for since in (11, 14))
    return tuple(earlier_peak(*stop(before)) is None for before in peaks)


@TABLE.case(30.0, "T30_WINDOW_S")
def t30_is_of_the_first_half_minute() -> object:
    window = recovered("hr_recovery_t30").window
    return window and window[1] - window[0]


@TABLE.case((True, False, 300.0), "RECOVERY_TAU_SHORTEST_S", "RECOVERY_TAU_LONGEST_S")
def a_time_constant_takes_three_to_five_minutes() -> object:
    return (
        recovered("hr_recovery_tau", recovery_s=190).value is not None,
        recovered("hr_recovery_tau", recovery_s=170).value is not None,
        recovered("hr_recovery_tau", recovery_s=400).parts["fitted_s"],
    )


@TABLE.case((False, True, True, False), "RECOVERY_TAU_FROM_S", "RECOVERY_TAU_TO_S")
def recoveries_have_time_constants_of_5_to_400_seconds() -> object:
    return tuple(
        recovered("hr_recovery_tau", tau_s=tau_s, rise=100.0).value is not None for tau_s in (4.5, 5.6, 350.0, 440.0)
    )


@TABLE.case((True, False), "FIT_LEAST_R_SQUARED")
def a_fit_explains_85_percent() -> object:
    """A fall with a variance of about 370 bpm^2, with alternating noise of a tenth, and of a fourth, of that."""
    return tuple(recovered("hr_recovery_tau", noise_bpm=noise).value is not None for noise in (6.0, 9.5))


@TABLE.case(280.0, "DEVICE_RECOVERY_AFTER_S")
def a_watch_notes_after_two_minutes() -> object:
    note = Marker(400.0, MarkerKind.RECOVERY_HR, value=90.0)
    made = make_inputs(pieces((120.0, 401)), markers=[note], person=Person(resting_bpm=60.0))
    return measure("hr_recovery_device_120", made).parts["end_s"]


# --- the answer to a step of load


def stepped(
    watts: FloatArray, *, quiet_s: int = 90, tau_s: float = 20.0, delay_s: float = 4.0, rise: float = 40.0
) -> Inputs:
    """A heart that answers a load after a time of quiet."""
    after_s = np.maximum(np.arange(float(watts.size)) - delay_s, 0.0)
    bpm = np.concatenate([np.full(quiet_s, 70.0), 70.0 + rise * (1.0 - np.exp(-after_s / tau_s))])
    phases = [phase(REST, 0, quiet_s), phase(EXERCISE, quiet_s, bpm.size)]
    load = channel("power", "W", np.concatenate([np.zeros(quiet_s), watts]))
    return make_inputs(bpm, phases, channels=[load], sport="cycling")


def has_step(watts: FloatArray, *, quiet_s: int = 90) -> bool:
    """Whether a load is a true step."""
    return not refuses(lambda: find_step(stepped(watts, quiet_s=quiet_s)))


@TABLE.case((True, False), "ONSET_BASELINE_S")
def a_step_comes_after_a_minute_of_quiet() -> object:
    """Of which a tenth may be missing."""
    return tuple(has_step(np.full(300, 60.0), quiet_s=quiet_s) for quiet_s in (62, 52))


@TABLE.case((True, False), "ONSET_STEP_S")
def a_step_is_done_within_5_seconds() -> object:
    return tuple(has_step(pieces((30.0, half_s), (60.0, 300))) for half_s in (4, 5))


@TABLE.case((True, False), "ONSET_CONSTANT_S")
def a_step_stays_for_three_minutes() -> object:
    return tuple(has_step(np.full(seconds, 60.0)) for seconds in (185, 175))


@TABLE.case(300.0, "ONSET_LONGEST_S")
def five_minutes_of_a_step_are_looked_at() -> object:
    step = find_step(stepped(np.full(600, 60.0)))
    return step.stop_s - step.start_s


@TABLE.case((True, False), "LOAD_STEADY_VARIATION_PERCENT")
def a_load_that_varies_by_a_tenth_is_not_steady() -> object:
    return tuple(has_step(60.0 * (1.0 + np.tile([share, -share], 150))) for share in (0.093, 0.107))


def onset(**how: float) -> Measurement:
    """The time constant of a rise."""
    return measure("hr_onset_tau", stepped(np.full(300, 60.0), **how))  # type: ignore[arg-type]


@TABLE.case((True, False), "ONSET_SMALLEST_RISE_BPM")
def there_is_something_to_time_from_20_bpm_on() -> object:
    return tuple(onset(rise=rise).value is not None for rise in (21.5, 18.5))


@TABLE.case((False, True, True, False), "ONSET_TAU_FROM_S", "ONSET_TAU_TO_S")
def rises_have_time_constants_of_5_to_180_seconds() -> object:
    return tuple(onset(tau_s=tau_s, rise=80.0).value is not None for tau_s in (4.5, 5.6, 155.0, 200.0))


@TABLE.case((28.0, 30.0), "ONSET_LONGEST_DELAY_S")
def hearts_answer_within_half_a_minute() -> object:
    return tuple(onset(delay_s=delay_s).parts["delay_s"] for delay_s in (28.0, 36.0))


@TABLE.case(True, "ONSET_LARGEST_DRIFT_BPM_PER_MIN")
def drift_is_six_tenths_of_a_bpm_a_minute_at_most() -> object:
    """A rise with that drift, taken out, has the time constant it had without."""
    time_s = np.arange(300.0)
    plain = 40.0 * (1.0 - np.exp(-time_s / 30.0))
    taus_s, delays_s = tau_grid_s(5.0, 180.0), np.arange(0.0, 4.0)
    with_drift, without = onset_taus_s(time_s, np.stack((plain + 0.01 * time_s, plain)), taus_s, delays_s)
    found = _drift_stretch(time_s, plain + 0.01 * time_s, with_drift, taus_s, delays_s)
    return abs(found - float(np.log(with_drift / without))) < 1e-9


# --- standing up


@TABLE.case((True, False), "STAND_LYING_WINDOW_S")
def standing_up_comes_after_two_minutes_of_lying() -> object:
    def stands(at_s: float) -> bool:
        return is_measured("stand_hr_rise", make_inputs(pieces((70.0, 500)), markers=[Marker(at_s, MarkerKind.USER)]))

    return stands(130.0), stands(110.0)


@TABLE.case((False, True), "STAND_FULL_S")
def a_stand_lasts_ten_minutes() -> object:
    def is_short(seconds: int) -> bool:
        made = make_inputs(pieces((70.0, 300 + seconds)), markers=[Marker(300.0, MarkerKind.USER, "standing")])
        return any("Less than ten" in said for said in measure("stand_hr_rise", made).caveats)

    return is_short(610), is_short(590)


@TABLE.case(
    [30.0, 40.0, 40.0, 30.0],
    "STAND_RISE_BPM",
    "STAND_RISE_YOUNG_BPM",
    "STAND_YOUNG_FROM_YEARS",
    "STAND_YOUNG_BELOW_YEARS",
)
def the_consensus_names_30_bpm_and_40_from_12_to_19_years() -> object:
    return [criterion_rise_bpm(age_years) for age_years in (11.0, 13.0, 19.0, 21.0)]


@TABLE.case(
    [1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0, 1.0],
    "STAND_FASTEST_FIRST_BEAT",
    "STAND_FASTEST_LAST_BEAT",
    "STAND_SLOWEST_FIRST_BEAT",
    "STAND_SLOWEST_LAST_BEAT",
)
def the_shortest_interval_is_of_beats_6_to_24_and_the_longest_of_21_to_39() -> object:
    def ratio(beat: int, rr_ms: float) -> float:
        row = np.full(60, 800.0)
        row[beat - 1] = rr_ms
        return thirty_fifteen_ratio(row)

    return [*(ratio(beat, 400.0) for beat in (5, 6, 24, 25)), *(ratio(beat, 1600.0) for beat in (20, 21, 39, 40))]


# --- walking and steady loads


@TABLE.case((False, True, True, False), "WALK_SLOWEST_M_S", "WALK_FASTEST_M_S")
def walks_go_at_a_third_of_a_metre_to_2_2_metres_a_second() -> object:
    return tuple(is_walk(None, np.full(60, speed)) for speed in (0.28, 0.32, 2.1, 2.3))


def walk(seconds: int) -> Inputs:
    """A walk at 1 m/s, after two minutes of rest."""
    bpm = pieces((60.0, 120), (90.0, seconds))
    phases = [phase(REST, 0, 120), phase(EXERCISE, 120, bpm.size)]
    return make_inputs(bpm, phases, channels=[channel("speed", "m/s", np.ones(bpm.size))], sport="walking")


@TABLE.case(((180.0, 660.0), 0.059), "WALK_MIDDLE_SHARE", "SPEED_ERROR_PERCENT")
def a_walks_speed_is_that_of_its_middle_80_percent_to_three_percent() -> object:
    """1.96 x 3 % of 1 m/s."""
    found = measure("walking_speed_self_selected", walk(600))
    assert found.value is not None
    assert found.high is not None
    return found.window, round(found.high - found.value, 3)


@TABLE.case((True, False), "WALK_SHORTEST_S")
def a_walk_has_two_minutes_of_speed() -> object:
    """Nine tenths of two minutes in the middle 80 % of 140 s, not in that of 130 s."""
    return tuple(is_measured("walking_speed_self_selected", walk(seconds)) for seconds in (140, 130))


@TABLE.case((240.0, True, False), "WALK_SETTLED_AFTER_S", "WALK_SETTLED_SHORTEST_S")
def a_walk_is_settled_after_two_minutes_and_that_for_a_minute() -> object:
    window = measure("physiological_cost_index", walk(400)).window
    return window and window[0], *(is_measured("physiological_cost_index", walk(s)) for s in (186, 174))


@TABLE.case(([60.0, 120.0, 180.0], 60.0), "STEADY_SETTLE_S", "STEADY_BLOCK_S")
def a_steady_stretch_is_a_minute_after_a_minute() -> object:
    blocks = steady_blocks(make_inputs(pieces((90.0, 250))), Workload(np.arange(250.0), np.full(250, 100.0)))
    return blocks.start_s.tolist(), blocks.length_s


def is_enough(*loads: float) -> bool:
    """Whether steady stretches at these loads are enough for a slope."""
    row = np.array(loads)
    return not refuses(lambda: require_different_loads(SteadyBlocks(row, row, row, 60.0), "speeds"))


@TABLE.case((True, False), "STEADY_FEWEST_BLOCKS")
def a_slope_takes_three_steady_stretches() -> object:
    return is_enough(1.0, 1.5, 2.0), is_enough(1.0, 2.0)


@TABLE.case((True, False), "STEADY_SMALLEST_RANGE_PERCENT")
def their_loads_differ_by_15_percent() -> object:
    return is_enough(0.92, 1.0, 1.08), is_enough(0.93, 1.0, 1.07)


# --- variability


LEAST_S = {
    "mean": 10,
    "time": 60,
    "geometric": 300,
    "hf": 60,
    "lf": 120,
    "vlf": 300,
    "entropy": 180,
    "alpha1": 180,
    "alpha2": 300,
    "day": 64_800,
}


def needs(family: str, *, covered_s: float, artefact_share: float = 0.0) -> tuple[bool, int]:
    """Whether a family of indices is refused for a series, and how many caveats it gets."""
    made = replace(series(60), artefact_share=artefact_share)

    def found() -> int:
        return len(require(made, family, covered_s=covered_s, beats=100_000))

    return (True, 0) if refuses(found) else (False, found())


@TABLE.case(
    dict.fromkeys(LEAST_S, (False, True)),
    *("HRV_LEAST_MEAN_S", "HRV_LEAST_TIME_DOMAIN_S", "HRV_LEAST_GEOMETRIC_S", "HRV_LEAST_HF_S", "HRV_LEAST_LF_S"),
    *("HRV_LEAST_VLF_S", "HRV_LEAST_COMPLEXITY_S", "HRV_LEAST_ALPHA2_S", "HRV_LEAST_DAY_S"),
)
def each_family_needs_its_length_less_a_twentieth() -> object:
    return {
        family: tuple(needs(family, covered_s=share * least_s)[0] for share in (0.97, 0.93))
        for family, least_s in LEAST_S.items()
    }


@TABLE.case((0, 1), "HRV_STANDARD_S")
def under_five_minutes_is_ultra_short() -> object:
    return tuple(needs("time", covered_s=covered_s)[1] for covered_s in (290.0, 280.0))


@TABLE.case([(False, 0), (False, 1), (False, 1), (True, 0)], "HRV_ARTEFACTS_NOTED", "HRV_ARTEFACTS_MOST")
def from_5_percent_of_artefacts_on_it_is_said_and_from_10_refused() -> object:
    return [needs("time", covered_s=400.0, artefact_share=share) for share in (0.048, 0.052, 0.096, 0.104)]


@TABLE.case([(False, 0), (False, 1), (False, 1), (True, 0)], "HRV_DFA_ARTEFACTS_NOTED", "HRV_DFA_ARTEFACTS_MOST")
def for_alpha1_from_3_percent_on_it_is_said_and_from_5_refused() -> object:
    return [needs("alpha1", covered_s=400.0, artefact_share=share) for share in (0.028, 0.032, 0.048, 0.052)]


@TABLE.case(4, "HRV_SEGMENT_S")
def segments_last_five_minutes() -> object:
    return int(segments_of(np.arange(1.0, 1201.0) - 0.5, np.full(1200, 1000.0), 0.0).mean_ms.size)


@TABLE.case(16.0, "HRV_CVI_FACTOR")
def cvi_is_of_four_times_each_deviation() -> object:
    made = session(beats_of(sinus()))
    cvi, sd1, sd2 = (measured_beats(index_id, made).value for index_id in ("hrv_cvi", "hrv_sd1", "hrv_sd2"))
    assert cvi
    assert sd1
    assert sd2
    return round(float(10.0**cvi / (sd1 * sd2)), 6)


@TABLE.case(0.7, "HRV_SMOOTHNESS_PRIORS")
def the_trend_that_is_taken_out_is_slower_than_0_035_hertz() -> object:
    """Of a wave of 0.035 Hz, four times a second, 0.7 is left: 1 - 1 / (1 + (500 x 0.00302)^2)."""
    wave = np.sin(2.0 * np.pi * 0.035 * np.arange(2400) / 4.0)
    return round(float(detrended_smoothness_priors(wave)[800:1600].std() / wave[800:1600].std()), 1)


@TABLE.case(["0.003-0.04", "0.04-0.15", "0.15-0.4"], "HRV_ULF_HZ", "HRV_VLF_HZ", "HRV_LF_HZ", "HRV_HF_HZ")
def bands_are_those_of_the_task_force() -> object:
    made = session(beats_of(sinus(400)), window="whole")
    return [measured_beats(index_id, made).parts.get("band_hz") for index_id in ("hrv_vlf", "hrv_lf", "hrv_hf")]
