"""Moments that a FIT file marks: timer stops, laps, the watch's own recovery heart rate."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from pacing.model.recording import Marker, MarkerKind
from pacing.read.assembly.derived_movement import way_between
from pacing.read.fit.wire.definition import code, word
from pacing.read.fit.wire.table import MessageTable

DEGREES_PER_SEMICIRCLE = 180.0 / 2**31  # the unit of positions in FIT
STOPS = ("stop", "stop_all", "stop_disable", "stop_disable_all")


def timer_markers(event: MessageTable, begin_s: float, end_s: float) -> list[Marker]:
    """PAUSE, RESUME and STOP of the timer events in [begin, end) [FIT s]; a stop that nothing follows is a STOP.

    Parameters
    ----------
    event
        The `event` messages.
    begin_s
        [FIT s], from when on.
    end_s
        [FIT s], until when.

    Returns
    -------
    Markers with their times [FIT s].
    """
    times = event.number("timestamp")
    types, triggers = event.number("event_type"), event.series("data")[:, 0]
    is_timer = (event.number("event") == code("event", "timer")) & (times >= begin_s) & (times < end_s)
    stops = {code("event_type", name) for name in STOPS}
    starts = code("event_type", "start")
    result: list[Marker] = []
    stopped: tuple[float, str] | None = None
    for row in sorted(np.flatnonzero(is_timer), key=lambda row: (times[row], row)):
        if types[row] in stops and stopped is None:
            stopped = (float(times[row]), word("timer_trigger", float(triggers[row])) or "")
        elif types[row] == starts and stopped is not None:
            result.append(Marker(stopped[0], MarkerKind.PAUSE, stopped[1]))
            result.append(Marker(float(times[row]), MarkerKind.RESUME))
            stopped = None
    if stopped is not None:
        result.append(Marker(stopped[0], MarkerKind.STOP))
    return result


def recovery_markers(event: MessageTable, begin_s: float, end_s: float) -> list[Marker]:
    """The watch's own recovery heart rates [bpm].

    Parameters
    ----------
    event
        The `event` messages.
    begin_s
        [FIT s], from when on.
    end_s
        [FIT s], until when.

    Returns
    -------
    Markers with their times [FIT s].
    """
    times, kinds = event.number("timestamp"), event.number("event")
    values = event.series("data")[:, 0]
    short = event.series("data16")[:, 0]
    values = np.where(np.isnan(values), short, values)
    rows = np.flatnonzero((kinds == code("event", "recovery_hr")) & (times >= begin_s) & (times < end_s))
    return [
        Marker(float(times[row]), MarkerKind.RECOVERY_HR, value=float(values[row]))
        for row in rows
        if np.isfinite(values[row]) and values[row] > 0
    ]


def pressed_markers(event: MessageTable, begin_s: float, end_s: float) -> list[Marker]:
    """Marks the person set by a button.

    Parameters
    ----------
    event
        The `event` messages.
    begin_s
        [FIT s], from when on.
    end_s
        [FIT s], until when.

    Returns
    -------
    Markers with their times [FIT s].
    """
    times, kinds = event.number("timestamp"), event.number("event")
    rows = np.flatnonzero((kinds == code("event", "user_marker")) & (times >= begin_s) & (times < end_s))
    return [Marker(float(times[row]), MarkerKind.USER, "mark") for row in rows]


def lap_markers(lap: MessageTable, begin_s: float, end_s: float) -> list[Marker]:
    """LAP at each lap's beginning with its intensity; USER where the person pressed the lap button between two laps.

    Parameters
    ----------
    lap
        The `lap` messages.
    begin_s
        [FIT s], from when on.
    end_s
        [FIT s], until when.

    Returns
    -------
    Markers with their times [FIT s].
    """
    starts, stops = lap.number("start_time"), lap.number("timestamp")
    elapsed, triggers, intensities = (lap.number(name) for name in ("total_elapsed_time", "lap_trigger", "intensity"))
    begins = np.where(np.isnan(starts), stops - elapsed, starts)
    rows = [row for row in np.argsort(begins, kind="stable") if begin_s <= begins[row] < end_s]
    result = [Marker(float(begins[r]), MarkerKind.LAP, word("intensity", float(intensities[r])) or "") for r in rows]
    manual = code("lap_trigger", "manual")
    for row, following in pairwise(rows):
        if triggers[row] == manual and begins[following] > begins[row]:
            result.append(Marker(float(begins[following]), MarkerKind.USER, "lap"))
    return result


def all_markers(event: MessageTable, lap: MessageTable, begin_s: float, end_s: float) -> list[Marker]:
    """All markers in [begin, end) [FIT s], in order of time.

    Parameters
    ----------
    event
        The `event` messages.
    lap
        The `lap` messages.
    begin_s
        [FIT s], from when on.
    end_s
        [FIT s], until when.

    Returns
    -------
    Markers with their times [FIT s].
    """
    result = [
        *timer_markers(event, begin_s, end_s),
        *lap_markers(lap, begin_s, end_s),
        *recovery_markers(event, begin_s, end_s),
        *pressed_markers(event, begin_s, end_s),
    ]
    return sorted(result, key=lambda marker: marker.time_s)


FIX_S = 5.0  # design: a position that was written further from the press or the resumption is not that of the pause


def with_ways(markers: list[Marker], record: MessageTable) -> list[Marker]:
    """The markers, every RESUME with how far it lies from where the timer was halted [m], where positions tell.

    Parameters
    ----------
    markers
        In order of time [FIT s].
    record
        The `record` messages, in file order.

    Returns
    -------
    The same markers; the positions themselves are not kept.
    """
    if not any(marker.kind is MarkerKind.RESUME for marker in markers):
        return markers
    time_s = record.number("timestamp")
    north, east = (record.number(name) * DEGREES_PER_SEMICIRCLE for name in ("position_lat", "position_long"))
    rows = np.flatnonzero(np.isfinite(time_s) & np.isfinite(north) & np.isfinite(east))
    rows = rows[np.argsort(time_s[rows], kind="stable")]
    time_s, north, east = time_s[rows], north[rows], east[rows]
    result: list[Marker] = []
    halted_s = np.nan
    for marker in markers:
        if marker.kind is MarkerKind.PAUSE:
            halted_s = marker.time_s
        last = int(np.searchsorted(time_s, halted_s, side="right")) - 1
        first = int(np.searchsorted(time_s, marker.time_s))
        if (
            marker.kind is MarkerKind.RESUME
            and 0 <= last < first < rows.size
            and max(halted_s - time_s[last], time_s[first] - marker.time_s) <= FIX_S
        ):
            result.append(replace(marker, value=way_between(north[[last, first]], east[[last, first]])))
        else:
            result.append(marker)
    return result
