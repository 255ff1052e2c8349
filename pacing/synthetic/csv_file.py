"""Write a recording as CSV in the manner of several vendors."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording

FITBIT_ID = "1000000001"
KM_H_PER_M_S = 3.6
SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600


def csv_text(recording: Recording, dialect: str) -> str:
    """`recording` as CSV text in `dialect` (a key of `WRITERS`).

    Raises
    ------
    ValueError
        No such dialect, or the dialect needs a start time and there is none.
    """
    if dialect not in WRITERS:
        message = f"unknown dialect {dialect!r}; known: {', '.join(sorted(WRITERS))}"
        raise ValueError(message)
    return WRITERS[dialect](recording)


def plain(recording: Recording) -> str:
    """Elapsed seconds and beats per minute; an empty cell where there is no value."""
    return _lines(["time_s,hr_bpm", *(f"{_number(t)},{_number(v)}" for t, v in _rows(recording))], "\n")


def garmin_connect(recording: Recording) -> str:
    """Elapsed seconds and heart rate in the words of stream exports, with speed where it was recorded."""
    speed = _channel_at(recording, "speed")
    head = "time,heartrate" if speed is None else "time,heartrate,velocity_smooth"
    rows = []
    for index, (time_s, bpm) in enumerate(_rows(recording)):
        tail = "" if speed is None else f",{_fixed(speed[index], 3)}"
        rows.append(f"{_number(time_s)},{_number(bpm)}{tail}")
    return _lines([head, *rows], "\n")


def polar_flow(recording: Recording) -> str:
    """A Polar Flow session: a line of facts about it, then a table of samples with elapsed clock time."""
    start = _start(recording)
    valid = recording.heart_rate.bpm[recording.heart_rate.bpm > 0]
    mean = "" if not valid.size else f"{round(float(valid.mean()))}"
    facts_head = (
        "Name,Sport,Date,Start time,Duration,Total distance (km),Average heart rate (bpm),Average speed (km/h),"
        "Max speed (km/h),Average pace (min/km),Max pace (min/km),Calories,Fat percentage of calories(%),"
        "Average cadence (rpm),Average stride length (cm),Running index,Training load,Ascent (m),Descent (m),"
        "Notes,Height (cm),Weight (kg),HR max,HR sit,VO2max,"
    )
    facts: list[str] = [""] * (facts_head.count(","))
    facts[1], facts[2], facts[3] = (recording.sport or "").upper(), f"{start:%d-%m-%Y}", f"{start:%H:%M:%S}"
    facts[4], facts[6] = _clock(recording.duration_s), mean
    head = (
        "Sample rate,Time,HR (bpm),Speed (km/h),Pace (min/km),Cadence,Altitude (m),Stride length (m),Distances (m),"
        "Temperatures (C),Power (W),"
    )
    speed, cadence = _channel_at(recording, "speed"), _channel_at(recording, "cadence")
    rows = []
    for index, (time_s, bpm) in enumerate(_rows(recording)):
        speed_text = "" if speed is None else _fixed(speed[index] * KM_H_PER_M_S, 1)
        cadence_text = "" if cadence is None else _number(cadence[index])
        rate = "1" if index == 0 else ""
        rows.append(f"{rate},{_clock(time_s)},{_number(bpm)},{speed_text},,{cadence_text},,,,,,")
    return _lines([facts_head, ",".join([*facts, ""]), head, *rows], "\n")


def fitbit(recording: Recording) -> str:
    """An anonymous Id, a US twelve-hour clock without zone, and the value; samples without value are left out."""
    start = _start(recording)
    rows = [
        f"{FITBIT_ID},{_american(start + timedelta(seconds=time_s))},{_number(bpm)}"
        for time_s, bpm in _rows(recording)
        if not np.isnan(bpm)
    ]
    return _lines(["Id,Time,Value", *rows], "\n")


def intervals_icu(recording: Recording) -> str:
    """Streams by elapsed second behind a byte-order mark; RR intervals of each second joined by colons."""
    watts, cadence = _channel_at(recording, "power"), _channel_at(recording, "cadence")
    by_second: dict[int, list[str]] = {}
    if recording.beats is not None:
        for time_s, rr_ms in zip(recording.beats.time_s.tolist(), recording.beats.rr_ms.tolist(), strict=True):
            by_second.setdefault(int(time_s), []).append(f"{round(rr_ms)}")
    rows = []
    for index, (time_s, bpm) in enumerate(_rows(recording)):
        watts_text = "" if watts is None else _number(watts[index])
        cadence_text = "" if cadence is None else _number(cadence[index])
        rr_text = ":".join(by_second.get(int(time_s), ()))
        rows.append(f"{_number(time_s)},{watts_text},{cadence_text},{_number(bpm)},{rr_text}")
    return "\ufeff" + _lines(["time,watts,cadence,heartrate,hrv", *rows], "\n")


WRITERS: Mapping[str, Callable[[Recording], str]] = MappingProxyType(
    {
        "plain": plain,
        "garmin_connect": garmin_connect,
        "polar_flow": polar_flow,
        "fitbit": fitbit,
        "intervals_icu": intervals_icu,
    }
)


def _lines(lines: list[str], ending: str) -> str:
    return ending.join(lines) + ending


def _rows(recording: Recording) -> list[tuple[float, float]]:
    return list(zip(recording.heart_rate.time_s.tolist(), recording.heart_rate.bpm.tolist(), strict=True))


def _start(recording: Recording) -> datetime:
    if recording.start is None:
        message = "this dialect needs a start time"
        raise ValueError(message)
    return recording.start


def _channel_at(recording: Recording, name: str) -> FloatArray | None:
    """A channel's values at the times of the heart rate, or None."""
    channel = recording.channel(name)
    if channel is None:
        return None
    values: FloatArray = np.interp(recording.heart_rate.time_s, channel.time_s, channel.value)
    return values


def _number(value: float) -> str:
    """Whole numbers without a point, none as an empty cell.

    Examples
    --------
    >>> _number(64.0), _number(64.5), _number(float("nan"))
    ('64', '64.5', '')
    """
    return "" if np.isnan(value) else f"{value:.10g}"


def _fixed(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"


def _clock(seconds: float) -> str:
    """Elapsed hh:mm:ss.

    Examples
    --------
    >>> _clock(3725.0)
    '01:02:05'
    """
    whole = int(seconds)
    hours, rest = divmod(whole, SECONDS_PER_HOUR)
    return f"{hours:02d}:{rest // SECONDS_PER_MINUTE:02d}:{rest % SECONDS_PER_MINUTE:02d}"


def _american(instant: datetime) -> str:
    """Month/day/year and a twelve-hour clock without leading zeros.

    Examples
    --------
    >>> _american(datetime(2016, 4, 1, 0, 5, 9))  # noqa: DTZ001
    '4/1/2016 12:05:09 AM'
    """
    hour = instant.hour % 12 or 12
    half = "AM" if instant.hour < 12 else "PM"
    return f"{instant.month}/{instant.day}/{instant.year} {hour}:{instant:%M:%S} {half}"
