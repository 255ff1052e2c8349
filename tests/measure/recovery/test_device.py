import numpy as np
import pytest

from pacing.model.measurement import Reason
from pacing.model.person import Person
from pacing.model.recording import Marker, MarkerKind
from tests.measure.exertion_inputs import make_inputs, measure, recovery_curve, three_phases

PERSON = Person(resting_bpm=60)


def test_the_watchs_note_is_a_level_two_minutes_after_the_stop() -> None:
    note = Marker(419.0, MarkerKind.RECOVERY_HR, value=104.0)
    found = measure("hr_recovery_device_120", make_inputs([135.0] * 300, person=PERSON, markers=[note]))
    assert found.value == pytest.approx(31.0)
    assert found.parts["device_bpm"] == 104.0


def test_without_a_note_nothing_is_made_up() -> None:
    found = measure("hr_recovery_device_120", make_inputs([135.0] * 300, person=PERSON))
    assert found.unavailable is Reason.NOT_RECORDED


def test_a_note_that_is_no_number_is_no_note() -> None:
    note = Marker(419.0, MarkerKind.RECOVERY_HR, value=float("nan"))
    found = measure("hr_recovery_device_120", make_inputs([135.0] * 300, person=PERSON, markers=[note]))
    assert found.unavailable is Reason.NOT_RECORDED


def test_a_note_without_heart_rate_two_minutes_before_is_refused() -> None:
    bpm = np.full(420, 135.0)
    bpm[270:] = np.nan
    note = Marker(419.0, MarkerKind.RECOVERY_HR, value=104.0)
    found = measure("hr_recovery_device_120", make_inputs(bpm, person=PERSON, markers=[note]))
    assert found.unavailable is Reason.TOO_MANY_GAPS


def test_a_note_after_a_quiet_session_says_nothing() -> None:
    note = Marker(419.0, MarkerKind.RECOVERY_HR, value=70.0)
    found = measure("hr_recovery_device_120", make_inputs([75.0] * 300, person=PERSON, markers=[note]))
    assert found.unavailable is Reason.TOO_LITTLE_RISE


def test_a_timer_stopped_late_is_said() -> None:
    bpm = recovery_curve(tau_s=200.0, recovery_s=100)
    note = Marker(640.0, MarkerKind.RECOVERY_HR, value=90.0)
    late = measure("hr_recovery_device_120", make_inputs(bpm, three_phases(recovery_s=100), markers=[note]))
    assert any("well after the exercise ended" in said for said in late.caveats)
    prompt = Marker(541.0, MarkerKind.RECOVERY_HR, value=90.0)
    at_once = measure("hr_recovery_device_120", make_inputs(bpm, three_phases(recovery_s=100), markers=[prompt]))
    assert not any("well after" in said for said in at_once.caveats)
