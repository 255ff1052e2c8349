"""The samples of one activity on its clock, whichever messages hold them."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Channel, RecordingKind
from pacing.read.fit.channels import heart_rate_of, record_channels
from pacing.read.fit.clock import RecordTimes, place_records
from pacing.read.fit.clock_jump import without_clock_jump
from pacing.read.fit.heart_rate import (
    NO_DAY,
    StrapHeartRate,
    merged_heart_rate,
    monitoring_heart_rate,
    strap_heart_rate,
)
from pacing.read.fit.rr_intervals import PlacedBeats, beats_of
from pacing.read.fit.shared_seconds import each_second_once
from pacing.read.fit.wire.table import Decoded, MessageTable

WATCH_CHANNEL = "heart_rate_watch"  # what the watch itself showed where a strap's memory is the heart rate
NO_WATCH = (np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
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

    @property
    def holds_heart_rate(self) -> bool:
        """Whether there is a heart rate above 0, or a beat."""
        return bool((self.bpm > 0).any()) or bool(self.beats.rr_ms.size)

    def channels(self, begin_s: float, end_s: float, zero_s: float) -> list[Channel]:
        """Channels of the records in [begin, end), counted from `zero_s`."""
        first, last = np.searchsorted(self.placed.time_s, (begin_s, end_s))
        times = self.placed.time_s[first:last] - zero_s
        found = record_channels(self.record, self.placed.kept[first:last], times)
        first, last = np.searchsorted(self.watch[0], (begin_s, end_s))
        if last > first:
            found.append(Channel(WATCH_CHANNEL, "1/min", self.watch[0][first:last] - zero_s, self.watch[1][first:last]))
        return found


def timeline_of(decoded: Decoded) -> RecordTimeline:
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
    beats = beats_of(decoded, record, placed, strap)
    placed_bpm = bpm[placed.kept]
    merged = merged_heart_rate(placed.time_s, placed_bpm, strap)
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
    return RecordTimeline(kind, day.time_s, day.bpm, beats, record, placed, (*remarks, *day.remarks))


def _strap_alone(strap: StrapHeartRate) -> tuple[FloatArray, FloatArray]:
    first = np.concatenate(([True], np.diff(strap.time_s) > 0))
    return strap.time_s[first], strap.bpm[first]
