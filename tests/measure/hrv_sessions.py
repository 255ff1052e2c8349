"""Sessions of beats for the variability tests."""

import numpy as np
import numpy.typing as npt

from pacing.clean.rr_intervals import clean_beats
from pacing.measure.hrv.confidence import sums_by_block, whole
from pacing.measure.hrv.series import OURS, HrvSettings
from pacing.measure.index import Inputs
from pacing.measure.indices.hrv_time_domain import INDICES, FromSums
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.cleaned import Cleaned, Coverage
from pacing.model.person import Conditions, Correction, Person
from pacing.model.phases import Phases
from pacing.model.recording import Beats, HeartRate, Recording, RecordingKind, Sensor, Source


def sinus(count: int = 330, seed: int = 7) -> FloatArray:
    """A plain resting series [ms]: breathing, a slow wave and noise, on whole ms."""
    random = np.random.default_rng(seed)
    clock = np.arange(count) * 0.95
    breath, slow = 30.0 * np.sin(2 * np.pi * 0.25 * clock), 20.0 * np.sin(2 * np.pi * 0.1 * clock)
    rr_ms: FloatArray = np.round(950.0 + breath + slow + 12.0 * random.standard_normal(count))
    return rr_ms


def beats_of(values_ms: npt.ArrayLike) -> Beats:
    """Beats one after the other."""
    rr_ms = np.asarray(values_ms, dtype=np.float64)
    return Beats(np.cumsum(rr_ms) / 1000.0, rr_ms)


def session(
    beats: Beats | None,
    *,
    window: str | tuple[float, float] = "standard",
    correction: Correction = Correction.LIPPONEN,
    compat: str | None = None,
    phases: Phases | None = None,
    kind: RecordingKind = RecordingKind.BEATS,
    sensor: Sensor = Sensor.STRAP,
) -> Inputs:
    """A session that holds beats only, cleaned as the program cleans."""
    nothing = HeartRate(np.zeros(0), np.zeros(0))
    duration_s = float(beats.time_s[-1]) if beats is not None and beats.time_s.size else 0.0
    source = Source("made.txt", "0" * 64, "made", sensor=sensor)
    recording = Recording(kind, nothing, beats, (), (), None, duration_s, None, source)
    cleaned_beats = None if beats is None else clean_beats(beats, correction)
    cleaned = Cleaned(
        heart_rate=nothing,
        state=np.zeros(0, dtype=np.uint8),
        sampling_s=float("nan"),
        derived_from_beats=False,
        beats=None if cleaned_beats is None else cleaned_beats.beats,
        beat_state=None if cleaned_beats is None else cleaned_beats.state,
        steps=(),
        coverage=Coverage(0.0, 0.0, 0, None, None),
    )
    conditions = Conditions(hrv_window=window, correction=correction, compat=compat)
    return Inputs(recording, cleaned, phases or Phases(), Person(), conditions)


def of_series(nn_ms: FloatArray, paired: BoolArray | None = None, settings: HrvSettings = OURS) -> dict[str, float]:
    """What the time domain makes of one bare series [ms], by the names of the indices; also `nn50` and `nn20`."""
    if paired is None:
        paired = np.arange(nn_ms.size) > 0
    sums = whole(sums_by_block(nn_ms, paired, np.zeros(1, dtype=np.intp), closed=settings.pnn_closed))
    indices = [index for index in INDICES if isinstance(index, FromSums)]
    values = {index.info.id.removeprefix("hrv_"): float(index.recipe.of(sums, settings)) for index in indices}
    return {**values, "nn50": float(sums.wide), "nn20": float(sums.narrow)}
