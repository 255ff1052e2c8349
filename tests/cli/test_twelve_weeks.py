"""Twelve weeks of one person: local clocks, added weekly, another limit in week 5, a diary on most days."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pacing.synthetic.csv_file import csv_text
from pacing.synthetic.samples import WALK_EXCEEDED, WALK_PACED
from pacing.synthetic.session import make_session
from tests.contracts.conftest import Runner

MONDAY = date(2026, 3, 2)
WEEKS, SESSIONS_A_WEEK = 12, (0, 2, 5)
FIRST_LIMIT, LATER_LIMIT = 110, 104


def export(folder: Path, number: int, day: date) -> None:
    """A Polar or, every third time, a Fitbit export of one walk; hard ones once a week."""
    sample = WALK_EXCEEDED if number % 3 == 2 else WALK_PACED
    assert sample.plan.start is not None
    start = sample.plan.start.replace(year=day.year, month=day.month, day=day.day)
    recording = make_session(replace(sample.plan, start=start), 3000 + number).recording
    if number % 3 == 1:
        clock = start.replace(tzinfo=None)
        series = [
            {
                "dateTime": (clock + timedelta(seconds=float(s))).strftime("%m/%d/%y %H:%M:%S"),
                "value": {"bpm": round(float(bpm)), "confidence": 3},
            }
            for s, bpm in zip(recording.heart_rate.time_s, recording.heart_rate.bpm, strict=True)
        ]
        (folder / f"heart_rate-{day.isoformat()}.json").write_text(json.dumps(series), encoding="utf-8")
    else:
        (folder / f"polar_{day.isoformat()}.csv").write_text(csv_text(recording, "polar_flow"), encoding="utf-8")


@pytest.mark.slow
def test_every_session_of_twelve_weeks_is_dated_judged_by_the_limit_of_its_date_and_counts(
    pacing: Runner, tmp_path: Path
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    hard: list[date] = []
    number = 0
    for week in range(WEEKS):
        for weekday in SESSIONS_A_WEEK:
            day = MONDAY + timedelta(weeks=week, days=weekday)
            export(exports, number, day)
            hard += [day] if number % 3 == 2 else []
            number += 1
        limit = FIRST_LIMIT if week < 4 else LATER_LIMIT
        done = pacing("add", exports, "--limit", limit, "--age", 45, "--resting", 65)
        assert done.code == 0, done.err
        assert ("kept the limit of their time" in done.err) == (week == 4)
        for offset in range(5):
            day = MONDAY + timedelta(weeks=week, days=offset)
            after = any(0 < (day - one).days <= 2 for one in hard)
            pacing("diary", "add", f"fatigue={6 if after else 3}", "--day", day)
    rows: list[dict[str, Any]] = json.loads(pacing("history", "list", "--format", "json").out)["sessions"]
    assert len(rows) == WEEKS * len(SESSIONS_A_WEEK)
    days = [date.fromisoformat((row["start"] or row["clock_start"])[:10]) for row in rows]
    assert days == [MONDAY + timedelta(weeks=w, days=d) for w in range(WEEKS) for d in SESSIONS_A_WEEK]
    for row, day in zip(rows, days, strict=True):
        held = json.loads(pacing("history", "show", row["id"]).out)["limit"]["bpm"]
        assert held == (FIRST_LIMIT if day < MONDAY + timedelta(weeks=4) else LATER_LIMIT)
    season = json.loads(pacing("trend", "--format", "json").out)
    assert season["undated"] == 0
    assert max(trend["sessions"] for trend in season["trends"]) >= WEEKS
    found = json.loads(pacing("payback", "--format", "json").out)["payback"]
    assert found["events"] >= 10
    assert found["days"] >= 40
