"""What is left of a recording after cleaning, with a state per sample and a log of what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from pacing.model.arrays import StateArray, WithFrozenArrays, frozen_states, require_equal_length
from pacing.model.recording import Beats, HeartRate


class SampleState(IntEnum):
    """What stands behind one second of the cleaned heart rate.

    MEASURED: the device gave a value in this second. FILLED: between two measured values no further apart than the
    device's own rhythm allows. REJECTED: the device gave a value that cannot be heart rate. MISSING: nothing known.
    """

    MEASURED = 0
    FILLED = 1
    REJECTED = 2
    MISSING = 3


class BeatState(IntEnum):
    """What cleaning thinks of one RR interval.

    NORMAL: taken as it is. CORRECTED: replaced or interpolated by artefact correction (usable, counted as artefact).
    REJECTED: not usable. EARLY: the beat that ends it came early (a fact of the rhythm, no fault of the sensor; usable
    for the heart rate, no interval of a regular rhythm).
    """

    NORMAL = 0
    CORRECTED = 1
    REJECTED = 2
    EARLY = 3


@dataclass(frozen=True, slots=True)
class CleaningStep:
    """One thing done to the data: how many samples or beats it changed, their share, and with which settings."""

    name: str
    changed: int
    share: float
    settings: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the session was recorded.

    `measured_share`: seconds with a usable value over all of the session, 0..1. `longest_gap_s`: longest stretch
    without one [s]. `hr_samples`: valid heart-rate samples the device wrote, `beats`: RR intervals it wrote (None: none
    at all), both before cleaning. `beat_artefact_share`: corrected and rejected beats over all beats, 0..1, or None.
    """

    measured_share: float
    longest_gap_s: float
    hr_samples: int
    beats: int | None
    beat_artefact_share: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned(WithFrozenArrays):
    """A recording made usable.

    `heart_rate`: on whole seconds; each sample stands for the second that begins at its time. NaN where the state is
    REJECTED or MISSING. Seconds of very long gaps may be left out altogether: a step over 1 s in `time_s` is missing
    time. `sampling_s`: median spacing of the device's own valid samples [s] (1 = every second, 60 = once a minute; NaN
    with fewer than two). `derived_from_beats`: the heart rate was made from RR intervals because the file had none.
    `beats`: after correction, same convention as in a recording; `beat_state` one code per beat.
    """

    heart_rate: HeartRate
    state: StateArray
    sampling_s: float
    derived_from_beats: bool
    beats: Beats | None
    beat_state: StateArray | None
    steps: tuple[CleaningStep, ...]
    coverage: Coverage

    def __post_init__(self) -> None:
        """Freeze and check the arrays."""
        object.__setattr__(self, "state", frozen_states(self.state))
        if self.heart_rate.size != self.state.size:
            message = "cleaned: arrays differ in length"
            raise ValueError(message)
        if (self.beats is None) != (self.beat_state is None):
            message = "beats and beat_state go together"
            raise ValueError(message)
        if self.beats is not None and self.beat_state is not None:
            object.__setattr__(self, "beat_state", frozen_states(self.beat_state))
            require_equal_length("beats", self.beats.time_s, self.beat_state)
        if not self.state.size:  # of a history, without samples
            return
        usable = self.heart_rate.known(0, self.state.size)
        if (usable != (self.state <= SampleState.FILLED)).any():
            message = "a sample is NaN exactly where it is rejected or missing"
            raise ValueError(message)
