"""Contracts that hold for every index: described, cited, deterministic, and honest on poor input."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.measure.index import Inputs
from pacing.measure.session import all_indices, measure_index
from pacing.model.cleaned import Cleaned
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phases
from pacing.model.recording import Beats, HeartRate, Recording, RecordingKind, Source
from pacing.reference import SOURCES
from pacing.segment.phases import find_phases

CONTRACT = [
    "hr_rest",
    "hr_mean",
    "hr_peak",
    "hr_max_predicted",
    "hr_peak_share_of_predicted",
    "hr_rise",
    "hr_reserve_share",
    "metabolic_chronotropic_slope",
    "hr_speed_slope",
    "physiological_cost_index",
    "hr_onset_tau",
    "hr_recovery_30",
    "hr_recovery_60",
    "hr_recovery_120",
    "hr_recovery_share_60",
    "hr_recovery_share_120",
    "hr_recovery_slow",
    "hr_recovery_t30",
    "hr_recovery_tau",
    "hr_recovery_half_time",
    "hr_recovery_device_120",
    "hrv_mean_nn",
    "hrv_sdnn",
    "hrv_rmssd",
    "hrv_ln_rmssd",
    "hrv_sdsd",
    "hrv_nn50",
    "hrv_pnn50",
    "hrv_pnn20",
    "hrv_triangular_index",
    "hrv_tinn",
    "hrv_vlf",
    "hrv_lf",
    "hrv_hf",
    "hrv_total_power",
    "hrv_lf_nu",
    "hrv_hf_nu",
    "hrv_lf_hf",
    "hrv_sd1",
    "hrv_sd2",
    "hrv_sd_ratio",
    "hrv_csi",
    "hrv_cvi",
    "hrv_stress_index",
    "hrv_sampen",
    "hrv_dfa_alpha1",
    "hrv_dfa_alpha2",
    "hrv_sdann",
    "hrv_sdnn_index",
    "hrv_ulf",
    "hrv_night_sdnn",
    "stand_hr_rise",
    "stand_30_15",
    "muscle_oxygen_rest",
    "muscle_oxygen_change",
    "walking_speed_self_selected",
]
BANNED = ("abnormal", "incompetence", "failed", "you may increase", "dysfunction", "healthy heart")
INDICES = all_indices()


def _recording(time_s: list[float] | np.ndarray, bpm: list[float] | np.ndarray, rr_ms: np.ndarray | None) -> Recording:
    beats = None if rr_ms is None else Beats(np.cumsum(rr_ms) / 1000, rr_ms)
    last = max([*np.asarray(time_s, float), *(beats.time_s if beats else [])], default=0.0)
    source = Source("made.csv", "0" * 64, "csv/plain")
    return Recording(
        RecordingKind.ACTIVITY,
        HeartRate(np.asarray(time_s, float), np.asarray(bpm, float)),
        beats,
        (),
        (),
        None,
        float(last),
        None,
        source,
    )


POOR: dict[str, Callable[[], Recording]] = {
    "empty": lambda: _recording([], [], None),
    "one sample": lambda: _recording([0], [70], None),
    "all NaN": lambda: _recording(np.arange(600), np.full(600, np.nan), None),
    "constant": lambda: _recording(np.arange(1200), np.full(1200, 80.0), np.full(1600, 750.0)),
    "one beat": lambda: _recording([], [], np.array([800.0])),
    "zeros": lambda: _recording(np.arange(600), np.zeros(600), None),
    "two beats": lambda: _recording([0, 1], [70, 71], np.array([800.0, 810.0])),
}


@cache
def _prepared(case: str) -> tuple[Recording, Cleaned, Phases]:
    recording = POOR[case]()
    cleaned = clean_recording(recording)
    return recording, cleaned, find_phases(recording, cleaned)


def test_every_index_of_the_contract_is_there() -> None:
    assert [name for name in CONTRACT if name not in INDICES] == []


@pytest.mark.parametrize("name", sorted(INDICES))
def test_every_index_is_described_and_cited_in_calm_words(name: str) -> None:
    info = INDICES[name].info
    assert info.id == name
    words = f"{info.title} {info.definition} {info.formula} {info.needs} {info.limits}"
    assert all((info.title, info.definition, info.formula, info.needs, info.limits, info.sources))
    assert [key for key in info.sources if key not in SOURCES] == []
    assert [word for word in BANNED if word in words.lower()] == []


@pytest.mark.parametrize("name", sorted(INDICES))
def test_poor_input_gives_a_value_with_an_interval_or_a_reason_with_advice(name: str) -> None:
    for case in POOR:
        first, second = (
            measure_index(INDICES[name], Inputs(*_prepared(case), Person(), Conditions())) for _ in range(2)
        )
        assert (first.value, first.low, first.high, first.unavailable) == (
            second.value,
            second.low,
            second.high,
            second.unavailable,
        ), case
        assert first.value is not None or first.advice, case


def test_averaged_heart_rate_never_yields_a_variability_index() -> None:
    rng = np.random.default_rng(1)
    bpm = np.round(70 + np.cumsum(rng.normal(0, 0.5, 900)).clip(-10, 10))
    recording = _recording(np.arange(900), bpm, None)
    cleaned = clean_recording(recording)
    inputs = Inputs(recording, cleaned, find_phases(recording, cleaned), Person(), Conditions())
    variability = {name: measure_index(index, inputs) for name, index in INDICES.items() if name.startswith("hrv_")}
    assert len(variability) > 20
    assert {name for name, result in variability.items() if result.unavailable != "needs_beats"} == set()
