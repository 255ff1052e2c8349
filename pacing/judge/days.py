"""An all-day recording, judged day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from pacing.judge.bouts import find_bouts
from pacing.judge.exceedance import judge_exceedance
from pacing.judge.night import night_level
from pacing.judge.reading_error import reading_error_bpm
from pacing.judge.timeline import Timeline, timeline_from
from pacing.model.cleaned import Cleaned
from pacing.model.day import Day, NightLevel
from pacing.model.exceedance import Limit
from pacing.model.recording import Recording
from pacing.reference import NIGHT_UNTIL_HOUR, NOT_WORN_S, RAISED_PLUS_BPM

DAY_S = 86_400.0
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Span:
    """A calendar day (None: not known) as [start_s, stop_s) of a recording, cut to it, with its night inside [s, s]."""

    day: date | None
    start_s: float
    stop_s: float
    night: tuple[float, float]


def day_spans(start: datetime | None, duration_s: float) -> Iterator[Span]:
    """The days of a recording, from local midnight to local midnight; stretches of 24 h when its date is not known.

    Days that change to or from summer time are as long as they are; on a clock without zone all have 24 h. The night is
    00:00-06:00; where the time of day is not known, the whole stretch. The last day of the calendar goes on to the end.

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
    timeline: Timeline | None = None,
) -> tuple[Day, ...]:
    """Every day of a recording with its time above the limit, its raised stretches, its night and its gaps.

    A stretch is raised from the resting level + 20 bpm on: the rate the person told, else the lowest night of the
    recording. Days without any sample are left out.

    Parameters
    ----------
    limit
        The limit that holds; None: nothing is held against one.
    resting_bpm
        The resting rate the person told [bpm].
    timeline
        The recording's timeline where it has been made already.
    """
    sensor = recording.source.sensor
    if timeline is None:
        timeline = timeline_from(cleaned, recording.duration_s, sensor)
    spans = list(day_spans(recording.began, timeline.duration_s))
    parts = [timeline.between(span.start_s, span.stop_s) for span in spans]
    nights = [night_level(part.between(*span.night)) for span, part in zip(spans, parts, strict=True)]
    base_bpm = resting_bpm if resting_bpm is not None else _lowest(nights)
    raised_from_bpm = None if base_bpm is None else base_bpm + RAISED_PLUS_BPM.value
    error_bpm = reading_error_bpm(sensor)
    return tuple(
        _day(span, part, night, limit, raised_from_bpm, resting_bpm, error_bpm)
        for span, part, night in zip(spans, parts, nights, strict=True)
        if part.known.any()
    )


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


def _lowest(nights: list[NightLevel | None]) -> float | None:
    return min((night.bpm for night in nights if night is not None), default=None)


def _not_worn_s(part: Timeline) -> float:
    """Seconds in unrecorded stretches long enough to say that nothing was worn [s]."""
    length_s = part.gaps().length_s
    return float(length_s[length_s >= NOT_WORN_S.value].sum())
