"""A published cut-off speaks only under the conditions of its test."""

from dataclasses import replace

import pytest

from pacing.judge.criteria import find_findings
from pacing.model.measurement import Finding, FindingVerdict, Measurement, Reason
from pacing.model.person import Conditions, Medication, Person, Posture, Sex
from pacing.reference import CRITERIA, PREDICTED_MAXIMA, SOURCES, Criterion, Direction, Grade
from tests.judge.people import measured

LYING = Criterion(
    "lying", "some_drop", Direction.AT_OR_BELOW, 18.0, "bpm", "watanabe_2001", Grade.VERIFIED, "", postures=("lying",)
)
MAXIMAL = Conditions(Posture.LYING, maximal_test=True)
NO_MEDICINES = Person(sex=Sex.MALE, medication=Medication(beta_blocker=False))


def finding(
    value: float,
    criterion: Criterion = LYING,
    person: Person = NO_MEDICINES,
    conditions: Conditions = MAXIMAL,
    **more: object,
) -> Finding:
    (found,) = find_findings(
        (measured("some_drop", value, **more),),  # type: ignore[arg-type]
        person,
        conditions,
        (criterion,),
    )
    return found


@pytest.mark.parametrize(
    ("direction", "outside_at"), [(Direction.AT_OR_BELOW, {17, 18}), (Direction.BELOW, {17}), (Direction.ABOVE, {19})]
)
def test_a_number_exactly_at_the_bound_is_outside_only_where_the_source_says_so(
    direction: Direction, outside_at: set[int]
) -> None:
    criterion = replace(LYING, direction=direction)
    found = {value for value in (17, 18, 19) if finding(value, criterion).verdict is FindingVerdict.OUTSIDE}
    assert found == outside_at


@pytest.mark.parametrize(
    ("criterion", "person", "conditions", "words"),
    [
        (LYING, NO_MEDICINES, Conditions(Posture.LYING), "maximal tests run by a clinician"),
        (LYING, NO_MEDICINES, Conditions(None, maximal_test=True), "you did not say what you did"),
        (LYING, NO_MEDICINES, Conditions(Posture.SITTING, maximal_test=True), "yours was sitting"),
        (replace(LYING, beta_blocker=False), Person(), MAXIMAL, "did not say whether you take one"),
        (replace(LYING, beta_blocker=True), NO_MEDICINES, MAXIMAL, "people on a beta-blocker"),
        (LYING, Person(medication=Medication(ivabradine=True)), MAXIMAL, "ivabradine"),
        (LYING, Person(medication=Medication(pacemaker=True)), MAXIMAL, "a pacemaker"),
        (replace(LYING, sex="female"), NO_MEDICINES, MAXIMAL, "found in women"),
        (replace(LYING, sex="female"), Person(), MAXIMAL, "you did not give your sex"),
        (replace(LYING, equation="fox"), NO_MEDICINES, MAXIMAL, "220 - age"),
    ],
)
def test_outside_its_conditions_a_criterion_does_not_apply_and_says_why(
    criterion: Criterion, person: Person, conditions: Conditions, words: str
) -> None:
    found = finding(5.0, criterion, person, conditions)
    assert found.verdict is FindingVerdict.NOT_APPLICABLE
    assert found.reason is not None
    assert words in found.reason


def test_the_first_thing_said_is_that_the_session_was_no_maximal_test() -> None:
    found = finding(5.0, replace(LYING, sex="female", beta_blocker=True), Person(), Conditions())
    assert found.reason is not None
    assert "clinician" in found.reason


def test_a_criterion_uses_the_number_made_with_its_own_equation() -> None:
    criterion = replace(LYING, equation="fox", direction=Direction.BELOW, bound=80.0, unit="%")
    other = finding(83.0, criterion, parts={"equation": "gulati", "share_with_fox": 75.8})
    assert other.verdict is FindingVerdict.OUTSIDE
    assert other.reason is not None
    assert "220 - age: 76 %" in other.reason
    same = finding(83.0, criterion, parts={"equation": "fox"})
    assert (same.verdict, same.reason) == (FindingVerdict.WITHIN, None)
    assert finding(83.0, criterion, parts={"equation": "gulati"}).verdict is FindingVerdict.NOT_APPLICABLE


def test_a_number_whose_range_reaches_over_the_bound_says_that_it_may_lie_on_either_side() -> None:
    close = finding(19.0, width=2.0)
    assert close.verdict is FindingVerdict.WITHIN
    assert close.reason is not None
    assert "either side" in close.reason
    assert finding(25.0, width=2.0).reason is None


@pytest.mark.parametrize(
    ("taken", "verdict", "words"),
    [
        (True, FindingVerdict.NOT_APPLICABLE, "people without a beta-blocker, and you take one"),
        (None, FindingVerdict.NOT_APPLICABLE, "did not say whether you take one"),
        (False, FindingVerdict.OUTSIDE, None),
    ],
)
def test_the_cut_off_of_twelve_after_walking_holds_only_without_a_beta_blocker(
    taken: bool | None, verdict: FindingVerdict, words: str | None
) -> None:
    walking = Conditions(Posture.WALKING, maximal_test=True)
    person = Person(sex=Sex.MALE, medication=Medication(beta_blocker=taken))
    found = {f.criterion_id: f for f in find_findings((measured("hr_recovery_60", 8.0),), person, walking)}
    assert found["recovery_60_active_12"].verdict is verdict
    assert words is None or words in str(found["recovery_60_active_12"].reason)
    assert found["recovery_60_lying_18"].verdict is FindingVerdict.NOT_APPLICABLE


def test_the_cut_offs_after_lying_down_do_not_ask_for_a_beta_blocker() -> None:
    # The test of 22 bpm in two minutes found it as telling in the third of its men who took one.
    numbers = (measured("hr_recovery_60", 15.0), measured("hr_recovery_120", 20.0))
    for taken in (None, False, True):
        person = Person(sex=Sex.MALE, medication=Medication(beta_blocker=taken))
        found = {f.criterion_id: f.verdict for f in find_findings(numbers, person, MAXIMAL)}
        assert found["recovery_60_lying_18"] is FindingVerdict.OUTSIDE
        assert found["recovery_120_lying_22"] is FindingVerdict.OUTSIDE


def test_a_number_that_could_not_be_measured_has_no_finding() -> None:
    there = measured("some_drop", 10.0)
    missing = Measurement(there.index, unavailable=Reason.TOO_SHORT, advice="Go on recording for two minutes.")
    assert find_findings((missing,), NO_MEDICINES, MAXIMAL, (LYING,)) == ()
    assert find_findings((), NO_MEDICINES, MAXIMAL, (LYING,)) == ()


def test_a_self_paced_session_never_gets_a_verdict_from_any_published_criterion() -> None:
    everything = tuple(measured(index_id, 1.0) for index_id in {c.index_id for c in CRITERIA})
    for posture in (None, *Posture):
        found = find_findings(everything, NO_MEDICINES, Conditions(posture))
        assert found
        assert {f.verdict for f in found} == {FindingVerdict.NOT_APPLICABLE}


def test_every_criterion_cites_a_known_source_and_a_known_equation() -> None:
    assert len({c.id for c in CRITERIA}) == len(CRITERIA)
    for criterion in CRITERIA:
        assert criterion.source in SOURCES
        assert not criterion.equation or criterion.equation in PREDICTED_MAXIMA


def test_the_same_reserve_stands_on_either_side_by_equation_and_each_is_held_against_its_own() -> None:
    # 46-year-old woman, rest 75, peak 150: 82.8 % with the women's equation, 75.8 % with 220 - age.
    person = Person(sex=Sex.FEMALE, medication=Medication(beta_blocker=False))
    number = measured("hr_reserve_share", 82.8, unit="%", parts={"equation": "gulati", "share_with_fox": 75.8})
    found = {f.criterion_id: f.verdict for f in find_findings((number,), person, MAXIMAL)}
    assert found == {
        "reserve_80": FindingVerdict.OUTSIDE,
        "reserve_80_women": FindingVerdict.WITHIN,
        "reserve_62_beta_blocker": FindingVerdict.NOT_APPLICABLE,
    }
