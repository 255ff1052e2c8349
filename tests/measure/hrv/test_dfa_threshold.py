import tracemalloc

import numpy as np
import pytest

from pacing.measure.hrv.dfa_threshold import course_of
from pacing.measure.hrv.nonlinear import fluctuations
from pacing.model.cleaned import BeatState
from pacing.model.recording import Beats
from tests.measure.hrv_sessions import beats_of, of_series, sinus


def test_each_point_is_the_index_of_its_window() -> None:
    beats = beats_of(sinus(600))
    found = course_of(beats, np.zeros(600, dtype=np.uint8))
    begins_s = beats.time_s - beats.rr_ms / 1000.0
    for place in (0, 7, found.time_s.size - 3):
        inside = (begins_s >= found.time_s[place] - 60.0) & (beats.time_s <= found.time_s[place] + 60.0)
        part = beats.rr_ms[inside]
        assert found.bpm[place] == pytest.approx(60_000.0 / part.mean())
        assert found.rmssd_ms[place] == pytest.approx(of_series(part)["rmssd"])
        assert found.alpha1[place] == pytest.approx(float(fluctuations(part, 4, 16).exponent()))


def test_a_gap_is_a_hole_in_the_line() -> None:
    rr_ms = sinus(800)
    time_s = np.cumsum(rr_ms) / 1000.0
    time_s[400:] += 300.0
    found = course_of(Beats(time_s, rr_ms), np.zeros(800, dtype=np.uint8))
    touching = (found.time_s > time_s[399] - 30.0) & (found.time_s < time_s[399] + 30.0)
    assert touching.any()
    assert np.isnan(found.rmssd_ms[touching]).all()
    assert np.nanmax(found.rmssd_ms) < 60.0


def test_artefacts_take_the_scaling_first() -> None:
    state = np.zeros(600, dtype=np.uint8)
    state[::14] = BeatState.CORRECTED
    found = course_of(beats_of(sinus(600)), state)
    assert np.isnan(found.alpha1).all()
    assert np.isfinite(found.rmssd_ms).any()


def test_empty_one_beat_and_constant_series_survive() -> None:
    assert course_of(beats_of([]), np.zeros(0, dtype=np.uint8)).time_s.size == 0
    assert np.isnan(course_of(beats_of([800.0]), np.zeros(1, dtype=np.uint8)).rmssd_ms).all()
    constant = course_of(beats_of(np.full(300, 800.0)), np.zeros(300, dtype=np.uint8))
    assert np.nanmax(constant.rmssd_ms) == 0.0
    assert np.isnan(constant.alpha1).all()


def test_a_hole_of_years_costs_no_memory() -> None:
    rr_ms = sinus(400)
    time_s = np.cumsum(rr_ms) / 1000.0
    time_s[200:] += 1e9
    tracemalloc.start()
    assert course_of(Beats(time_s, rr_ms), np.zeros(400, dtype=np.uint8)).time_s.size < 100
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 10e6
