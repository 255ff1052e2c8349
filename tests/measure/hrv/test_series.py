import tracemalloc

import numpy as np
import pytest

from pacing.measure.hrv.contiguous_nn import longest_contiguous_nn
from pacing.measure.hrv.series import nn_series
from pacing.measure.index import NotMeasurableError
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Reason
from pacing.model.person import Correction
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Beats, RecordingKind, Sensor
from tests.measure.hrv_sessions import beats_of, session, sinus


def phases(*items: tuple[PhaseKind, float, float]) -> Phases:
    return Phases(tuple(Phase(kind, start, stop, PhaseOrigin.GIVEN, 0.0) for kind, start, stop in items))


def refused(inputs: object) -> NotMeasurableError:
    with pytest.raises(NotMeasurableError) as caught:
        nn_series(inputs)  # type: ignore[arg-type]
    return caught.value


def test_a_recording_of_beats_without_phases_is_one_rest_recording() -> None:
    found = nn_series(session(beats_of(sinus(600))))
    assert found.window.stop_s - found.window.start_s == 300.0
    assert found.covered_s == pytest.approx(300.0, abs=2.0)


def test_an_activity_without_phases_has_no_rest_to_measure() -> None:
    assert refused(session(beats_of(sinus(600)), kind=RecordingKind.ACTIVITY)).reason is Reason.NEEDS_REST_RECORDING


def test_no_beats_says_what_is_needed() -> None:
    found = refused(session(None))
    assert (found.reason, "Record every heartbeat (RR intervals)" in found.advice) == (Reason.NEEDS_BEATS, True)


def test_rest_before_is_preferred_and_exercise_is_never_taken() -> None:
    given = phases((PhaseKind.REST, 0, 400), (PhaseKind.EXERCISE, 400, 900), (PhaseKind.RECOVERY, 900, 1400))
    found = nn_series(session(beats_of(sinus(1500)), phases=given, kind=RecordingKind.ACTIVITY))
    assert (found.window.origin, found.window.stop_s <= 400.0) == ("rest", True)


def test_recovery_is_taken_where_there_is_no_rest_and_says_so() -> None:
    given = phases((PhaseKind.EXERCISE, 0, 900), (PhaseKind.RECOVERY, 900, 1400))
    found = nn_series(session(beats_of(sinus(1500)), phases=given, kind=RecordingKind.ACTIVITY))
    assert found.window.start_s >= 960.0
    assert any("recovery" in caveat for caveat in found.caveats)


def test_a_window_begins_where_the_heart_rate_has_settled() -> None:
    falling = np.concatenate((np.linspace(500.0, 950.0, 250) + sinus(250) - 950.0, sinus(600)))
    found = nn_series(session(beats_of(np.round(falling))))
    assert found.window.start_s > 100.0


def test_a_heart_rate_that_never_settles_is_refused() -> None:
    falling = np.linspace(500.0, 1000.0, 600) + sinus(600) - 950.0
    assert refused(session(beats_of(np.round(falling)))).reason is Reason.NOT_STATIONARY


def test_the_whole_window_holds_every_valid_beat() -> None:
    rr_ms = sinus(700)
    found = nn_series(session(beats_of(rr_ms), window="whole", correction=Correction.NONE))
    assert found.nn_ms.tolist() == rr_ms.tolist()


def test_a_window_beyond_the_beats_is_refused() -> None:
    assert refused(session(beats_of(sinus(100)), window=(500.0, 800.0))).reason is Reason.NOT_RECORDED


def test_optical_beats_are_refused_in_exercise_and_named_prv_at_rest() -> None:
    given = phases((PhaseKind.EXERCISE, 0, 600))
    optical = session(beats_of(sinus(600)), window=(0.0, 300.0), phases=given, sensor=Sensor.OPTICAL)
    assert refused(optical).reason is Reason.OPTICAL_SENSOR
    rest = nn_series(session(beats_of(sinus(600)), sensor=Sensor.OPTICAL))
    assert any("PRV" in caveat for caveat in rest.caveats)


def test_a_gap_and_a_refused_beat_break_adjacency() -> None:
    rr_ms = sinus(400)
    holed = np.concatenate((rr_ms[:150], [30_000.0], rr_ms[150:]))
    beats = beats_of(holed)
    found = nn_series(session(beats, window="whole"))
    assert found.nn_ms.size == 400
    assert int(found.paired.sum()) == 398
    moved = Beats(np.concatenate((beats.time_s[:150], beats.time_s[151:])), rr_ms)
    assert int(nn_series(session(moved, window="whole")).paired.sum()) == 398


def test_single_lost_beats_are_bridged_for_spectra_and_gaps_are_not() -> None:
    rr_ms = sinus(400)
    time_s = np.cumsum(rr_ms) / 1000.0
    kept = np.ones(400, dtype=np.bool_)
    kept[100] = False
    run = longest_contiguous_nn(nn_series(session(Beats(time_s[kept], rr_ms[kept]), window="whole")))
    assert (run.nn_ms.size, run.filled_ms.size) == (399, 400)
    assert run.filled_ms[100] == pytest.approx((rr_ms[99] + rr_ms[101]) / 2.0)
    kept[100:110] = False
    run = longest_contiguous_nn(nn_series(session(Beats(time_s[kept], rr_ms[kept]), window="whole")))
    assert run.nn_ms.size == 290


def test_a_beat_out_of_place_counts_once_among_the_artefacts() -> None:
    rr_ms = sinus(400)
    rr_ms[200:202] = [560.0, 1340.0]
    inputs = session(beats_of(rr_ms), window="whole")
    assert inputs.cleaned.beat_state is not None
    assert int((inputs.cleaned.beat_state == BeatState.CORRECTED).sum()) == 2
    assert nn_series(inputs).artefact_share == pytest.approx(1 / 400)


def test_a_hole_of_years_costs_no_memory() -> None:
    rr_ms = sinus(500)
    time_s = np.cumsum(rr_ms) / 1000.0
    time_s[250:] += 1e9
    tracemalloc.start()
    found = nn_series(session(Beats(time_s, rr_ms)))
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 10e6  # one value for each of its seconds would be 8 GB
    assert found.covered_s > 200.0


def test_a_window_turned_round_holds_nothing() -> None:
    assert refused(session(beats_of(sinus(400)), window=(100.0, 50.0))).reason is Reason.TOO_MANY_GAPS


@pytest.mark.parametrize("sensor", list(Sensor))
def test_a_whole_activity_says_that_it_is_not_rest(sensor: Sensor) -> None:
    given = phases((PhaseKind.REST, 0, 100), (PhaseKind.EXERCISE, 100, 500))
    made = session(beats_of(sinus(600)), window="whole", phases=given, kind=RecordingKind.ACTIVITY, sensor=sensor)
    assert any("not a resting value" in caveat for caveat in nn_series(made).caveats)
