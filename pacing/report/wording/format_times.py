"""Lengths of time, moments and dates in words; a moment of a day by the clock, of a session since its start."""

import math
from datetime import UTC, date, datetime, timedelta

from pacing.model.assessment import Assessment
from pacing.model.recording import RecordingKind
from pacing.plural import plural

MINUTE_S = 60.0
HOUR_S = 3600.0
DAY_S = 86400.0
EXACT_BELOW_S = 180.0  # design: under three minutes seconds matter to a pacing rule
FIVE_S = 5.0
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NO_ZONE = "time zone not known"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def length_text(seconds: float) -> str:
    """A length of time in words, rounded as a person would.

    Examples
    --------
    >>> length_text(40), length_text(127), length_text(424), length_text(5100), length_text(86400)
    ('40 seconds', '2 minutes 5 seconds', '7 minutes', '1 hour 25 minutes', '24 hours')
    """
    if seconds < MINUTE_S:
        return _seconds(round(seconds))
    if seconds < EXACT_BELOW_S:
        whole = round(seconds / FIVE_S) * int(FIVE_S)
        minutes, rest = divmod(whole, int(MINUTE_S))
        return f"{_minutes(minutes)} {_seconds(rest)}" if rest else _minutes(minutes)
    minutes = round(seconds / MINUTE_S)
    if seconds < HOUR_S:
        return _minutes(minutes)
    hours, rest = divmod(minutes, 60)
    whole_hours = plural(hours, "{} hour", "{} hours")
    return f"{whole_hours} {_minutes(rest)}" if rest else whole_hours


def _seconds(number: int) -> str:
    return plural(number, "{} second", "{} seconds")


def _minutes(number: int) -> str:
    return plural(number, "{} minute", "{} minutes")


def headline_text(label: str, printed: date | None) -> str:
    """Whose report it is and when it was printed, as far as that was given.

    Examples
    --------
    >>> headline_text("A. B.", date(2026, 5, 14)), headline_text("", None)
    ('A. B., printed 14 May 2026', '')
    """
    day = "" if printed is None else f"printed {printed.day} {MONTHS[printed.month - 1]} {printed.year}"
    text = ", ".join(part for part in (label.strip(), day) if part)
    return f"{text[:1].upper()}{text[1:]}"


def since_text(since: date | None, sentence: str) -> str:
    """A page's first sentence, with the day from which on it tells, where it does not tell everything.

    Examples
    --------
    >>> since_text(date(2026, 5, 10), "Your heart rate was low."), since_text(None, "Your heart rate was low.")
    ('Since 10 May 2026, your heart rate was low.', 'Your heart rate was low.')
    """
    if since is None:
        return sentence
    return f"Since {since.day} {MONTHS[since.month - 1]} {since.year}, {sentence[:1].lower()}{sentence[1:]}"


def span_text(first: date, last: date) -> str:
    """Two days as a span; month and year are said once where both have the same.

    Examples
    --------
    >>> span_text(date(2026, 5, 1), date(2026, 5, 14)), span_text(date(2026, 2, 1), date(2026, 5, 7))
    ('1 to 14 May 2026', '1 February to 7 May 2026')
    """
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {MONTHS[first.month - 1]}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}{month}{year} to {last.day} {MONTHS[last.month - 1]} {last.year}"


def range_text(low_s: float, high_s: float) -> str:
    """Two lengths of time as a range; the unit is said once where both have the same.

    Examples
    --------
    >>> range_text(370, 490), range_text(40, 150), range_text(52, 56)
    ('6 to 8 minutes', '40 seconds to 2 minutes 30 seconds', '52 to 56 seconds')
    """
    low, high = length_text(low_s), length_text(high_s)
    number, _, unit = low.partition(" ")
    return f"{number if high.partition(' ')[2] == unit else low} to {high}"


def bounded_length_text(value_s: float, low_s: float, high_s: float) -> str:
    """A length of time with its bounds, where they read differently from the value.

    Examples
    --------
    >>> bounded_length_text(424, 370, 490)
    'about 7 minutes (6 to 8 minutes)'
    >>> bounded_length_text(424, 424, 424)
    'about 7 minutes'
    >>> bounded_length_text(0, 0, 3)
    'none seen (at most 3 seconds)'
    >>> bounded_length_text(40, 40, 150)
    'about 40 seconds (40 seconds to 2 minutes 30 seconds)'
    """
    value, low, high = (length_text(seconds) for seconds in (value_s, low_s, high_s))
    if round(value_s) == 0:
        return "none" if round(high_s) == 0 else f"none seen (at most {high})"
    return f"about {value}" if low == high else f"about {value} ({range_text(low_s, high_s)})"


def clock_text(seconds: float) -> str:
    """A moment of a session as minutes and seconds, or hours.

    Examples
    --------
    >>> clock_text(65), clock_text(3725)
    ('1:05', '1:02:05')
    """
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, remaining = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{remaining:02d}" if hours else f"{minutes}:{remaining:02d}"


def day_clock_text(began: datetime, seconds: float, *, dated: bool) -> str:
    """A moment of a recording as the time of day, with its date where the recording holds several days.

    Examples
    --------
    >>> began = datetime(2026, 5, 1, 22, 0)
    >>> day_clock_text(began, 5400, dated=False), day_clock_text(began, 9000, dated=True)
    ('23:30', '2 May, 00:30')
    """
    at = began + timedelta(seconds=seconds)
    return f"{at.day} {MONTHS[at.month - 1][:3]}, {at:%H:%M}" if dated else f"{at:%H:%M}"


def date_text(instant: datetime) -> str:
    """A date in words, the same in every locale.

    Examples
    --------
    >>> date_text(datetime(2026, 5, 1, 10, 5))
    'Friday 1 May 2026'
    """
    return f"{WEEKDAYS[instant.weekday()]} {instant.day} {MONTHS[instant.month - 1]} {instant.year}"


def short_date_text(instant: datetime | None) -> str:
    """A date for a table, sortable; in words where the file gives none."""
    return "no date" if instant is None else f"{instant:%Y-%m-%d %H:%M}"


def day_text(instant: datetime) -> str:
    """A date with its time of day; a clock whose zone is not known, or that is not the local one, says so.

    Examples
    --------
    >>> day_text(datetime(2026, 5, 3, 10, 30))
    'Sunday 3 May 2026, 10:30, time zone not known'
    >>> day_text(datetime(2026, 5, 3, 10, 30, tzinfo=UTC))
    'Sunday 3 May 2026, 10:30 UTC'
    """
    zone = f", {NO_ZONE}" if instant.tzinfo is None else " UTC" if is_utc(instant) else ""
    return f"{date_text(instant)}, {instant:%H:%M}{zone}"


def is_utc(instant: datetime) -> bool:
    """Whether an instant is given in UTC, because the file has no local time."""
    return instant.tzinfo is UTC


def by_the_clock(assessment: Assessment) -> bool:
    """Whether moments of this recording are given as times of day."""
    return assessment.recording.kind is RecordingKind.DAY and assessment.recording.began is not None


def moment_text(assessment: Assessment, seconds: float) -> str:
    """A moment: the time of day in an all-day recording, with the date where it holds several days; else `m:ss`."""
    began = assessment.recording.began
    if began is None or not by_the_clock(assessment):
        return clock_text(seconds)
    return day_clock_text(began, seconds, dated=assessment.recording.duration_s > DAY_S)


def has_local_clock(assessment: Assessment) -> bool:
    """Whether a recording tells what a clock on the wall showed."""
    began = assessment.recording.began
    return began is not None and not is_utc(began)


def begin_text(assessment: Assessment, seconds: float) -> str:
    """When something of a session began: after its start, and by the clock where the recording has the local one."""
    began = assessment.recording.began
    if by_the_clock(assessment):
        return moment_text(assessment, seconds)
    clock = f" ({began + timedelta(seconds=seconds):%H:%M})" if began and has_local_clock(assessment) else ""
    return f"{clock_text(seconds)} after the start{clock}"


def whole_minutes(
    assessment: Assessment, start_s: float, stop_s: float, length_s: float | None = None
) -> tuple[str, str]:
    """Beginning and end of a stretch as a person would say them, in whole minutes that lie as far apart as it is long.

    A stretch of less than three minutes, whose length is said in seconds, lies between the minutes around it.

    The time of day where the file has the local one, else minutes since the start.

    Parameters
    ----------
    assessment
        The session.
    start_s, stop_s
        The stretch [s since the start].
    length_s
        The length that stands beside it [s]; None: that of the stretch. One that differs by a minute or more, because
        the stretch has dips, is not followed.

    Returns
    -------
    tuple of str
        Such as `("13:42", "13:56")`, or `("minute 12", "minute 26")`.
    """
    began = assessment.recording.began
    if began is None or is_utc(began):
        first, last = minutes_apart(start_s, stop_s, length_s)
        return f"minute {first}", f"minute {last}"
    minute = began.replace(second=0, microsecond=0)
    into_s = (began - minute).total_seconds()
    first, last = minutes_apart(start_s + into_s, stop_s + into_s, length_s)
    dated = assessment.recording.duration_s > DAY_S
    return day_clock_text(minute, first * MINUTE_S, dated=dated), day_clock_text(minute, last * MINUTE_S, dated=dated)


def minutes_apart(start_s: float, stop_s: float, length_s: float | None = None) -> tuple[int, int]:
    """The whole minutes of a stretch's ends, as far apart as its length in whole minutes.

    Parameters
    ----------
    start_s, stop_s
        The stretch [s].
    length_s
        The length that stands beside it [s]; None: that of the stretch.

    Returns
    -------
    tuple of int
        First and last minute.

    Examples
    --------
    >>> minutes_apart(853, 1271), minutes_apart(869, 1291), minutes_apart(50, 130)
    ((14, 21), (14, 21), (0, 3))
    """
    span_s = stop_s - start_s
    if span_s < EXACT_BELOW_S:
        return math.floor(start_s / MINUTE_S), math.ceil(stop_s / MINUTE_S)
    named_s = span_s if length_s is None or abs(span_s - length_s) >= MINUTE_S else length_s
    minutes = round(named_s / MINUTE_S)
    first = max(0, round((start_s + stop_s) / 2 / MINUTE_S - minutes / 2))
    return first, first + minutes
