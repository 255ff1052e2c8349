"""The page of a season is calm: what is usual is said first, nothing is explained, nothing is praised."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest

from pacing.model.assessment import Assessment, Outcome
from pacing.model.longitudinal import (
    BeforeAfter,
    DatedNote,
    Felt,
    Payback,
    PaybackAnswer,
    Season,
    SymptomScore,
    SymptomSummary,
    TrendSummary,
)
from pacing.model.person import Person
from pacing.report.document import Audience, Picture
from pacing.report.formats import pdf
from pacing.report.render import render_report
from pacing.report.wording.season import note_sentence, season_lead, symptom_text, trend_answer, trend_remark
from tests.report.conftest import PROGRAM, START, info

pytestmark = pytest.mark.usefixtures("figures_drawn_once")

Cases = Mapping[str, Callable[[], Assessment]]

RECOVERY = info("hr_recovery_120")
USUAL = TrendSummary(
    RECOVERY, "walking, optical", 40, "within_usual", 30.0, 24.0, 36.0, 4.2, "the person's own sessions",
    first_mean=30.0, last_mean=31.4, slope_per_30_days=(0.1, -0.5, 0.7),
)  # fmt: skip
LOWER = replace(USUAL, change="lower", last_mean=22.0, change_point=date(2026, 3, 2))
SILENT = TrendSummary(RECOVERY, "walking", 3, "not_enough")
SILENT_PAYBACK = Payback(PaybackAnswer.NOT_ENOUGH, 2, 30, None, None, None, "Not enough yet.")
NOTE = DatedNote(date(2026, 3, 2), "dose", "half", (BeforeAfter(RECOVERY, -1.5, -4.0, 1.0, 12, 9),))
FORBIDDEN = re.compile(
    r"because of (the|your)|failed|abnormal|normal heart|\bsafe\b|improv|worsen|better", re.IGNORECASE
)


def _outcome(cases: Cases, season: Season, count: int = 40) -> Outcome:
    session = cases["strap"]()
    sessions: list[Assessment] = []
    for number in range(count):
        start = START + timedelta(days=number)
        sessions.append(replace(session, recording=replace(session.recording, start=start)))
    return Outcome(tuple(sessions), (), Person(), PROGRAM, season)


def _text(outcome: Outcome, audience: Audience = Audience.PATIENT) -> str:
    return " ".join(render_report(outcome, "text", audience).decode().split())


def test_the_usual_answer_comes_first_and_the_newest_sessions_stand_in_the_table(cases: Cases) -> None:
    text = _text(_outcome(cases, Season((USUAL,), SILENT_PAYBACK, (NOTE,), 2)))
    assert "Over 40 sessions, what could be followed stayed within the usual variation." in text
    assert "The newest 12 of 40 sessions" in text
    assert "2 sessions were recorded by two devices; each counts once." in text
    assert (
        text.index("within the usual variation") < text.index("[Days with a recording]") < text.index("Not enough yet.")
    )
    assert not FORBIDDEN.search(text.replace("because of a chart", ""))


@pytest.mark.parametrize("format_name", ["html", "pdf"])
def test_every_page_format_shows_a_season_to_both_audiences(cases: Cases, format_name: str) -> None:
    outcome = _outcome(cases, Season((USUAL, LOWER, SILENT), SILENT_PAYBACK), 5)
    patient, clinician = (render_report(outcome, format_name, audience) for audience in Audience)
    assert patient.startswith((b"<!", b"%PDF"))
    assert clinician.startswith((b"<!", b"%PDF"))
    assert patient != clinician


@pytest.mark.parametrize(("notes", "said"), [((NOTE,), True), ((), False)])
def test_a_page_says_what_a_dotted_line_is_where_there_is_one(
    cases: Cases, notes: tuple[DatedNote, ...], said: bool
) -> None:
    page = render_report(_outcome(cases, Season((), SILENT_PAYBACK, notes), 5), "html", Audience.PATIENT).decode()
    assert ("Dotted: a day with a note." in page) is said


def test_a_clinician_sees_the_slope_with_its_interval_and_what_was_left_out(cases: Cases) -> None:
    text = _text(_outcome(cases, Season((replace(USUAL, left_out=7),), SILENT_PAYBACK), 5), Audience.CLINICIAN)
    assert "Trend line (Theil-Sen slope): 0.1 bpm (-0.5 to 0.7) per 30 days" in text
    assert "7 sessions at another effort left out" in text
    assert "5 sessions in all, the newest first" in text


def test_a_clinicians_sheet_speaks_of_the_person_and_not_to_them(cases: Cases) -> None:
    """Only the last line, which every page has, speaks of "your own recording"."""
    symptom = SymptomSummary("fatigue", 20, date(2026, 3, 1), 3.0, 2.0, 5.0)
    payback = Payback(PaybackAnswer.NOT_ENOUGH, 0, 30, None, None, None, "Not enough yet.")
    season = Season((USUAL, LOWER), payback, (NOTE,), 2, symptoms=(symptom,))
    text = _text(_outcome(cases, season, 5), Audience.CLINICIAN).replace("describes your own recording", "")
    assert re.findall(r"\byou\w*", text, re.IGNORECASE) == []
    assert "Sessions over time" in text


def test_words_stand_below_the_lower_of_two_figures(cases: Cases) -> None:
    """Else a diary left a clinician's sheet half empty, all in the smallest letters."""
    outcome = _outcome(cases, Season((USUAL,), SILENT_PAYBACK), 12)
    scores = tuple(
        SymptomScore((START + timedelta(days=number)).date(), name, 3.0 + number % 3)
        for number in range(12)
        for name in ("fatigue", "pain")
    )
    outcome = replace(outcome, sessions=tuple(replace(one, symptoms=scores) for one in outcome.sessions))
    sheet = pypdf.PdfReader(io.BytesIO(render_report(outcome, "pdf", Audience.CLINICIAN)))
    text = sheet.pages[0].extract_text()
    assert len(sheet.pages) == 1
    assert text.index("Days with a recording") < text.index("Compared with the usual") < text.index("Over time. Lines")


@pytest.mark.parametrize("height", [200, 1300])
def test_a_patients_first_sheet_holds_both_figures_however_high(
    cases: Cases, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many numbers to follow, the second did not fit below the first, and that sheet stayed bare."""

    def drawn(picture: Picture, _: Outcome) -> dict[str, object]:
        high = 200 if "calendar" in picture.figure else height
        of = f'width="500" height="{high}"'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {of}><rect {of}/></svg>'
        return {"svg": svg, "alternative": picture.figure, "caption": f"The figure {picture.figure}."}

    monkeypatch.setattr(pdf, "_drawing", drawn)
    outcome = _outcome(cases, Season((USUAL,), SILENT_PAYBACK), 5)
    first = pypdf.PdfReader(io.BytesIO(render_report(outcome, "pdf", Audience.PATIENT))).pages[0].extract_text()
    places = [first.index(f"The figure {name}.") for name in ("calendar", "trend")]
    assert places == sorted(places)
    words_between = places[0] < first.index("Compared with") < places[1]
    assert words_between is (height > 1000)


def test_where_nothing_can_be_compared_yet_what_is_needed_is_said_once(cases: Cases) -> None:
    """A person with two sessions read the same sentence below each of three numbers."""
    silent = (SILENT, replace(SILENT, sessions=2), replace(SILENT, sessions=2, left_out=1))
    text = _text(_outcome(cases, Season(silent, SILENT_PAYBACK), 3))
    assert text.count("that takes eight similar sessions, and there are 3 so far.") == 1
    assert "Not enough yet to speak of a change" not in text
    text = _text(_outcome(cases, Season((replace(SILENT, left_out=2),), SILENT_PAYBACK), 3))
    assert "there are 3 so far. 2 sessions at another effort left out." in text


def test_a_change_is_described_with_what_may_be_noise() -> None:
    said = trend_answer(LOWER)
    assert said.startswith("Lower than at the beginning, by more than the usual variation: 22 bpm on average")
    assert "30 bpm in the first four" in said
    assert "Usually 24 to 36 bpm." in said
    assert "A lasting step is seen from 2 March 2026." in said
    assert "A difference below 4 bpm may be noise" in trend_remark(LOWER)
    assert trend_answer(SILENT) == ""


@pytest.mark.parametrize(
    ("left_out", "effort_unknown", "said"),
    [
        (1, 0, "1 session at another effort left out."),
        (0, 3, "3 sessions left out, because their effort is not known closely enough."),
    ],
)
def test_why_sessions_are_not_held_together_is_said_even_where_nothing_else_can_be(
    left_out: int, effort_unknown: int, said: str
) -> None:
    silent = replace(SILENT, left_out=left_out, effort_unknown=effort_unknown, effort="stopped at 102 bpm")
    assert trend_remark(silent).endswith(said)
    assert "(walking; stopped at 102 bpm)" in trend_remark(silent)


def test_within_the_usual_variation_it_says_how_large_a_change_would_have_to_be() -> None:
    said = trend_answer(USUAL)
    assert f"With {USUAL.sessions} sessions, a change of less than" in said
    assert "would not be seen" in said
    assert "may be noise" not in trend_remark(USUAL)
    assert "would not be seen" not in trend_answer(LOWER)


def test_a_smallest_change_is_never_said_to_be_nothing() -> None:
    within = replace(USUAL, smallest_change=0.3)
    assert "a change of less than 0.3 bpm would not be seen" in trend_answer(within)


def test_a_note_is_before_and_after_never_because() -> None:
    like = NOTE.steps[0]
    different = replace(like, step=-6.0, low=-9.0, high=-3.0)
    said = note_sentence(replace(NOTE, steps=(different, like)))
    assert said.startswith("2 March 2026, dose: half. Different after it: ")
    assert "-6 bpm (-9 to -3). No clear difference after it, beyond chance, in" in said
    assert "because" not in said
    assert "Different" not in note_sentence(NOTE)
    assert "Too few similar sessions" in note_sentence(replace(NOTE, steps=()))


def test_the_diary_is_told_as_the_person_scored_it(cases: Cases) -> None:
    fatigue = SymptomSummary("fatigue", 163, date(2026, 5, 4), 4.0, 2.0, 7.0)
    outcome = _outcome(cases, Season((), SILENT_PAYBACK, symptoms=(fatigue,)), 5)
    for audience in Audience:
        text = _text(outcome, audience)
        assert "Usually 2 to 7; the middle value is 4." in text
        assert "163 days with an entry since 4 May 2026" in text


def test_a_symptom_that_never_changes_has_one_number() -> None:
    assert symptom_text(SymptomSummary("pain", 18, date(2026, 5, 8), 4.0, 4.0, 4.0))[0] == "Usually 4."


@pytest.mark.parametrize(
    ("days", "low", "high", "words"),
    [
        (1, 5.0, 5.0, "5 so far."),
        (2, 5.0, 7.0, "5 and 7 so far."),
        (2, 5.0, 5.0, "5 each day so far."),
        (9, 2.0, 7.5, "Between 2 and 7.5 so far."),
        (10, 2.0, 7.0, "Usually 2 to 7; the middle value is 6."),
    ],
)
def test_few_days_of_a_diary_are_not_called_usual(days: int, low: float, high: float, words: str) -> None:
    assert symptom_text(SymptomSummary("pain", days, date(2026, 5, 8), 6.0, low, high))[0] == words


def test_that_little_is_known_yet_is_said_once_for_all_numbers(cases: Cases) -> None:
    other = replace(SILENT, index=replace(RECOVERY, id="hr_rest", title="Resting rate"), group="walking, passive")
    text = _text(_outcome(cases, Season((USUAL, SILENT, other), SILENT_PAYBACK), 5))
    assert "speak of a change" not in text
    assert text.count("from eight similar sessions on") == 1
    assert "Resting rate" in text
    assert "passive" not in text
    assert "kept still after stopping" in text


def test_what_was_answered_of_a_session_stands_beside_it(cases: Cases) -> None:
    outcome = _outcome(cases, Season((), SILENT_PAYBACK), 2)
    assert "How it felt" not in _text(outcome, Audience.PATIENT)
    assert _text(outcome).count("get urgent help") == 1
    first, *others = outcome.sessions
    outcome = replace(outcome, sessions=(replace(first, felt=Felt(flare_after=True)), *others))
    for audience in Audience:
        assert ">worse in the days after<" in render_report(outcome, "html", audience).decode()


@pytest.mark.parametrize(("kind", "word"), [("other", "note"), ("illness", "illness")])
def test_a_note_of_no_kind_is_called_a_note(kind: str, word: str) -> None:
    assert note_sentence(DatedNote(date(2026, 5, 8), kind, "rain")).startswith(f"8 May 2026, {word}: rain.")


def test_an_empty_season_says_so(cases: Cases) -> None:
    season = Season((), SILENT_PAYBACK)
    assert season_lead(season, ()) == "There are no sessions with a date yet."
    assert "No number could be followed yet" in _text(replace(_outcome(cases, season), sessions=()))


@pytest.mark.parametrize(
    ("kind", "until", "said"),
    [
        ("dose", date(2026, 3, 3), "Early to judge: 1 day has passed since"),
        ("treatment", date(2026, 5, 1), "Early to judge: 60 days have passed since"),
        ("dose", date(2026, 5, 31), None),
        ("dose", date(2026, 3, 1), None),  # noted for a day to come
        ("illness", date(2026, 3, 3), None),
        ("dose", None, None),
    ],
)
def test_a_treatment_of_less_than_three_months_is_early(kind: str, until: date | None, said: str | None) -> None:
    found = note_sentence(replace(NOTE, kind=kind), until)
    assert ("Early to judge" in found) == (said is not None)
    assert (said or "") in found
