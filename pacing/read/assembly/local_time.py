"""Local clock readings to instants: with the zone a person gave, also over summer time; never a guessed zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from pacing.errors import UsageError
from pacing.model.arrays import FloatArray
from pacing.plural import plural
from pacing.read.text.years import WRITTEN_FIRST_YEAR

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL_EPOCH = EPOCH.replace(tzinfo=None)  # a clock without a zone counts from here
FIRST_S = EPOCH.replace(year=WRITTEN_FIRST_YEAR).timestamp()  # 1970 is the zero of computers' clocks
HOUR_S = 3600.0
CLOCKS_SET_BACK_S = (HOUR_S, HOUR_S / 2)  # Lord Howe Island moves its clocks by half an hour
LEAST_BACK_S = 1200.0  # design: half an hour less the longest step between two rows
SET_BACK_WITHIN_S = 360.0  # design: rows lie no further apart where a clock was set back
QUARTER_S = 900  # zones change their offset on quarters of an hour


@dataclass(frozen=True, slots=True, eq=False)
class PlacedTimes:
    """Seconds on an even axis, the instant of its second 0 (None = zone not known), and what is to be said.

    `clock`: the local clock at second 0, naive, where only the zone is not known.
    """

    second: FloatArray
    origin: datetime | None
    remarks: tuple[str, ...] = ()
    clock: datetime | None = None


def later(origin: datetime, seconds: float) -> datetime:
    """The instant some seconds after `origin`, in its zone; true seconds, also over a change of summer time.

    Parameters
    ----------
    origin
        An instant with its zone.
    seconds
        [s], how much later.

    Returns
    -------
    The instant, in the same zone.

    Examples
    --------
    >>> later(datetime(2026, 3, 29, 1, 59, tzinfo=ZoneInfo("Europe/Berlin")), 60.0).isoformat()
    '2026-03-29T03:00:00+02:00'
    """
    return (origin.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(origin.tzinfo)


def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone a person gave, or None when none was given.

    Parameters
    ----------
    name
        IANA name of the zone; None: not known.

    Returns
    -------
    ZoneInfo | None

    Raises
    ------
    UsageError
        No such zone.
    """
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"There is no time zone called {name!r}."
        raise UsageError(message, hint='Give a name such as "Europe/Berlin" or "America/New_York".') from error


def fixed_zone(offset_s: float) -> tzinfo:
    """The zone of a written offset; UTC when the offset cannot be one.

    Parameters
    ----------
    offset_s
        Offset from UTC [s].

    Returns
    -------
    tzinfo
    """
    if abs(offset_s) >= 24 * HOUR_S:
        return UTC
    return timezone(timedelta(seconds=round(offset_s)))


def place_instants(second: FloatArray, offset_s: float | None, zone_name: str | None) -> PlacedTimes:
    """Seconds since 1970 UTC: the origin gets the zone given, else the offset the file wrote, else UTC.

    Parameters
    ----------
    second
        Shape (n,), [s], since 1970-01-01; NaN where a time cannot be read.
    offset_s
        [s], the offset to UTC that the file writes, or None.
    zone_name
        An IANA name the person gave, or None.

    Returns
    -------
    Seconds on an even axis, the instant of its zero, and remarks.
    """
    zone = zone_named(zone_name)
    second, remarks = _without_unset_clock(second)
    if zone is None and offset_s is not None:
        return PlacedTimes(second, EPOCH.astimezone(fixed_zone(offset_s)), remarks)
    if zone is None:
        in_utc = "The file gives times in UTC, not by the local clock; name the time zone to see local times."
        return PlacedTimes(second, EPOCH, (in_utc, *remarks))
    return PlacedTimes(second, EPOCH.astimezone(zone), remarks)


def _without_unset_clock(second: FloatArray) -> tuple[FloatArray, tuple[str, ...]]:
    """Times of 1970 beside later ones stand for a clock that was not set: they are no times."""
    unset = second < FIRST_S
    count = int(np.count_nonzero(unset))
    if not count or not (second >= FIRST_S).any():
        return second, ()
    remark = plural(
        count,
        "1 value is dated 1970, the zero of computers' clocks; it was left out.",
        "{} values are dated 1970, the zero of computers' clocks; they were left out.",
    )
    return np.where(unset, np.nan, second), (remark,)


def place_local(second: FloatArray, zone_name: str | None, *, dated: bool = True) -> PlacedTimes:
    """Readings of a local clock without zone.

    With a zone they become instants, also over a change of summer time: an hour that occurs twice is placed by the
    order of the rows. Without one the start's instant stays unknown, and a clock that was set back by an hour is
    stretched out again.

    Parameters
    ----------
    second
        Shape (n,), [s], since 1970-01-01; NaN where a time cannot be read.
    zone_name
        An IANA name the person gave, or None.
    dated
        Whether a date stands in the readings.

    Returns
    -------
    Seconds on an even axis, the instant or local clock of its zero, and remarks.
    """
    zone = zone_named(zone_name) if dated else None
    second, unset = _without_unset_clock(second) if dated else (second, ())
    if zone is None:
        even, set_back_s = _stretched(second)
        remarks = [*unset]
        first_s = float(np.fmin.reduce(even, initial=np.nan))
        if dated and np.isfinite(first_s):
            first = EPOCH + timedelta(seconds=first_s)
            remarks.append(
                f"The clock in the file is local without a zone (starts {first:%Y-%m-%d %H:%M:%S}); "
                "name the time zone to fix the instant."
            )
        if set_back_s:
            by = "an hour" if set_back_s == HOUR_S else "half an hour"
            remarks.append(f"The clock goes back by {by} once, as at the end of summer time; it was read as going on.")
        return PlacedTimes(even, None, tuple(remarks), LOCAL_EPOCH if dated else None)
    return PlacedTimes(second - offsets(second, zone), EPOCH.astimezone(zone), unset)


def offsets(local_s: FloatArray, zone: ZoneInfo) -> FloatArray:
    """Offset to UTC [s] of each local clock reading in `zone`; NaN where the reading is NaN.

    Parameters
    ----------
    local_s
        Shape (n,), [s], readings of a local clock since 1970-01-01.
    zone
        The zone the clock was in.

    Returns
    -------
    Shape (n,), [s], NaN where the reading is NaN.

    Examples
    --------
    >>> offsets(np.array([1774746000.0 - 7200, 1774756800.0]), ZoneInfo("Europe/Berlin")).tolist()
    [3600.0, 7200.0]
    """
    known = np.isfinite(local_s)
    result = np.full(local_s.size, np.nan)
    quarters = (local_s[known] // QUARTER_S).astype(np.int64)
    unique, inverse = np.unique(quarters, return_inverse=True)
    early = np.array([_offset(int(q), zone, 0) for q in unique])
    late = np.array([_offset(int(q), zone, 1) for q in unique])
    chosen, other = early[inverse], late[inverse]
    twice = chosen > other
    if twice.any():
        chosen = np.where(twice & _second_time(local_s[known], twice), other, chosen)
    result[known] = chosen
    return result


def offsets_of_instants(second: FloatArray, zone: ZoneInfo) -> FloatArray:
    """Offset to UTC [s] of each instant in `zone`.

    Parameters
    ----------
    second
        Shape (n,), [s], since 1970-01-01 UTC; NaN is none.
    zone
        Whose clock is asked.

    Returns
    -------
    Shape (n,), [s], NaN where there is no instant.

    Examples
    --------
    >>> offsets_of_instants(np.array([1774745999.0, 1774746000.0]), ZoneInfo("Europe/Berlin")).tolist()
    [3600.0, 7200.0]
    """
    result = np.full(second.size, np.nan)
    known = np.isfinite(second)
    unique, inverse = np.unique((second[known] // QUARTER_S).astype(np.int64), return_inverse=True)
    shifts = [(EPOCH + timedelta(seconds=int(q) * QUARTER_S)).astimezone(zone).utcoffset() for q in unique]
    result[known] = np.array([shift.total_seconds() if shift else 0.0 for shift in shifts])[inverse]
    return result


def _offset(quarter: int, zone: ZoneInfo, fold: int) -> float:
    naive = (EPOCH + timedelta(seconds=quarter * QUARTER_S)).replace(tzinfo=zone, fold=fold)
    offset = naive.utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


def _second_time(local_s: FloatArray, twice: np.typing.NDArray[np.bool_]) -> np.typing.NDArray[np.bool_]:
    """Of readings in an hour that occurs twice, those of its second time: after the clock went back."""
    newest_first = local_s.size > 1 and local_s[0] > local_s[-1]
    readings, inside = (local_s[::-1], twice[::-1]) if newest_first else (local_s, twice)
    back = np.diff(readings, prepend=readings[:1]) < -LEAST_BACK_S
    begins = np.diff(inside.astype(np.int8), prepend=0) == 1
    # counted afresh in each doubled hour: a step back inside it starts its second time
    stretch = np.cumsum(begins)
    counted = np.cumsum(back & inside)
    base = np.zeros(int(stretch.max(initial=0)) + 1, dtype=np.int64)
    base[stretch[begins]] = counted[begins]
    second = inside & (counted - base[stretch] > 0)
    result: np.typing.NDArray[np.bool_] = second[::-1] if newest_first else second
    return result


def _stretched(second: FloatArray) -> tuple[FloatArray, float]:
    """Readings of a clock that was set back once at the end of summer time, in a file that is otherwise in order, made
    to go on; and by how much it was set back [s], 0 where it was not.
    """
    back = np.flatnonzero(second[1:] < second[:-1])
    if back.size != 1:
        return second, 0.0
    fell_s = float(second[back[0]] - second[back[0] + 1])
    by_s = next((by_s for by_s in CLOCKS_SET_BACK_S if abs(fell_s - by_s) <= SET_BACK_WITHIN_S), 0.0)
    grown = second.copy()
    grown[back[0] + 1 :] += by_s
    return grown, by_s
