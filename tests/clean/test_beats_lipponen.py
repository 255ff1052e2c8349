"""Simulated missed, extra, ectopic and slightly shifted beats: found as often as published, variability kept."""

import numpy as np
import pytest

from pacing.clean.rr_intervals import clean_beats
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import BeatState
from pacing.model.person import Correction
from pacing.model.recording import Beats

SERIES = 12
ARTEFACTS = 6


def resting(seed: int, breath_ms: float) -> FloatArray:
    """Ten minutes at rest [ms]: breathing of changing pace, a slow wave, 1/f and white noise."""
    random = np.random.default_rng(seed)
    clock = np.arange(600) * 0.85
    pace = 0.22 + 0.05 * np.sin(2 * np.pi * clock / 60 + random.uniform(0, 6))
    breath = breath_ms * np.sin(2 * np.pi * np.cumsum(pace) * 0.85 + random.uniform(0, 6))
    slow = 25.0 * np.sin(2 * np.pi * 0.095 * clock + random.uniform(0, 6))
    pink = np.fft.irfft(np.fft.rfft(random.normal(size=600)) / np.sqrt(np.maximum(np.arange(301), 1)))
    rr_ms: FloatArray = np.round(850.0 + breath + slow + 15.0 * pink / pink.std() + 8.0 * random.normal(size=600))
    return rr_ms


def spoilt(rr_ms: FloatArray, kind: str, seed: int) -> tuple[FloatArray, FloatArray]:
    """The series with artefacts, and where they are [ms]."""
    random = np.random.default_rng(seed + 99)
    beats = np.concatenate(([0.0], np.cumsum(rr_ms)))
    at = np.sort(random.choice(np.arange(10, rr_ms.size - 10, 12), ARTEFACTS, replace=False))
    if kind == "missed":
        return np.diff(np.delete(beats, at)), beats[at]
    if kind == "extra":
        more = beats[at] + random.uniform(0.3, 0.7, at.size) * rr_ms[at]
        return np.diff(np.sort(np.concatenate((beats, more)))), more
    shift = (
        -0.30 * rr_ms[at - 1]
        if kind == "ectopic"
        else random.choice([-1, 1], at.size) * random.uniform(40, 100, at.size)
    )
    beats[at] += shift
    return np.diff(beats), beats[at]


def rmssd(rr_ms: FloatArray) -> float:
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def corrected(rr_ms: FloatArray, at_ms: FloatArray) -> tuple[float, float]:
    """Share of the artefacts touched, and RMSSD after correction."""
    cleaned = clean_beats(Beats(np.cumsum(rr_ms) / 1000.0, rr_ms), Correction.LIPPONEN)
    ends = 1000.0 * cleaned.beats.time_s
    begins, touched = ends - cleaned.beats.rr_ms, cleaned.state != BeatState.NORMAL
    found = [bool(touched[(begins <= place + 1.0) & (ends >= place - 1.0)].any()) for place in at_ms]
    return float(np.mean(found)), rmssd(cleaned.beats.rr_ms[cleaned.state != BeatState.REJECTED])


@pytest.mark.parametrize("breath_ms", [10.0, 30.0, 60.0])
@pytest.mark.parametrize(("kind", "sensitivity"), [("missed", 1.0), ("extra", 1.0), ("ectopic", 0.969)])
def test_missed_extra_and_ectopic_beats_are_found_and_variability_is_kept(
    kind: str, sensitivity: float, breath_ms: float
) -> None:
    found, apart = [], []
    for seed in range(SERIES):
        clean = resting(seed, breath_ms)
        share, after = corrected(*spoilt(clean, kind, seed))
        found.append(share)
        apart.append(after / rmssd(clean) - 1.0)
    assert np.mean(found) >= sensitivity
    assert abs(np.mean(apart)) < 0.02
    assert np.max(np.abs(apart)) < 0.04


@pytest.mark.parametrize("breath_ms", [10.0, 30.0, 60.0])
def test_slightly_shifted_beats_leave_variability_within_ten_percent(breath_ms: float) -> None:
    for seed in range(SERIES):
        clean = resting(seed, breath_ms)
        assert corrected(*spoilt(clean, "shifted", seed))[1] == pytest.approx(rmssd(clean), rel=0.10)


@pytest.mark.parametrize(("breath_ms", "specificity"), [(10.0, 0.993), (30.0, 0.997), (60.0, 0.998)])
def test_beats_without_artefacts_are_mostly_left_alone(breath_ms: float, specificity: float) -> None:
    states = np.concatenate(
        [
            clean_beats(Beats(np.cumsum(rr_ms) / 1000.0, rr_ms), Correction.LIPPONEN).state
            for rr_ms in (resting(seed, breath_ms) for seed in range(SERIES))
        ]
    )
    assert np.mean(states == BeatState.NORMAL) > specificity


def test_short_runs_fall_back_on_the_simple_rule() -> None:
    rr_ms = resting(1, 30.0)[:60]
    joined = np.concatenate((rr_ms[:30], [rr_ms[30] + rr_ms[31]], rr_ms[32:]))
    cleaned = clean_beats(Beats(np.cumsum(joined) / 1000.0, joined), Correction.LIPPONEN)
    assert cleaned.beats.rr_ms.size == 60
    assert {step.name: step.changed for step in cleaned.steps}["beats_missed"] == 1


def test_long_series_take_the_quick_way_to_the_same_result() -> None:
    import pacing.numerics.rolling as windows

    values = np.random.default_rng(1).normal(size=9000)
    quick, slow = windows.running_quartiles(values, 91), windows.running_quartiles(values[:4000], 91)
    assert np.array(quick)[:, :3900] == pytest.approx(np.array(slow)[:, :3900])
    assert windows.running_median(values, 11)[:3900] == pytest.approx(windows.running_median(values[:4000], 11)[:3900])


def test_a_long_run_has_the_artefacts_of_all_of_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from pacing.clean import rr_artefacts

    rng = np.random.default_rng(4)
    rr_ms = np.concatenate([resting(seed, 30.0) for seed in range(8)])
    spoiled = rng.choice(rr_ms.size, 150, replace=False)
    rr_ms[spoiled] *= rng.choice([0.5, 0.7, 1.3, 2.0], spoiled.size)
    everywhere, elsewhere = np.zeros((2, rr_ms.size), dtype=bool)
    elsewhere[300:1100] = True
    at_once = [rr_artefacts.artefacts_by_lipponen(rr_ms, settled) for settled in (everywhere, elsewhere)]
    assert at_once[0].count > at_once[1].count > 50
    for beats in (1, 10, 137, 500):
        monkeypatch.setattr(rr_artefacts, "PIECE_BEATS", beats)
        assert [rr_artefacts.artefacts_by_lipponen(rr_ms, settled) for settled in (everywhere, elsewhere)] == at_once


def test_windows_at_the_ends_hold_fewer_values() -> None:
    from pacing.numerics.rolling import running_quartiles

    values = np.random.default_rng(2).normal(size=200)
    expected = np.transpose([np.quantile(values[max(i - 45, 0) : i + 46], [0.25, 0.75]) for i in range(200)])
    assert np.array(running_quartiles(values, 91)) == pytest.approx(expected)
    some = np.array([0, 3, 44, 45, 100, 154, 155, 199])
    assert np.array(running_quartiles(values, 91, some)) == pytest.approx(expected[:, some])


def test_beats_overlooked_one_after_the_other_are_seen_although_they_are_many() -> None:
    clean = np.round(resting(3, 10.0) / 2.0)
    pairs = clean[200:400].reshape(-1, 2)
    lost = np.concatenate([[a, b] if place % 3 else [a + b] for place, (a, b) in enumerate(pairs)])
    cleaned = clean_beats(
        Beats(np.cumsum(np.concatenate((clean[:200], lost))) / 1000.0, np.concatenate((clean[:200], lost))),
        Correction.LIPPONEN,
    )
    assert cleaned.beats.rr_ms.size == pytest.approx(400, abs=4)
    assert np.mean(cleaned.state != BeatState.NORMAL) > 0.1


@pytest.mark.parametrize(("beats", "misplaced"), [(91, 1), (90, 0)])
def test_from_91_intervals_on_thresholds_follow_the_variability(beats: int, misplaced: int) -> None:
    """A beat 60 ms late among very even ones: less than a fifth of the interval."""
    rr_ms = 800.0 + np.random.default_rng(1).standard_normal(beats)
    rr_ms[45:47] += 60.0, -60.0
    cleaned = clean_beats(Beats(np.cumsum(rr_ms) / 1000.0, rr_ms), Correction.LIPPONEN)
    assert {step.name: step.changed for step in cleaned.steps}["beats_misplaced"] == misplaced
