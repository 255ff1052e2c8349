"""One session as a watch's FIT file and as an app's CSV counts once, through the whole program."""

from datetime import timedelta
from pathlib import Path

import pytest

from pacing.history.annotations import past_sessions
from pacing.history.duplicates import link_duplicates
from pacing.history.season import season_of
from pacing.history.store import History
from pacing.pipeline import Request, assess_paths
from pacing.read.reader import ReadOptions
from pacing.synthetic.csv_file import csv_text
from pacing.synthetic.fit_file import fit_bytes
from pacing.synthetic.plan import Bout, SessionPlan
from pacing.synthetic.session import make_session

PLAN = SessionPlan(rest_s=60, bouts=(Bout(duration_s=360, recovery_s=180),))


def _added(folder: Path) -> History:
    history = History(folder / "history.sqlite")
    for result in assess_paths([folder / "files"], Request(reading=ReadOptions(time_zone="Etc/UTC"))):
        assert result.refusal is None, result.refusal
        assert result.sha256 is not None
        history.add(result.sha256, result.name, result.sessions)
    return history


@pytest.mark.parametrize("dialect", ["fitbit", "polar_flow"])
@pytest.mark.parametrize(("hours_later", "doubles"), [(0, 1), (3, 0)])
def test_a_watch_and_an_app_on_one_session_are_one(
    tmp_path: Path, dialect: str, hours_later: int, doubles: int
) -> None:
    made = make_session(PLAN, 7).recording
    assert PLAN.start is not None
    other = make_session(SessionPlan(PLAN.resting_bpm, PLAN.maximum_bpm, 60, PLAN.bouts,
                                     start=PLAN.start + timedelta(hours=hours_later)), 7).recording  # fmt: skip
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "watch.fit").write_bytes(fit_bytes(made))
    (tmp_path / "files" / "app.csv").write_text(csv_text(other, dialect), encoding="utf-8")
    history = _added(tmp_path)
    assert link_duplicates(history) == doubles
    rows = history.sessions()
    assert len(rows) == 2
    assert sum(row.same_as is None for row in rows) == 2 - doubles


def test_a_table_without_a_date_counts_in_no_season(tmp_path: Path) -> None:
    made = make_session(PLAN, 7).recording
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "watch.fit").write_bytes(fit_bytes(made))
    (tmp_path / "files" / "app.csv").write_text(csv_text(made, "intervals_icu"), encoding="utf-8")
    history = _added(tmp_path)
    link_duplicates(history)
    assert len(history.sessions()) == 2
    assert len(season_of(history)[1]) == len(past_sessions(history)) == 1
