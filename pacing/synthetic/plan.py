"""What a made-up session shall be: the person, the effort, the sensor and its faults. Data only."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pacing.model.recording import Sensor


class MarkerStyle(StrEnum):
    """Which moments the watch marks.

    NONE: none. LAP: laps with their intensity (`rest`, `active`, `recovery`). STOP: only the end of the last bout, as
    a press on stop. USER: a plain press on the lap button at each beginning and end.
    """

    NONE = "none"
    LAP = "lap"
    STOP = "stop"
    USER = "user"


class DropoutKind(StrEnum):
    """What a device writes while it has no contact.

    MISSING: samples without a value (NaN). ZERO: samples of 0. GAP: no samples at all. FROZEN: the last value again
    and again.
    """

    MISSING = "missing"
    ZERO = "zero"
    GAP = "gap"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Dropout:
    """Contact lost during [start_s, start_s + duration_s)."""

    start_s: float
    duration_s: float
    kind: DropoutKind = DropoutKind.MISSING


@dataclass(frozen=True, slots=True)
class RandomDropouts:
    """Drop-outs at random places: `per_hour` of them, lengths exponential with mean `mean_s`, one `kind`."""

    per_hour: float
    mean_s: float = 15.0
    kind: DropoutKind = DropoutKind.MISSING


@dataclass(frozen=True, slots=True)
class CadenceLock:
    """The sensor follows the steps instead of the heart during [start_s, start_s + duration_s)."""

    start_s: float
    duration_s: float
    steps_per_min: float = 116.0


@dataclass(frozen=True, slots=True)
class Bout:
    """One stretch of effort and the recovery after it.

    The heart-rate level aimed at is `target_bpm`, or, without it, resting + share_of_reserve x (maximum - resting).
    `drift_bpm_per_min`: cardiovascular drift of that level. `undulation_bpm`: standard deviation of the slow ups and
    downs of a self-chosen pace. `recovery_offset_bpm`: how far above resting the recovery settles within the session.
    `recovery_speed_m_s`: 0 = the person sits down; more = they walk on (an active recovery).
    `halts`: short stops on the way, as at a traffic light, each (seconds after the start, length) [s]; too short
    for the heart to follow.
    """

    duration_s: float = 1200.0
    share_of_reserve: float = 0.4
    target_bpm: float | None = None
    tau_on_s: float = 42.0
    tau_off_s: float = 60.0
    drift_bpm_per_min: float = 0.0
    undulation_bpm: float = 0.0
    recovery_s: float = 300.0
    recovery_offset_bpm: float = 5.0
    speed_m_s: float = 1.1
    power_w: float = 40.0
    cadence_per_min: float = 54.0
    recovery_speed_m_s: float = 0.0
    halts: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Variability:
    """Beat-to-beat variability at the resting level; all of it shrinks as heart rate rises.

    `respiratory_ms`, `slow_ms`: standard deviations of the breathing part and of the 1/f part of the RR intervals [ms];
    `jitter_ms`: white scatter of each beat [ms]; `respiratory_hz`: breathing rate at rest [Hz].
    """

    respiratory_ms: float = 20.0
    slow_ms: float = 24.0
    jitter_ms: float = 2.0
    respiratory_hz: float = 0.25


STEADY = Variability(respiratory_ms=0.0, slow_ms=0.0, jitter_ms=0.0)


@dataclass(frozen=True, slots=True)
class SensorPlan:
    """What stands between the heart and the file.

    `lag_s`: time constant of the device's first-order smoothing; `delay_s`: pure delay; `noise_bpm`: standard deviation
    of its error, correlated over `noise_memory_s`; `sampling_s`: spacing of samples (each the mean over that time when
    longer than a second); `smart`: irregular spacing of 1 to 8 s, as watches that save memory do; `whole_bpm`:
    whole numbers. `hidden_share`: how much of the rise over resting it misses while the arm moves, and with which time
    constant it finds it again after the stop, `found_again_s`.
    """

    kind: Sensor = Sensor.STRAP
    lag_s: float = 1.0
    delay_s: float = 0.0
    noise_bpm: float = 0.3
    noise_memory_s: float = 2.0
    sampling_s: float = 1.0
    smart: bool = False
    whole_bpm: bool = True
    hidden_share: float = 0.0
    found_again_s: float = 0.0


PERFECT = SensorPlan(lag_s=0.0, noise_bpm=0.0, whole_bpm=False)
STRAP = SensorPlan()
OPTICAL = SensorPlan(Sensor.OPTICAL, lag_s=6.0, delay_s=3.0, noise_bpm=1.5, noise_memory_s=8.0)
SMART_OPTICAL = SensorPlan(Sensor.OPTICAL, lag_s=6.0, delay_s=3.0, noise_bpm=1.5, noise_memory_s=8.0, smart=True)
MINUTE_OPTICAL = SensorPlan(Sensor.OPTICAL, lag_s=6.0, delay_s=3.0, noise_bpm=1.5, noise_memory_s=8.0, sampling_s=60.0)
# Fitted by eye on the 29 real stops of a wrist sensor in VCCRI/CardiacProfileR: where heart rate rose after the stop
# (17 of them) its top came 14 to 37 s later and 20 bpm higher in the middle, on rises of some 45 bpm.
CATCHING_UP_OPTICAL = SensorPlan(
    Sensor.OPTICAL, lag_s=6.0, delay_s=3.0, noise_bpm=1.0, noise_memory_s=8.0, hidden_share=0.45, found_again_s=8.0
)
# A sensor that follows faithfully but late, as half of those that did not rise did: begun to fall 25 to 40 s after.
LATE_OPTICAL = SensorPlan(Sensor.OPTICAL, lag_s=12.0, delay_s=22.0, noise_bpm=1.0, noise_memory_s=8.0)


@dataclass(frozen=True, slots=True)
class BeatFaults:
    """Shares (0..1) of true beats that the detector misses, adds to, or that come early with a pause (ectopic)."""

    missed_share: float = 0.0
    extra_share: float = 0.0
    ectopic_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Stand:
    """Standing up from lying at `at_s`.

    Heart rate rises to lying + `rise_bpm` with `tau_s`; on top of it the first response, a peak of `overshoot_bpm`
    about 12 s after standing (beat 15) and a dip of `dip_bpm` about 24 s after it (beat 30).
    """

    at_s: float
    rise_bpm: float = 18.0
    tau_s: float = 15.0
    overshoot_bpm: float = 10.0
    dip_bpm: float = 6.0


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session to be made.

    Order: `rest_s` of rest, then each bout with its recovery; bouts with `recovery_s` 0 run into the next one.
    `recorded_after_s`: how long the recording goes on after the last bout ended (None: all of its recovery).
    `slow_share`, `tau_slow_s`: share of the rise that recovers with a second, slower time constant. `night_dip_bpm`:
    depth of a daily rhythm with its minimum at 04:00. `dropouts` and `random_dropouts` also silence the beats. `speed`,
    `power`, `cadence`: which movement channels are recorded. `timer_stops`: the timer is stopped where the last bout
    ends: no samples after it, while beats go on.
    """

    resting_bpm: float = 65.0
    maximum_bpm: float = 175.0
    rest_s: float = 300.0
    bouts: tuple[Bout, ...] = (Bout(),)
    recorded_after_s: float | None = None
    slow_share: float = 0.0
    tau_slow_s: float = 240.0
    night_dip_bpm: float = 0.0
    variability: Variability = Variability()
    sensor: SensorPlan = STRAP
    dropouts: tuple[Dropout, ...] = ()
    random_dropouts: RandomDropouts | None = None
    cadence_locks: tuple[CadenceLock, ...] = ()
    beats: bool = False
    beat_faults: BeatFaults = BeatFaults()
    stand: Stand | None = None
    speed: bool = True
    power: bool = False
    cadence: bool = False
    markers: MarkerStyle = MarkerStyle.NONE
    timer_stops: bool = False
    whole_day: bool = False
    sport: str | None = "walking"
    start: datetime | None = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

    @property
    def duration_s(self) -> float:
        """How long the recording lasts [s]."""
        if not self.bouts:
            return self.rest_s
        until_last_stop = self.rest_s + sum(b.duration_s + b.recovery_s for b in self.bouts) - self.bouts[-1].recovery_s
        after_s = self.bouts[-1].recovery_s if self.recorded_after_s is None else self.recorded_after_s
        return until_last_stop + after_s

    def level_bpm(self, bout: Bout) -> float:
        """The heart-rate level a bout aims at [bpm]."""
        if bout.target_bpm is not None:
            return bout.target_bpm
        return self.resting_bpm + bout.share_of_reserve * (self.maximum_bpm - self.resting_bpm)
