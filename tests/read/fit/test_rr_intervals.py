"""RR intervals on the clock of the records."""

from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.model.arrays import FloatArray
from pacing.model.recording import RecordingKind
from pacing.read.fit.heart_rate import StrapHeartRate
from pacing.read.fit.rr_intervals import SMALLEST_GAP_S, PlacedBeats, _intervals, _laid, _Run, from_strap, place_beats
from tests.read.fit.fit_bytes import T0, FitBytes, read_one


def _file_order(beat_s: np.ndarray, records_s: np.ndarray, late_s: float) -> tuple[np.ndarray, np.ndarray]:
    """Places in the file of beats and records when each beat arrives `late_s` after it happened."""
    moments = np.concatenate((beat_s + late_s, records_s))
    rank = np.empty(moments.size, dtype=np.int64)
    rank[np.argsort(moments, kind="stable")] = np.arange(moments.size)
    return rank[: beat_s.size], rank[beat_s.size :]


@given(st.integers(300, 1500), st.integers(20, 400), st.floats(0, 1.5), st.integers(0, 2**32))
def test_beats_without_a_gap_stay_neighbours_and_near_the_truth(
    mean_ms: int, count: int, late_s: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    rr_s = np.round(rng.uniform(0.9, 1.1, count) * mean_ms) / 1000
    truth = T0 + 0.3 + np.cumsum(rr_s)
    records = np.arange(T0, truth[-1] + late_s + 1)
    at, anchor_at = _file_order(truth, records, late_s)
    placed = place_beats(rr_s, at, records, anchor_at)
    assert placed.time_s.size == count
    assert np.diff(placed.time_s) == pytest.approx(rr_s[1:], abs=1e-5)
    assert np.abs(placed.time_s - truth).max() <= late_s + rr_s.max()


def test_beats_that_were_never_recorded_leave_a_gap_of_their_length() -> None:
    rr_s = np.full(400, 0.8)
    truth = T0 + np.cumsum(rr_s)
    truth[200:] += 30.0
    records = np.arange(T0, T0 + 352.0)
    placed = place_beats(rr_s, *_arguments(truth, records))
    assert placed.time_s.size == 400
    steps = np.diff(placed.time_s)
    assert np.flatnonzero(steps > 1).tolist() == [199]
    assert steps[199] == pytest.approx(30.8, abs=1.0)
    assert "1 gap(s)" in placed.remarks[0]


def test_beats_go_on_in_their_place_while_the_timer_is_stopped() -> None:
    rr_s = np.full(500, 0.6)
    truth = T0 + np.cumsum(rr_s)
    records = np.concatenate((np.arange(T0, T0 + 100.0), np.arange(T0 + 200.0, T0 + 301)))
    placed = place_beats(rr_s, *_arguments(truth, records))
    assert np.diff(placed.time_s) == pytest.approx(0.6, abs=1e-5)
    assert ((placed.time_s > T0 + 110) & (placed.time_s < T0 + 190)).sum() > 120


def test_beats_that_stop_with_the_timer_go_on_after_it() -> None:
    rr_s = np.full(300, 0.6)
    truth = T0 + np.cumsum(rr_s)
    truth[150:] += 120.0
    records = np.concatenate((np.arange(T0, T0 + 91.0), np.arange(T0 + 210.0, T0 + 301)))
    placed = place_beats(rr_s, *_arguments(truth, records))
    steps = np.diff(placed.time_s)
    assert np.flatnonzero(steps > 1).tolist() == [149]
    assert steps[149] == pytest.approx(120.6, abs=1.0)


def test_beats_that_only_arrive_late_make_no_gap() -> None:
    rr_s = np.full(300, 0.8)
    truth = T0 + np.cumsum(rr_s)
    late = np.where((truth > T0 + 100) & (truth < T0 + 112), T0 + 112 - truth, 0.4)
    records = np.arange(T0, T0 + 242.0)
    moments = np.concatenate((truth + late, records))
    rank = np.argsort(np.argsort(moments, kind="stable"), kind="stable")
    placed = place_beats(rr_s, rank[:300], records, rank[300:])
    assert np.diff(placed.time_s) == pytest.approx(0.8, abs=1e-5)


@given(
    st.lists(st.floats(0.2, 3.0), min_size=1, max_size=80),
    st.lists(st.integers(0, 400), min_size=1, max_size=80),
    st.randoms(use_true_random=False),
)
def test_times_increase_strictly_whatever_the_records_say(rr: list[float], anchors: list[int], rnd: Random) -> None:
    rr_s, anchor_s = np.array(rr), T0 + np.array(anchors, dtype=float)
    places = list(range(len(rr) + len(anchors)))
    rnd.shuffle(places)
    rr_at, anchor_at = np.sort(places[: len(rr)]), np.sort(places[len(rr) :])
    placed = place_beats(rr_s, rr_at, anchor_s, anchor_at)
    assert (np.diff(placed.time_s) > 0).all()
    begins = placed.time_s - placed.rr_ms / 1000
    apart = begins[1:] - placed.time_s[:-1]
    assert ((np.abs(apart) < 1e-4) | (apart >= SMALLEST_GAP_S - 1e-4)).all()


def test_without_any_time_the_intervals_follow_one_another() -> None:
    placed = place_beats(np.array([0.8, 0.9]), np.array([0, 1]), np.empty(0), np.empty(0, dtype=np.int64))
    assert placed.time_s.tolist() == pytest.approx([0.8, 1.7])


def test_a_file_of_beats_alone_begins_when_it_was_made() -> None:
    fit = FitBytes().message("file_id", 0, type="activity", time_created=T0)
    for _ in range(10):
        fit.message("hrv", 2, time=[0.8, 0.9, None, None, None])
    recording = read_one(fit.file())
    assert recording.kind is RecordingKind.BEATS
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == 20
    assert recording.start is not None
    assert recording.start.timestamp() == pytest.approx(T0 + 631_065_600 + 0.8)
    assert recording.heart_rate.bpm.size == 0


def test_padding_is_dropped_and_all_five_slots_are_read() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(40):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=150)
        fit.message("hrv", 2, time=[0.4, 0.3, 0.3, None, None] if second % 2 else [0.25, 0.25, 0.25, 0.2, 0.05])
    recording = read_one(fit.file())
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == 20 * 3 + 20 * 5
    assert recording.beats.rr_ms.max() == 400


def _arguments(truth: np.ndarray, records: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places of the beats, times and places of the records, every beat 0.4 s late."""
    at, anchor_at = _file_order(truth, records, 0.4)
    return at, records, anchor_at


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    [
        "fit__garmin.fit",
        "fq__test.fit",
        "Fit-File-Faker__activity_deprecated_profile.fit",
        "fitparse-rs__hrv-activity.fit",
        "fitdecode__event_timestamp.fit",
    ],
)
def test_placed_beats_tell_the_heart_rate_of_the_records_in_every_quarter(corpus: Path, name: str) -> None:
    """The watch's own heart rate comes from the same beats: misplaced by seconds, the two would disagree."""
    recording = read_one((corpus / "fit" / name).read_bytes())
    assert recording.beats is not None
    rr_ms = recording.beats.rr_ms
    steady_ms = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(rr_ms, 5, mode="edge"), 11), axis=1)
    given = np.isfinite(recording.heart_rate.bpm)
    time_s, bpm = recording.heart_rate.time_s[given], recording.heart_rate.bpm[given]
    from_beats = 60_000 / np.interp(time_s, recording.beats.time_s, steady_ms)
    for quarter in np.array_split(np.abs(from_beats - bpm), 4):
        assert np.median(quarter) < 2


@pytest.mark.parametrize(
    ("event", "event_type", "begins_s"),
    [("timer", "start", 500.0), ("timer", "stop_all", 0.0), ("workout", "start", 0.0), ("lap", "stop", 0.0)],
)
def test_without_records_beats_begin_at_a_start_of_the_timer_and_at_no_other_event(
    event: str, event_type: str, begins_s: float
) -> None:
    fit = FitBytes().message("file_id", 0, type="activity", time_created=T0)
    fit.message("event", 1, timestamp=T0 + 500, event=event, event_type=event_type)
    for _ in range(60):
        fit.message("hrv", 2, time=[0.8, 0.9, None, None, None])
    recording = read_one(fit.file())
    assert recording.began is not None
    assert recording.beats is not None
    begun_s = recording.began.timestamp() - 631_065_600 - T0 + recording.beats.time_s[0]
    assert begun_s == pytest.approx(begins_s, abs=2.0)
    remarked = any("begin when the file was made" in remark for remark in recording.source.remarks)
    assert remarked == (begins_s == 0.0)


def test_intervals_of_zero_are_counted_and_left_out() -> None:
    placed = place_beats(np.array([0.8, 0.0, np.nan, 0.9, 0.0]), np.arange(5), np.empty(0), np.empty(0, dtype=np.int64))
    assert placed.rr_ms.tolist() == [800.0, 900.0]
    assert placed.remarks[0] == "2 RR intervals of zero left out"


def test_records_of_the_same_second_all_place_beats_and_one_that_goes_back_does_not() -> None:
    """Were the last record believed, all beats would lie an hour earlier."""
    rr_s = np.full(8, 1.0)
    times_s = np.array([T0, T0, T0 + 4.0, T0 - 3600.0, T0 + 4.0, T0 + 8.0])
    placed = place_beats(rr_s, np.array([1, 2, 3, 4, 9, 10, 11, 12]), times_s, np.array([0, 0, 5, 6, 7, 13]))
    assert placed.time_s.tolist() == [T0 + 1.0 + second for second in range(8)]
    assert "95 % agree within 0.0 s" in placed.remarks[0]


def steps_of(steps_s: FloatArray, bpm: FloatArray | float) -> PlacedBeats:
    """Beats of a strap's memory whose events lie so far apart."""
    times_s = T0 + np.concatenate(([0.0], np.cumsum(steps_s)))
    return from_strap(StrapHeartRate(times_s, np.broadcast_to(np.asarray(bpm, dtype=float), times_s.shape)))


@pytest.mark.parametrize(
    ("step_s", "bpm", "beats"),
    [
        (0.62, 100.0, 40),  # within a twentieth of the 0.6 s that 100 bpm are
        (0.64, 100.0, 0),
        (0.58, 100.0, 40),
        (0.56, 100.0, 0),
        (3.9, 15.0, 40),
        (4.1, 15.0, 0),  # the strap's clock cannot tell such a pause from a shorter one
    ],
)
def test_steps_of_a_straps_events_are_beats_where_they_agree_with_its_heart_rate(
    step_s: float, bpm: float, beats: int
) -> None:
    placed = steps_of(np.full(40, step_s), bpm)
    assert placed.rr_ms.tolist() == pytest.approx([1000.0 * step_s] * beats, abs=1e-3)
    assert len(placed.remarks) == (1 if beats else 0)


def test_how_well_the_steps_agree_is_said() -> None:
    assert "within 3 % (median)" in steps_of(np.full(40, 0.618), 100.0).remarks[0]


@pytest.mark.parametrize(("odd", "are_beats"), [(4, False), (5, True)])
def test_steps_that_are_just_those_of_an_averaged_heart_rate_are_no_beats(odd: int, are_beats: bool) -> None:
    """Nine in ten within two ticks of the heart rate, while it changes: a real heart strays farther from its mean."""
    bpm = np.linspace(90.0, 110.0, 41)
    steps_s = 60.0 / bpm[1:] + np.where(np.arange(40) < odd, 3.0, 1.9) / 1024
    assert (steps_of(steps_s, bpm).rr_ms.size > 0) is are_beats


def test_a_heart_that_hardly_changes_may_keep_to_its_mean() -> None:
    assert steps_of(np.full(40, 0.6), 100.0).rr_ms.size == 40


def test_one_event_is_no_interval() -> None:
    assert from_strap(StrapHeartRate(np.array([T0]), np.array([60.0]))).rr_ms.size == 0


def test_a_run_begins_no_sooner_than_a_gap_after_the_one_before() -> None:
    sums, rr_s = np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4)
    for offset, first in ((SMALLEST_GAP_S, True), (SMALLEST_GAP_S - 0.05, False), (-2.5, False)):
        times, keep = _laid(sums, rr_s, [_Run(0, 2, slice(0, 1), 0.0), _Run(2, 4, slice(1, 2), offset)])
        assert times.tolist() == [1.0, 2.0, 3.0 + offset, 4.0 + offset]
        assert keep.tolist() == [True, True, first, offset > -1.0]


def test_raw_intervals_hold_their_length_a_bit_of_confidence_and_one_of_a_gap() -> None:
    written = np.array([[800.0, 800.0 + (1 << 14), 800.0 + (1 << 15), np.nan]])
    table: Any = SimpleNamespace(series=lambda _: written)
    rr_s, gap, doubtful = _intervals(table, "raw_bbi")
    assert rr_s[0].tolist() == pytest.approx([0.8, 0.8, 0.8, np.nan], nan_ok=True)
    assert gap[0].tolist() == [False, False, True, False]
    assert doubtful[0].tolist() == [True, False, False, False]


def test_intervals_with_the_time_of_their_message_end_at_it() -> None:
    """To the millisecond; the last of a message at its time, those before it before."""
    fit = FitBytes().message("file_id", 0, type="monitoring_b")
    for second in range(0, 30, 2):
        fit.message("beat_intervals", 1, timestamp=T0 + second, timestamp_ms=250, time=[500, 500, 500, 500])
    fit.message("beat_intervals", 1, timestamp=T0 + 40, timestamp_ms=750, time=[500, 500, 500, 500])
    beats = read_one(fit.file()).beats
    assert beats is not None
    assert beats.rr_ms.tolist() == [500.0] * 64
    assert beats.time_s[-1] - beats.time_s[59] == pytest.approx(12.5)


@pytest.mark.parametrize(("ticks", "are_beats"), [(2.0, False), (2.5, True)])
def test_events_two_ticks_from_the_averaged_heart_rate_are_still_of_it(ticks: float, are_beats: bool) -> None:
    """Of rates whose intervals are whole ticks, so that two ticks are just that."""
    bpm = np.tile([60.0, 120.0, 48.0], 14)
    steps_s = 60.0 / bpm[1:] + ticks / 1024
    assert (steps_of(steps_s, bpm).rr_ms.size > 0) is are_beats
