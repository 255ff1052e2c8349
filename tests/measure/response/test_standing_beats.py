"""Values: counted by hand; the windows 21-39 and 6-24 are Ziegler's."""

import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Reason
from pacing.model.person import Medication, Person
from pacing.model.recording import Beats, Marker, MarkerKind, Sensor
from tests.measure.exertion_inputs import make_inputs, measure

LYING = 150  # beats of 1000 ms before standing up


def stand_beats(
    *,
    after: int = 60,
    state: dict[int, BeatState] | None = None,
    sensor: Sensor = Sensor.STRAP,
    person: Person | None = None,
    lost: int | None = None,
    marked: bool = True,
) -> Inputs:
    rr_ms = np.concatenate([np.full(LYING, 1000.0), np.full(after, 800.0)])
    if after > 30:
        rr_ms[LYING + 14], rr_ms[LYING + 29] = 700.0, 910.0
    time_s = np.cumsum(rr_ms) / 1000.0
    states = np.full(rr_ms.size, int(BeatState.NORMAL))
    for beat, code in (state or {}).items():
        states[LYING + beat - 1] = code
    if lost is not None:
        keep = np.arange(rr_ms.size) != LYING + lost - 1
        rr_ms, time_s, states = rr_ms[keep], time_s[keep], states[keep]
    markers = [Marker(float(LYING), MarkerKind.LAP, "standing")] if marked else []
    return make_inputs(
        np.full(int(time_s[-1]), 70.0),
        beats=Beats(time_s, rr_ms),
        beat_state=states,
        markers=markers,
        sensor=sensor,
        person=person,
    )


def test_the_ratio_is_the_longest_near_30_over_the_shortest_near_15() -> None:
    found = measure("stand_30_15", stand_beats())
    assert found.value == pytest.approx(910 / 700)
    assert (found.parts["shortest_beat"], found.parts["longest_beat"]) == (15.0, 30.0)
    assert found.window == pytest.approx((150.0, 150.0 + 39 * 0.8 - 0.1 + 0.11))
    assert found.low is not None
    assert found.high is not None
    assert found.low > 1.25
    assert found.high < 1.35


def test_averaged_heart_rate_never_gives_the_ratio() -> None:
    found = measure("stand_30_15", make_inputs(np.full(300, 70.0), markers=[Marker(150.0, MarkerKind.LAP, "standing")]))
    assert found.unavailable is Reason.NEEDS_BEATS


def test_an_optical_sensor_cannot_give_it() -> None:
    assert measure("stand_30_15", stand_beats(sensor=Sensor.OPTICAL)).unavailable is Reason.OPTICAL_SENSOR


@pytest.mark.parametrize("told", ["atrial_fibrillation", "pacemaker"])
def test_some_rhythms_withhold_it(told: str) -> None:
    person = Person(medication=Medication(**{told: True}))
    assert measure("stand_30_15", stand_beats(person=person)).unavailable is Reason.MEDICATION


def test_unmarked_standing_is_not_guessed() -> None:
    assert measure("stand_30_15", stand_beats(marked=False)).unavailable is Reason.NOT_RECORDED


def test_39_beats_are_needed() -> None:
    assert measure("stand_30_15", stand_beats(after=38)).unavailable is Reason.TOO_FEW_BEATS
    assert measure("stand_30_15", stand_beats(after=39)).value is not None


@pytest.mark.parametrize("fault", ["rejected", "lost", "three repaired"])
def test_beats_not_all_found_refuse_it(fault: str) -> None:
    states = {
        "rejected": {20: BeatState.REJECTED},
        "lost": {},
        "three repaired": dict.fromkeys((8, 16, 25), BeatState.CORRECTED),
    }[fault]
    found = measure("stand_30_15", stand_beats(state=states, lost=20 if fault == "lost" else None))
    assert found.unavailable is Reason.TOO_MANY_ARTEFACTS


def test_two_repaired_beats_are_bearable() -> None:
    states = dict.fromkeys((8, 16), BeatState.CORRECTED)
    assert measure("stand_30_15", stand_beats(state=states)).value is not None
