"""What the sentences say, and what they never say."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from pacing.model.assessment import Assessment, Outcome
from pacing.model.exceedance import BorderlineReason, ExceedanceVerdict
from pacing.model.measurement import IndexGroup, Measurement, Reason
from pacing.model.person import Medication, Person
from pacing.model.phases import PhaseOrigin, Phases
from pacing.report.document import Audience
from pacing.report.render import render_report
from pacing.report.wording.clinical import NO_LIMIT, clinical_lead, medication_text, resting_text
from pacing.report.wording.fixed import QUIET_REPORT, RED_FLAGS
from pacing.report.wording.format_times import length_text, minutes_apart
from pacing.report.wording.quality import BECAUSE, coverage_sentences, refusal_text
from pacing.report.wording.recovery import recovery_remarks, recovery_sentence
from pacing.report.wording.verdict import (
    CLOSE_CALL,
    CLOSE_CALL_BECAUSE,
    after_lead_sentences,
    lead_sentence,
    verdict_word,
)

pytestmark = pytest.mark.usefixtures("figures_drawn_once")

Cases = Mapping[str, Callable[[], Assessment]]
Maker = Callable[..., Outcome]
NEVER = (
    r"abnormal",
    r"normal heart",
    r"\bsafe\b",
    r"you may increase",
    r"\bfail(ed|ure)?\b",
    r"over-?did",
    r"incompetence",
    r"\bscore",
    r"streak",
    r"well done",
    r"\bgood\b",
    r"\bbad\b",
    r"congratulat",
    r"too much",
    r"should have",
)


def changed(session: Assessment, **changes: object) -> Assessment:
    assert session.exceedance is not None
    return replace(session, exceedance=replace(session.exceedance, **changes))  # type: ignore[arg-type]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("audience", list(Audience))
def test_no_page_judges_praises_or_prescribes(case: Assessment, make_outcome: Maker, audience: Audience) -> None:
    text = squeezed(render_report(make_outcome(case), "text", audience).decode()).lower()
    assert [word for word in NEVER if re.search(word, text)] == []


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("format_name", ["html", "text"])
def test_the_warning_signs_are_on_every_page(
    case: Assessment, make_outcome: Maker, audience: Audience, format_name: str
) -> None:
    text = squeezed(render_report(make_outcome(case), format_name, audience).decode())
    assert RED_FLAGS in text
    assert QUIET_REPORT in text


def test_a_session_inside_its_limit_says_so_first(cases: Cases) -> None:
    assert lead_sentence(cases["within"]()) == "You stayed under your limit (110 bpm) for the whole session."


def test_seconds_above_are_said_even_inside_the_limit(cases: Cases) -> None:
    session = changed(cases["within"](), time_above_s=6.0, time_above_low_s=6.0, time_above_high_s=6.0)
    assert lead_sentence(session) == "You stayed under your limit (110 bpm), except for 6 seconds."


def test_missing_time_is_never_called_time_under_the_limit(cases: Cases) -> None:
    session = changed(cases["within"](), unknown_s=120.0, time_above_high_s=120.0)
    assert "whole session" not in lead_sentence(session)
    assert "Nothing was recorded for 2 minutes." in after_lead_sentences(session)


def test_time_above_comes_with_its_bounds_and_the_longest_stretch(cases: Cases) -> None:
    session = changed(
        cases["exceeded"](),
        time_above_s=424.0,
        time_above_low_s=370.0,
        time_above_high_s=490.0,
        longest_s=240.0,
        borderline=False,
    )
    assert lead_sentence(session) == (
        "Your heart rate was above your limit (110 bpm) for about 7 minutes in all, in 3 stretches. The "
        "longest lasted 4 minutes, between 10:22 and 10:31."
    )
    assert after_lead_sentences(session) == (
        "Because some of it was not recorded, the time above the limit could be 6 to 8 minutes.",
    )


def test_the_sensors_own_error_widens_the_bounds(cases: Cases) -> None:
    session = changed(
        cases["exceeded"](),
        time_above_s=424.0,
        time_above_low_s=424.0,
        time_above_high_s=424.0,
        reading_low_s=300.0,
        reading_high_s=600.0,
        borderline=False,
    )
    assert after_lead_sentences(session) == (
        "Because the sensor is not exact, the time above the limit could be 5 to 10 minutes.",
    )
    assert "(5 to 10 minutes)" in clinical_lead(session)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("format_name", ["html", "text"])
def test_a_reader_meets_one_range_for_the_time_above(
    cases: Cases, make_outcome: Maker, audience: Audience, format_name: str
) -> None:
    """The narrower bounds, for missing data alone, stand in the data, which name them."""
    session = changed(
        cases["exceeded"](),
        time_above_s=424.0,
        time_above_low_s=370.0,
        time_above_high_s=490.0,
        reading_low_s=300.0,
        reading_high_s=600.0,
    )
    text = squeezed(render_report(make_outcome(session), format_name, audience).decode())
    assert text.count("5 to 10 minutes") == 1
    assert "6 to 8" not in text
    judged = changed(session, verdict=ExceedanceVerdict.CANNOT_JUDGE, unknown_s=900.0)
    text = squeezed(render_report(make_outcome(judged), format_name, audience).decode())
    assert text.count("5 to 10 minutes") == 1
    assert "6 to 8" not in text


def test_a_recording_with_too_many_holes_is_not_judged(cases: Cases) -> None:
    sentence = lead_sentence(cases["cannot_judge"]())
    assert sentence.startswith("This recording cannot show whether you stayed under")
    assert "33 % of it is missing" in sentence
    assert "You stayed" not in sentence


def test_no_limit_is_said_and_none_is_invented(cases: Cases, make_outcome: Maker) -> None:
    session = cases["no_limit"]()
    text = squeezed(render_report(make_outcome(session), "text", Audience.PATIENT).decode())
    assert lead_sentence(session).startswith("There is no limit for this session.")
    assert session.limit_advice is not None
    assert "--limit" in session.limit_advice
    assert "agree one with a clinician who knows you and give it to the program." in text


@pytest.mark.parametrize("reason", list(BorderlineReason))
def test_a_close_call_says_why(cases: Cases, reason: BorderlineReason) -> None:
    session = changed(cases["exceeded"](), borderline=True, borderline_reasons=(reason,))
    said = after_lead_sentences(session)
    assert said[said.index(CLOSE_CALL) + 1] == CLOSE_CALL_BECAUSE[reason]
    assert "close call" in verdict_word(session)


@pytest.mark.parametrize("verdict", list(ExceedanceVerdict))
def test_every_verdict_has_a_word(cases: Cases, verdict: ExceedanceVerdict) -> None:
    assert verdict_word(changed(cases["exceeded"](), verdict=verdict, borderline=False))


def test_recovery_names_effort_and_posture(cases: Cases) -> None:
    text = recovery_sentence(cases["within"]())
    assert "come down from 106 bpm by 31 bpm (most likely 28 to 34). You were sitting." in text


def test_a_fall_whose_range_holds_zero_is_not_called_a_fall(cases: Cases) -> None:
    session = cases["within"]()
    unclear = tuple(
        replace(m, value=-2.0, low=-12.0, high=12.0) if m.index.id == "hr_recovery_120" else m
        for m in session.measurements
    )
    text = recovery_sentence(replace(session, measurements=unclear))
    assert "had not clearly come down: it was anything from 12 bpm higher to 12 bpm lower, most likely 2 bpm" in text


def test_an_unknown_posture_is_said_not_guessed(cases: Cases) -> None:
    text = " ".join(recovery_remarks(cases["no_limit"]()))
    assert "You did not say whether you sat, lay down or kept walking" in text


def test_a_recovery_that_was_not_recorded_says_what_helps(cases: Cases) -> None:
    assert recovery_remarks(cases["stopped_early"]()) == ()
    text = recovery_sentence(cases["stopped_early"]())
    assert "cannot be measured here, because the recording ends too soon after the exercise. Let the watch run" in text


@pytest.mark.parametrize(
    ("reason", "advice", "said"),
    [
        (
            Reason.NEEDS_MOVEMENT_DATA,
            "The file has no power. Record power with the heart rate.",
            "because the file has no power. Record power with the heart rate.",
        ),
        (
            Reason.NEEDS_RECOVERY_RECORDING,
            "The recording ended 40 s after you stopped; keep it running 81 s more, without pressing stop.",
            ("because the recording ended 40 s after you stopped. Keep it running 81 s more, without pressing stop."),
        ),
        (
            Reason.NOT_RECORDED,
            "The file has no time of day, so the night cannot be found.",
            "because the file has no time of day, so the night cannot be found.",
        ),
        (
            Reason.TOO_SHORT,
            "Let the recording run longer; half an hour is enough.",
            "because the recording is too short. Let the recording run longer; half an hour is enough.",
        ),
        (
            Reason.NEEDS_AGE,
            "Give your age with --age.",
            "because no age was given. Give your age.",
        ),
    ],
)
def test_a_reason_that_the_advice_states_more_closely_is_said_once(
    cases: Cases, reason: Reason, advice: str, said: str
) -> None:
    refused = next(m for m in cases["stopped_early"]().measurements if m.unavailable is not None)
    text = refusal_text(replace(refused, unavailable=reason, advice=advice))
    assert text == f"not measurable here, {said}"


def test_every_reason_has_words() -> None:
    assert set(BECAUSE) == set(Reason)


def test_medicines_not_given_are_not_called_absent() -> None:
    assert medication_text(Medication()).startswith("not given")
    told = medication_text(Medication(beta_blocker=True, ivabradine=False))
    assert "yes: beta blocker" in told
    assert "no: ivabradine" in told
    assert "not given:" in told


def test_a_page_survives_a_session_without_any_heart_rate(cases: Cases, make_outcome: Maker) -> None:
    base = cases["no_limit"]()
    empty = np.array([])
    recording = replace(base.recording, heart_rate=type(base.recording.heart_rate)(empty, empty), duration_s=0.0)
    cleaned = replace(
        base.cleaned,
        heart_rate=recording.heart_rate,
        state=np.array([]),
        sampling_s=float("nan"),
        coverage=replace(base.cleaned.coverage, measured_share=0.0, longest_gap_s=0.0, hr_samples=0),
    )
    bare = replace(base, recording=recording, cleaned=cleaned, measurements=(), phases=type(base.phases)())
    for name in ("html", "pdf", "text"):
        for audience in Audience:
            assert render_report(make_outcome(bare), name, audience)


@pytest.mark.parametrize(("gap_s", "is_said"), [(0.0, False), (0.5, False), (1.0, True), (90.0, True)])
def test_a_gap_is_named_from_a_second_on(cases: Cases, gap_s: float, is_said: bool) -> None:
    base = cases["within"]()
    cleaned = replace(base.cleaned, coverage=replace(base.cleaned.coverage, measured_share=0.99, longest_gap_s=gap_s))
    assert len(coverage_sentences(replace(base, cleaned=cleaned))) == (2 if is_said else 1)


def test_a_session_that_is_held_against_no_limit_is_said_to_be_so(cases: Cases) -> None:
    base = cases["within"]()
    for bare in (replace(base, exceedance=None), replace(base, limit=None), replace(base, exceedance=None, limit=None)):
        assert clinical_lead(bare) == NO_LIMIT


@pytest.mark.parametrize("start_s", [853.0, 869.0, 871.0, 889.0])
@pytest.mark.parametrize("length_s", [180.0, 209.0, 211.0, 424.0, 451.0])
def test_the_clock_and_the_length_of_a_stretch_agree(start_s: float, length_s: float) -> None:
    first, last = minutes_apart(start_s, start_s + length_s)
    assert length_text(length_s) == f"{last - first} minutes"
    assert abs(first * 60 - start_s) < 60
    assert abs(last * 60 - start_s - length_s) < 60


def test_a_refused_recovery_gives_one_reason_and_says_whose_end_it_follows_from(
    cases: Cases, make_outcome: Maker
) -> None:
    base = cases["within"]()
    advice = "Heart rate was less than 20 bpm above resting at the moment you stopped, so there is hardly any fall."
    refused = tuple(
        replace(m, value=None, low=None, high=None, unavailable=Reason.TOO_LITTLE_RISE, advice=advice)
        if m.index.group is IndexGroup.RECOVERY
        else m
        for m in base.measurements
    )
    given = Phases(tuple(replace(phase, origin=PhaseOrigin.GIVEN) for phase in base.phases.items))
    for phases, follows in ((base.phases, False), (given, True)):
        session = replace(base, measurements=refused, phases=phases)
        sheet = squeezed(render_report(make_outcome(session), "html", Audience.CLINICIAN).decode())
        assert "because heart rate was less than 20 bpm above resting when the exercise ended" in sheet
        assert "rose too little" not in sheet
        assert ("(the person gave that end)" in sheet) is follows
        assert ("This follows from the times you gave." in recovery_sentence(session)) is follows


def test_a_page_of_a_walk_asks_for_no_test_but_the_sheet_lists_it(cases: Cases, make_outcome: Maker) -> None:
    base = cases["within"]()
    info = replace(base.measurements[0].index, id="stand_hr_rise", title="Rise on standing", group=IndexGroup.STANDING)
    advice = "The recording marks no standing up from lying. Lie still for five minutes."
    stand = Measurement(info, None, None, None, Reason.NOT_RECORDED, advice)
    page, sheet = (
        squeezed(render_report(make_outcome(session), "text", audience).decode())
        for session in (replace(base, measurements=(*base.measurements, stand)),)
        for audience in (Audience.PATIENT, Audience.CLINICIAN)
    )
    assert "Lie still" not in page
    assert "Lie still" in sheet


def test_a_resting_rate_that_nobody_gave_is_that_of_the_recording(cases: Cases) -> None:
    base = cases["within"]()
    measured = base.measurement("hr_rest")
    assert measured is not None
    unknown = replace(base, person=Person())
    assert resting_text(unknown) == f"{measured.value:.0f} bpm, from this recording"
    assert resting_text(replace(unknown, measurements=())) == "not given"
