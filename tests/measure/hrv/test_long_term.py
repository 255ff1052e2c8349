from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from pacing.measure.hrv.long_term import segments_of
from pacing.measure.index import Inputs
from pacing.measure.indices.hrv_long_term import HRV_NIGHT_SDNN as NIGHT
from pacing.measure.indices.hrv_long_term import HRV_SDANN as SDANN
from pacing.measure.indices.hrv_long_term import HRV_ULF as ULF
from pacing.measure.session import measure_index
from pacing.model.measurement import Reason
from pacing.model.recording import Beats
from tests.measure.hrv_sessions import beats_of, session, sinus

EVENING = datetime(2026, 5, 1, 22, 0, tzinfo=timezone(timedelta(hours=2)))


def starting(inputs: Inputs, start: datetime) -> Inputs:
    return replace(inputs, recording=replace(inputs.recording, start=start))


def test_the_night_is_found_by_the_recordings_own_clock() -> None:
    made = starting(session(beats_of(sinus(36_000))), EVENING)
    found = measure_index(NIGHT, made)
    assert found.window is not None
    assert list(found.window) == pytest.approx([7200.0, 28_800.0])
    assert found.value == pytest.approx(sinus(36_000).std(ddof=1), rel=0.02)


def test_a_night_of_beats_that_know_nothing_of_each_other_has_a_narrow_interval() -> None:
    """Of 27,000 such beats the standard deviation errs by 0.4 %."""
    rr_ms = 800.0 + 40.0 * np.random.default_rng(5).standard_normal(36_000)
    found = measure_index(NIGHT, starting(session(beats_of(rr_ms)), EVENING))
    assert found.value == pytest.approx(40.0, rel=0.02)
    assert found.low is not None
    assert found.high is not None
    assert 0.1 < found.high - found.low < 2.0


def test_a_night_of_which_too_little_is_recorded_is_refused() -> None:
    made = starting(session(beats_of(sinus(14_000))), EVENING)
    assert measure_index(NIGHT, made).unavailable is Reason.TOO_SHORT


def test_an_afternoon_holds_no_night() -> None:
    made = starting(session(beats_of(sinus(4000))), EVENING - timedelta(hours=8))
    assert measure_index(NIGHT, made).unavailable is Reason.NOT_RECORDED


def test_five_minutes_give_no_index_of_the_day() -> None:
    assert measure_index(SDANN, session(beats_of(sinus(400)), window="whole")).unavailable is Reason.TOO_SHORT


def test_a_day_with_a_hole_of_years_has_no_slowest_waves() -> None:
    rr_ms = sinus(72_000)
    time_s = np.cumsum(rr_ms) / 1000.0
    time_s[40_000:] += 1e9
    assert measure_index(ULF, session(Beats(time_s, rr_ms), window="whole")).unavailable is Reason.TOO_MANY_GAPS


def test_segments_covered_by_less_than_half_do_not_count() -> None:
    rr_ms = np.full(1000, 1000.0)
    time_s = np.cumsum(rr_ms) / 1000.0
    time_s[400:] += 160.0
    found = segments_of(time_s[:420], rr_ms[:420], 0.0)
    assert found.mean_ms.tolist() == [1000.0]
    assert found.deviation_ms.tolist() == [0.0]


def test_a_segment_covered_by_exactly_half_counts() -> None:
    time_s = np.arange(1.0, 301.0) / 2.0
    nn_ms = np.full(300, 500.0)
    assert segments_of(time_s, nn_ms, 0.0).mean_ms.tolist() == [500.0]
    assert segments_of(time_s[1:], nn_ms[1:], 0.0).mean_ms.size == 0
