"""Inputs made by hand: a heart-rate curve, phases and a person, without reading, cleaning or segmenting."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pacing.measure.index import Inputs
from pacing.measure.session import all_indices, measure_index
from pacing.model.cleaned import BeatState, Cleaned, Coverage, SampleState
from pacing.model.measurement import Measurement
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import (
    Beats,
    Channel,
    HeartRate,
    Marker,
    Recording,
    RecordingKind,
    Sensor,
    Source,
)

REST, EXERCISE, RECOVERY = PhaseKind.REST, PhaseKind.EXERCISE, PhaseKind.RECOVERY


def phase(
    kind: PhaseKind,
    start_s: float,
    stop_s: float,
    *,
    origin: PhaseOrigin = PhaseOrigin.GIVEN,
    uncertainty_s: float = 0.0,
    movement: bool | None = False,
) -> Phase:
    """One phase, exactly known and without movement unless said otherwise."""
    return Phase(kind, start_s, stop_s, origin, uncertainty_s, movement)


def channel(name: str, unit: str, value: npt.ArrayLike) -> Channel:
    """A channel with one value a second from 0."""
    values = np.asarray(value, dtype=float)
    return Channel(name, unit, np.arange(float(values.size)), values)


def make_inputs(
    bpm: npt.ArrayLike,
    phases: Sequence[Phase] = (),
    *,
    time_s: npt.ArrayLike | None = None,
    person: Person | None = None,
    conditions: Conditions | None = None,
    sensor: Sensor = Sensor.STRAP,
    sampling_s: float | None = None,
    measured: npt.ArrayLike | None = None,
    rejected: npt.ArrayLike | None = None,
    sport: str | None = None,
    channels: Sequence[Channel] = (),
    markers: Sequence[Marker] = (),
    beats: Beats | None = None,
    beat_state: npt.ArrayLike | None = None,
    duration_s: float | None = None,
) -> Inputs:
    """Inputs of a curve on whole seconds (NaN = missing); `measured` tells where the device itself gave a value, and
    `rejected` where that could not be the heart's.
    """
    values = np.asarray(bpm, dtype=float)
    times = np.arange(float(values.size)) if time_s is None else np.asarray(time_s, dtype=float)
    finite = np.isfinite(values)
    states = np.where(finite, SampleState.MEASURED, SampleState.MISSING)
    if measured is not None:
        states = np.where(finite & ~np.asarray(measured, dtype=bool), SampleState.FILLED, states)
    if rejected is not None:
        states = np.where(np.asarray(rejected, dtype=bool), SampleState.REJECTED, states)
    span_s = duration_s if duration_s is not None else (float(times[-1]) + 1.0 if times.size else 0.0)
    if beats is not None and beat_state is None:
        beat_state = np.full(beats.rr_ms.size, BeatState.NORMAL)
    cleaned = Cleaned(
        heart_rate=HeartRate(times, values),
        state=states,
        sampling_s=sampling_s if sampling_s is not None else (1.0 if finite.sum() > 1 else np.nan),
        derived_from_beats=False,
        beats=beats,
        beat_state=None if beat_state is None else np.asarray(beat_state, dtype=np.uint8),
        steps=(),
        coverage=Coverage(
            float(finite.mean()) if finite.size else 0.0,
            0.0,
            int(finite.sum()),
            None if beats is None else beats.rr_ms.size,
            None,
        ),
    )
    recording = Recording(
        kind=RecordingKind.ACTIVITY,
        heart_rate=HeartRate(times, values),
        beats=beats,
        channels=tuple(channels),
        markers=tuple(markers),
        start=None,
        duration_s=span_s,
        sport=sport,
        source=Source("made.csv", "0" * 64, "made", sensor=sensor),
    )
    return Inputs(recording, cleaned, Phases(tuple(phases)), person or Person(), conditions or Conditions())


def recovery_curve(
    rest: float = 70.0,
    rise: float = 80.0,
    tau_s: float = 60.0,
    *,
    rest_s: int = 120,
    exercise_s: int = 300,
    recovery_s: int = 301,
) -> np.ndarray:
    """Rest, then a plateau, then an exponential fall: the analytic vectors of the clinical note."""
    after = np.arange(float(recovery_s))
    return np.concatenate(
        [np.full(rest_s, rest), np.full(exercise_s, rest + rise), rest + rise * np.exp(-after / tau_s)]
    )


def three_phases(rest_s: int = 120, exercise_s: int = 300, recovery_s: int = 301, **after: object) -> tuple[Phase, ...]:
    """Rest, exercise and recovery touching each other."""
    stop_s = float(rest_s + exercise_s)
    return (
        phase(REST, 0.0, float(rest_s)),
        phase(EXERCISE, float(rest_s), stop_s),
        phase(RECOVERY, stop_s, stop_s + recovery_s, **after),  # type: ignore[arg-type]
    )


def measure(index_id: str, inputs: Inputs) -> Measurement:
    """One index of the registry on made inputs."""
    return measure_index(all_indices()[index_id], inputs)
