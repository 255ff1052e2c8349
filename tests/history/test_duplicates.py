"""A session counts once, as its best recording; what the person said of any recording holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from pacing.history.annotations import mark, past_sessions
from pacing.history.duplicates import link_duplicates
from pacing.history.evidence import LinkEvidence, better_first
from pacing.history.export import export_to, import_from
from pacing.history.post_exertion import exertion_days
from pacing.history.season import season_of
from pacing.history.store import History
from pacing.model.assessment import Assessment
from pacing.model.exceedance import Exceedance, ExceedanceVerdict
from pacing.model.recording import Sensor
from tests.history.test_store import made_session
from tests.longitudinal.made import measured

START = datetime(2026, 5, 1, 10, tzinfo=UTC)
WATCH, STRAP, APP = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite")


def _recording(
    sha256: str,
    sensor: Sensor = Sensor.OPTICAL,
    *,
    numbers: int = 1,
    length: int = 600,
    later_s: float = 0.0,
    bpm: float = 90.0,
) -> Assessment:
    made = made_session(sha256, bpm=bpm, start=START + timedelta(seconds=later_s), length=length)
    source = replace(made.recording.source, sensor=sensor)
    values = tuple(measured(f"index_{number}", 1.0) for number in range(numbers))
    return replace(made, recording=replace(made.recording, source=source), measurements=values)


def _add(history: History, *sessions: Assessment) -> None:
    for session in sessions:
        history.add(session.recording.source.sha256, "file", [session])


def _counted(history: History) -> list[str]:
    return [row.id[0] for row in history.sessions() if row.same_as is None]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_better_evidence_stands_whatever_was_added_first(history: History, order: tuple[int, ...]) -> None:
    recordings = (
        _recording(WATCH, numbers=9),
        _recording(STRAP, Sensor.STRAP, numbers=5, later_s=7, length=590),
        _recording(APP, Sensor.UNKNOWN, numbers=2, later_s=3),
    )
    for place in order:
        _add(history, recordings[place])
        link_duplicates(history)
    assert _counted(history) == ["b"]
    assert {row.same_as for row in history.sessions()} == {None, recordings[1].session_id}
    assert link_duplicates(history) == 2
    assert history.check() == []


def test_a_strap_that_recorded_half_does_not_stand_for_the_whole() -> None:
    whole, half = LinkEvidence("a", 1800.0, "optical", 3), LinkEvidence("b", 900.0, "strap", 30)
    assert [evidence.id for evidence in better_first([half, whole])] == ["a", "b"]
    assert [evidence.id for evidence in better_first([replace(half, recorded_s=1700.0), whole])] == ["b", "a"]


def test_of_equal_sensors_the_one_that_gave_more_numbers_stands() -> None:
    bare, rich = LinkEvidence("a", 1800.0, "optical", 3), LinkEvidence("b", 1790.0, "optical", 30)
    assert [evidence.id for evidence in better_first([bare, rich])] == ["b", "a"]


@pytest.mark.parametrize(("later_s", "bpm"), [(7200.0, 90.0), (0.0, 120.0), (500.0, 90.0)])
def test_sessions_apart_in_time_or_heart_rate_stay_two(history: History, later_s: float, bpm: float) -> None:
    _add(history, _recording(WATCH), _recording(APP, later_s=later_s, bpm=bpm))
    assert link_duplicates(history) == 0


@pytest.mark.parametrize(("length", "doubles"), [(1210, 0), (1190, 1)])
def test_a_walk_inside_an_outing_twice_as_long_is_a_session_of_its_own(
    history: History, length: int, doubles: int
) -> None:
    _add(history, _recording(WATCH, length=length), _recording(STRAP, Sensor.STRAP, length=600))
    assert link_duplicates(history) == doubles


def test_what_the_person_said_of_any_recording_holds_for_the_one_that_counts(history: History) -> None:
    watch = _recording(WATCH, numbers=1)
    _add(history, watch)
    mark(history, watch.session_id, comfortable=True, flare_after=None)
    strap = _recording(STRAP, Sensor.STRAP)
    _add(history, strap)
    link_duplicates(history)
    (past,) = past_sessions(history)
    assert (past.session_id, past.comfortable, past.flare_after) == (strap.session_id, True, None)
    # said of the recording that does not count: kept with the one that does, and the newest word holds
    assert mark(history, watch.session_id, comfortable=False, flare_after=True) == strap.session_id
    link_duplicates(history)
    (past,) = past_sessions(history)
    assert (past.comfortable, past.flare_after) == (False, True)


def test_a_third_recording_that_is_better_takes_the_newest_word_along(history: History) -> None:
    watch, app = _recording(WATCH, numbers=5), _recording(APP, numbers=2)
    _add(history, app)
    mark(history, app.session_id, comfortable=True, flare_after=True)
    _add(history, watch)
    link_duplicates(history)
    mark(history, watch.session_id, comfortable=False, flare_after=None)
    _add(history, _recording(STRAP, Sensor.STRAP))
    link_duplicates(history)
    (past,) = past_sessions(history)
    assert (past.session_id[0], past.comfortable, past.flare_after) == ("b", False, True)


def test_removing_the_recording_that_counts_leaves_the_other_with_what_was_said(history: History) -> None:
    watch, strap, app = _recording(WATCH, numbers=5), _recording(STRAP, Sensor.STRAP), _recording(APP)
    _add(history, watch, strap, app)
    link_duplicates(history)
    mark(history, strap.session_id, comfortable=True, flare_after=False)
    history.remove(strap.session_id)
    assert link_duplicates(history) == 1
    (past,) = past_sessions(history)
    assert (past.session_id, past.tolerated) == (watch.session_id, True)


def test_histories_of_two_devices_brought_together_count_once(history: History, tmp_path: Path) -> None:
    _add(history, _recording(WATCH))
    other = History(tmp_path / "other.sqlite")
    _add(other, _recording(STRAP, Sensor.STRAP))
    export_to(other, tmp_path / "out")
    import_from(history, tmp_path / "out")
    assert link_duplicates(history) == 1
    season, sessions = season_of(history)
    assert (len(sessions), season.doubles, _counted(history)) == (1, 1, ["b"])


def judged(session: Assessment, dose: float, *, flagged: bool = False) -> Assessment:
    """The session with so much of a dose [bpm min] above its limit."""
    verdict = ExceedanceVerdict.SUSTAINED if flagged else ExceedanceVerdict.BRIEF
    exceedance = Exceedance(
        verdict=verdict, borderline=False, time_above_s=60.0, time_above_low_s=60.0, time_above_high_s=60.0,
        share_above=0.1, longest_s=60.0, dose_bpm_min=dose, unknown_s=0.0, first_above_s=10.0, peak_over_bpm=5.0,
        resolution_s=1.0, excursions=(),
    )  # fmt: skip
    return replace(session, exceedance=exceedance)


def test_a_flag_counts_on_the_day_the_session_began_and_once(history: History) -> None:
    late = datetime(2026, 5, 1, 23, 50, tzinfo=UTC)
    for sha256, sensor in ((WATCH, Sensor.OPTICAL), (STRAP, Sensor.STRAP)):
        session = made_session(sha256, start=late, length=1800)
        source = replace(session.recording.source, sensor=sensor)
        _add(history, judged(replace(session, recording=replace(session.recording, source=source)), 9.0, flagged=True))
    link_duplicates(history)
    assert exertion_days(history) == [date(2026, 5, 1)]
