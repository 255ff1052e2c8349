"""Sessions made in another way than the program's own: to see whether intervals are as wide as the errors really are.

Nothing here is shared with `pacing.synthetic`. Heart rate is a level that answers each abrupt change of pace with a
delay and two rates (a logistic start, then an exponential), is disturbed by a second-order autoregressive noise with
heavy tails (Student's t with four degrees of freedom), breathes, and is written in whole beats by a strap whose file
may not name it. The stop is known from speed. For falls and rest the truth
is the course without noise and breathing; for mean and peak it is what the heart did.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Channel, HeartRate, Recording, RecordingKind, Sensor, Source
from pacing.pipeline import Request, assess_recording

AR_1, AR_2 = 1.25, -0.35  # a disturbance that lasts some seconds and swings back a little
TAIL_FREEDOM = 4.0
NORMAL_95 = 1.96
INDICES = ("hr_recovery_60", "hr_recovery_120", "hr_recovery_t30", "hr_rest", "hr_peak", "hr_mean")


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A recording, its course and what the heart did on whole seconds [bpm], and when rest and exercise ended [s]."""

    recording: Recording
    course_bpm: FloatArray
    heart_bpm: FloatArray
    rest_until_s: int
    stop_s: int


def make(seed: int) -> Made:
    """One session: rest, a walk or run in two or three paces, a stop, and five to eight minutes after it."""
    rng = np.random.default_rng([seed, 77])
    rest_s, after_s = int(rng.integers(150, 300)), int(rng.integers(300, 480))
    paces_s = rng.integers(150, 420, size=int(rng.integers(2, 4)))
    stop_s = rest_s + int(paces_s.sum())
    resting = float(rng.uniform(58, 84))
    rises = rng.uniform(35, 75) * np.sort(rng.uniform(0.8, 1.0, size=paces_s.size))
    aim = np.full(stop_s + after_s, resting)
    for begin_s, length_s, rise in zip(rest_s + np.cumsum(paces_s) - paces_s, paces_s, rises, strict=True):
        aim[begin_s : begin_s + length_s] = resting + rise
    aim[stop_s:] = resting + float(rng.uniform(2, 9))
    course = _followed(aim, float(rng.uniform(22, 50)), float(rng.uniform(30, 75)))
    seconds = np.arange(course.size, dtype=np.float64)
    breath = (
        float(rng.uniform(0.5, 2.5)) * (resting / course) ** 3 * np.sin(2 * np.pi * rng.uniform(0.18, 0.3) * seconds)
    )
    heart = course + _noise(rng, course.size) * float(rng.uniform(0.15, 0.4)) + breath
    shown = np.round(heart)
    speed = np.where((seconds >= rest_s) & (seconds < stop_s), 1.4, 0.0)
    recording = Recording(
        kind=RecordingKind.ACTIVITY,
        heart_rate=HeartRate(seconds, shown),
        beats=None,
        channels=(Channel("speed", "m/s", seconds, speed),),
        markers=(),
        start=None,
        duration_s=float(course.size),
        sport=None,
        source=Source("independent.csv", "0" * 64, "csv/independent", sensor=Sensor.UNKNOWN),
    )
    return Made(recording, course, heart, rest_s, stop_s)


def _followed(aim: FloatArray, up_s: float, down_s: float) -> FloatArray:
    """A level that follows `aim`, slowly at first and then exponentially, upwards and downwards at its own rate."""
    course = np.empty(aim.size)
    quick = slow = float(aim[0])
    for second, goal in enumerate(aim.tolist()):
        rate_s = up_s if goal > slow else down_s
        quick += (goal - quick) / (0.15 * rate_s)
        slow += (quick - slow) / (0.85 * rate_s)
        course[second] = slow
    return course


def _noise(rng: np.random.Generator, size: int) -> FloatArray:
    shocks = rng.standard_t(TAIL_FREEDOM, size + 100)
    noise = np.zeros(size + 100)
    for place in range(2, noise.size):
        noise[place] = AR_1 * noise[place - 1] + AR_2 * noise[place - 2] + shocks[place]
    return noise[100:]


def truth(made: Made, index_id: str) -> float:
    """What an index should give."""
    course, stop = made.course_bpm, made.stop_s
    end = float(course[stop - 5 : stop].mean())
    if index_id == "hr_rest":
        return float(course[: made.rest_until_s].mean())
    if index_id == "hr_mean":
        return float(made.heart_bpm.mean())
    if index_id == "hr_peak":
        return float(np.convolve(made.heart_bpm, np.full(30, 1 / 30), mode="valid").max())
    if index_id == "hr_recovery_t30":
        time_s = np.arange(31.0) - 15.0
        return float(-(time_s**2).sum() / (time_s * np.log(course[stop : stop + 31])).sum())
    after = stop + int(index_id.rsplit("_", 1)[1])
    return end - float(course[after - 2 : after + 3].mean())


@dataclass(frozen=True, slots=True)
class Width:
    """Of one index over many sessions: how many had it, the share whose interval holds the truth, and the mean
    half-width of the intervals over 1.96 standard deviations of the true errors.
    """

    sessions: int
    held: float
    ratio: float


def widths(seeds: Iterable[int], sensor: Sensor = Sensor.UNKNOWN) -> dict[str, Width]:
    """How wide the intervals are for their errors, with the file naming the sensor as `sensor`."""
    found: dict[str, list[tuple[float, float, bool]]] = {name: [] for name in INDICES}
    for seed in seeds:
        made = make(seed)
        source = replace(made.recording.source, sensor=sensor)
        session = assess_recording(replace(made.recording, source=source), Request())
        for name in INDICES:
            number = session.measurement(name)
            if number is None or number.value is None or number.low is None or number.high is None:
                continue
            true = truth(made, name)
            held = number.low <= true <= number.high
            found[name].append((number.value - true, (number.high - number.low) / 2.0, held))
    return {name: _width(np.array(rows, dtype=float)) for name, rows in found.items() if rows}


def _width(rows: FloatArray) -> Width:
    error, half, held = rows.T
    return Width(len(rows), float(held.mean()), float(np.median(half) / (NORMAL_95 * error.std())))
