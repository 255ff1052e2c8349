from datetime import UTC, datetime

import pytest

from pacing.judge.overview import overview, reaches
from pacing.judge.session import judge_session
from pacing.model.assessment import Assessment, Program
from pacing.model.conditions import Conditions
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.person import LimitSetting, Person
from pacing.model.phases import Phases
from tests.judge.square_wave import recording


def assessed(start: datetime | None, limit_bpm: float | None) -> Assessment:
    person = Person(limits=() if limit_bpm is None else (LimitSetting("fixed", bpm=limit_bpm),))
    walk, cleaned = recording(start)
    found = judge_session(walk, cleaned, (), person, Conditions())
    return Assessment(
        walk,
        cleaned,
        Phases(),
        person,
        Conditions(),
        (),
        found.limit,
        found.limit_advice,
        found.exceedance,
        found.findings,
        Program("pacing", "0"),
    )


def test_sessions_stand_by_date_and_undated_ones_last() -> None:
    days = [datetime(2026, 5, day, tzinfo=UTC) for day in (3, 1, 2)]
    rows = overview([assessed(None, 110), *(assessed(day, 110) for day in days)])
    assert [row.start for row in rows] == [*sorted(days), None]


def test_a_row_says_minutes_above_with_bounds_the_longest_stretch_and_the_verdict() -> None:
    (row,) = overview([assessed(None, 110)])
    assert (row.minutes_above, row.minutes_low, row.minutes_high, row.longest_minutes) == (2.0, 2.0, 2.0, 2.0)
    assert (row.verdict, row.flagged, row.sport) == (ExceedanceVerdict.SUSTAINED, True, "walking")


def test_a_session_without_a_limit_has_no_numbers_and_no_flag() -> None:
    (row,) = overview([assessed(None, None)])
    assert (row.limit_bpm, row.minutes_above, row.verdict, row.flagged) == (None, None, None, False)
    assert row.advice


@pytest.mark.parametrize(
    ("verdict", "reached"),
    [
        (None, ""),
        (ExceedanceVerdict.CANNOT_JUDGE, ""),
        (ExceedanceVerdict.WITHIN, ""),
        (ExceedanceVerdict.BRIEF, "brief"),
        (ExceedanceVerdict.DOSE, "brief dose"),
        (ExceedanceVerdict.SUSTAINED, "brief dose sustained"),
    ],
)
def test_a_verdict_reaches_every_level_up_to_its_own(verdict: ExceedanceVerdict | None, reached: str) -> None:
    levels = (ExceedanceVerdict.BRIEF, ExceedanceVerdict.DOSE, ExceedanceVerdict.SUSTAINED)
    assert " ".join(level for level in levels if reaches(verdict, level)) == reached
