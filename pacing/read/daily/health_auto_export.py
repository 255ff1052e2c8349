"""Health Auto Export's values of days (JSON): metrics that the app gathered by day or by reading."""

from typing import Any

import numpy as np

from pacing.model.daily import DailyKind, DailyValue
from pacing.read.daily.collect import DailyCollector, day_of
from pacing.read.source import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.structured import entries, load_json, number

METRICS = {
    "resting_heart_rate": (DailyKind.RESTING_HR, "Apple's resting heart rate"),
    "heart_rate_variability": (DailyKind.SPOT_SDNN, "mean of the day's short readings, by the watch"),
    "heart_rate_variability_rmssd": (DailyKind.SPOT_RMSSD, "mean of the day's short readings, by the watch"),
    "step_count": (DailyKind.STEPS, "the phone's sum"),
}
SLEEP = "sleep_analysis"
BOUNDS = "from first to last sleep, by the device"


def daily_of_health_auto_export(source: SourceFile) -> tuple[DailyValue, ...]:
    """Values of days in a JSON file of the app.

    Parameters
    ----------
    source
        The file; the order of what stands in it does not matter.

    Returns
    -------
    tuple of DailyValue
        In order of day.

    Raises
    ------
    DamagedFileError
        It is no well-formed JSON.
    """
    value = load_json(source)
    data = value.get("data") if isinstance(value, dict) else None
    metrics = entries(data.get("metrics")) if isinstance(data, dict) else []
    result = DailyCollector(source, "health_auto_export", "Health Auto Export")
    for metric in metrics:
        name = str(metric.get("name"))
        for point in entries(metric.get("data")):
            clock_s = _clock(point, "date")
            if name in METRICS and np.isfinite(clock_s):
                kind, method = METRICS[name]
                result.add(day_of(clock_s), kind, number(point.get("qty", point.get("Avg"))), method)
            elif name == SLEEP:
                result.add_sleep(_clock(point, "sleepStart"), _clock(point, "sleepEnd"), BOUNDS)
    return result.values()


def _clock(point: dict[str, Any], name: str) -> float:
    second, offset_s = read_instant(str(point.get(name, "")))
    return second + (offset_s or 0.0)
