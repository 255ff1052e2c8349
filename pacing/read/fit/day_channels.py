"""What watches reckon all day long, as channels: stress, breathing, variability at night."""

from dataclasses import dataclass

import numpy as np

from pacing.model.recording import Channel
from pacing.read.fit.clock import place
from pacing.read.fit.wire.table import Decoded


@dataclass(frozen=True, slots=True)
class DayFields:
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
    """
    found = []
    for channel in DAY_CHANNELS:
        table = decoded.table(channel.message)
        if not len(table):
            continue
        times, values = table.number(channel.time_field), table.number(channel.value_field)
        rows = np.flatnonzero((values >= 0) & (times >= begin_s) & (times < end_s))
        placed = place(times[rows], np.ones(rows.size, dtype=bool), "value")
        if placed.kept.size:
            found.append(Channel(channel.name, channel.unit, placed.time_s - zero_s, values[rows][placed.kept]))
    return found
