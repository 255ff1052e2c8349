"""Whether two recordings are of one session: by their times, or by the same values an unsure zone apart."""

import zlib
from dataclasses import dataclass, replace
from datetime import UTC

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.model.assessment import Assessment
from pacing.model.recording import HeartRate, RecordingKind

OVERLAP_SHARE = 0.8  # design: of the shorter session
ALIKE_SHARE = 0.64  # design: of the values; both may lack a fifth
OVERLAP_OF_LONGER = 0.5  # design: a walk inside a longer outing is a session of its own
AGREEMENT_BPM = 5.0  # design: median difference of two sensors on the same heart
LEAST_SHARED_S = 60  # design
LAG_S = 15  # design: clocks of two devices differ, and so do their sensors' lags
LONGEST_EXACT_S = 6 * 3600  # design: of longer sessions one second in ten is kept
THINNED_S = 10
BLOCK_SECONDS = 65_536  # so many at a time: months by the second cost little memory
QUARTER_S = 900  # zones differ by whole quarters of an hour
LARGEST_SHIFT_S = 14 * 3600
SHIFTS_S = tuple(shift_s for shift_s in range(-LARGEST_SHIFT_S, LARGEST_SHIFT_S + 1, QUARTER_S) if shift_s)
EQUAL_SHARE = 0.9  # design: values written twice are equal, but for rounding and the first and last
LEAST_VALUES = 8  # design: fewer different values are equal by chance
FAST = 1  # of the degrees of packing
EQUAL_BPM = 0.51  # whole numbers beside decimals


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What is kept of a session to find its twin: where it came from, its clock, and heart rate of whole seconds.

    `began_s` [s since 1970], None without a date; `time_s`, `bpm`: shape (n,), seconds since the start.
    """

    sha256: str
    place: int
    file_name: str
    kind: RecordingKind
    began_s: float | None
    zone_known: bool
    time_s: npt.NDArray[np.int64]
    bpm: FloatArray

    @property
    def clock(self) -> npt.NDArray[np.int64]:
        """Seconds since 1970, or since the start where that is not known."""
        return self.time_s + round(self.began_s or 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class PackedTrace:
    """A trace in a tenth of its bytes and without loss, for thousands of them wait at once for a twin.

    `bare`: the trace without its series; `end_s`: its last second since the start, 0 where there is none.
    """

    bare: Trace
    end_s: int
    series: bytes

    @classmethod
    def of(cls, trace: Trace) -> "PackedTrace":
        """The trace, packed."""
        steps = np.diff(trace.time_s, prepend=np.int64(0))
        packing = zlib.compressobj(FAST)  # fed in turn: those of a year are never copied
        parts = [packing.compress(np.ascontiguousarray(part).data) for part in (steps, trace.bpm)]
        series = b"".join((*parts, packing.flush()))
        bare = replace(trace, time_s=trace.time_s[:0].copy(), bpm=trace.bpm[:0].copy())
        return cls(bare, int(trace.time_s[-1]) if trace.time_s.size else 0, series)

    def unpacked(self) -> Trace:
        """The trace as it was."""
        raw = zlib.decompress(self.series)
        size = len(raw) // 16
        time_s = np.cumsum(np.frombuffer(raw, np.int64, size))
        return replace(self.bare, time_s=time_s, bpm=np.frombuffer(raw, np.float64, size, 8 * size))


def trace_of(assessment: Assessment) -> Trace:
    """What is kept of a session."""
    recording, series = assessment.recording, assessment.cleaned.heart_rate
    began = recording.began
    began_s = None if began is None else (began if began.tzinfo else began.replace(tzinfo=UTC)).timestamp()
    time_s, bpm = thinned(series, began_s or 0.0)
    source = recording.source
    return Trace(
        source.sha256,
        source.place,
        source.file_name,
        recording.kind,
        began_s,
        recording.start is not None and recording.zone_known,
        time_s,
        bpm,
    )


def thinned(series: HeartRate, began_s: float) -> tuple[npt.NDArray[np.int64], FloatArray]:
    """Whole seconds and heart rate of a series where it is known; of a long one those at full tens of the clock's."""
    known = series.known(0, series.size)
    if not known.any():
        return np.empty(0, dtype=np.int64), np.empty(0)
    first, last = int(known.argmax()), known.size - 1 - int(known[::-1].argmax())
    del known
    span_s = int(series.times(last, last + 1)[0]) - int(series.times(first, first + 1)[0])
    times, values = [], []
    for begin in range(0, series.size, BLOCK_SECONDS):
        second_s, bpm = series.rows(begin, begin + BLOCK_SECONDS)
        clock, wanted = second_s.astype(np.int64), np.isfinite(bpm)
        if span_s > LONGEST_EXACT_S:
            wanted &= (clock + round(began_s)) % THINNED_S == 0
        times.append(clock[wanted])
        values.append(bpm[wanted])
    return np.concatenate(times), np.concatenate(values)


def shift_between(one: Trace, other: Trace) -> float | None:
    """How far the clock of `other` is ahead of `one`'s [s] where both are one session, else None.

    Parameters
    ----------
    one, other
        What was kept of two sessions from different files or places.
    """
    if one.sha256 == other.sha256:
        return 0.0 if one.place == other.place and one.file_name != other.file_name else None
    if not one.time_s.size or not other.time_s.size:
        return None
    if one.began_s is None or other.began_s is None:
        undated = one.began_s is None and other.began_s is None
        same = undated and _alike(one.bpm, other.bpm) and _equal(one.clock, one.bpm, other.clock, other.bpm)
        return 0.0 if same else None
    if _agree(one, other):
        return 0.0
    return _shifted(one, other)


def _agree(one: Trace, other: Trace) -> bool:
    mine, theirs = one.time_s.astype(np.float64), other.time_s.astype(np.float64)
    if same_session(one.began_s or 0.0, mine, one.bpm, other.began_s or 0.0, theirs, other.bpm):
        return True
    if one.kind is not RecordingKind.DAY or other.kind is not RecordingKind.DAY:
        return False
    shorter, longer = sorted((one, other), key=lambda trace: float(np.ptp(trace.time_s)))
    clock, within = longer.clock, shorter.clock
    inside = slice(np.searchsorted(clock, within[0]), np.searchsorted(clock, within[-1], side="right"))
    part = clock[inside]
    if not part.size or min(part[-1], within[-1]) - max(part[0], within[0]) < OVERLAP_SHARE * np.ptp(within):
        return False
    return same_session(0.0, part.astype(float), longer.bpm[inside], 0.0, within.astype(float), shorter.bpm)


def _shifted(one: Trace, other: Trace) -> float | None:
    """The quarter hours by which equal values stand apart; none where both files know their zone."""
    if (one.zone_known and other.zone_known) or not _alike(one.bpm, other.bpm):
        return None
    apart_s = float(other.clock[0] - one.clock[0])
    reach_s = (1.0 - OVERLAP_SHARE) * max(np.ptp(one.time_s), np.ptp(other.time_s)) + QUARTER_S
    for shift_s in SHIFTS_S:
        if abs(apart_s - shift_s) > reach_s:
            continue
        if _equal(one.clock, one.bpm, other.clock - shift_s, other.bpm):
            return float(shift_s)
    return None


def _alike(bpm: FloatArray, other_bpm: FloatArray) -> bool:
    """Whether two series can hold the same values at all: about as many, with about the same mean."""
    fewer, more = sorted((bpm.size, other_bpm.size))
    return fewer >= ALIKE_SHARE * more and bool(abs(bpm.mean() - other_bpm.mean()) <= AGREEMENT_BPM)


def _equal(
    clock: npt.NDArray[np.int64], bpm: FloatArray, other_clock: npt.NDArray[np.int64], other_bpm: FloatArray
) -> bool:
    """Whether two series hold the same values at the same times, over nearly all of the shorter."""
    _, mine, theirs = np.intersect1d(clock, other_clock, assume_unique=True, return_indices=True)
    if mine.size < OVERLAP_SHARE * min(clock.size, other_clock.size) or mine.size < LEAST_SHARED_S:
        return False
    same = np.abs(bpm[mine] - other_bpm[theirs]) <= EQUAL_BPM
    return bool(same.mean() >= EQUAL_SHARE and np.unique(bpm[mine]).size >= LEAST_VALUES)


def same_session(
    start_s: float,
    time_s: FloatArray,
    bpm: FloatArray,
    other_start_s: float,
    other_time_s: FloatArray,
    other_bpm: FloatArray,
) -> bool:
    """Whether two series are one session: they overlap in time, and their heart rates agree at some small lag.

    Parameters
    ----------
    start_s, other_start_s
        Instants of time 0 [s since 1970].
    time_s, bpm, other_time_s, other_bpm
        Whole seconds since the start, and heart rate [bpm], NaN where there is none: shapes (n,) and (m,).
    """
    if not time_s.size or not other_time_s.size:
        return False
    clock = np.round(start_s + time_s).astype(np.int64)
    other_clock = np.round(other_start_s + other_time_s).astype(np.int64)
    shared = min(clock[-1], other_clock[-1]) - max(clock[0], other_clock[0])
    shorter, longer = sorted((clock[-1] - clock[0], other_clock[-1] - other_clock[0]))
    if shared < max(OVERLAP_SHARE * shorter, OVERLAP_OF_LONGER * longer, LEAST_SHARED_S):
        return False
    return any(
        _median_difference(clock, bpm, other_clock + lag, other_bpm) <= AGREEMENT_BPM
        for lag in range(-LAG_S, LAG_S + 1)
    )


def _median_difference(
    clock: np.ndarray[tuple[int], np.dtype[np.int64]],
    bpm: FloatArray,
    other_clock: np.ndarray[tuple[int], np.dtype[np.int64]],
    other_bpm: FloatArray,
) -> float:
    _, mine, theirs = np.intersect1d(clock, other_clock, assume_unique=True, return_indices=True)
    difference = np.abs(bpm[mine] - other_bpm[theirs])
    known = np.isfinite(difference)
    return float(np.median(difference[known])) if known.sum() >= LEAST_SHARED_S else float("inf")
