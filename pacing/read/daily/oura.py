"""Oura's nights (JSON of its interface): what the ring says of each sleep as a whole."""

import numpy as np

from pacing.model.daily import DailyKind, DailyValue
from pacing.read.daily.collect import DailyCollector, written_day
from pacing.read.source import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.structured import entries, load_json, number

OWN = "the ring's own, of the night"
SHORT_SLEEPS = ("late_nap", "rest", "deleted")


def daily_of_nights(source: SourceFile, reader: str) -> tuple[DailyValue, ...]:
    """Values of the nights in an answer of Oura's interface.

    Parameters
    ----------
    source
        The file.
    reader
        Id of the reader that claims it.

    Returns
    -------
    tuple of DailyValue
        Naps and rests are left out.

    Raises
    ------
    DamagedFileError
        It is not well-formed JSON.
    """
    value = load_json(source)
    nights = entries(value.get("data")) or [value] if isinstance(value, dict) else entries(value)
    result = DailyCollector(source, reader, "Oura")
    for night in nights:
        if night.get("type") in SHORT_SLEEPS:
            continue
        day = written_day(night.get("day") or night.get("summary_date"))
        result.add(day, DailyKind.NIGHT_RMSSD, number(night.get("average_hrv")), OWN)
        result.add(
            day, DailyKind.RESTING_HR, number(night.get("lowest_heart_rate")), "the lowest of the night, by the ring"
        )
        result.add(day, DailyKind.NIGHT_HR, number(night.get("average_heart_rate")), OWN)
        result.add(day, DailyKind.STEPS, number(night.get("steps")), "the ring's count")
        clocks = []
        for name in ("bedtime_start", "bedtime_end"):
            second, offset_s = read_instant(str(night.get(name, "")))
            clocks.append(second + (offset_s or 0.0))
        if np.isfinite(clocks).all():
            result.add_sleep(clocks[0], clocks[1], "time in bed, by the ring")
    return result.values()
