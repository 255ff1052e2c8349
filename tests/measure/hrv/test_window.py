import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing import reference
from pacing.measure.hrv import window
from pacing.measure.hrv.window import (
    Quality,
    Window,
    _on_clock,
    _standard,
    _still,
    _stretches,
    why_not_beats,
    window_of,
)
from pacing.measure.index import NotMeasurableError
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Reason
from pacing.model.person import Posture
from pacing.model.phases import PhaseKind, Phases
from pacing.model.recording import Beats, RecordingKind
from tests.measure.exertion_inputs import phase
from tests.measure.hrv_sessions import beats_of, session, sinus


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


# --- where a standard window lies


def test_without_a_beat_there_is_no_window() -> None:
    for beats in (None, Beats(np.zeros(0), np.zeros(0))):
        with pytest.raises(NotMeasurableError) as refused:
            window_of(session(beats))
        assert refused.value.reason is Reason.NEEDS_BEATS


NOTED, MOST = reference.HRV_ARTEFACTS_NOTED.value, reference.HRV_ARTEFACTS_MOST.value
REST, LATER = Window(0.0, 400.0, "rest"), Window(1000.0, 1400.0, "recovery")


def chosen(monkeypatch: pytest.MonkeyPatch, *candidates: tuple[float, float, float], later: bool = False) -> Window:
    """The window of candidates 15 s apart: each its covered share, artefact share and trend [bpm]."""
    columns = np.array(candidates, dtype=np.float64).T
    found = {
        0.0: Quality(
            np.linspace(0.0, 15.0 * (len(candidates) - 1), len(candidates)), columns[0], columns[1], columns[2]
        )
    }
    found[1000.0] = Quality(np.array([1000.0]), np.ones(1), np.zeros(1), np.zeros(1))
    monkeypatch.setattr(window, "_candidates", lambda *arguments: found[arguments[-1].start_s])
    return _standard(beats_of(np.full(9, 800.0)), np.zeros(9, dtype=np.uint8), [REST, LATER] if later else [REST])


GOOD, DRIFTS = (0.95, NOTED, 5.0), (0.85, MOST, 10.0)


@pytest.mark.parametrize(
    ("candidates", "start_s", "steady"),
    [
        ([GOOD, (1.0, 0.0, 0.0)], 0.0, True),  # the first that is good, not the best
        ([(0.949, NOTED, 5.0), GOOD], 15.0, True),
        ([(0.95, NOTED + 0.001, 5.0), GOOD], 15.0, True),
        ([(0.95, NOTED, 5.1), GOOD], 15.0, True),
        ([DRIFTS, GOOD], 15.0, True),  # a good one before any that drifts
        ([DRIFTS, (0.9, 0.0, 6.0)], 0.0, False),
        ([(0.849, MOST, 10.0), DRIFTS], 15.0, False),
        ([(0.85, MOST + 0.001, 10.0), DRIFTS], 15.0, False),
        ([(0.85, MOST, 10.1), DRIFTS], 15.0, False),
        ([(0.6, 0.0, 2.0), (0.8, 0.3, 2.0), (0.7, 0.1, 10.0)], 0.0, True),  # else what is covered, less what is wrong
        ([(0.6, 0.0, 2.0), (0.8, 0.1, 2.0), (0.84, 0.0, 11.0)], 15.0, True),  # of those that are still
    ],
)
def test_the_first_good_window_is_taken_then_one_that_drifts_then_the_best(
    monkeypatch: pytest.MonkeyPatch, candidates: list[tuple[float, float, float]], start_s: float, steady: bool
) -> None:
    found = chosen(monkeypatch, *candidates)
    assert (found.start_s, found.stop_s) == (start_s, start_s + 300.0)
    assert any("drifted" in caveat for caveat in found.caveats) is not steady


@pytest.mark.parametrize(
    ("covered", "trend_bpm", "refused"), [(0.85, 10.1, True), (0.84, 10.1, False), (0.84, 9.0, False)]
)
def test_a_heart_rate_that_never_settles_is_refused_where_it_is_well_known(
    monkeypatch: pytest.MonkeyPatch, covered: float, trend_bpm: float, refused: bool
) -> None:
    if not refused:
        assert chosen(monkeypatch, (covered, 0.0, trend_bpm)).start_s == 0.0
        return
    with pytest.raises(NotMeasurableError) as raised:
        chosen(monkeypatch, (covered, 0.0, trend_bpm))
    assert raised.value.reason is Reason.NOT_STATIONARY


def test_a_later_stretch_is_taken_where_the_first_is_not_good(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(monkeypatch, DRIFTS, later=True).start_s == 1000.0
    assert chosen(monkeypatch, GOOD, later=True).start_s == 0.0


@pytest.mark.parametrize(
    ("parts", "stretches"),
    [
        ([(PhaseKind.REST, 0.0, 57.0)], [(0.0, 57.0, "rest")]),  # a minute, of which 95 % are enough
        ([(PhaseKind.REST, 0.0, 56.0), (PhaseKind.REST, 100.0, 160.0)], [(100.0, 160.0, "rest")]),
        ([(PhaseKind.REST, 0.0, 56.0)], [(0.0, 56.0, "rest")]),  # shorter where there is nothing else
        ([(PhaseKind.RECOVERY, 0.0, 50.0)], []),  # whose first minute does not count
        ([(PhaseKind.RECOVERY, 0.0, 60.0)], []),
        ([(PhaseKind.RECOVERY, 100.0, 300.0)], [(160.0, 300.0, "recovery")]),
        ([(PhaseKind.REST, 250.0, 900.0)], [(250.0, 320.0, "rest")]),  # as far as there are beats
    ],
)
def test_a_window_lies_in_rest_or_in_recovery_after_its_first_minute(
    parts: list[tuple[PhaseKind, float, float]], stretches: list[tuple[float, float, str]]
) -> None:
    inputs = session(beats_of(np.full(400, 800.0)), phases=Phases(tuple(phase(*part) for part in parts)))
    assert [(one.start_s, one.stop_s, one.origin) for one in _stretches(inputs, 0.0, 320.0)] == stretches


@pytest.mark.parametrize(
    ("kind", "stretches", "caveats"),
    [(RecordingKind.ACTIVITY, 0, 0), (RecordingKind.BEATS, 1, 0), (RecordingKind.DAY, 1, 1)],
)
def test_beats_without_phases_are_taken_whole_unless_they_are_of_an_activity(
    kind: RecordingKind, stretches: int, caveats: int
) -> None:
    found = _stretches(session(beats_of(np.full(400, 800.0)), kind=kind), 0.0, 320.0)
    assert (len(found), sum(len(one.caveats) for one in found)) == (stretches, caveats)


@pytest.mark.parametrize(
    ("moved", "posture", "still"),
    [
        (False, None, True),
        (None, Posture.SITTING, True),
        (True, None, False),
        (False, Posture.WALKING, False),
        (None, Posture.STANDING, False),
    ],
)
def test_who_moves_walks_or_stands_is_not_at_rest(moved: bool | None, posture: Posture | None, still: bool) -> None:
    assert _still(phase(PhaseKind.RECOVERY, 0.0, 300.0, movement=moved), posture) is still
