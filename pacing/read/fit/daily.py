"""Values of days that a watch's wellness files hold: resting rate of the day, variability and bounds of the night.

Only files of those types are taken apart for it (monitoring, sleep, variability status, metrics): an activity holds
none, and decoding it twice would cost as much again.
"""

from datetime import UTC

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.daily import DailyKind, DailyValue
from pacing.read.daily.collect import HOUR_S, DailyCollector, day_of
from pacing.read.fit.clock import FIT_EPOCH_UNIX_S, start_instant
from pacing.read.fit.file_facts import device_name
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from pacing.read.fit.wire.table import Decoded
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

HEAD_BYTES = 1024  # of a file: its first message tells its type
# types of files, by number, as the profile and (44, 49, 68) several readers of wellness files name them
WELLNESS = frozenset({15.0, 28.0, 32.0, 44.0, 49.0, 68.0})
MOST_MESSAGES = 5_000_000  # design: as for recordings
NO_VALUE_MS = 511.0  # the largest number of the field: none
ASLEEP_FROM = 2.0  # of sleep levels: 0 unknown, 1 awake, 2 light, 3 deep, 4 dreaming
RESTING = "the watch's resting heart rate of the day, the last it wrote"
NIGHT = "the watch's average of the night"
BOUNDS = "from first to last sleep, by the watch"


def daily_of_fit(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    """Values of days in a FIT file.

    Parameters
    ----------
    source, options
        The file, and the zone that tells the day of an instant where the file does not.

    Returns
    -------
    tuple of DailyValue
        Empty for an activity, and for a file of which no message can be read.
    """
    with source.open_bytes() as stream:
        head = stream.read(HEAD_BYTES)
    if not _is_wellness(head):
        return ()
    data = source.read_bytes()
    salvaged = salvage(data)
    if sum(len(group.positions) for group in salvaged.groups) > MOST_MESSAGES:
        return ()
    decoded = ColumnMessages(data, salvaged.groups)
    days = DailyCollector(source, "fit", device_name(decoded) or "a watch")
    for message, field, kind, method in (
        ("monitoring_hr_data", "current_day_resting_heart_rate", DailyKind.RESTING_HR, RESTING),
        ("hrv_status_summary", "last_night_average", DailyKind.NIGHT_RMSSD, NIGHT),
    ):
        second, value = _column(decoded, message, field)
        last = {}
        for clock_s, one in zip(_local(second, decoded, options), value.tolist(), strict=True):
            if one < NO_VALUE_MS:
                last[day_of(clock_s)] = one
        for day, one in last.items():
            days.add(day, kind, one, method)
    _add_sleep(days, decoded, options)
    return days.values()


def _is_wellness(head: bytes) -> bool:
    table = ColumnMessages(head, salvage(head).groups).table("file_id")
    return len(table) > 0 and float(table.number("type")[0]) in WELLNESS


def _column(decoded: Decoded, message: str, field: str) -> tuple[FloatArray, FloatArray]:
    """Times [FIT s] and values of a field, where both are written."""
    table = decoded.table(message)
    if not len(table):
        return np.empty(0), np.empty(0)
    second, value = table.number("timestamp"), table.number(field)
    known = np.isfinite(second) & np.isfinite(value)
    return second[known], value[known]


def _local(second: FloatArray, decoded: Decoded, options: ReadOptions) -> list[float]:
    """Times [FIT s] as seconds since 1970 by the local clock that the file, or else the person, tells."""
    clocks = []
    for at in second.tolist():
        instant, _ = start_instant(at, decoded, options.time_zone)
        shift = None if instant is None else instant.utcoffset()
        clocks.append(at + FIT_EPOCH_UNIX_S + (0.0 if shift is None else shift.total_seconds()))
    return clocks


def _add_sleep(days: DailyCollector, decoded: Decoded, options: ReadOptions) -> None:
    """A night from its levels: each holds from its time until the next."""
    second, level = _column(decoded, "sleep_level", "sleep_level")
    asleep = np.flatnonzero(level >= ASLEEP_FROM)
    if not asleep.size:
        return
    first, last = int(asleep[0]), int(asleep[-1])
    until = second[min(last + 1, second.size - 1)]
    start_s, stop_s = _local(np.array([second[first], until]), decoded, options)
    woke, _ = start_instant(float(until), decoded, options.time_zone)
    if woke is None or woke.tzinfo is UTC:  # no clock is written: the length alone can be said
        days.add(day_of(stop_s), DailyKind.SLEEP_DURATION, (stop_s - start_s) / HOUR_S, BOUNDS)
    else:
        days.add_sleep(start_s, stop_s, BOUNDS)
