"""Fitbit's resting heart rate by day (Google Takeout, `resting_heart_rate-*.json`): values with an error, no course."""

import re
from datetime import date, datetime

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.recording import Recording
from pacing.plural import plural
from pacing.read.daily.collect import DailyCollector
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.structured import entries, load_json, number

_START = re.compile(
    r'\s*\[\s*\{\s*"dateTime"\s*:\s*"[^"]*"\s*,\s*"value"\s*:\s*\{\s*"date"\s*:\s*("[^"]*"|null)\s*,\s*"value"\s*:'
)
OWN = "Fitbit's resting heart rate"


def _matches(head: FileHead) -> bool:
    return bool(_START.match("\n".join(head.lines)))


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    held = len(_daily(source, options))
    raise NoHeartRateError(
        source.name,
        plural(
            held,
            "This is the resting heart rate of 1 day, not a heart rate within it.",
            "These are {} resting heart rates, one a day, not a heart rate within the days.",
        ),
        hint="`pacing add` keeps them for `pacing day`; heart_rate-*.json of the same folder holds the course.",
    )


def _day(text: object) -> date | None:
    """`06/01/26`, month first, as Takeout writes it."""
    if not isinstance(text, str):
        return None
    try:
        return datetime.strptime(text[:8], "%m/%d/%y").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        return None


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:  # noqa: ARG001 - as every reader
    result = DailyCollector(source, "fitbit_daily_json", "Fitbit")
    for item in entries(load_json(source)):
        held = item.get("value")
        if isinstance(held, dict):
            result.add(
                _day(held.get("date") or item.get("dateTime")), DailyKind.RESTING_HR, number(held.get("value")), OWN
            )
    return result.values()


READER = Reader(
    title="Fitbit resting heart rate by day in Google Takeout (JSON)", matches=_matches, read=_read, daily=_daily
)
