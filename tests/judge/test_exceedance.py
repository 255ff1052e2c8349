from dataclasses import replace

import numpy as np
import pytest

from pacing.judge import timeline
from pacing.judge.exceedance import Amount, judge_exceedance, sustained_from_s, verdict_of
from pacing.judge.timeline import timeline_of
from pacing.model.exceedance import BorderlineReason, ExceedanceVerdict
from pacing.model.recording import Sensor
from tests.judge.square_wave import HIGH, LIMIT, LOW, line, pieces

NAN = float("nan")


@pytest.mark.parametrize(
    ("seconds", "verdict", "flagged"),
    [
        (9, ExceedanceVerdict.WITHIN, False),
        (10, ExceedanceVerdict.BRIEF, False),
        (119, ExceedanceVerdict.BRIEF, False),
        (120, ExceedanceVerdict.SUSTAINED, True),
    ],
)
def test_two_minutes_above_are_sustained_and_one_second_less_is_brief(
    seconds: int, verdict: ExceedanceVerdict, flagged: bool
) -> None:
    found = judge_exceedance(line(pieces((LOW, 1000), (HIGH, seconds), (LOW, 1000))), LIMIT)
    assert (found.verdict, found.flagged, found.borderline) == (verdict, flagged, False)
    assert found.time_above_s == found.time_above_low_s == found.time_above_high_s == seconds
    assert found.dose_bpm_min == pytest.approx(seconds * (HIGH - LIMIT) / 60)
    assert found.first_above_s == 1000


def test_two_excursions_five_seconds_apart_are_one_of_125_seconds() -> None:
    found = judge_exceedance(line(pieces((LOW, 1000), (HIGH, 60), (LOW, 5), (HIGH, 60), (LOW, 1000))), LIMIT)
    assert [(e.start_s, e.stop_s) for e in found.excursions] == [(1000.0, 1125.0)]
    assert (found.longest_s, found.time_above_s, found.verdict) == (125.0, 120.0, ExceedanceVerdict.SUSTAINED)


def test_two_excursions_ten_seconds_apart_stay_two() -> None:
    found = judge_exceedance(line(pieces((LOW, 1000), (HIGH, 60), (LOW, 10), (HIGH, 60), (LOW, 1000))), LIMIT)
    assert [e.stop_s - e.start_s for e in found.excursions] == [60.0, 60.0]
    assert found.verdict is ExceedanceVerdict.BRIEF


def test_five_unrecorded_seconds_do_not_end_an_excursion() -> None:
    found = judge_exceedance(line(pieces((LOW, 1000), (HIGH, 60), (NAN, 5), (HIGH, 60), (LOW, 1000))), LIMIT)
    assert found.longest_s == 125.0
    assert (found.time_above_s, found.time_above_low_s, found.time_above_high_s) == (120.0, 120.0, 125.0)
    assert found.verdict is ExceedanceVerdict.SUSTAINED


def test_a_gap_of_30_seconds_is_unknown_and_neither_above_nor_below() -> None:
    found = judge_exceedance(line(pieces((LOW, 1000), (HIGH, 60), (NAN, 30), (HIGH, 60), (LOW, 1000))), LIMIT)
    assert (found.unknown_s, found.longest_s) == (30.0, 60.0)
    assert (found.time_above_low_s, found.time_above_s, found.time_above_high_s) == (120.0, 120.0, 150.0)
    assert found.verdict is ExceedanceVerdict.BRIEF
    assert found.borderline_reasons == (BorderlineReason.NOT_RECORDED,)


def test_samples_closer_than_a_second_are_not_counted_twice() -> None:
    timeline = timeline_of(np.arange(0.0, 100.0, 0.5), np.full(200, HIGH), 100.5, 0.5, Sensor.STRAP)
    found = judge_exceedance(timeline, LIMIT)
    assert (timeline.duration_s, found.time_above_s, found.longest_s) == (100.5, 100.5, 100.5)


def test_ten_unrecorded_seconds_end_an_excursion_and_nine_do_not() -> None:
    nine, ten = (
        judge_exceedance(line(pieces((LOW, 1000), (HIGH, 60), (NAN, gap), (HIGH, 60), (LOW, 1000))), LIMIT)
        for gap in (9, 10)
    )
    assert (len(nine.excursions), len(ten.excursions)) == (1, 2)


def test_seconds_before_the_first_and_after_the_last_sample_are_unknown() -> None:
    timeline = timeline_of(np.arange(30.0, 1000.0), np.full(970, LOW), 1020.0, 1.0, Sensor.STRAP)
    found = judge_exceedance(timeline, LIMIT)
    assert (timeline.duration_s, found.unknown_s, found.time_above_high_s) == (1020.0, 50.0, 50.0)


def test_a_gap_left_out_of_the_grid_counts_as_the_same_gap_written_as_missing() -> None:
    bpm = pieces((LOW, 1000), (HIGH, 60), (NAN, 30), (HIGH, 60), (LOW, 1000))
    time = np.arange(float(bpm.size))
    kept = np.isfinite(bpm)
    left_out = timeline_of(time[kept], bpm[kept], float(bpm.size), 1.0, Sensor.STRAP)
    assert judge_exceedance(left_out, LIMIT) == judge_exceedance(line(bpm), LIMIT)


def test_exactly_at_the_limit_is_not_above() -> None:
    found = judge_exceedance(line(pieces((LIMIT, 600))), LIMIT)
    assert found.time_above_s == found.time_above_high_s == found.dose_bpm_min == 0.0
    assert (found.verdict, found.first_above_s, found.excursions) == (ExceedanceVerdict.WITHIN, None, ())
    assert found.borderline_reasons == (BorderlineReason.NEAR_LIMIT,)


def test_what_was_not_recorded_may_make_the_dose() -> None:
    # Nine minutes above in stretches of one, and 135 s nobody recorded, 15 s at a time: with them more than ten.
    bpm = pieces(*[(HIGH, 60), (LOW, 500), (NAN, 15), (LOW, 45)] * 9)
    found = judge_exceedance(line(bpm), LIMIT)
    assert (found.verdict, found.time_above_s, found.time_above_high_s) == (ExceedanceVerdict.BRIEF, 540.0, 675.0)
    assert found.borderline_reasons == (BorderlineReason.NOT_RECORDED,)


def test_seconds_exactly_at_the_limit_do_not_become_a_dose_through_a_gap() -> None:
    bpm = pieces((LIMIT, 1800), (LOW, 600))
    bpm[2000:2005] = np.nan  # too few to be a stretch above
    found = judge_exceedance(line(bpm), LIMIT)
    assert (found.verdict, found.time_above_high_s) == (ExceedanceVerdict.WITHIN, 5.0)
    assert found.borderline_reasons == (BorderlineReason.NEAR_LIMIT,)


def test_a_long_day_in_pieces_is_judged_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(5)
    time_s = np.cumsum(noise.choice([1.0, 2.0, 12.0], 900, p=[0.95, 0.03, 0.02]))
    bpm = 100.0 + np.repeat(noise.normal(0.0, 12.0, 90), 10)
    line = timeline_of(time_s, bpm, float(time_s[-1]) + 30.0, 1.0, Sensor.STRAP)
    at_once = judge_exceedance(line, 104.0, resting_bpm=60.0, reading_error_bpm=2.0)
    monkeypatch.setattr(timeline, "PIECE_ROWS", 7)
    in_pieces = judge_exceedance(line, 104.0, resting_bpm=60.0, reading_error_bpm=2.0)
    rounded = {name: pytest.approx(getattr(at_once, name)) for name in ("dose_bpm_min", "peak_over_bpm")}
    assert {name: getattr(in_pieces, name) for name in rounded} == rounded
    assert replace(at_once, dose_bpm_min=in_pieces.dose_bpm_min, peak_over_bpm=in_pieces.peak_over_bpm) == in_pieces
    assert at_once.peak_over_bpm > 0


@pytest.mark.parametrize(
    ("above_s", "longest_s", "duration_s", "word"),
    [
        (0.0, 0.0, 3600.0, "within"),
        (1.0, 1.0, 3600.0, "brief"),
        (600.0, 60.0, 36_000.0, "brief"),  # ten minutes in all, a small share
        (601.0, 60.0, 36_000.0, "dose"),
        (360.0, 60.0, 3600.0, "brief"),  # just a tenth
        (361.0, 60.0, 3600.0, "dose"),
        (9.9, 9.9, 20.0, "brief"),  # half of it, and yet only seconds
        (10.0, 9.0, 20.0, "dose"),
        (120.0, 120.0, 36_000.0, "sustained"),
    ],
)
def test_the_word_for_a_session_changes_just_beyond_its_bounds(
    above_s: float, longest_s: float, duration_s: float, word: str
) -> None:
    assert str(verdict_of(Amount(above_s, longest_s, duration_s), 120.0)) == word


@pytest.mark.parametrize(("spacing_s", "sustained_s"), [(1.0, 120.0), (40.0, 120.0), (60.0, 180.0), (np.nan, 120.0)])
def test_a_stretch_is_sustained_from_two_minutes_or_three_samples_on(spacing_s: float, sustained_s: float) -> None:
    assert sustained_from_s(spacing_s) == sustained_s
