"""Samsung Health's variability by five minutes (`com.samsung.health.hrv.binning_data.json`): values, no beats."""

import re

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.recording import Recording
from pacing.read.daily.collect import HOUR_S, DailyCollector, day_of, local_clock
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.structured import entries, load_json, number

_FIRST = re.compile(r"\s*\[\s*\{([^{}\[\]]*)\}")
MILLISECONDS = 1000.0
OWN = "mean of Samsung's five minutes of the night"
NIGHT_FROM_H = 18.0  # design: after six in the evening it is the night that follows


def _matches(head: FileHead) -> bool:
    result = _FIRST.match("\n".join(head.lines))
    keys = set(re.findall(r'"(\w+)"\s*:', result[1])) if result else set()
    return "start_time" in keys and bool(keys & {"rmssd", "sdnn"}) and "heart_rate" not in keys


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    held = len(_daily(source, options))
    raise NoHeartRateError(
        source.name,
        f"These are values of variability by five minutes (of whole nights: {held}), without the beats.",
        hint="`pacing add` keeps the nights, and `pacing day` shows them.",
    )


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    result = DailyCollector(source, "samsung_hrv_json", "Samsung Health")
    for item in entries(load_json(source)):
        clock = local_clock(number(item.get("start_time")) / MILLISECONDS, None, options.time_zone)
        if np.isfinite(clock):
            day = day_of(clock + (24 - NIGHT_FROM_H) * HOUR_S)
            result.add(day, DailyKind.NIGHT_RMSSD, number(item.get("rmssd")), OWN)
            result.add(day, DailyKind.NIGHT_SDNN, number(item.get("sdnn")), OWN)
    return result.values()


READER = Reader(title="Samsung Health variability at night (JSON)", matches=_matches, read=_read, daily=_daily)
