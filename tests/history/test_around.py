"""The diary's days around a session."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pacing.history.annotations import symptoms_near
from pacing.history.diary import add_entries
from pacing.history.store import History
from pacing.model.longitudinal import SymptomScore
from pacing.model.recording import HeartRate, Recording, RecordingKind, Source

BEGAN = datetime(2026, 5, 10, 23, 30, tzinfo=UTC)


def recording(began: datetime | None, duration_s: float = 1200.0) -> Recording:
    source = Source("a.fit", "0" * 64, "fit")
    heart_rate = HeartRate(np.array([0.0]), np.array([70.0]))
    return Recording(RecordingKind.ACTIVITY, heart_rate, None, (), (), began, duration_s, None, source)


@pytest.fixture
def diary(tmp_path: Path) -> History:
    history = History(tmp_path / "history.sqlite")
    days = [date(2026, 5, 1) + timedelta(days=n) for n in range(20)]
    add_entries(history, [SymptomScore(day, "fatigue", 4.0) for day in days], "test")
    return history


def test_the_day_before_to_three_days_after_are_told(diary: History) -> None:
    found = symptoms_near(diary, recording(BEGAN))
    assert [score.day.day for score in found] == [9, 10, 11, 12, 13]


def test_days_after_count_from_the_last_day_of_a_recording(diary: History) -> None:
    found = symptoms_near(diary, recording(BEGAN, duration_s=3600.0))
    assert [score.day.day for score in found] == [9, 10, 11, 12, 13, 14]


def test_a_session_without_a_date_has_no_days_around_it(diary: History) -> None:
    assert symptoms_near(diary, recording(None)) == ()
