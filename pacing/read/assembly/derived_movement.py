"""Movement where a file records none as such: speed from distance or positions, cadence from counted steps."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.assembly.series import Series, ordered

USUAL_SHARE = 0.9  # design: share of the spacings that make up a device's rhythm
LONGEST_UPDATE_S = 30.0  # design: a distance that stands still for longer is a person who stands still
LATE_UPDATE = 1.5  # design: a distance this many rhythms late came after a halt
FASTEST_M_PER_S = 30.0  # design: faster is a jump of the position, not a person
HALF_WINDOW_S = 5.0  # design: positions jitter from second to second; over ten seconds a walk stands out from it
STILL_BELOW_M_PER_S = 0.5  # design: a receiver that lies still drifts by up to some metres in ten seconds
SILENT_S = 10.0  # design: a speed that was not written for so long was not known
EARTH_RADIUS_M = 6_371_000.0  # mean radius
STEPS_PER_CADENCE = 2.0  # cadence counts the steps of one foot
SECONDS_PER_MINUTE = 60.0
STEPPING_FROM = 20.0  # design: less is no stepping [1/min]
MOST_OF_ONE_FOOT = 115.0  # design: no foot touches the ground more often in most of its minutes: both were counted
LEAST_OF_ONE_FOOT = 32.0  # design: nobody who walks steps more rarely in most of their minutes: it was halved twice
PEDALLING = ("cycl", "bik")  # pedals turn at 60 to 120 a minute

FROM_DISTANCE = "Speed was worked out from the distance in the file."
FILLED_FROM_DISTANCE = "Where the file holds no speed, it was worked out from the distance."
FROM_POSITIONS = "Speed was worked out from the positions in the file; the positions themselves were not kept."
HALVED = "Cadence in the file counts the steps of both feet; it was halved."
DOUBLED = "Cadence in the file counts the steps of one foot, whatever its unit says."
FROM_STEPS = "Cadence was worked out from the steps in the file."


class DerivedChannel(NamedTuple):
    """A channel that was worked out from another one: its name, unit and samples, and the sentence that says so."""

    name: str
    unit: str
    series: Series
    remark: str


def derived_movement(held: Mapping[str, Series]) -> tuple[DerivedChannel, ...]:
    """Speed from distance and cadence from steps, where the file holds none; speed also where it falls silent.

    Parameters
    ----------
    held : the file's channels by name, times [s] and values in the model's units
    """
    filled = {name for name, series in held.items() if np.isfinite(series.value).any()}
    made: list[DerivedChannel] = []
    if "distance" in filled and "speed" not in filled:
        speed = speed_from_distance(held["distance"])
        if speed is not None:
            made.append(DerivedChannel("speed", "m/s", speed, FROM_DISTANCE))
    elif "distance" in filled:
        speed = speed_where_silent(held["speed"], held["distance"])
        if speed is not None:
            made.append(DerivedChannel("speed", "m/s", speed, FILLED_FROM_DISTANCE))
    if "steps" in filled and "cadence" not in filled:
        cadence = cadence_from_steps(held["steps"])
        if cadence is not None:
            made.append(DerivedChannel("cadence", "1/min", cadence, FROM_STEPS))
    return tuple(made)


def speed_from_distance(distance: Series) -> Series | None:
    """Speed between the samples of a cumulative distance.

    Devices update distance at their own rhythm, which may be slower than their samples: each growth is spread over the
    time since the growth before it. After a halt (no growth for longer than that rhythm) it is spread over the rhythm
    only. A distance that falls has started anew and tells nothing there.

    Parameters
    ----------
    distance : times [s] and distance [m], shape (n,)

    Returns
    -------
    Series or None
        Speed [m/s] from each sample to the next, shape (n - 1,), at the earlier one's time; None when distance never
        grows.

    Examples
    --------
    >>> walk = Series(np.arange(6.0), np.array([0.0, 0.0, 2.4, 2.4, 4.8, 4.8]))
    >>> speed_from_distance(walk).value.tolist()
    [1.2, 1.2, 1.2, 1.2, 0.0]
    """
    tidy, _, _ = ordered(distance)
    known = np.isfinite(tidy.value)
    time_s, metres = tidy.time_s[known], tidy.value[known]
    if time_s.size < 2:
        return None
    growth, spacing_s = np.diff(metres), np.diff(time_s)
    grew = np.flatnonzero(growth > 0)
    if not grew.size:
        return None
    since_s = time_s[grew + 1] - time_s[np.concatenate(([0], grew[:-1] + 1))]
    going = since_s <= LONGEST_UPDATE_S
    rhythm_s = float(np.quantile(since_s[going], USUAL_SHARE)) if going.any() else float(np.median(spacing_s))
    rhythm_s = max(rhythm_s, float(np.median(spacing_s)))
    spread_s = np.where(since_s <= LATE_UPDATE * rhythm_s, since_s, np.maximum(rhythm_s, spacing_s[grew]))
    spread_s = np.minimum(spread_s, since_s)
    first = np.searchsorted(time_s, time_s[grew + 1] - spread_s)
    samples = np.diff(grew, prepend=-1)  # how many end with each growth: those it is spread over, and a halt before
    moving = np.arange(grew[-1] + 1) >= np.repeat(first, samples)
    speed = np.zeros(growth.size)
    speed[: moving.size] = np.where(moving, np.repeat(growth[grew] / spread_s, samples), 0.0)
    speed[(growth < 0) | (speed > FASTEST_M_PER_S)] = np.nan
    return Series(time_s[:-1], speed)


def speed_where_silent(speed: Series, distance: Series) -> Series | None:
    """A recorded speed, with that of the distance where it falls silent: some watches write no speed while their timer
    is halted, but the distance of those who walk on.

    Parameters
    ----------
    speed, distance : times [s] and values [m/s], [m]

    Returns
    -------
    Series or None
        Speed [m/s] in order of time; None where distance adds nothing.

    Examples
    --------
    >>> ride = Series(np.array([0.0, 1.0, 40.0]), np.array([5.0, 5.0, 5.0]))
    >>> way = Series(np.arange(0.0, 41.0, 5.0), 2.0 * np.arange(0.0, 41.0, 5.0))
    >>> speed_where_silent(ride, way).value.tolist()
    [5.0, 5.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 5.0]
    """
    tidy, _, _ = ordered(speed)
    known = np.isfinite(tidy.value)
    written_s, written = tidy.time_s[known], tidy.value[known]
    way_s = distance.time_s[np.isfinite(distance.value)]
    if not way_s.size or not written_s.size:
        return None
    bounds_s = np.concatenate(([way_s.min() - 1.0], written_s, [way_s.max() + 1.0]))
    is_silent = np.diff(bounds_s) > SILENT_S
    if not is_silent.any() or (worked_out := speed_from_distance(distance)) is None:
        return None
    later = np.searchsorted(written_s, worked_out.time_s)
    silent = is_silent[later] & (worked_out.time_s < bounds_s[later + 1]) & np.isfinite(worked_out.value)
    if not silent.any():
        return None
    times = np.concatenate((written_s, worked_out.time_s[silent]))
    order = np.argsort(times, kind="stable")
    return Series(times[order], np.concatenate((written, worked_out.value[silent]))[order])


def speed_from_positions(time_s: FloatArray, latitude: FloatArray, longitude: FloatArray) -> Series | None:
    """Speed over ten seconds around each position; below half a metre a second nothing but jitter is seen.

    Parameters
    ----------
    time_s : shape (n,), [s]
    latitude, longitude : shape (n,), [degrees]; NaN = none

    Returns
    -------
    Series or None
        Speed [m/s] at each known position; None with fewer than two.
    """
    known = np.isfinite(time_s) & np.isfinite(latitude) & np.isfinite(longitude)
    order = np.argsort(time_s[known], kind="stable")
    at_s, north, east = (values[known][order] for values in (time_s, latitude, longitude))
    if at_s.size < 2 or at_s[-1] <= at_s[0]:
        return None
    north, east = np.radians(north), np.radians(np.unwrap(east, period=360.0))
    first = np.searchsorted(at_s, at_s - HALF_WINDOW_S)
    last = np.maximum(np.searchsorted(at_s, at_s + HALF_WINDOW_S, side="right") - 1, 0)
    alone = first == last  # rarely written: what was gone until the next position
    last = np.where(alone, np.minimum(first + 1, at_s.size - 1), last)
    # a circle of latitude is as long as where the way lies; the longitude itself has no part in it
    eastward = (east[last] - east[first]) * np.cos((north[last] + north[first]) / 2.0)
    gone_m, took_s = EARTH_RADIUS_M * np.hypot(eastward, north[last] - north[first]), at_s[last] - at_s[first]
    speed = np.divide(gone_m, took_s, out=np.full(at_s.size, np.nan), where=took_s > 0)
    speed[speed > FASTEST_M_PER_S] = np.nan
    return Series(at_s, np.where(speed < STILL_BELOW_M_PER_S, 0.0, speed))


def way_between(latitude: FloatArray, longitude: FloatArray) -> float:
    """How far the last of some positions lies from the first, as the crow flies.

    Parameters
    ----------
    latitude, longitude : shape (n,), [degrees]

    Returns
    -------
    float
        [m]

    Examples
    --------
    >>> round(way_between(np.array([60.0, 60.0]), np.array([179.999, -179.999])), 1)
    111.2
    """
    north, east = np.radians(latitude), np.radians(np.unwrap(longitude, period=360.0))
    eastward = (east[-1] - east[0]) * np.cos((north[-1] + north[0]) / 2.0)
    return float(EARTH_RADIUS_M * np.hypot(eastward, north[-1] - north[0]))


def cadence_of_one_foot(cadence: Series, sport: str | None) -> tuple[Series, str | None]:
    """Cadence as steps of one foot a minute, as FIT counts, whichever way a table counted them.

    Programs write steps of one foot or of both under the same name. The values decide: in most of the minutes on foot
    one foot touches the ground 32 to 115 times.

    Parameters
    ----------
    cadence : times [s] and values [1/min], shape (n,)
    sport : in the file's words; cadence of a bicycle is left alone

    Returns
    -------
    cadence, remark
        The remark is None where nothing was changed.

    Examples
    --------
    >>> cadence_of_one_foot(Series(np.arange(3.0), np.array([160.0, 162.0, 0.0])), "running")[0].value.tolist()
    [80.0, 81.0, 0.0]
    """
    stepping = cadence.value[np.nan_to_num(cadence.value) >= STEPPING_FROM]
    if not stepping.size or any(word in (sport or "") for word in PEDALLING):
        return cadence, None
    usual = float(np.median(stepping))
    if usual > MOST_OF_ONE_FOOT:
        return Series(cadence.time_s, cadence.value / STEPS_PER_CADENCE), HALVED
    if usual < LEAST_OF_ONE_FOOT:
        return Series(cadence.time_s, cadence.value * STEPS_PER_CADENCE), DOUBLED
    return cadence, None


def cadence_from_steps(steps: Series) -> Series | None:
    """Steps of one foot a minute, from steps counted between samples or since the beginning.

    A count that never falls and grows beyond what one interval can hold counts since the beginning.

    Parameters
    ----------
    steps : times [s] and counts, shape (n,)

    Returns
    -------
    Series or None
        Cadence [1/min] from each sample on, shape (n,) or (n - 1,); None when nobody stepped.
    """
    tidy, _, _ = ordered(steps)
    known = np.isfinite(tidy.value)
    time_s, count = tidy.time_s[known], tidy.value[known]
    if time_s.size < 2 or not (count > 0).any():
        return None
    spacing_s = np.diff(time_s)
    usual_s = float(np.median(spacing_s))
    if (np.diff(count) >= 0).all() and count[-1] > count[0]:
        return Series(time_s[:-1], np.diff(count) / spacing_s * SECONDS_PER_MINUTE / STEPS_PER_CADENCE)
    return Series(time_s, count / usual_s * SECONDS_PER_MINUTE / STEPS_PER_CADENCE)
