"""A season: only comparable sessions together, at most three trends, notes before and after, doubles once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pacing.history.comparable import comparable_sessions
from pacing.history.diary import add_note
from pacing.history.exertion import exertion_days, upper_days
from pacing.history.season import DRAWN, season_of
from pacing.history.store import History
from pacing.model.assessment import Assessment
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Measurement, Part
from pacing.model.recording import Sensor
from tests.history.test_store import made_session

START = datetime(2026, 1, 1, 10, tzinfo=UTC)
RECOVERY = IndexInfo(
    "hr_recovery_120", "Recovery", "bpm", IndexGroup.RECOVERY, 0, Evidence.SUPPORTED, "d.", "f", "n.", "l.", ()
)


def _session(
    number: int, value: float, end_bpm: float = 110.0, posture: str = "sitting", sensor: Sensor = Sensor.OPTICAL
) -> Assessment:
    sha256 = f"{number:064x}"[::-1]
    made = made_session(sha256, start=START + timedelta(days=2 * number))
    parts: dict[str, Part] = {
        "end_bpm": end_bpm,
        "later_bpm": end_bpm - value,
        "posture": posture,
        "movement": "passive",
    }
    measured = Measurement(RECOVERY, value, value - 4, value + 4, window=(0.0, 120.0), parts=parts)
    source = replace(made.recording.source, sensor=sensor)
    return replace(made, recording=replace(made.recording, source=source), measurements=(measured,))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite")


def _add(history: History, sessions: list[Assessment]) -> None:
    for session in sessions:
        history.add(session.recording.source.sha256, "a.fit", [session])


def test_other_efforts_postures_and_sensors_are_not_held_together(history: History) -> None:
    alike = [_session(n, 30.0, end_bpm=108.0 + n) for n in range(5)]  # median 110
    _add(history, [*alike, _session(5, 50.0, end_bpm=140.0)])
    _add(history, [_session(6, 30.0, posture="lying"), _session(7, 30.0, sensor=Sensor.STRAP)])
    groups = comparable_sessions(history)["hr_recovery_120"]
    assert [(len(group.points), group.left_out) for group in groups] == [(5, 1), (1, 0), (1, 0)]
    assert groups[0].group == "walking, optical, sitting, passive"
    assert {point.session_id for point in groups[0].points} == {session.session_id for session in alike}


@pytest.mark.parametrize(("end_bpm", "kept"), [(115.0, True), (115.1, False)])
def test_an_effort_counts_as_alike_up_to_five_bpm_from_the_median(history: History, end_bpm: float, kept: bool) -> None:
    _add(history, [*(_session(n, 30.0) for n in range(4)), _session(4, 30.0, end_bpm)])
    group = comparable_sessions(history)["hr_recovery_120"][0]
    assert (len(group.points) == 5) is kept


def test_the_sessions_of_a_season_keep_only_comparable_recoveries(history: History) -> None:
    _add(history, [*(_session(n, 30.0) for n in range(8)), _session(8, 60.0, end_bpm=150.0)])
    _, sessions = season_of(history)
    assert len(sessions) == 9
    assert [session.measurement(DRAWN[0]) is None for session in sessions] == [False] * 8 + [True]
    first = sessions[0].measurement(DRAWN[0])
    assert first is not None
    assert (first.value, first.low, first.high, first.parts["posture"]) == (30.0, 26.0, 34.0, "sitting")


def test_a_season_says_the_most_repeatable_first_and_a_note_before_and_after(history: History) -> None:
    rng = np.random.default_rng(1)
    values = 30 + 2 * rng.standard_normal(24)
    values[12:] += 10
    _add(history, [_session(n, float(value)) for n, value in enumerate(values)])
    add_note(history, (START + timedelta(days=24)).date(), "dose", "half")
    add_note(history, date(2020, 1, 1), "travel", "long ago")
    season, _ = season_of(history)
    assert [trend.index.id for trend in season.trends] == ["hr_after_120", "hr_recovery_120"]
    assert [trend.change for trend in season.trends] == ["lower", "higher"]
    long_ago, dose = season.notes
    assert long_ago.steps == ()
    after, recovery = dose.steps
    assert recovery.low <= 10 <= recovery.high
    assert after.step == pytest.approx(-recovery.step)
    assert (recovery.sessions_before, recovery.sessions_after) == (12, 12)


def test_an_empty_history_has_a_season_that_says_nothing(history: History) -> None:
    season, sessions = season_of(history)
    assert (season.trends, season.notes, sessions) == ((), (), ())
    assert "Not enough yet" in season.payback


def test_a_dose_above_nine_in_ten_of_ones_own_days_is_exertion() -> None:
    first = date(2026, 5, 1)
    doses = {first + timedelta(days=day): float(day) for day in range(21)}  # one of them without a dose
    assert upper_days(doses) == {first + timedelta(days=19), first + timedelta(days=20)}
    assert upper_days({day: dose for day, dose in doses.items() if dose < 10}) == set()
    assert upper_days(dict.fromkeys(doses, 5.0)) == set()


def test_a_history_without_judged_sessions_has_no_days_of_exertion(history: History) -> None:
    _add(history, [_session(n, 30.0) for n in range(12)])
    assert exertion_days(history) == []
