"""Oura's days and nights without a series (JSON of its interface): `sleep` and `daily_activity` as wholes."""

import re

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyValue
from pacing.model.recording import Recording
from pacing.plural import plural
from pacing.read.daily.oura import daily_of_nights
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile

_NIGHT = re.compile(r'"(average_hrv|lowest_heart_rate|equivalent_walking_distance)"\s*:')
_SERIES = re.compile(r'"heart_rate"\s*:\s*\{\s*"(interval|items|timestamp)"')


def _matches(head: FileHead) -> bool:
    text = "\n".join(head.lines)
    named = text.lstrip().startswith(("{", "[")) and '"day"' in text and bool(_NIGHT.search(text))
    return named and not _SERIES.search(text)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    held = len(_daily(source, options))
    raise NoHeartRateError(
        source.name,
        plural(
            held,
            "This is 1 value of a day or night of Oura, not a heart rate within it.",
            "These are {} values of Oura's days and nights, not a heart rate within them.",
        ),
        hint="`pacing add` keeps them, and `pacing day` shows them; ask Oura for heartrate to see a day's course.",
    )


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:  # noqa: ARG001 - as every reader
    return daily_of_nights(source, "oura_daily_json")


READER = Reader(title="Oura, days and nights as wholes (JSON)", matches=_matches, read=_read, daily=_daily)
