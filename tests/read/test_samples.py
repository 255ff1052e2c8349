"""Every made-up sample beside its expected result: `x.csv` must read as `x.json` says."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pacing.errors import ReadError
from pacing.model.daily import DailyValue
from pacing.model.recording import Recording
from pacing.read.archive import find_sources
from pacing.read.read import read_daily, read_source, readers
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from tests.read.conftest import SAMPLES


def outcome(path: Path) -> dict[str, Any]:
    """What reading gives, as plain values."""
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    daily: dict[str, Any] = {}
    try:
        days = read_daily(source, ReadOptions())
        daily = {"daily": [plain_day(one) for one in days]} if days else {}
        return {"recordings": [plain(recording) for recording in read_source(source, ReadOptions())], **daily}
    except ReadError as error:
        return {"refused": type(error).__name__ if error.hint else "without a hint", **daily}


def plain_day(one: DailyValue) -> list[object]:
    return [one.day.isoformat(), one.kind.value, round(one.value, 6), one.source, one.method]


def plain(recording: Recording) -> dict[str, Any]:
    heart_rate, beats = recording.heart_rate, recording.beats
    return {
        "reader": recording.source.reader,
        "kind": str(recording.kind),
        "start": None if recording.start is None else recording.start.isoformat(),
        "duration_s": round(recording.duration_s, 6),
        "sport": recording.sport,
        "heart_rate": pairs(heart_rate.time_s, heart_rate.bpm),
        "beats": None if beats is None else pairs(beats.time_s, beats.rr_ms),
        "channels": {c.name: pairs(c.time_s, c.value) for c in recording.channels},
        "markers": [[round(m.time_s, 6), str(m.kind), m.label] for m in recording.markers],
        "damage": recording.source.damage,
    }


def pairs(time_s: Any, value: Any) -> list[list[float | None]]:
    return [
        [round(float(t), 6), None if np.isnan(v) else round(float(v), 6)] for t, v in zip(time_s, value, strict=True)
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_a_sample_reads_as_stated_beside_it(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert outcome(path) == expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_no_name_of_a_person_reaches_the_recording(path: Path) -> None:
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    shown: list[object] = []
    try:
        shown += [(r.source, r.markers, r.sport) for r in read_source(source, ReadOptions())]
    except ReadError as error:
        shown += [error.message, error.hint]
    assert "Jane" not in repr(shown)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_a_sample_is_claimed_by_one_reader_alone(path: Path) -> None:
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    matching = [reader for reader in readers().values() if reader.matches(source.head)]
    assert len([reader for reader in matching if not reader.last] or matching) == 1


def test_every_format_but_fit_has_a_sample() -> None:
    sources = [source for path in SAMPLES for source in find_sources(path) if isinstance(source, SourceFile)]
    claimed = {name for source in sources for name, reader in readers().items() if reader.matches(source.head)}
    assert claimed | {"fit"} == set(readers())


def test_every_dialect_has_a_sample() -> None:
    from pacing.read.formats.csv import dialects

    assert {path.stem for path in SAMPLES if path.parent.name == "dialects"} == set(dialects())
