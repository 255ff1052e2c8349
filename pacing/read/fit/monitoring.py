"""Heart rate of all-day monitoring files."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.clock import place
from pacing.read.fit.wire.table import Decoded, Table
from pacing.read.fit.wire.timestamps import counted_on

SHORT_TIME_BITS = 16


@dataclass(frozen=True, slots=True, eq=False)
class DayHeartRate:
    """`time_s` [FIT s] strictly rising, `bpm`, remarks."""

    time_s: FloatArray
    bpm: FloatArray
    remarks: tuple[str, ...]


def monitoring_heart_rate(decoded: Decoded) -> DayHeartRate:
    """Heart rate of the `monitoring` messages; those without a heart rate are not samples."""
    table = decoded.table("monitoring")
    bpm = table.number("heart_rate")
    rows = np.flatnonzero(np.isfinite(bpm))
    times = monitoring_times(table, decoded.table("monitoring_info"))
    placed = place(times[rows], np.ones(rows.size, dtype=bool), "heart rate")
    return DayHeartRate(placed.time_s, bpm[rows][placed.kept], placed.remarks)


def monitoring_times(table: Table, info: Table) -> FloatArray:
    """Times [FIT s] of monitoring messages: many hold only the low 16 bits, counted on from the last whole time."""
    whole = table.number("timestamp")
    short = table.number("timestamp_16")
    if not np.isfinite(short).any():
        return whole
    positions = np.concatenate((info.positions, table.positions))
    values = np.concatenate((info.number("timestamp"), np.where(np.isnan(whole), short, whole)))
    is_short = np.concatenate((np.zeros(len(info), dtype=bool), np.isnan(whole)))
    own = np.concatenate((np.full(len(info), -1), np.arange(len(table))))
    order = np.argsort(positions, kind="stable")
    order = order[np.isfinite(values[order])]
    times = np.full(len(table), np.nan)
    counted = counted_on(values[order], is_short[order], SHORT_TIME_BITS)
    mine = own[order] >= 0
    times[own[order][mine]] = counted[mine]
    return times
