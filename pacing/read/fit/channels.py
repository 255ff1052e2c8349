"""What FIT records hold beside heart rate: movement, muscle oxygen, apps' fields, all-day values. Never a position."""

import re
from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Channel
from pacing.read.fit.clock import place_records
from pacing.read.fit.wire.definition import field_profiles
from pacing.read.fit.wire.table import Decoded, DeveloperColumn, MessageTable


class ChannelFields(NamedTuple):
    """A channel, its unit, and the record fields that hold it: the first that has a value wins."""

    name: str
    unit: str
    fields: tuple[str, ...]


CHANNELS = (
    ChannelFields("speed", "m/s", ("enhanced_speed", "speed")),
    ChannelFields("power", "W", ("power",)),
    ChannelFields("cadence", "1/min", ("cadence256", "cadence")),
    ChannelFields("grade", "%", ("grade",)),
    ChannelFields("distance", "m", ("distance",)),
    ChannelFields("altitude", "m", ("enhanced_altitude", "altitude")),
    ChannelFields("muscle_oxygen", "%", ("saturated_hemoglobin_percent",)),
    ChannelFields("temperature", "degC", ("temperature",)),
    ChannelFields("respiration_rate", "1/min", ("enhanced_respiration_rate", "respiration_rate")),
)
MUSCLE_OXYGEN = re.compile(r"smo2|muscle.?oxygen|saturated.?h[ae]?emoglobin", re.IGNORECASE)
POSITION = re.compile(r"lat(itude)?\b|lon(g|gitude)?\b|position|gps|semicircle", re.IGNORECASE)
HEART_RATE = re.compile(r"heart.?rate|\bhr\b|\bpulse\b", re.IGNORECASE)
RESULTS = re.compile(
    r"\b(avg|average|mean|max|maximum|min|minimum|zones?|rest|resting|target|reserve|recovery|limit|variability|hrv|"
    r"drift|drop|quality|confidence|status)\b|%",
    re.IGNORECASE,
)
BEATS_A_MINUTE = frozenset({"bpm", "1/min", "/min", "beats/min", "beats per minute", "count/min", "b/min"})
FEW_SHARE = 0.5  # design: a native field with less than half the values of another is the one that was left off
PACKED_SPEED_PER_MS = 100  # compressed_speed_distance: 12 bits of speed in 1/100 m/s, 12 bits of distance in 1/16 m
PACKED_DISTANCE_PER_M = 16
PACKED_ROLL_OVER = 1 << 12


def heart_rate_of(record: MessageTable) -> tuple[FloatArray, tuple[str, ...]]:
    """Heart rate of the records [bpm]: the native field, or a developer field that stands for it, or is called so.

    A developer field is taken where the native field is empty, or holds less than half of what it holds.

    Parameters
    ----------
    record
        The `record` messages, in file order.

    Returns
    -------
    Shape (n,), [bpm], NaN where none is; and remarks.
    """
    bpm = record.number("heart_rate")
    native = field_profiles("record")["heart_rate"].number
    count = int((bpm > 0).sum())
    offered = [column for column in record.developer_columns() if (column.values > 0).any()]
    standing_in = [column for column in offered if column.native_field == native]
    named = [column for column in offered if column not in standing_in and _called_heart_rate(column)]
    for columns, how in ((standing_in, "which stands for it"), (named, "by its name and unit")):
        best = max(columns, key=lambda column: int((column.values > 0).sum()), default=None)
        if best is not None and count < FEW_SHARE * int((best.values > 0).sum()):
            beside = f"; the native field holds only {count} values" if count else ""
            return best.values, (f"heart rate from the developer field «{best.name}», {how}{beside}",)
    return bpm, ()


def _called_heart_rate(column: DeveloperColumn) -> bool:
    unit = column.unit.strip().casefold()
    name = column.name.replace("_", " ").strip()
    return bool(HEART_RATE.search(name)) and not RESULTS.search(name) and unit in BEATS_A_MINUTE


class ChannelValues(NamedTuple):
    """A channel's name and unit, and its value at every record, NaN = none."""

    name: str
    unit: str
    values: FloatArray


def channel_values(record: MessageTable) -> tuple[ChannelValues, ...]:
    """What the records hold besides heart rate, whichever field or app wrote it.

    Parameters
    ----------
    record
        The `record` messages, in file order.

    Returns
    -------
    The channels that any record defines, one value a record.
    """
    values = {channel.name: _first_given(record, channel.fields) for channel in CHANNELS}
    if record.has("compressed_speed_distance"):
        for name, unpacked in zip(("speed", "distance"), packed_speed_and_distance(record), strict=True):
            given = values[name]
            values[name] = unpacked if given is None else np.where(np.isnan(given), unpacked, given)
    columns = [column for column in record.developer_columns() if not _is_position(column)]
    numbers = field_profiles("record")
    for channel in CHANNELS:
        native = {numbers[field].number for field in channel.fields}
        here = values[channel.name]
        if here is None or not np.isfinite(here).any():
            stand_in = next((c for c in columns if _stands_for(c, channel, native)), None)
            values[channel.name] = stand_in.values if stand_in is not None else None
    filled = ((channel, values[channel.name]) for channel in CHANNELS)
    result = [ChannelValues(channel.name, channel.unit, own) for channel, own in filled if own is not None]
    taken = {channel.name for channel in CHANNELS}
    for column in columns:
        name = column.name or "developer field"
        while name in taken:
            name += " (app)"
        taken.add(name)
        result.append(ChannelValues(name, column.unit, column.values))
    return tuple(result)


def record_channels(columns: tuple[ChannelValues, ...], rows: np.ndarray, time_s: FloatArray) -> list[Channel]:
    """Channels of the records in `rows`, at `time_s` [s since start]; only what holds a value.

    Parameters
    ----------
    columns
        What the records hold.
    rows
        Shape (k,), rows that can be placed in time.
    time_s
        Shape (k,), [s], on the axis of the recording.

    Returns
    -------
    The channels that hold a value, each with its unit.
    """
    channels = (_channel(column, rows, time_s) for column in columns)
    return [channel for channel in channels if channel is not None]


def packed_speed_and_distance(record: MessageTable) -> tuple[FloatArray, FloatArray]:
    """Speed [m/s] and distance [m] of the old packed field; the distance counts on over its roll-over of 256 m.

    Parameters
    ----------
    record
        The `record` messages, in file order.

    Returns
    -------
    Shapes (n,), [m/s] and [m], NaN where none is.
    """
    packed = record.series("compressed_speed_distance")
    if packed.shape[1] < 3:
        none = np.full(len(record), np.nan)
        return none, none
    given = np.isfinite(packed).any(axis=1)  # all bytes 255: none
    low, middle, high = (np.nan_to_num(packed[:, i], nan=255.0).astype(np.int64) for i in range(3))
    speed = np.where(given, (low | (middle & 15) << 8) / PACKED_SPEED_PER_MS, np.nan)
    ticks = (middle >> 4 | high << 4)[given]
    steps = np.mod(np.diff(ticks, prepend=ticks[:1] * 0), PACKED_ROLL_OVER)
    distance = np.full(len(record), np.nan)
    distance[given] = np.cumsum(steps) / PACKED_DISTANCE_PER_M
    return speed, distance


def _first_given(record: MessageTable, fields: tuple[str, ...]) -> FloatArray | None:
    values: FloatArray | None = None
    for field in fields:
        if record.has(field):
            here = record.number(field)
            values = here if values is None else np.where(np.isnan(values), here, values)
    return values


def _stands_for(column: DeveloperColumn, channel: ChannelFields, native: set[int]) -> bool:
    if not np.isfinite(column.values).any():
        return False
    if column.native_field in native:
        return True
    return (
        channel.name == "muscle_oxygen"
        and bool(MUSCLE_OXYGEN.search(column.name))
        and column.unit in {"%", "percent", ""}
    )


def _is_position(column: DeveloperColumn) -> bool:
    return bool(POSITION.search(column.name) or POSITION.search(column.unit)) or column.native_field in {0, 1}


def _channel(column: ChannelValues, rows: np.ndarray, time_s: FloatArray) -> Channel | None:
    chosen = column.values[rows]
    given = np.isfinite(chosen)
    if not given.any():
        return None
    if given.all():
        return Channel(column.name, column.unit, time_s, chosen)
    return Channel(column.name, column.unit, time_s[given], chosen[given])


class DayFields(NamedTuple):
    """A channel, its unit, and the message with its time and value fields."""

    name: str
    unit: str
    message: str
    time_field: str
    value_field: str


DAY_CHANNELS = (
    DayFields("stress_level", "1", "stress_level", "stress_level_time", "stress_level_value"),
    DayFields("respiration_rate", "1/min", "respiration_rate", "timestamp", "respiration_rate"),
    DayFields("night_variability", "ms", "hrv_value", "timestamp", "value"),
)


def day_channels(decoded: Decoded, begin_s: float, end_s: float, zero_s: float) -> list[Channel]:
    """Channels of the messages in [begin, end) [FIT s], counted from `zero_s`; negative codes are no values.

    `stress_level` (0 to 100) and `night_variability` are the watch's own reckoning, by a method its maker keeps.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.
    begin_s
        [FIT s], from when on.
    end_s
        [FIT s], until when.
    zero_s
        [FIT s], from when the channels count.

    Returns
    -------
    The channels of these hours, each with its unit.
    """
    result = []
    for channel in DAY_CHANNELS:
        table = decoded.table(channel.message)
        if not len(table):
            continue
        times, values = table.number(channel.time_field), table.number(channel.value_field)
        rows = np.flatnonzero((values >= 0) & (times >= begin_s) & (times < end_s))
        placed = place_records(times[rows], np.ones(rows.size, dtype=bool), "value")
        if placed.rows.size:
            result.append(Channel(channel.name, channel.unit, placed.time_s - zero_s, values[rows][placed.rows]))
    return result
