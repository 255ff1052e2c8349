"""Which limit holds for a session, and that none is ever invented."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from pacing.errors import UsageError
from pacing.judge.applicable_limits import DATE_UNKNOWN
from pacing.judge.session import Judgement, judge_session
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.measurement import FindingVerdict
from pacing.model.person import Condition, Conditions, LimitSetting, Person, RestingFrom
from pacing.model.recording import Marker, MarkerKind, RecordingKind
from tests.judge.people import ALPHA1_COURSE, measured, past_sessions
from tests.judge.square_wave import LOW, pieces, recording

FIRST = LimitSetting("fixed", bpm=104, set_by="physiotherapist", since=date(2026, 5, 1))
SECOND = LimitSetting("fixed", bpm=108, set_by="me", since=date(2026, 6, 1))
UNDATED = LimitSetting("fixed", bpm=99)


def judged(person: Person, start: datetime | None = datetime(2026, 5, 20, 12, tzinfo=UTC), **more: object) -> Judgement:
    return judge_session(*recording(start), (), person, Conditions(), **more)  # type: ignore[arg-type]


def test_without_a_limit_there_is_no_verdict_but_advice_how_to_set_one() -> None:
    found = judged(Person(age_years=46, resting_bpm=70))
    assert (found.limit, found.exceedance) == (None, None)
    assert found.limit_advice is not None
    assert "--limit" in found.limit_advice


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2026, 5, 1, 0, 0, tzinfo=UTC), 104.0),
        (datetime(2026, 5, 31, 23, 59, tzinfo=UTC), 104.0),
        (datetime(2026, 6, 1, 0, 0, tzinfo=UTC), 108.0),
    ],
)
def test_the_newest_limit_not_after_the_session_holds(day: datetime, expected: float) -> None:
    found = judged(Person(limits=(SECOND, FIRST, UNDATED)), day)
    assert found.limit is not None
    assert found.limit.bpm == expected


def test_a_session_before_every_dated_limit_gets_the_undated_one_or_none() -> None:
    early = datetime(2026, 4, 30, 12, tzinfo=UTC)
    undated = judged(Person(limits=(UNDATED, FIRST)), early)
    assert undated.limit is not None
    assert undated.limit.bpm == 99
    none = judged(Person(limits=(FIRST, SECOND)), early)
    assert none.limit is None
    assert none.limit_advice is not None
    assert "2026-05-01" in none.limit_advice


def test_a_session_without_a_date_gets_the_newest_limit_and_says_so() -> None:
    found = judged(Person(limits=(FIRST, SECOND)), None)
    assert found.limit is not None
    assert found.limit.bpm == 108
    assert DATE_UNKNOWN in found.limit.warnings


def test_a_local_clock_without_a_zone_is_a_date_for_limits_ages_and_learning() -> None:
    walk, cleaned = recording(None)
    walk = replace(walk, clock_start=datetime(2026, 5, 20, 12))  # noqa: DTZ001 - as the file wrote it
    person = Person(birth_year=1980, limits=(FIRST, SECOND))
    found = judge_session(walk, cleaned, (), person, Conditions())
    assert found.limit is not None
    assert (found.limit.bpm, found.limit.warnings) == (104.0, ())
    by_age = judge_session(walk, cleaned, (), person, Conditions(), rule="share_of_predicted_max_50")
    assert by_age.limit is not None
    assert by_age.limit.bpm == 0.5 * (220 - 46)
    past = past_sessions(*[100.0] * 8, days_ago=30.0)  # eight days of April
    learnt = judge_session(walk, cleaned, (), Person(), Conditions(), rule="learnt", past=past)
    assert learnt.limit is not None
    later = judge_session(
        replace(walk, clock_start=datetime(2026, 4, 5)),  # noqa: DTZ001
        cleaned, (), Person(), Conditions(), rule="learnt", past=past,
    )  # fmt: skip
    assert later.limit is None


def test_the_limit_carries_who_set_it_and_since_when() -> None:
    found = judged(Person(limits=(FIRST,)))
    assert found.limit is not None
    assert (found.limit.set_by, found.limit.since) == ("physiotherapist", date(2026, 5, 1))


def test_a_rule_asked_for_goes_before_what_is_set_and_takes_its_own_setting() -> None:
    person = Person(resting_bpm=70, resting_from=RestingFrom.MORNING, limits=(FIRST,))
    asked = judged(person, rule="resting_plus_15")
    assert asked.limit is not None
    assert (asked.limit.bpm, asked.limit.rule, asked.limit.set_by) == (85.0, "resting_plus_15", None)
    fixed = judged(person, rule="fixed")
    assert fixed.limit is not None
    assert fixed.limit.bpm == 104.0


def test_a_rule_that_cannot_give_a_limit_leaves_none_and_never_falls_back_on_another() -> None:
    found = judged(Person(limits=(FIRST,)), rule="share_of_predicted_max_55")
    assert (found.limit, found.exceedance) == (None, None)
    assert found.limit_advice is not None
    assert "age" in found.limit_advice


def test_an_unknown_rule_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="karvonen"):
        judged(Person(), rule="karvonen")
    with pytest.raises(UsageError, match="karvonen"):
        judged(Person(limits=(LimitSetting("karvonen"),)))


def test_a_session_above_its_limit_is_flagged_and_one_below_it_is_not() -> None:
    above = judged(Person(limits=(LimitSetting("fixed", bpm=110),)))
    assert above.exceedance is not None
    assert (above.exceedance.verdict, above.exceedance.flagged) == (ExceedanceVerdict.SUSTAINED, True)
    below = judged(Person(limits=(LimitSetting("fixed", bpm=140),)))
    assert below.exceedance is not None
    assert (below.exceedance.verdict, below.exceedance.flagged) == (ExceedanceVerdict.WITHIN, False)


def test_the_rest_after_an_excursion_uses_the_told_resting_rate_else_the_measured_one() -> None:
    walk = recording(datetime(2026, 5, 20, 12, tzinfo=UTC))
    person = Person(limits=(LimitSetting("fixed", bpm=110),))
    rest = (measured("hr_rest", 92.0),)
    by_measured = judge_session(*walk, rest, person, Conditions()).exceedance
    assert by_measured is not None
    assert by_measured.excursions[0].rest_after_s == 0.0
    told = Person(resting_bpm=60, limits=person.limits)
    by_told = judge_session(*walk, rest, told, Conditions()).exceedance
    assert by_told is not None
    assert by_told.excursions[0].rest_reached is False


def test_a_limit_at_or_below_the_resting_rate_says_so() -> None:
    found = judged(Person(resting_bpm=80, age_years=75), rule="share_of_predicted_max_50")
    assert found.limit is not None
    assert any("hardly above, your resting rate" in w for w in found.limit.warnings)


def test_the_learnt_limit_looks_at_past_sessions_and_stays_under_the_limit_that_is_set() -> None:
    past = past_sessions(*[120.0] * 9, days_ago=60)
    free = judged(Person(), rule="learnt", past=past)
    assert free.limit is not None
    assert free.limit.bpm == 120.0
    held = judged(Person(limits=(FIRST,)), rule="learnt", past=past)
    assert held.limit is not None
    assert held.limit.bpm == 104.0


def test_what_other_rules_would_give_stands_beside_the_limit_lowest_first() -> None:
    found = judged(Person(age_years=46, resting_bpm=70, limits=(FIRST,)))
    rules = [limit.rule for limit in found.other_limits]
    assert rules[0] == "resting_plus_15"
    assert "fixed" not in rules
    assert [limit.bpm for limit in found.other_limits] == sorted(limit.bpm for limit in found.other_limits)
    assert judged(Person()).other_limits == ()


def test_an_experimental_limit_does_not_stand_beside_others_unasked() -> None:
    walk = recording(datetime(2026, 5, 20, 12, tzinfo=UTC))
    alpha1 = (measured("hrv_dfa_alpha1", 0.9, parts=ALPHA1_COURSE),)
    asked = judge_session(*walk, alpha1, Person(), Conditions(), rule="dfa_alpha1")
    assert asked.limit is not None
    unasked = judge_session(*walk, alpha1, Person(), Conditions())
    assert unasked.other_limits == ()


def test_only_an_all_day_recording_is_divided_into_days() -> None:
    walk, cleaned = recording(datetime(2026, 5, 20, 12, tzinfo=UTC))
    person = Person(limits=(FIRST,))
    assert judge_session(walk, cleaned, (), person, Conditions()).days == ()
    whole_day = replace(walk, kind=RecordingKind.DAY)
    (day,) = judge_session(whole_day, cleaned, (), person, Conditions()).days
    assert day.day == date(2026, 5, 20)
    (without,) = judge_session(whole_day, cleaned, (), Person(), Conditions()).days
    assert without.exceedance is None


def test_unrecorded_seconds_inside_pauses_of_the_timer_are_told_apart() -> None:
    bpm = pieces((LOW, 600), (np.nan, 300), (LOW, 600), (np.nan, 60), (LOW, 40))
    walk, cleaned = recording(None, bpm)
    kinds = [
        (500.0, MarkerKind.PAUSE),
        (550.0, MarkerKind.RESUME),
        (600.0, MarkerKind.PAUSE),
        (650.0, MarkerKind.PAUSE),
    ]
    markers = (*(Marker(at, kind) for at, kind in kinds), Marker(880.0, MarkerKind.RESUME))
    found = judge_session(replace(walk, markers=markers), cleaned, (), Person(limits=(UNDATED,)), Conditions())
    assert found.exceedance is not None
    assert (found.exceedance.unknown_s, found.exceedance.paused_s) == (360.0, 280.0)
    open_end = (*markers, Marker(1530.0, MarkerKind.PAUSE))
    found = judge_session(replace(walk, markers=open_end), cleaned, (), Person(limits=(UNDATED,)), Conditions())
    assert found.exceedance is not None
    assert found.exceedance.paused_s == 280.0 + 30.0
    whole = judge_session(
        replace(recording(None)[0], markers=markers), recording(None)[1], (), Person(limits=(UNDATED,)), Conditions()
    )
    assert whole.exceedance is not None
    assert whole.exceedance.paused_s == 0.0  # all of the pause was recorded


def test_findings_are_given_whether_or_not_there_is_a_limit() -> None:
    walk = recording(None)
    found = judge_session(*walk, (measured("hr_recovery_60", 10.0),), Person(), Conditions())
    assert found.limit is None
    assert {f.verdict for f in found.findings} == {FindingVerdict.NOT_APPLICABLE}


def test_a_session_without_any_heart_rate_that_can_be_used_cannot_be_judged() -> None:
    walk = recording(None, np.full(300, np.nan))
    person = Person(condition=Condition.ME_CFS, limits=(UNDATED,))
    found = judge_session(*walk, (), person, Conditions()).exceedance
    assert found is not None
    assert found.verdict is ExceedanceVerdict.CANNOT_JUDGE
