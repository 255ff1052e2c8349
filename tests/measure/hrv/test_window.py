import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.hrv.window import _on_clock, why_not_beats
from pacing.model.arrays import FloatArray
from pacing.model.recording import Beats
from tests.measure.hrv_sessions import beats_of, sinus


def averaged_bpm(over_s: int, seed: int = 3) -> FloatArray:
    """Heart rate each second, averaged over `over_s`."""
    rr_ms = sinus(600, seed)
    beat_s = np.cumsum(rr_ms) / 1000.0
    seconds = np.arange(over_s, beat_s[-1])
    momentary = 60_000.0 / rr_ms[np.searchsorted(beat_s, seconds[:, None] - np.arange(over_s))]
    bpm: FloatArray = momentary.mean(axis=1)
    return bpm


@pytest.mark.parametrize("over_s", [1, 3, 5, 10])
@pytest.mark.parametrize("written", [np.rint, np.floor, lambda rr_ms: np.round(rr_ms, 3), np.asarray])
def test_whole_heart_rates_turned_into_intervals_are_recognised(over_s: int, written: np.ufunc) -> None:
    rr_ms = written(60_000.0 / np.rint(averaged_bpm(over_s)))
    found = why_not_beats(beats_of(rr_ms))
    assert found is not None
    assert "heart rate" in found.sentence or "held" in found.sentence


def test_heart_rates_with_decimals_turned_into_intervals_are_recognised() -> None:
    found = why_not_beats(beats_of(60_000.0 / np.round(averaged_bpm(5), 1)))
    assert found is not None
    assert found.name == "lattice"


def test_values_held_over_several_intervals_are_recognised() -> None:
    held = np.repeat(60_000.0 / averaged_bpm(10)[::5], 5)
    found = why_not_beats(beats_of(held))
    assert found is not None
    assert found.name == "held"


def test_interpolated_values_are_recognised() -> None:
    slow = 60_000.0 / averaged_bpm(10)[::10]
    found = why_not_beats(beats_of(np.interp(np.arange(0, slow.size - 1, 0.1), np.arange(slow.size), slow)))
    assert found is not None
    assert found.name == "straight"


def test_values_on_the_second_that_are_not_seconds_are_recognised() -> None:
    rr_ms = 850.0 + 40.0 * np.sin(np.arange(200) / 4.0) + np.arange(200) / 7.0
    found = why_not_beats(Beats(np.arange(1.0, 201.0), rr_ms))
    assert found is not None
    assert found.name == "clock"


@given(
    st.integers(0, 10_000),
    st.floats(400.0, 1300.0),
    st.floats(3.0, 80.0),
    st.sampled_from([1.0, 1000.0 / 1024.0, 1000.0 / 256.0, 1000.0 / 128.0]),
)
def test_beats_on_any_clock_of_a_device_are_not_refused(seed: int, mean_ms: float, spread: float, tick: float) -> None:
    random = np.random.default_rng(seed)
    rr_ms = np.clip(mean_ms + spread * random.standard_normal(300), 300.0, 1900.0)
    assert why_not_beats(beats_of(np.rint(rr_ms / tick) * tick)) is None


def test_a_constant_and_an_alternating_series_are_not_called_heart_rate() -> None:
    assert why_not_beats(beats_of(np.full(300, 800.0))) is None
    assert why_not_beats(beats_of(np.tile([750.0, 800.0], 150))) is None


@pytest.mark.corpus
def test_none_of_3245_measured_lists_is_refused(corpus: Path) -> None:
    csv.field_size_limit(10**9)
    with (corpus / "datasets" / "hrv-covid19__hrv_measurements.csv").open(encoding="utf-8") as lines:
        lists = [np.array(row["rr_data"].split(","), dtype=float) for row in csv.DictReader(lines)]
    assert len(lists) == 3245
    assert [i for i, rr_ms in enumerate(lists) if why_not_beats(beats_of(rr_ms[rr_ms > 0])) is not None] == []


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    [
        "CardioCurveR__example_data.txt",
        "HeartRateVariability.jl__e1304.txt",
        "exploring-heart-rate-variability__rr.txt",
        "hrv__08012805.txt",
        "hrv__real_rri.txt",
        "hrv__rest_rri.txt",
    ],
)
def test_measured_series_are_not_refused(corpus: Path, name: str) -> None:
    rr_ms = np.loadtxt(corpus / "rr" / name)
    assert why_not_beats(beats_of(rr_ms[rr_ms > 0])) is None


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["pyhrv__SampleNNISeriesShort.npy", "pyhrv__SampleNNISeriesLong.npy"])
def test_measured_arrays_are_not_refused(corpus: Path, name: str) -> None:
    assert why_not_beats(beats_of(np.load(corpus / "rr" / name))) is None


@pytest.mark.parametrize(("rr_ms", "contradicted"), [(1000.0, False), (1010.0, False), (850.0, True)])
def test_equal_steps_of_time_contradict_only_intervals_of_another_length(rr_ms: float, contradicted: bool) -> None:
    assert _on_clock(Beats(np.arange(1.0, 400.0), np.full(399, rr_ms))) is contradicted
