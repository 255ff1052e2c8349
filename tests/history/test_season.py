"""A season: only comparable sessions together, at most three trends, notes before and after, doubles once."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from pacing.history.annotations import felt_near, mark
from pacing.history.diary import add_note
from pacing.history.post_exertion import exertion_days, upper_days
from pacing.history.season import _judged, _light_documents, all_trends, season_of, stored_sessions
from pacing.history.store import History
from pacing.model.assessment import Assessment
from pacing.model.exceedance import Exceedance, ExceedanceVerdict
from pacing.model.recording import RecordingKind
from pacing.report.drawing import load_figure
from pacing.report.wording.season import trend_answer, trend_remark
from tests.longitudinal.made import START, made_session, measured

WITHIN = Exceedance(ExceedanceVerdict.WITHIN, False, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, None, 0.0, 1.0)
SUSTAINED = replace(WITHIN, verdict=ExceedanceVerdict.SUSTAINED, time_above_s=300.0, time_above_high_s=300.0)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite")


def _add(history: History, sessions: list[Assessment]) -> None:
    for session in sessions:
        history.add(session.recording.source.sha256, "a.fit", [session])


def test_the_figure_and_the_text_of_a_season_tell_the_same_usual_range(history: History) -> None:
    rng = np.random.default_rng(4)
    _add(history, [made_session(n, float(value)) for n, value in enumerate(30 + 3 * rng.standard_normal(20))])
    _add(history, [made_session(n, 60.0, end_bpm=150.0) for n in range(20, 24)])
    season, sessions = season_of(history)
    described = load_figure("trend").describe(sessions)
    recovery = next(trend for trend in season.trends if trend.index.id == "hr_after_120")
    assert recovery.usual_low is not None
    assert recovery.usual_high is not None
    assert (recovery.sessions, recovery.left_out) == (20, 4)
    usual = f"{recovery.usual_low:.0f} to {recovery.usual_high:.0f}"
    assert (
        "two minutes after stopping (bpm): 20 similar sessions (walking, optical, sitting, kept still after stopping; "
        f"{recovery.effort})" in described
    )
    assert f"usual range {usual}" in described
    assert f"Usually {usual} bpm." in trend_answer(recovery)
    assert recovery.effort in trend_remark(recovery)
    bands = [
        patch.get_extents().transformed(axes.transData.inverted())
        for axes in load_figure("trend").draw(sessions).axes
        for patch in axes.patches
        if axes.get_title(loc="left").startswith("Heart rate two")
    ]
    assert [(band.y0, band.y1) for band in bands] == [pytest.approx((recovery.usual_low, recovery.usual_high))]


def test_a_season_says_the_most_repeatable_first_and_a_note_before_and_after(history: History) -> None:
    rng = np.random.default_rng(1)
    values = 30 + 2 * rng.standard_normal(24)
    values[12:] += 10
    _add(history, [made_session(n, float(value)) for n, value in enumerate(values)])
    add_note(history, (START + timedelta(days=24)).date(), "dose", "half")
    add_note(history, date(2020, 1, 1), "travel", "long ago")
    season, _ = season_of(history)
    assert [trend.index.id for trend in season.trends] == ["hr_after_120"]
    assert [trend.change for trend in season.trends] == ["lower"]
    long_ago, dose = season.notes
    assert long_ago.steps == ()
    (after,) = dose.steps
    assert after.low <= -10 <= after.high
    assert (after.sessions_before, after.sessions_after) == (12, 12)


def test_a_season_since_a_day_has_what_was_on_that_day(history: History) -> None:
    _add(history, [made_session(n, 30.0) for n in range(4)])
    since = (START + timedelta(days=2)).date()
    for day in (since - timedelta(days=1), since):
        add_note(history, day, "dose", "half")
    season, sessions = season_of(history, since)
    assert [note.day for note in season.notes] == [since]
    began = [session.recording.began for session in sessions]
    assert [day and (day - START).days for day in began] == [2, 4, 6]


def test_an_empty_history_has_a_season_that_says_nothing(history: History) -> None:
    season, sessions = season_of(history)
    assert (season.trends, season.notes, sessions) == ((), (), ())
    assert "Too early to say" in season.payback.words


@pytest.mark.parametrize(("cycled", "followed"), [(7, 1), (8, 2)])
def test_a_group_of_eight_sessions_has_a_trend_of_its_own(cycled: int, followed: int) -> None:
    walks = [made_session(n, 30.0 + n % 3) for n in range(9)]
    rides = [made_session(9 + n, 20.0 + n % 3, sport="cycling") for n in range(cycled)]
    assert len([one for one in all_trends((*walks, *rides)) if one.index.id == "hr_after_120"]) == followed


def test_a_dose_above_nine_in_ten_of_ones_own_days_is_exertion() -> None:
    first = date(2026, 5, 1)
    doses = {first + timedelta(days=day): float(day) for day in range(21)}  # one of them without a dose
    assert upper_days(doses) == {first + timedelta(days=19), first + timedelta(days=20)}
    assert upper_days({day: dose for day, dose in doses.items() if dose < 10}) == set()
    assert upper_days(dict.fromkeys(doses, 5.0)) == set()


def test_a_history_without_judged_sessions_has_no_days_of_exertion(history: History) -> None:
    _add(history, [made_session(n, 30.0) for n in range(12)])
    assert exertion_days(history) == []


def test_of_small_groups_only_the_largest_is_told_and_only_where_none_is_large_enough(history: History) -> None:
    _add(history, [*(made_session(n) for n in range(3)), *(made_session(n, posture="lying") for n in range(3, 5))])
    few = [trend for trend in all_trends(season_of(history)[1]) if trend.index.id == "hr_recovery_120"]
    assert [trend.sessions for trend in few] == [3]
    _add(history, [made_session(n, posture="lying") for n in range(5, 12)])
    enough = [trend for trend in all_trends(season_of(history)[1]) if trend.index.id == "hr_recovery_120"]
    assert [(trend.sessions, trend.change) for trend in enough] == [(9, "within_usual")]


def test_what_followed_exertion_takes_a_limit_and_says_so(history: History) -> None:
    _add(history, [made_session(n) for n in range(3)])
    assert "it needs a limit" in season_of(history)[0].payback.words


def test_the_days_that_were_noted_are_drawn_where_sessions_lie_around_them(history: History) -> None:
    _add(history, [made_session(n) for n in range(12)])
    for day, kind in ((START + timedelta(days=9), "dose"), (START + timedelta(days=400), "travel")):
        add_note(history, day.date(), kind, "half")
    season, sessions = season_of(history)
    draw_noted = load_figure("trend").draw_noted
    assert draw_noted is not None
    canvas = draw_noted(sessions, season.notes)
    assert [text.get_text().strip() for text in canvas.axes[0].texts if text.get_rotation() == 90] == ["dose"]
    lines = [line for axes in canvas.axes for line in axes.lines if line.get_linestyle() == ":"]
    assert {float(np.asarray(line.get_xdata())[0]) for line in lines} == {
        ((START + timedelta(days=9)).date() - date(1970, 1, 1)).days
    }
    assert len(lines) == len(canvas.axes)


def test_what_was_answered_and_noted_comes_back_with_each_session(history: History) -> None:
    _add(history, [made_session(n, 30.0) for n in range(2)])
    first, _ = stored_sessions(history, ())
    day = first.recording.began
    assert day is not None
    mark(history, first.session_id, comfortable=None, flare_after=True)
    add_note(history, day.date(), "other", "Hot.")
    answered, other = stored_sessions(history, ())
    for session in (answered, other):
        assert session.felt == felt_near(history, session.session_id, session.recording)
    assert answered.felt.flare_after is True
    assert other.felt.flare_after is None
    assert answered.felt.notes == ((day.date(), "other", "Hot."),)


def test_more_numbers_than_are_asked_for_at_once_come_back_as_they_were_kept(history: History) -> None:
    known = {f"number_{n}": measured(f"number_{n}", n / 3.0, 1.0, {"posture": "lying", "bout": 1.0}) for n in range(40)}
    missing = measured("number_40", None)
    _add(history, [replace(made_session(0), measurements=(*known.values(), missing))])
    (session,) = stored_sessions(history, (*known, missing.index.id, "never_kept"))
    recalled = [(m.index.id, m.index.unit, m.value, m.low, m.high, m.parts) for m in session.measurements]
    assert recalled == [(m.index.id, m.index.unit, m.value, m.low, m.high, m.parts) for m in known.values()]


def test_sessions_that_were_read_already_give_the_same_days_of_exertion(history: History) -> None:
    def judged(number: int, kind: RecordingKind) -> Assessment:
        made = made_session(number)
        verdict = SUSTAINED if number % 3 == 0 else None if number % 3 == 1 else WITHIN
        return replace(made, recording=replace(made.recording, kind=kind), exceedance=verdict)

    _add(history, [judged(n, RecordingKind.DAY if n in (4, 6) else RecordingKind.ACTIVITY) for n in range(12)])
    lights = list(_light_documents(history, ()))
    days = exertion_days(history)
    assert days == [(START + timedelta(days=2 * n)).date() for n in (0, 3, 6, 9)]
    assert exertion_days(history, filter(None, map(_judged, lights))) == days
