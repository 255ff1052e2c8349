"""Values of the model survive the way to plain data and back."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacing.codec import decode, encode
from pacing.model.cleaned import Cleaned, CleaningStep, Coverage, SampleState
from pacing.model.exceedance import Exceedance, ExceedanceVerdict, Excursion, Limit
from pacing.model.person import LimitSetting, Medication, Person, Sex
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import (
    Beats,
    Channel,
    HeartRate,
    Marker,
    MarkerKind,
    Recording,
    RecordingKind,
    Sensor,
    Source,
)


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=True) and one.dtype == other.dtype
    if is_dataclass(one) and type(one) is type(other):
        return all(_same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and (one == other or repr(one) == repr(other) == "nan")


number = st.floats(-1e6, 1e6, allow_nan=False)
bpm = st.floats(30, 220) | st.just(float("nan"))


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    count = draw(st.integers(0, 20))
    steps = draw(st.lists(st.floats(0.01, 100), min_size=count, max_size=count))
    time_s = np.cumsum(steps)
    values = np.array(draw(st.lists(bpm, min_size=count, max_size=count)))
    rr_ms = np.array(draw(st.lists(st.floats(300, 2000), max_size=10)))
    return Recording(
        draw(st.sampled_from(RecordingKind)),
        HeartRate(time_s, values),
        draw(st.none() | st.just(Beats(np.cumsum(rr_ms) / 1000, rr_ms))),
        (Channel("speed", "m/s", time_s, values),),
        (Marker(1.0, MarkerKind.LAP, "rest"), Marker(2.0, MarkerKind.RECOVERY_HR, value=draw(number))),
        draw(st.none() | st.just(datetime(2026, 5, 1, 10, tzinfo=UTC))),
        float(time_s[-1]) if count else 0.0,
        draw(st.none() | st.text(max_size=8)),
        Source(draw(st.text(max_size=8)), "ab" * 32, "fit", None, Sensor.STRAP, ("one", "two"), None, 3),
    )


@settings(max_examples=20)
@given(recordings())
def test_a_recording_reads_back_the_same_through_json(recording: Recording) -> None:
    plain = json.loads(json.dumps(encode(recording), allow_nan=False))
    assert _same(decode(Recording, plain), recording)


@pytest.mark.parametrize(
    "value",
    [
        Person(
            1980,
            None,
            Sex.FEMALE,
            68.0,
            medication=Medication(beta_blocker=True),
            limits=(LimitSetting("fixed", 104.0, since=date(2026, 5, 1)),),
        ),
        Limit(104.0, "fixed", 0.0, {"chosen_bpm": 104.0, "by": "me"}, ("workwell",), date(2026, 5, 1)),
        Exceedance(
            ExceedanceVerdict.BRIEF, True, 30, 30, 45, 0.1, 20, 3.5, 15, None, 4, 1, (Excursion(1, 21, 120, None),)
        ),
        Phases((Phase(PhaseKind.REST, 0, 60, PhaseOrigin.MARKER, 1.5, None),)),
        CleaningStep("spikes", 3, 0.01, {"limit_bpm": 30.0}),
        Coverage(0.9, 12.0, 300, None, None),
    ],
)
def test_other_values_read_back_the_same(value: object) -> None:
    back = decode(type(value), json.loads(json.dumps(encode(value), allow_nan=False)))
    assert encode(back) == encode(value)
    assert type(back) is type(value)


def test_a_cleaned_recording_keeps_its_states() -> None:
    states = np.array([SampleState.MEASURED, SampleState.MISSING], dtype=np.uint8)
    cleaned = Cleaned(
        HeartRate(np.array([0.0, 1.0]), np.array([60.0, np.nan])),
        states,
        1.0,
        False,
        None,
        None,
        (),
        Coverage(0.5, 1.0, 1, None, None),
    )
    back = decode(Cleaned, json.loads(json.dumps(encode(cleaned))))
    assert back.state.tolist() == [0, 3]
    assert back.state.dtype == np.uint8


def test_what_is_not_of_the_model_is_refused() -> None:
    with pytest.raises(TypeError):
        encode(object())
    with pytest.raises(TypeError):
        decode(Phase, {"kind": 3})


def test_data_kept_before_a_field_came_are_still_read() -> None:
    source = Source("walk.csv", "ab" * 32, "csv/plain")
    recording = Recording(
        RecordingKind.ACTIVITY, HeartRate(np.zeros(1), np.full(1, 90.0)), None, (), (), None, 1.0, None, source
    )
    plain = encode(recording)
    del plain["clock_start"]
    assert _same(decode(Recording, plain), recording)
    del plain["sport"]
    with pytest.raises(TypeError):
        decode(Recording, plain)


def test_a_clock_with_a_zone_is_no_local_clock() -> None:
    source = Source("walk.csv", "ab" * 32, "csv/plain")
    at = datetime(2026, 5, 1, 10, tzinfo=UTC)
    for start, clock in ((None, at), (at, at.replace(tzinfo=None))):
        with pytest.raises(ValueError, match="clock_start"):
            Recording(
                RecordingKind.BEATS,
                HeartRate(np.zeros(0), np.zeros(0)),
                None,
                (),
                (),
                start,
                1.0,
                None,
                source,
                clock_start=clock,
            )
