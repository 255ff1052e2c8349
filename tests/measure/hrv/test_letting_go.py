"""What indices remember of a session goes when the session goes."""

import gc
import weakref

from pacing.measure.hrv.contiguous_nn import longest_contiguous_nn
from pacing.measure.hrv.series import nn_series
from pacing.measure.session import measure_session
from tests.measure.hrv_sessions import beats_of, session, sinus


def test_no_samples_of_a_session_stay_alive_after_it_is_let_go() -> None:
    inputs = session(beats_of(sinus()))
    measured = measure_session(inputs)
    assert sum(one.value is not None for one in measured) > 20
    recording = inputs.recording
    assert recording.beats is not None
    series = nn_series(inputs)
    held = [
        weakref.ref(samples) for samples in (recording.beats.rr_ms, series.nn_ms, longest_contiguous_nn(series).time_s)
    ]
    del inputs, recording, series
    gc.collect()
    assert [samples() is None for samples in held] == [True] * 3


def test_what_is_worked_out_once_is_not_worked_out_again() -> None:
    inputs = session(beats_of(sinus()))
    series = nn_series(inputs)
    assert nn_series(inputs) is series
    assert longest_contiguous_nn(series) is longest_contiguous_nn(series)
