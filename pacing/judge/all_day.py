"""An all-day recording, judged day by day: its time above the limit, its stretches of raised heart rate, and the
resting level of its nights.

Most exertion is housework, not sport, and nobody presses start for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np

from pacing.judge.exceedance import judge_exceedance
from pacing.judge.long_timeline import timeline_from
from pacing.judge.timeline import AnyTimeline, Timeline, reading_error_bpm
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import Cleaned
from pacing.model.exceedance import Day, DayBout, Limit, NightLevel
from pacing.model.recording import Recording
from pacing.numerics.quantiles import student_95
from pacing.numerics.runs import runs
from pacing.reference import BOUT_GAP_S, BOUT_SHORTEST_S, NIGHT_UNTIL_HOUR, NIGHT_WINDOW_S, NOT_WORN_S, RAISED_PLUS_BPM

BLOCKS = 6
"""Pieces the half hour is cut into, to see how much its mean varies; design."""
RECORDED_SHARE = 0.6
"""How much of a half hour must be recorded: straps and wrists lose a fifth to a third of a night; design."""
LOW_SHARE = 0.1
"""A tenth of a day's half hours are asleep, however short the night; naps are shorter; design."""
NEAR_NIGHT_BPM = 8.0
"""A quiet stretch lies within this of the low half hours; design."""
MOST_OF_A_DAY = 0.75
"""Nobody sleeps for a larger share of a day; design."""
SHORTEST_NIGHT_S = 3 * 3600.0
"""Less quiet is a nap or an evening in a chair; design."""
EVENING_S = 12 * 3600.0
"""A night belongs to the day on which it ends and begins up to so long before that day does; design."""
STEP_S = 60.0
"""How far the half hour is moved on each time; design."""


def nocturnal_resting_hr(night: Timeline) -> NightLevel | None:
    """The lowest mean over half an hour of a night, of which six tenths were recorded; None when there is none.

    Its 95 % range comes from the means of its six pieces of five minutes; where fewer than six hold a value, from the
    half hour's whole spread.

    Parameters
    ----------
    night
        Heart rate of the night.

    Returns
    -------
    NightLevel | None
    """
    window_s = NIGHT_WINDOW_S.value
    if night.duration_s < window_s:
        return None
    first_s = float(night.start_s[0])
    begins_s = first_s + np.arange(0.0, night.duration_s - window_s + 1.0, STEP_S)
    sums = _Sums.of(night)
    means, recorded_s = sums.means(begins_s, window_s)
    means[recorded_s < RECORDED_SHARE * window_s] = np.inf
    index = int(np.argmin(means))
    if not np.isfinite(means[index]):
        return None
    begin_s = float(begins_s[index])
    piece_s = window_s / BLOCKS
    pieces, _ = sums.means(begin_s + piece_s * np.arange(float(BLOCKS)), piece_s)
    if np.isfinite(pieces).all():
        half_width_bpm = student_95(BLOCKS - 1) * float(pieces.std(ddof=1)) / BLOCKS**0.5
    else:
        inside = night.between(begin_s, begin_s + window_s)
        half_width_bpm = float(np.ptp(inside.bpm[inside.known])) / 2
    level_bpm = float(means[index])
    return NightLevel(level_bpm, level_bpm - half_width_bpm, level_bpm + half_width_bpm, begin_s)


class _Sums(NamedTuple):
    """Running sums along a timeline.

    `start_s`, `stop_s`: when each row begins and ends [s], shape (n,). `recorded_s`, `area_bpm_s`: recorded seconds [s]
    and heart rate times these [bpm s], summed up to the beginning of each row and the end of the last; shape (n + 1,).
    """

    start_s: FloatArray
    stop_s: FloatArray
    recorded_s: FloatArray
    area_bpm_s: FloatArray

    @classmethod
    def of(cls, line: Timeline) -> "_Sums":
        """The sums of all its rows."""
        stop_s = line.stop_s
        recorded_s, area_bpm_s = np.zeros((2, stop_s.size + 1))
        np.subtract(stop_s, line.start_s, out=recorded_s[1:])
        np.multiply(line.bpm, recorded_s[1:], out=area_bpm_s[1:])
        after_unknown = np.flatnonzero(~line.known) + 1
        for sums in (recorded_s, area_bpm_s):
            sums[after_unknown] = 0.0
            np.cumsum(sums, out=sums)
        return cls(line.start_s, stop_s, recorded_s, area_bpm_s)

    def means(self, begins_s: FloatArray, width_s: float) -> tuple[FloatArray, FloatArray]:
        """Mean heart rate [bpm] (NaN: nothing recorded) and recorded seconds of windows of one width."""
        first = np.searchsorted(self.start_s, begins_s)
        last = np.searchsorted(self.stop_s, begins_s + width_s, side="right")
        recorded_s = self.recorded_s[last] - self.recorded_s[first]
        area_bpm_s = self.area_bpm_s[last] - self.area_bpm_s[first]
        with np.errstate(invalid="ignore", divide="ignore"):
            return area_bpm_s / np.where(recorded_s > 0, recorded_s, np.nan), recorded_s


def quietest_stretch(line: Timeline, ends_s: tuple[float, float]) -> tuple[float, float] | None:
    """The longest quiet stretch of a timeline, where it ends within `ends_s` [s]; None where there is none of 3 h.

    Quiet: half hours, moved on by a minute, whose mean lies within 8 bpm of what a tenth of them stay below; short
    awakenings and holes are part of them. It is found by heart rate, not by the clock: people sleep late, work at
    night, or lie ill.

    Parameters
    ----------
    line
        Heart rate over time.
    ends_s
        Between which moments the stretch must end, as (first, last) [s].

    Returns
    -------
    tuple[float, float] | None
    """
    window_s = NIGHT_WINDOW_S.value
    if line.duration_s < SHORTEST_NIGHT_S:
        return None
    begins_s = float(line.start_s[0]) + np.arange(0.0, line.duration_s - window_s + 1.0, STEP_S)
    means, recorded_s = _Sums.of(line).means(begins_s, window_s)
    means[recorded_s < RECORDED_SHARE * window_s] = np.inf
    known = means[np.isfinite(means)]
    quiet = runs(means <= np.quantile(known, LOW_SHARE) + NEAR_NIGHT_BPM) if known.size else []
    spans = [(float(begins_s[first]), float(begins_s[stop - 1]) + window_s) for first, stop in quiet]
    night = max(spans, key=lambda span: span[1] - span[0], default=None)
    if night is None or night[1] - night[0] < SHORTEST_NIGHT_S:
        return None
    return night if ends_s[0] < night[1] <= ends_s[1] else None


def find_bouts(part: Timeline, raised_from_bpm: float, limit_bpm: float | None) -> tuple[DayBout, ...]:
    """Stretches of at least five minutes at or over `raised_from_bpm`, dips of under two minutes included.

    An unrecorded stretch of two minutes and more ends a bout; a shorter one does not. Where the samples lie far apart,
    a bout spans at least two of them.

    Parameters
    ----------
    part
        The day.
    raised_from_bpm
        From which heart rate on it counts as raised [bpm].
    limit_bpm
        The limit, for the seconds above it [bpm]; None: there is none.
    """
    raised = part.bpm >= raised_from_bpm
    if not raised.any():
        return ()
    edges = np.flatnonzero(np.diff(raised, prepend=False, append=False))
    firsts, ends = edges[::2], edges[1::2]
    start_s, stop_s = part.start_s[firsts], part.ends_s(ends - 1)
    apart = start_s[1:] - stop_s[:-1] >= BOUT_GAP_S.value
    heads = np.concatenate(([True], apart))
    tails = np.concatenate((apart, [True]))
    shortest_s = max(BOUT_SHORTEST_S.value, 2 * part.sampling_s if part.is_sparse else 0.0)
    joined = zip(
        firsts[heads].tolist(), ends[tails].tolist(), start_s[heads].tolist(), stop_s[tails].tolist(), strict=True
    )
    return tuple(
        _bout(part, slice(first, end), begin_s, end_s, limit_bpm)
        for first, end, begin_s, end_s in joined
        if end_s - begin_s >= shortest_s
    )


def _bout(part: Timeline, rows: slice, start_s: float, stop_s: float, limit_bpm: float | None) -> DayBout:
    bout = part.rows(rows.start, rows.stop)
    bpm, width_s = bout.bpm, bout.stop_s - bout.start_s
    known = np.isfinite(bpm)
    mean_bpm = float((bpm[known] * width_s[known]).sum() / width_s[known].sum())
    above_s = None if limit_bpm is None else float(width_s[known][bpm[known] > limit_bpm].sum())
    return DayBout(start_s, stop_s, mean_bpm, float(bpm[known].max()), above_s)


DAY_S = 86_400.0
HOUR_S = 3600.0


class Span(NamedTuple):
    """A calendar day (None: not known) as [start_s, stop_s) of a recording, cut to it, with its night inside [s, s]."""

    day: date | None
    start_s: float
    stop_s: float
    night: tuple[float, float]


def day_spans(start: datetime | None, duration_s: float) -> Iterator[Span]:
    """The days of a recording, from local midnight to local midnight; stretches of 24 h when its date is not known.

    Days that change to or from summer time are as long as they are; on a clock without zone all have 24 h. The night is
    00:00-06:00; where the time of day is not known, the whole stretch. The last day of the calendar goes on to the end.

    Parameters
    ----------
    start
        When the recording began; None: not known.
    duration_s
        Length of the session [s].

    Returns
    -------
    Iterator[Span]

    Examples
    --------
    >>> from datetime import UTC
    >>> spans = list(day_spans(datetime(2026, 5, 1, 23, 0, tzinfo=UTC), 7200.0))
    >>> [(str(s.day), s.start_s, s.stop_s) for s in spans]
    [('2026-05-01', 0.0, 3600.0), ('2026-05-02', 3600.0, 7200.0)]
    """
    if start is None:
        begins = np.arange(0.0, duration_s, DAY_S).tolist()
        yield from (Span(None, b, min(b + DAY_S, duration_s), (b, min(b + DAY_S, duration_s))) for b in begins)
        return
    day, begin_s = start.date(), 0.0
    while begin_s < duration_s:
        night_stop_s = _seconds_until(start, day, NIGHT_UNTIL_HOUR.value)
        next_day = day + timedelta(days=1) if day < date.max else None
        midnight_s = duration_s if next_day is None else _seconds_until(start, next_day, 0.0)
        stop_s = min(midnight_s, duration_s)
        yield Span(day, begin_s, stop_s, (begin_s, min(max(night_stop_s, begin_s), stop_s)))
        day, begin_s = next_day or day, midnight_s


def judge_days(
    recording: Recording,
    cleaned: Cleaned,
    limit: Limit | None,
    *,
    resting_bpm: float | None = None,
    timeline: AnyTimeline | None = None,
) -> tuple[Day, ...]:
    """Every day of a recording with its time above the limit, its raised stretches, its night and its gaps.

    A stretch is raised from the resting level + 20 bpm on: the rate the person gave, else the lowest night of the
    recording. Days without any sample are left out.

    Parameters
    ----------
    limit
        The limit that holds; None: nothing is held against one.
    resting_bpm
        The resting rate the person gave [bpm].
    timeline
        The recording's timeline where it has been made already.
    """
    sensor = recording.source.sensor
    if timeline is None:
        timeline = timeline_from(cleaned, recording.duration_s, sensor)
    spans = _recorded(timeline, list(day_spans(recording.began, timeline.duration_s)))
    # one day with its evening before at a time: it costs little memory
    nights = {} if resting_bpm is not None else {span: _night(_with_evening(timeline, span), span) for span in spans}
    base_bpm = resting_bpm if resting_bpm is not None else _lowest(nights.values())
    raised_from_bpm = None if base_bpm is None else base_bpm + RAISED_PLUS_BPM.value
    error_bpm = reading_error_bpm(sensor)
    days = []
    for span in spans:
        around = _with_evening(timeline, span)
        night = nights[span] if span in nights else _night(around, span)
        part = around.between(span.start_s, span.stop_s).with_bounds()
        days.append(_day(span, part, night, limit, raised_from_bpm, resting_bpm, error_bpm))
    return tuple(days)


def _recorded(timeline: AnyTimeline, spans: Sequence[Span]) -> list[Span]:
    """The days of which anything is known: a recording may hold years without a sample."""
    gaps = timeline.gaps()
    return [span for span in spans if not gaps.cover(span.start_s, span.stop_s)]


def _with_evening(timeline: AnyTimeline, span: Span) -> Timeline:
    """A day, and the evening before it."""
    return timeline.between(max(span.start_s - EVENING_S, 0.0), span.stop_s)


def _night(around: Timeline, span: Span) -> NightLevel | None:
    """The resting level of the night that ends in a day, from that day with its evening before.

    Where a whole day is so quiet that no night stands out, as of one spent in bed, it is 00:00-06:00.
    """
    night = quietest_stretch(around, (span.start_s, span.stop_s))
    if night is not None and night[1] - night[0] > MOST_OF_A_DAY * max(around.duration_s - around.unknown_s, EVENING_S):
        night = span.night
    return None if night is None else nocturnal_resting_hr(around.between(*night))


def _day(
    span: Span,
    part: Timeline,
    night: NightLevel | None,
    limit: Limit | None,
    raised_from_bpm: float | None,
    resting_bpm: float | None,
    error_bpm: float,
) -> Day:
    exceedance = None
    if limit is not None:
        exceedance = judge_exceedance(
            part,
            limit.bpm,
            uncertainty_bpm=limit.uncertainty_bpm,
            resting_bpm=resting_bpm if resting_bpm is not None or night is None else night.bpm,
            reading_error_bpm=error_bpm,
        )
    limit_bpm = None if limit is None else limit.bpm
    return Day(
        day=span.day,
        start_s=span.start_s,
        stop_s=span.stop_s,
        recorded_s=part.duration_s - part.unknown_s,
        not_worn_s=_not_worn_s(part),
        exceedance=exceedance,
        night=night,
        raised_from_bpm=raised_from_bpm,
        bouts=() if raised_from_bpm is None else find_bouts(part, raised_from_bpm, limit_bpm),
    )


def _seconds_until(start: datetime, day: date, hour: float) -> float:
    """Seconds from `start` to an hour of a day in the zone of `start`; true seconds, whatever the clock did."""
    zone = start.tzinfo or UTC
    wall = datetime.combine(day, time(int(hour)), tzinfo=zone)
    return wall.timestamp() - start.replace(tzinfo=zone).timestamp()


def _lowest(nights: Iterable[NightLevel | None]) -> float | None:
    return min((night.bpm for night in nights if night is not None), default=None)


def _not_worn_s(part: Timeline) -> float:
    """Seconds in unrecorded stretches long enough to say that nothing was worn [s]."""
    length_s = part.gaps().length_s
    return float(length_s[length_s >= NOT_WORN_S.value].sum())
