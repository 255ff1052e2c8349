"""The array arithmetic against a plain walk through the seconds."""

import numpy as np
import pytest
from hypothesis import assume, given

from pacing.judge.exceedance import judge_exceedance
from pacing.model.recording import Sensor
from tests.judge.any_session import LIMIT, FloatArray, heart_rates, line


def walked(bpm: FloatArray, hold_s: int) -> list[tuple[int, int, int]]:
    """Runs as (first second above, second after the last above, seconds above), before grace and merging.

    Fewer than ten unrecorded seconds in a row neither start nor end a run.
    """
    unrecorded = np.isnan(bpm)
    runs: list[tuple[int, int, int]] = []
    start, last, above, under = -1, -1, 0, 0
    second = 0
    while second < bpm.size:
        length = 1
        if unrecorded[second]:
            while second + length < bpm.size and unrecorded[second + length]:
                length += 1
        bridged = unrecorded[second] and length < 10
        if bpm[second] > LIMIT:
            start = second if start < 0 else start
            last, above, under = second + 1, above + 1, 0
        elif bridged or bpm[second] > LIMIT - 3:
            under += length
        if start >= 0 and (under > hold_s or not (bridged or bpm[second] > LIMIT - 3)):
            runs.append((start, last, above))
            start, above = -1, 0
        if start < 0:
            under = 0
        second += length
    return [*runs, (start, last, above)] if start >= 0 else runs


def expected(bpm: FloatArray) -> list[tuple[int, int]]:
    """Excursions by the words of the definition, where no run hovers at the limit."""
    merged: list[tuple[int, int]] = []
    for start, stop, above in walked(bpm, 60):
        if above < 10:
            continue
        if merged and start - merged[-1][1] < 10:
            merged[-1] = (merged[-1][0], stop)
        else:
            merged.append((start, stop))
    return merged


@given(heart_rates())
def test_excursions_are_those_of_a_walk_through_the_seconds(bpm: FloatArray) -> None:
    assume(all(2 * above >= stop - start for start, stop, above in walked(bpm, 60)))
    found = judge_exceedance(line(bpm, Sensor.STRAP), LIMIT)
    assert [(e.start_s, e.stop_s) for e in found.excursions] == expected(bpm)


@given(heart_rates())
def test_at_least_half_of_every_stretch_between_merges_lies_above(bpm: FloatArray) -> None:
    found = judge_exceedance(line(bpm, Sensor.STRAP), LIMIT)
    for excursion in found.excursions:
        inside = bpm[int(excursion.start_s) : int(excursion.stop_s)]
        # Merging may join stretches of ten seconds above over gaps of up to nine.
        assert 2 * (inside > LIMIT).sum() >= inside.size - 10 * (inside.size // 20 + 1)


@given(heart_rates())
def test_the_peak_is_the_highest_half_minute_found_by_trying_all(bpm: FloatArray) -> None:
    found = judge_exceedance(line(bpm, Sensor.STRAP), LIMIT)
    window = min(30, bpm.size)
    means = [
        np.nanmean(part)
        for part in (bpm[first : first + window] for first in range(bpm.size))
        if np.isfinite(part[0]) and np.isfinite(part).sum() >= 0.8 * window
    ]
    expected_bpm = max(0.0, max(means, default=LIMIT) - LIMIT) if (bpm > LIMIT).any() else 0.0
    assert found.peak_over_bpm == pytest.approx(expected_bpm, abs=1e-9)


@given(heart_rates())
def test_time_above_and_dose_are_plain_sums(bpm: FloatArray) -> None:
    found = judge_exceedance(line(bpm, Sensor.STRAP), LIMIT)
    over = bpm[bpm > LIMIT] - LIMIT
    assert found.time_above_s == over.size
    assert found.dose_bpm_min == pytest.approx(over.sum() / 60)


def test_of_stretches_far_apart_the_peak_is_that_of_the_highest() -> None:
    bpm = np.full(4000, LIMIT - 20.0)
    for first, over_bpm in ((0, 4.0), (1200, 9.0), (1225, 30.0), (3990, 7.0)):
        bpm[first : first + 10] = LIMIT + over_bpm
    bpm[1210:1225] = LIMIT + 1.0
    means = np.lib.stride_tricks.sliding_window_view(bpm, 30).mean(axis=1)
    found = judge_exceedance(line(bpm, Sensor.STRAP), LIMIT)
    assert found.peak_over_bpm == pytest.approx(float(means.max()) - LIMIT, abs=1e-9)
