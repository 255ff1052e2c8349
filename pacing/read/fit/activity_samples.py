"""The samples of one activity on its clock, whichever messages hold them; records of one second are joined."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Channel, RecordingKind
from pacing.read.fit.channels import ChannelValues, channel_values, heart_rate_of, record_channels
from pacing.read.fit.clock import RecordTimes, place_records, without_clock_jump
from pacing.read.fit.heart_rate import (
    NO_DAY,
    StrapHeartRate,
    merged_heart_rate,
    monitoring_heart_rate,
    strap_heart_rate,
    within,
)
from pacing.read.fit.rr_intervals import PlacedBeats, beats_of
from pacing.read.fit.sessions import written_span_s
from pacing.read.fit.wire.table import Decoded, DeveloperColumn, IntArray, MessageTable

MOST_SHARED = 8  # design: of more records in one second the rest adds nothing


def each_second_once(record: MessageTable) -> tuple[MessageTable, tuple[str, ...]]:
    """The records, those of one second that follow each other put together field by field, and a remark.

    What the first of them leaves out is taken from the next; what both give is the first's.

    Parameters
    ----------
    record
        The `record` messages, in file order.

    Returns
    -------
    The records, one for each second, and a remark.
    """
    times = record.number("timestamp")
    again = np.diff(times, prepend=np.nan) == 0
    if not again.any():
        return record, ()
    first_rows = np.flatnonzero(~again)
    owner = np.cumsum(~again) - 1
    merged = SharedSeconds(record, first_rows, np.flatnonzero(again), owner[again])
    remark = f"{int(again.sum())} records that share their second with the one before were put together with it"
    return merged, (remark,)


class SharedSeconds:
    """Records with those of the same second filled in (see `pacing.read.fit.wire.table.Table`)."""

    def __init__(self, table: MessageTable, first_rows: IntArray, others: IntArray, owner: IntArray) -> None:
        first = np.searchsorted(owner, owner)
        nth = np.arange(owner.size) - first
        few = nth < MOST_SHARED
        self._table, self._first_rows = table, first_rows
        self._others, self._owner, self._nth = others[few], owner[few], nth[few]
        self.positions, self.parts = table.positions[first_rows], table.parts[first_rows]

    def __len__(self) -> int:
        return self._first_rows.size

    def has(self, field: str) -> bool:
        """Whether any record defines the field."""
        return self._table.has(field)

    def number(self, field: str) -> FloatArray:
        """One value a record."""
        return self._filled(self._table.number(field))

    def series(self, field: str) -> FloatArray:
        """An array field, one row a record."""
        return self._filled(self._table.series(field))

    def texts(self, field: str) -> list[str]:
        """One text a record."""
        texts = self._table.texts(field)
        return [texts[row] for row in self._first_rows]

    def developer_columns(self) -> list[DeveloperColumn]:
        """All developer fields that hold numbers."""
        columns = self._table.developer_columns()
        return [DeveloperColumn(c.name, c.unit, c.native_field, self._filled(c.values)) for c in columns]

    def _filled(self, values: FloatArray) -> FloatArray:
        own, offered = values[self._first_rows], values[self._others]
        for nth in range(int(self._nth.max()) + 1):  # in file order: the first that gives a value is taken
            mine = self._nth == nth
            index, value = self._owner[mine], offered[mine]
            missing = np.isnan(own[index])
            missing = missing if missing.ndim == 1 else missing.all(axis=1)
            own[index[missing]] = value[missing]
        return own


WATCH_CHANNEL = "heart_rate_watch"  # what the watch itself showed where a strap's memory is the heart rate
LONGEST_SNAPSHOT_S = 3600.0  # design: a snapshot of one's health takes two minutes
NO_WATCH = (np.empty(0), np.empty(0))


@dataclass(frozen=True, eq=False)
class RecordTimeline:
    """`time_s` [FIT s] strictly rising and `bpm`; beats; the records and which of them stand at which time; remarks."""

    kind: RecordingKind
    time_s: FloatArray
    bpm: FloatArray
    beats: PlacedBeats
    record: MessageTable
    placed: RecordTimes
    remarks: tuple[str, ...]
    watch: tuple[FloatArray, FloatArray] = NO_WATCH
    strap_share: float = 0.0

    @cached_property
    def columns(self) -> tuple[ChannelValues, ...]:
        """What all records hold besides heart rate; the sessions of an activity share them."""
        return channel_values(self.record)

    def channels(self, begin_s: float, end_s: float, zero_s: float) -> list[Channel]:
        """Channels of the records in [begin, end), counted from `zero_s`."""
        first, last = np.searchsorted(self.placed.time_s, (begin_s, end_s))
        times = self.placed.time_s[first:last] - zero_s
        result = record_channels(self.columns, self.placed.rows[first:last], times)
        first, last = np.searchsorted(self.watch[0], (begin_s, end_s))
        if last > first:
            result.append(
                Channel(WATCH_CHANNEL, "1/min", self.watch[0][first:last] - zero_s, self.watch[1][first:last])
            )
        return result


def record_timeline(decoded: Decoded) -> RecordTimeline:
    """Heart rate and beats of an activity, or of a day of monitoring when there is no activity.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    Heart rate, beats and records of the activity on one clock.
    """
    record, shared = each_second_once(decoded.table("record"))
    bpm, remarks = heart_rate_of(record)
    remarks = (*remarks, *shared)
    times, corrected = without_clock_jump(record.number("timestamp"), decoded)
    placed = place_records(times, np.isfinite(bpm), "record")
    remarks = (*remarks, *corrected)
    strap = strap_heart_rate(decoded.table("hr"))
    written_s = written_span_s(decoded)
    beats = beats_of(decoded, record, placed, within(strap, placed.time_s, written_s))
    placed_bpm = bpm[placed.rows]
    merged = merged_heart_rate(placed.time_s, placed_bpm, strap, written_s)
    remarks = (*remarks, *placed.remarks, *merged.remarks, *beats.remarks)
    day = NO_DAY if (merged.bpm > 0).any() else monitoring_heart_rate(decoded)
    if (merged.bpm > 0).any() or (len(record) and not day.time_s.size):
        watch = merged.watch_s, merged.watch_bpm
        return RecordTimeline(
            RecordingKind.ACTIVITY,
            merged.time_s,
            merged.bpm,
            beats,
            record,
            placed,
            remarks,
            watch,
            merged.strap_share,
        )
    if strap.time_s.size:
        time_s, bpm = _strap_alone(strap)
        remarks = (*remarks, "heart rate from the memory of a strap (`hr` messages) alone")
        return RecordTimeline(RecordingKind.ACTIVITY, time_s, bpm, beats, record, placed, remarks)
    kind = RecordingKind.BEATS if beats.rr_ms.size and not day.time_s.size else RecordingKind.DAY
    by_the_second = len(decoded.table("hsa_heart_rate_data")) > 0
    if by_the_second and day.time_s.size and day.time_s[-1] - day.time_s[0] < LONGEST_SNAPSHOT_S:
        kind = RecordingKind.ACTIVITY  # the few minutes of a snapshot are no day
    return RecordTimeline(kind, day.time_s, day.bpm, beats, record, placed, (*remarks, *day.remarks))


def _strap_alone(strap: StrapHeartRate) -> tuple[FloatArray, FloatArray]:
    first = np.concatenate(([True], np.diff(strap.time_s) > 0))
    return strap.time_s[first], strap.bpm[first]
