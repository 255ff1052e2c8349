"""Indices of a whole day and of the night, which no single session gives: over five-minute segments, and over all of
it.
"""

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pacing.measure.hrv.confidence import (
    MOST_BLOCKS,
    Scale,
    block_count,
    blocks_of,
    deviation_ms,
    interval_of_root,
    interval_on_scale,
    leave_one_out,
    mean_ms,
    relative_variance,
    sums_by_block,
    whole,
)
from pacing.measure.hrv.frequency_domain import BANDS_HZ, Band
from pacing.measure.hrv.series import NNSeries, require, require_beats, series_between, settings_of, settings_parts
from pacing.measure.hrv.spectrum import band_freedom, band_power, lomb
from pacing.measure.hrv.window import WHOLE, Window, window_of
from pacing.measure.index import Inputs, NotMeasurableError, Value, once
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.measurement import Part, Reason
from pacing.reference import HRV_SEGMENT_S

SEGMENT_S = HRV_SEGMENT_S.value
MS_PER_S = 1000.0


class Segments(NamedTuple):
    """Mean [ms] and standard deviation [ms] of the intervals of every segment that counts; shape (segments,)."""

    mean_ms: FloatArray
    deviation_ms: FloatArray


def segments_of(time_s: FloatArray, nn_ms: FloatArray, start_s: float) -> Segments:
    """Five-minute segments from `start_s` on; an interval belongs to the segment its end lies in.

    Parameters
    ----------
    time_s, nn_ms : shape (n,), ends [s] and lengths [ms] of usable intervals
    start_s : beginning of the first segment [s]

    Notes
    -----
    Segments that intervals cover by less than half do not count. Memory grows with the intervals, not with the time.
    """
    number = np.floor((time_s - start_s) / SEGMENT_S).astype(np.int64)
    first = np.flatnonzero(np.diff(number, prepend=number[:1] - 1))
    count = np.diff(np.append(first, number.size)).astype(np.float64)
    centre_ms = float(nn_ms.mean())
    off = nn_ms - centre_ms
    total, square = np.add.reduceat(off, first), np.add.reduceat(off * off, first)
    covered_s = (total + count * centre_ms) / MS_PER_S
    keep: BoolArray = (covered_s >= LEAST_COVERED * SEGMENT_S) & (count > 1.0)
    count, total, square = count[keep], total[keep], square[keep]
    variance = np.maximum(square - total**2 / count, 0.0) / (count - 1.0)
    return Segments(centre_ms + total / count, np.sqrt(variance))


NIGHT_BEGINS_H = 0  # design: the hours in which nearly everybody lies down
NIGHT_ENDS_H = 6
FEWEST_SEGMENTS = 12
LEAST_COVERED = 0.5  # design: of the recording, for waves as slow as its length


@once
def _day(inputs: Inputs) -> NNSeries:
    beats = require_beats(inputs)
    asked = inputs.conditions.hrv_window
    if isinstance(asked, str) and asked != WHOLE:
        begin_s = float(beats.time_s[0] - beats.rr_ms[0] / 1000.0)
        window = Window(begin_s, float(beats.time_s[-1]), "whole recording")
    else:
        window = window_of(inputs)
    return series_between(inputs, beats, window)


def _series(inputs: Inputs) -> tuple[NNSeries, tuple[str, ...]]:
    result = _day(inputs)
    return result, require(result, "day")


@once
def _segments(series: NNSeries) -> Segments:
    return segments_of(series.time_s, series.nn_ms, series.window.start_s)


def segment_index(inputs: Inputs, name: str) -> Value:
    """`sdann`: standard deviation of five-minute means; `sdnn_index`: mean of five-minute deviations [ms].

    Parameters
    ----------
    inputs : the session
    name : which of these indices

    Returns
    -------
    Value
        The index with its 95 % interval, in its own unit.

    Raises
    ------
    NotMeasurableError
        Less than 18 hours of beats, or too many artefacts.
    """
    series, caveats = _series(inputs)
    result = _segments(series)
    values = result.mean_ms if name == "sdann" else result.deviation_ms
    parts: dict[str, Part] = {**series.parts, "segment_s": SEGMENT_S, "segments": float(values.size)}
    if values.size < FEWEST_SEGMENTS:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS, "Too few five-minute stretches are covered by beats. Wear the strap all day.", parts
        )
    apart = np.zeros(values.size, dtype=np.bool_)
    starts = blocks_of(values.size, min(MOST_BLOCKS, values.size // 2))
    by_block = sums_by_block(values, apart, starts)
    of = deviation_ms if name == "sdann" else mean_ms
    value = float(of(whole(by_block)))
    low, high = interval_on_scale(value, of(leave_one_out(by_block)), Scale.LOGARITHM)
    return Value(value, low, high, (series.window.start_s, series.window.stop_s), MappingProxyType(parts), caveats)


def slowest_power(inputs: Inputs) -> Value:
    """ULF power [ms^2]: slower than 0.003 Hz, by Lomb-Scargle over the whole day.

    Parameters
    ----------
    inputs : the session

    Returns
    -------
    Value
        The index with its 95 % interval, in its own unit.

    Raises
    ------
    NotMeasurableError
        Less than 18 hours of beats, or too many artefacts.
    """
    series, caveats = _series(inputs)
    if series.covered_s < LEAST_COVERED * (series.window.stop_s - series.window.start_s):
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS,
            "The beats cover less than half of the day. Wear the strap all day.",
            series.parts,
        )
    high_hz = BANDS_HZ["ulf"][1]
    spectrum = lomb(series.time_s, series.nn_ms, detrend="constant", up_to_hz=high_hz)
    low_hz = spectrum.step_hz  # slower than a quarter wave over the whole recording there is only its mean
    band = Band(band_power(spectrum, low_hz, high_hz), band_freedom(spectrum, low_hz, high_hz))
    low, high = band.interval
    parts: dict[str, Part] = {**series.parts, "spectrum": "lomb", "unit": "ms^2, one-sided", "band_hz": "0-0.003"}
    return Value(band.power, low, high, (series.window.start_s, series.window.stop_s), MappingProxyType(parts), caveats)


def night_deviation(inputs: Inputs) -> Value:
    """SDNN [ms] of the night, midnight to six by the recording's own clock.

    Parameters
    ----------
    inputs : the session

    Returns
    -------
    Value
        The index with its 95 % interval, in its own unit.

    Raises
    ------
    NotMeasurableError
        The file tells no time of day, or holds less than four hours of the night's beats.
    """
    beats = require_beats(inputs)
    start = inputs.recording.began
    if start is None:
        raise NotMeasurableError(Reason.NOT_RECORDED, "The file has no time of day, so the night cannot be found.")
    nights = _nights(start, float(beats.time_s[0]), float(beats.time_s[-1]))
    if not nights:
        raise NotMeasurableError(Reason.NOT_RECORDED, "No night was recorded. Record every heartbeat overnight.")
    window = max(nights, key=lambda night: _covered_s(beats.time_s, beats.rr_ms, night))
    series = series_between(inputs, beats, window)
    caveats = require(series, "night")
    settings = settings_of(inputs.conditions.compat)
    starts = blocks_of(series.nn_ms.size, block_count(series.covered_s))
    by_block = sums_by_block(series.nn_ms, series.paired, starts)
    value = float(deviation_ms(whole(by_block), settings.ddof))
    left_out = deviation_ms(leave_one_out(by_block), settings.ddof)
    low, high = interval_of_root(value, relative_variance(series.nn_ms - series.nn_ms.mean()), left_out)
    hours = f"{NIGHT_BEGINS_H:02d}:00-{NIGHT_ENDS_H:02d}:00"
    parts = {**series.parts, "night": hours, **settings_parts(inputs.conditions.compat, "ddof")}
    return Value(value, low, high, (window.start_s, window.stop_s), MappingProxyType(parts), caveats)


def _covered_s(time_s: FloatArray, rr_ms: FloatArray, night: Window) -> float:
    return float(rr_ms[(time_s > night.start_s) & (time_s <= night.stop_s)].sum()) / 1000.0


def _nights(start: datetime, first_s: float, last_s: float) -> list[Window]:
    """The nights that touch [first_s, last_s]; those beyond the first and the last day are not looked for."""
    nights = []
    for from_s in {first_s, last_s}:
        day = (start + timedelta(seconds=from_s)).replace(hour=0, minute=0, second=0, microsecond=0)
        for shift in (0, 1):
            midnight = day + timedelta(days=shift)
            begins = (midnight + timedelta(hours=NIGHT_BEGINS_H) - start).total_seconds()
            ends = (midnight + timedelta(hours=NIGHT_ENDS_H) - start).total_seconds()
            if begins < last_s and ends > first_s:
                nights.append(Window(max(begins, first_s), min(ends, last_s), "night"))
    return nights
