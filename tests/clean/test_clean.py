"""A recording cleaned, step by step and as a whole."""

import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.clean.clean import clean_recording
from pacing.clean.resampling import heart_rate_from_beats
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.cleaned import BeatState, Cleaned, SampleState
from pacing.model.person import Correction
from pacing.model.recording import Beats, HeartRate, Recording, RecordingKind, Source
from tests.clean.conftest import MakeRecording

T = np.arange(900.0)
LIVELY = 110.0 + np.round(4.0 * np.sin(T / 7.0))


def step(cleaned: Cleaned, name: str) -> int:
    return next(s.changed for s in cleaned.steps if s.name == name)


def of(bpm: FloatArray) -> Recording:
    return Recording(
        RecordingKind.ACTIVITY,
        HeartRate(np.arange(float(bpm.size)), bpm),
        None,
        (),
        (),
        None,
        float(bpm.size),
        None,
        Source("made.csv", "0" * 64, "test"),
    )


def test_a_sound_recording_is_left_as_it_is(make_recording: MakeRecording) -> None:
    cleaned = clean_recording(make_recording(T, LIVELY))
    assert cleaned.heart_rate.bpm.tolist() == LIVELY.tolist()
    assert (cleaned.state == SampleState.MEASURED).all()
    assert all(s.changed == 0 for s in cleaned.steps)
    assert (cleaned.sampling_s, cleaned.coverage.measured_share, cleaned.derived_from_beats) == (1.0, 1.0, False)


def test_every_step_tells_what_it_changed_and_with_which_settings(make_recording: MakeRecording) -> None:
    bpm = LIVELY.copy()
    bpm[100:130] = 0.0
    bpm[200] = 245.0
    bpm[300:303] = 180.0
    bpm[400:440] = 60.0
    cleaned = clean_recording(make_recording(T, bpm))
    changed = {name: step(cleaned, name) for name in ("no_value", "limits", "spikes", "dropouts", "frozen")}
    assert changed == {"no_value": 30, "limits": 1, "spikes": 3, "dropouts": 40, "frozen": 0}
    assert next(s.settings for s in cleaned.steps if s.name == "limits")["highest_bpm"] == 240.0
    assert (cleaned.state[100:130] == SampleState.MISSING).all()
    assert (cleaned.state[400:440] == SampleState.REJECTED).all()
    assert (cleaned.state[300:303] == SampleState.FILLED).all()
    assert cleaned.coverage.hr_samples == 870


def test_a_dropout_to_zero_stays_a_gap(make_recording: MakeRecording) -> None:
    cleaned = clean_recording(make_recording(T, np.where((T > 500) & (T < 560), 0.0, LIVELY)))
    assert np.isnan(cleaned.heart_rate.bpm[501:560]).all()
    assert cleaned.coverage.longest_gap_s == 59.0


def test_only_zeros_leave_nothing_usable(make_recording: MakeRecording) -> None:
    cleaned = clean_recording(make_recording(T, np.zeros(T.size)))
    assert cleaned.coverage.measured_share == 0.0
    assert np.isnan(cleaned.sampling_s)


def test_an_empty_recording_is_cleaned_to_nothing(make_recording: MakeRecording) -> None:
    cleaned = clean_recording(make_recording([], []))
    assert cleaned.heart_rate.time_s.size == 0


def test_heart_rate_is_made_from_beats_where_the_file_has_none(make_recording: MakeRecording) -> None:
    beats = Beats(np.arange(1.0, 401.0) * 0.75, np.full(400, 750.0))
    cleaned = clean_recording(make_recording([], [], beats=beats), Correction.NONE)
    assert cleaned.derived_from_beats
    assert cleaned.heart_rate.bpm[5:290] == pytest.approx(80.0)
    assert cleaned.coverage.hr_samples == 0
    assert step(cleaned, "heart_rate_from_beats") >= 299


def test_beats_fill_the_pause_that_the_timer_hid(make_recording: MakeRecording) -> None:
    recorded = (T < 400) | (T >= 600)
    beats = Beats(np.arange(1.0, 1501.0) * 0.6, np.full(1500, 600.0))
    recording = make_recording(T[recorded], np.full(int(recorded.sum()), 100.0), beats=beats)
    cleaned = clean_recording(recording, Correction.NONE)
    assert cleaned.heart_rate.bpm[400:600] == pytest.approx(100.0)
    assert (cleaned.state[400:600] == SampleState.MEASURED).all()
    assert step(cleaned, "heart_rate_from_beats") == 200
    assert not cleaned.derived_from_beats


def test_beats_that_tell_another_story_fill_nothing(make_recording: MakeRecording) -> None:
    recorded = (T < 400) | (T >= 600)
    beats = Beats(np.arange(1.0, 1001.0) * 0.9, np.full(1000, 900.0))
    cleaned = clean_recording(make_recording(T[recorded], np.full(700, 130.0), beats=beats), Correction.NONE)
    assert np.isnan(cleaned.heart_rate.bpm[400:600]).all()
    assert step(cleaned, "heart_rate_from_beats") == 0


BEAT_S = 60.0 / 125.0


def with_spoilt_beats(first: int, stop: int, bpm: float) -> Beats:
    """Beats at 125 bpm for 1000 s, but at another rate from one second to another."""
    spoilt = np.arange(first, stop, 60.0 / bpm)[1:]
    steady = np.arange(BEAT_S, 1000.0, BEAT_S)
    times = np.sort(np.concatenate((steady[(steady <= first) | (steady >= stop)], spoilt)))
    return Beats(times, np.diff(times, prepend=0.0) * 1000.0)


def test_seconds_whose_heart_rate_was_refused_are_taken_from_good_beats(make_recording: MakeRecording) -> None:
    beats = Beats(np.arange(BEAT_S, 1000.0, BEAT_S), np.full(2083, BEAT_S * 1000.0))
    low = np.where((T >= 500) & (T < 520), 12.0, 125.0)
    cleaned = clean_recording(make_recording(T, low, beats=beats))
    assert (clean_recording(make_recording(T, low)).state[500:520] == SampleState.REJECTED).all()
    assert cleaned.heart_rate.bpm[500:520] == pytest.approx(125.0)
    assert (cleaned.state[500:520] == SampleState.MEASURED).all()
    told = next(s for s in cleaned.steps if s.name == "heart_rate_from_beats")
    assert told.settings["in_place_of_refused"] == 20.0


def test_beats_that_show_the_same_drop_out_do_not_bring_it_back(make_recording: MakeRecording) -> None:
    lost = np.where((T >= 500) & (T < 512), 60.0, 125.0 + (T % 20 == 0))
    alone = clean_recording(make_recording(T, lost))
    assert (alone.state[501:511] == SampleState.REJECTED).all()
    cleaned = clean_recording(make_recording(T, lost, beats=with_spoilt_beats(500, 512, 60.0)), Correction.NONE)
    assert not (np.abs(cleaned.heart_rate.bpm[500:512] - 60.0) < 20.0).any()


def test_beats_that_had_to_be_corrected_stand_for_no_refused_second(make_recording: MakeRecording) -> None:
    low = np.where((T >= 500) & (T < 520), 12.0, 125.0)
    times = np.arange(BEAT_S, 1000.0, BEAT_S)
    times = times[~((times > 499) & (times < 521) & (np.arange(times.size) % 4 == 0))]
    cleaned = clean_recording(make_recording(T, low, beats=Beats(times, np.diff(times, prepend=0.0) * 1000.0)))
    assert cleaned.beats is not None
    assert cleaned.beat_state is not None

    def covered(usable: BoolArray) -> BoolArray:
        assert cleaned.beats is not None
        return np.isfinite(heart_rate_from_beats(cleaned.beats.time_s, cleaned.beats.rr_ms, usable, T))[500:520]

    taken = np.isfinite(cleaned.heart_rate.bpm[500:520])
    assert (taken <= covered(cleaned.beat_state == BeatState.NORMAL)).all()
    assert covered(cleaned.beat_state != BeatState.REJECTED).sum() > taken.sum()


def test_a_clear_cadence_lock_is_refused_and_a_suspect_one_only_told(make_recording: MakeRecording) -> None:
    cadence = {"cadence": np.full(T.size, 60.0)}
    locked = np.where((T > 300) & (T < 500), 120.0 + np.round(np.sin(T)), 95.0 + np.round(3 * np.sin(T / 9.0)))
    assert step(clean_recording(make_recording(T, locked, channels=cadence)), "cadence_lock") == 199
    drifting = clean_recording(make_recording(T, np.round(105.0 + T / 30.0 + np.sin(T / 5.0)), channels=cadence))
    told = next(s for s in drifting.steps if s.name == "cadence_lock")
    assert told.changed == 0
    assert float(told.settings["suspect_samples"]) > 60


def test_a_cold_start_is_told_and_not_removed(make_recording: MakeRecording) -> None:
    cleaned = clean_recording(make_recording(T, np.where(T < 80, LIVELY + 55.0, LIVELY)))
    told = next(s for s in cleaned.steps if s.name == "first_minutes")
    assert told.changed == 0
    assert told.settings["unsure_until_s"] == 80.0
    assert np.isfinite(cleaned.heart_rate.bpm[:80]).all()


walks = st.lists(st.integers(-4, 4), min_size=30, max_size=200).map(
    lambda steps: np.clip(110.0 + np.cumsum(steps), 60.0, 190.0)
)
faults = st.lists(st.tuples(st.integers(0, 199), st.integers(1, 12), st.sampled_from([0.0, 255.0, 20.0])), max_size=4)


@given(walks, faults)
def test_cleaning_twice_is_cleaning_once(bpm: FloatArray, faults: list[tuple[int, int, float]]) -> None:
    for first, length, value in faults:
        bpm[first : first + length] = value
    once = clean_recording(of(bpm)).heart_rate
    twice = clean_recording(of(once.bpm)).heart_rate
    np.testing.assert_array_equal(twice.bpm, once.bpm)


@given(walks, st.integers(-20, 20))
def test_shifting_all_heart_rates_changes_no_state(bpm: FloatArray, shift: int) -> None:
    plain, shifted = clean_recording(of(bpm)), clean_recording(of(bpm + shift))
    assert shifted.state.tolist() == plain.state.tolist()


def test_a_wrong_clock_costs_neither_time_nor_memory(make_recording: MakeRecording) -> None:
    time_s = np.concatenate([start + np.arange(600.0) for start in (0.0, 1_728_000.0, 68e6, 2_027_039_314.0)])
    recording = make_recording(time_s, np.tile(LIVELY[:600], 4))
    tracemalloc.start()
    cleaned = clean_recording(recording)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert cleaned.heart_rate.time_s.size == 2400
    assert peak_bytes < 10e6


@pytest.mark.performance
def test_a_month_of_seconds_is_cleaned_in_seconds(make_recording: MakeRecording) -> None:
    time_s = np.arange(30 * 86_400.0)
    recording = make_recording(time_s, np.round(70 + 10 * np.sin(time_s / 700.0)))
    began = time.perf_counter()
    clean_recording(recording)
    assert time.perf_counter() - began < 10.0
