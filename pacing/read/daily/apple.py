"""Apple Health's values of days: resting rate, variability, steps and sleep, each source by itself.

The watch measures variability now and then, for a minute, and writes its SDNN with the beats it counted (and, from
iOS 27 on, the RMSSD). Of the beats only their clock times are exact to a hundredth of a second; from these the RMSSD is
worked out here, less what rounding alone adds. Such readings are not of the night: they are a kind of their own.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.daily import DailyKind, DailyValue
from pacing.read.daily.collect import DailyCollector, day_of
from pacing.read.source import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.structured import parse_xml

QUANTITY = "HKQuantityTypeIdentifier"
RESTING, SDNN, RMSSD = (
    f"{QUANTITY}RestingHeartRate",
    f"{QUANTITY}HeartRateVariabilitySDNN",
    f"{QUANTITY}HeartRateVariabilityRMSSD",
)
STEPS = f"{QUANTITY}StepCount"
SLEEP, ASLEEP = "HKCategoryTypeIdentifierSleepAnalysis", "HKCategoryValueSleepAnalysisAsleep"
BEAT = "InstantaneousBeatsPerMinute"
READINGS = "mean of the day's short readings, by the watch"
FROM_BEATS = "mean of the day's short readings, from the watch's beats, worked out here"
OWN = "Apple's resting heart rate"
COUNT = "sum of the device's counts"
ASLEEP_BOUNDS = "from first to last sleep, by the device"
PER_MINUTE = {"count/min": 1.0, "count/s": 60.0, "Hz": 60.0}
PRODUCTS = re.compile(
    r"\b(Apple Watch|iPhone|Polar|Garmin|Wahoo|Fitbit|Oura|Withings|WHOOP|Coros|Suunto|Samsung)\b", re.IGNORECASE
)
OTHER = "another source"
AWAKE_AT_MOST_S = 2 * 3600.0  # design: awake for longer, another sleep begins
CLOCK_STEP_S = 0.01
ROUNDING_MS2 = 6.0 * (CLOCK_STEP_S * 1000.0) ** 2 / 12.0  # three rounded clocks in each difference of intervals
FEWEST_DIFFERENCES = 20  # design: of a minute's sixty beats; fewer say little
AGREES = 0.15  # design: an interval that differs by more from the rate written beside it misses a beat
HALF_DAY_S = 12 * 3600.0
_CLOCK = re.compile(r"(\d{1,2}):(\d{2}):(\d{2}(?:[.,]\d+)?)")


class _Records:
    """Collects what the XML stream gives: `start` at each element, `end` at each end."""

    def __init__(self, result: DailyCollector) -> None:
        self.found = result
        self.sleeps: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self._beats: list[tuple[float, float]] = []
        self._reading: tuple[date, str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == BEAT:
            clock = _CLOCK.search(attributes.get("time", ""))
            if clock is not None and self._reading is not None:
                seconds = int(clock[1]) % 12 * 3600.0 + int(clock[2]) * 60.0 + float(clock[3].replace(",", "."))
                self._beats.append((seconds, _number(attributes.get("bpm"))))
        elif name == "Record":
            self._record(attributes)

    def end(self, name: str, text: str) -> None:  # noqa: ARG002 - as the stream calls it
        if name == "Record" and self._reading is not None:
            day, label = self._reading
            if self._beats:
                clock, bpm = np.array(self._beats).T
                self.found.add(day, DailyKind.SPOT_RMSSD, rmssd_of_clocks(clock, bpm), FROM_BEATS, label)
            self._beats, self._reading = [], None

    def _record(self, attributes: Mapping[str, str]) -> None:
        kind, value = attributes.get("type"), _number(attributes.get("value"))
        if kind not in (RESTING, SDNN, RMSSD, STEPS, SLEEP):
            return
        start_s, offset_s = read_instant(attributes.get("startDate", ""))
        if not np.isfinite(start_s):
            return
        local_s = start_s + (offset_s or 0.0)
        day, label = day_of(local_s), _label(attributes)
        if kind == RESTING:
            self.found.add(
                day, DailyKind.RESTING_HR, value * PER_MINUTE.get(attributes.get("unit", ""), np.nan), OWN, label
            )
        elif kind == STEPS:
            self.found.add(day, DailyKind.STEPS, value, COUNT, label)
        elif kind == RMSSD:
            self.found.add(day, DailyKind.SPOT_RMSSD, value, READINGS, label)
        elif kind == SDNN:
            self.found.add(day, DailyKind.SPOT_SDNN, value, READINGS, label)
            self._reading = day, label
        elif attributes.get("value", "").startswith(ASLEEP):
            stop_s, stop_offset_s = read_instant(attributes.get("endDate", ""))
            if np.isfinite(stop_s):
                self.sleeps[label].append((local_s, stop_s + (stop_offset_s or 0.0)))


def _label(attributes: Mapping[str, str]) -> str:
    """Words of a product; names of sources often hold the name of a person."""
    result = PRODUCTS.search(f"{attributes.get('sourceName', '')} {attributes.get('device', '')}")
    return f"Apple Health: {result[1] if result else OTHER}"


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return float("nan")


def rmssd_of_clocks(clock_s: FloatArray, bpm: FloatArray) -> float:
    """RMSSD [ms] of a short reading from the clock time of each beat, less what rounding the clock adds.

    Parameters
    ----------
    clock_s
        Shape (n,): clock times [s], rounded to a hundredth; they may pass noon or midnight.
    bpm
        Shape (n,): the rate written beside each beat, which tells where a beat is missing.

    Returns
    -------
    float
        NaN with fewer than twenty differences of neighbouring intervals, or where rounding is all there is.

    Examples
    --------
    >>> clock = np.cumsum(np.where(np.arange(40) % 2, 0.80, 0.85))
    >>> round(rmssd_of_clocks(clock, np.full(40, 72.0)))
    49
    """
    rr_ms = np.mod(np.diff(clock_s), HALF_DAY_S) * 1000.0
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.isclose(rr_ms * bpm[1:], 60_000.0, rtol=AGREES, atol=0.0)
    both = whole[1:] & whole[:-1]
    differences = np.diff(rr_ms)[both]
    if differences.size < FEWEST_DIFFERENCES:
        return float("nan")
    square = float(np.mean(differences**2)) - ROUNDING_MS2
    return float(np.sqrt(square)) if square > ROUNDING_MS2 else float("nan")


def daily_of_apple(source: SourceFile) -> tuple[DailyValue, ...]:
    """Values of days in an export of Apple Health.

    Parameters
    ----------
    source
        export.xml.

    Returns
    -------
    tuple of DailyValue
        In order of day.

    Raises
    ------
    DamagedFileError
        It is no XML.
    """
    result = DailyCollector(source, "apple_health", "Apple Health")
    records = _Records(result)
    parse_xml(source, records.start, records.end)
    for label, pieces in records.sleeps.items():
        began, ended = -np.inf, -np.inf
        for start_s, stop_s in sorted(pieces):
            if start_s - ended > AWAKE_AT_MOST_S:
                result.add_sleep(began, ended, ASLEEP_BOUNDS, label)
                began, ended = start_s, stop_s
            ended = max(ended, stop_s)
        result.add_sleep(began, ended, ASLEEP_BOUNDS, label)
    return result.values()
