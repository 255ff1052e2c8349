"""Early beats are beats: the rate is their count over the time, whatever the rhythm, and overlooked ones are found."""

import numpy as np
import pytest

from pacing.clean.beats_early import _before_a_pause, counted, evened_ms
from pacing.clean.clean import clean_recording
from pacing.clean.rr_intervals import clean_beats
from pacing.model.cleaned import BeatState, Cleaned
from pacing.model.person import Correction
from pacing.model.recording import Beats
from tests.clean.made_rhythms import PLACES, made, recording_of

NAMES = [*PLACES, "irregular"]
MADE = 12


def changed(cleaned: Cleaned, name: str) -> int:
    return {step.name: step.changed for step in cleaned.steps}[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_rate_is_the_count_of_beats_over_the_time(name: str) -> None:
    for seed in range(MADE):
        rhythm = made(name, seed)
        cleaned = clean_recording(recording_of(rhythm.rr_ms))
        assert np.nanmean(cleaned.heart_rate.bpm) == pytest.approx(rhythm.true_bpm, abs=1.0), (name, seed)


@pytest.mark.parametrize("name", ["sinus", "bigeminy", "trigeminy", "quadrigeminy", "stretch of bigeminy"])
def test_overlooked_beats_are_found_whatever_the_rhythm(name: str) -> None:
    found, there = 0, 0
    for seed in range(MADE):
        rhythm = made(name, seed, overlooked=0.03)
        cleaned = clean_recording(recording_of(rhythm.rr_ms))
        assert np.nanmean(cleaned.heart_rate.bpm) == pytest.approx(rhythm.true_bpm, abs=1.5), (name, seed)
        found += min(changed(cleaned, "beats_missed"), rhythm.overlooked)
        there += rhythm.overlooked
    assert found >= 0.97 * there


def test_beats_in_turn_do_not_swing_the_rate() -> None:
    cleaned = clean_recording(recording_of(np.tile([600.0, 1000.0], 200)))
    assert np.nanmax(np.abs(cleaned.heart_rate.bpm - 75.0)) < 4.0
    assert changed(cleaned, "beats_early") == pytest.approx(200, abs=1)
    assert cleaned.coverage.beat_artefact_share == 0.0


def test_a_regular_rhythm_has_no_early_beats_and_hardly_an_artefact() -> None:
    shares = []
    for seed in range(MADE):
        cleaned = clean_recording(recording_of(made("sinus", seed).rr_ms))
        assert changed(cleaned, "beats_early") == 0
        shares.append(cleaned.coverage.beat_artefact_share or 0.0)
    assert np.mean(shares) < 0.005


def test_small_even_noise_is_no_artefact() -> None:
    rr_ms = np.round(333.0 + 4.0 * np.random.default_rng(1).standard_normal(3000))
    cleaned = clean_beats(Beats(np.cumsum(rr_ms) / 1000, rr_ms), Correction.LIPPONEN)
    assert np.isin(cleaned.state, (BeatState.CORRECTED, BeatState.REJECTED)).mean() < 0.005


@pytest.mark.parametrize("share", [0.02, 0.05, 0.08])
def test_even_noise_of_any_size_is_no_artefact(share: float) -> None:
    noise = np.random.default_rng(2).standard_normal(3000)
    rr_ms = np.round(800.0 * (1.0 + share * noise))
    cleaned = clean_beats(Beats(np.cumsum(rr_ms) / 1000, rr_ms), Correction.LIPPONEN)
    assert np.isin(cleaned.state, (BeatState.CORRECTED, BeatState.REJECTED)).mean() < 0.005


def test_a_beat_out_of_place_still_shows_in_noise() -> None:
    rr_ms = np.round(800.0 * (1.0 + 0.03 * np.random.default_rng(3).standard_normal(600)))
    rr_ms[[100, 250, 400]] -= 320.0
    rr_ms[[101, 251, 401]] += 320.0
    cleaned = clean_beats(Beats(np.cumsum(rr_ms) / 1000, rr_ms), Correction.LIPPONEN)
    assert (cleaned.state[[100, 101, 250, 251, 400, 401]] == BeatState.CORRECTED).all()


def test_a_sensor_that_overlooks_every_fourth_beat_is_not_taken_for_a_rhythm() -> None:
    cleaned = clean_recording(recording_of(np.tile([430.0, 436.0, 866.0, 433.0], 60)))
    assert np.nanmean(cleaned.heart_rate.bpm) == pytest.approx(60_000 / 433, abs=1.0)


def test_a_frozen_sensor_leaves_no_beats_and_a_pacemaker_does() -> None:
    varying = 820.0 + 25.0 * np.sin(np.arange(40.0))
    frozen = np.concatenate((varying, np.full(300, 818.0)))
    for correction in Correction:
        state = clean_beats(Beats(np.cumsum(frozen) / 1000, frozen), correction).state
        assert (state == BeatState.REJECTED).sum() == 299
    paced = np.full(300, 1000.0)
    assert (clean_beats(Beats(np.cumsum(paced) / 1000, paced), Correction.LIPPONEN).state == BeatState.NORMAL).all()


def test_a_pause_makes_up_for_the_early_beats_it_fits_best() -> None:
    """With the beat before it alone it lasts two ordinary intervals, with both somewhat less than three."""
    rr_ms = np.array([800.0, 800.0, 700.0, 560.0, 1040.0, 800.0])
    assert evened_ms(rr_ms, np.full(6, 800.0)).tolist() == [800.0, 800.0, 700.0, 800.0, 800.0, 800.0]


@pytest.mark.parametrize(("before", "holds_two"), [(0.92, True), (0.91, False)])
def test_an_interval_behind_an_early_beat_is_a_pause_itself(before: float, holds_two: bool) -> None:
    assert _before_a_pause(np.array([before, 1.4, 1.6])).tolist() == [False, holds_two, False]


@pytest.mark.parametrize(
    ("odd_ms", "around", "is_a_beat"),
    [
        ([560.0, 1240.0], 12, True),  # too long by itself, but with the early one before it two beats
        ([1190.0], 12, True),
        ([1210.0], 12, False),  # half as long again as an ordinary interval: a beat may have been overlooked
        ([270.0], 12, True),
        ([269.0], 12, False),
        ([560.0], 9, False),  # too few around to tell what is ordinary
    ],
)
def test_a_beat_without_variability_is_counted_unless_it_may_be_two(
    odd_ms: list[float], around: int, is_a_beat: bool
) -> None:
    rr_ms = np.concatenate([np.full(around, 800.0), odd_ms, np.full(around, 800.0)])
    refused = rr_ms != 800.0
    assert counted(rr_ms, refused)[refused].all() == is_a_beat
    assert counted(rr_ms, refused)[~refused].all()


@pytest.mark.parametrize("beats", [5, 15, 30])
def test_few_beats_have_a_heart_rate_too(beats: int) -> None:
    cleaned = clean_recording(recording_of(np.full(beats, 800.0)))
    assert cleaned.heart_rate.bpm[: int(0.8 * beats)] == pytest.approx(75.0)
