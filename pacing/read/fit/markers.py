"""Moments that a FIT file marks: timer stops, laps, the watch's own recovery heart rate."""

from itertools import pairwise

import numpy as np

from pacing.model.recording import Marker, MarkerKind
from pacing.read.fit.wire.definition import code, word
from pacing.read.fit.wire.table import MessageTable

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
