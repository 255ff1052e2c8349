"""Long recordings that builds are compared at: hours on end with a bout in each, and tables of many days.

An hour is that of a made-up session, repeated; what is asked of them is time and memory, not what the numbers are.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Beats, HeartRate, Recording
from pacing.synthetic.fit_file import write_fit
from pacing.synthetic.population import Evidence, SensorClass, draw_plan
from pacing.synthetic.session import make_session

HOUR_S = 3600.0
DAY_S = 86400
START = dt.datetime(2016, 4, 1)  # noqa: DTZ001 - the tables' clock has no zone


def _hour(sensor: SensorClass) -> Recording:
    plan = draw_plan(7, sensor, Evidence.MOVEMENT).plan
    bout = replace(plan.bouts[0], duration_s=HOUR_S - plan.rest_s - plan.bouts[0].recovery_s)
    return make_session(replace(plan, bouts=(bout,)), 7).recording


def _in_turn(time_s: FloatArray, hours: int) -> FloatArray:
    return (time_s[np.newaxis, :] + HOUR_S * np.arange(hours)[:, np.newaxis]).ravel()


def _within(time_s: FloatArray) -> BoolArray:
    return time_s < HOUR_S


def make_strap(path: Path, hours: int, *, with_beats: bool) -> None:
    """A FIT file of hours on end, a bout in each: heart rate and speed, and beats where asked for."""
    hour = _hour(SensorClass.STRAP_BEATS)
    rate = hour.heart_rate
    inside = _within(rate.time_s)
    channels = tuple(
        replace(
            one,
            time_s=_in_turn(one.time_s[_within(one.time_s)], hours),
            value=np.tile(one.value[_within(one.time_s)], hours),
        )
        for one in hour.channels
    )
    beats = None
    if with_beats and hour.beats is not None:
        early = _within(hour.beats.time_s)
        rr_ms = np.tile(hour.beats.rr_ms[early], hours)
        beats = Beats(np.cumsum(rr_ms) / 1000.0, rr_ms)
    long = replace(
        hour,
        heart_rate=HeartRate(_in_turn(rate.time_s[inside], hours), np.tile(rate.bpm[inside], hours)),
        channels=channels,
        beats=beats,
        markers=(),
        duration_s=HOUR_S * hours,
    )
    write_fit(long, path)


def make_fitbit_table(path: Path, days: int, step_s: int) -> None:
    """A wrist tracker's table of days, a value every few seconds, nights among them."""
    with path.open("w") as file:
        file.write("Id,Time,Value\r\n")
        for second, bpm in _rates(days, step_s):
            at = START + dt.timedelta(seconds=second)
            clock = f"{at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"
            file.write(f"2022484408,{at.month}/{at.day}/{at.year} {clock},{bpm}\r\n")


def make_each_second(path: Path, days: int) -> None:
    """A plain table of days with a value each second."""
    with path.open("w") as file:
        file.write("time,heart_rate\n")
        file.writelines(
            f"{(START + dt.timedelta(seconds=second)).isoformat()},{bpm}\n" for second, bpm in _rates(days, 1)
        )


def _rates(days: int, step_s: int) -> Iterator[tuple[int, int]]:
    """Seconds since the beginning and heart rates: quiet nights, days that wander, an hour of a walk each afternoon."""
    noise = np.random.default_rng(7)
    seconds = np.arange(0, days * DAY_S, step_s)
    if step_s > 1:
        seconds = seconds + noise.integers(0, step_s - 1, seconds.size)
    hour = seconds % DAY_S / HOUR_S
    awake = np.where((hour > 7) & (hour < 23), 22.0 + 6.0 * np.sin(hour * 2.1), 0.0)
    walk = np.where((hour > 15) & (hour < 16), 28.0, 0.0)
    turns = seconds[:: max(1, 300 // step_s)]
    slow = np.interp(seconds, turns, noise.normal(0.0, 4.0, turns.size))
    bpm = np.rint(56.0 + awake + walk + slow).astype(int)
    yield from zip(seconds.tolist(), bpm.tolist(), strict=True)


LONG_INPUTS: dict[str, Callable[[Path], None]] = {
    "FIT with beats: 100 hours": lambda folder: make_strap(folder / "beats_100.fit", 100, with_beats=True),
    "FIT with beats: 300 hours": lambda folder: make_strap(folder / "beats_300.fit", 300, with_beats=True),
    "FIT with speed: 1,000 hours": lambda folder: make_strap(folder / "speed_1000.fit", 1000, with_beats=False),
    "Fitbit table: 82 days": lambda folder: make_fitbit_table(folder / "fitbit_82.csv", 82, 10),
    "Fitbit table: a year": lambda folder: make_fitbit_table(folder / "fitbit_365.csv", 365, 10),
    "table of 30 days, each second": lambda folder: make_each_second(folder / "seconds_30.csv", 30),
}
