"""The diary beside a session: what was noted, never why."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from pacing.model.assessment import Assessment, Outcome
from pacing.model.longitudinal import SymptomScore
from pacing.report.compose import compose
from pacing.report.document import Audience, Listing, Table
from pacing.report.render import render_report
from pacing.report.wording.fixed import SYMPTOMS_SHOWN, SYMPTOMS_UNSEEN

Cases = Mapping[str, Callable[[], Assessment]]
Maker = Callable[..., Outcome]


def with_scores(session: Assessment, **scores: list[float | None]) -> Assessment:
    """From the day before the session on, one score a day; None: no entry."""
    assert session.recording.start is not None
    before = session.recording.start.date() - timedelta(days=1)
    noted = tuple(
        SymptomScore(before + timedelta(days=n), name.replace("_", " "), score)
        for name, days in scores.items()
        for n, score in enumerate(days)
        if score is not None
    )
    return replace(session, symptoms=noted)


def table_of(outcome: Outcome, audience: Audience = Audience.CLINICIAN) -> Table | None:
    tables = (b for b in compose(outcome, audience).blocks if isinstance(b, Table))
    return next((t for t in tables if t.caption.startswith("Symptoms around")), None)


def test_three_symptoms_stand_by_day_and_a_day_without_an_entry_is_not_zero(cases: Cases, make_outcome: Maker) -> None:
    session = with_scores(
        cases["within"](),
        pain=[2, 2, 3, 2.5, 2],
        fatigue=[3, None, 6, 5, 4],
        brain_fog=[1, 1, None, None, 0],
        hiccups=[None, None, 9, None, None],
    )
    table = table_of(make_outcome(session))
    assert table is not None
    assert table.rows == (
        ("pain", "2", "2", "3", "2.5", "2"),
        ("fatigue", "3", "no entry", "6", "5", "4"),
        ("brain fog", "1", "1", "no entry", "no entry", "0"),
    )


def test_days_after_count_from_the_end_of_a_session_past_midnight(cases: Cases, make_outcome: Maker) -> None:
    session = with_scores(cases["within"](), fatigue=[1, 2, 3, 4, 5, 6])
    late = replace(session, recording=replace(session.recording, duration_s=86400.0))
    table = table_of(make_outcome(late))
    assert table is not None
    assert table.rows == (("fatigue", "1", "2", "4", "5", "6"),)


def test_symptoms_are_for_the_clinicians_page_and_said_to_show_no_cause(cases: Cases, make_outcome: Maker) -> None:
    session = with_scores(cases["within"](), fatigue=[1, 2, 3, 4, 5])
    outcome = make_outcome(session)
    assert table_of(outcome, Audience.PATIENT) is None
    assert table_of(make_outcome(cases["within"]())) is None
    for made, said in ((outcome, SYMPTOMS_SHOWN), (make_outcome(cases["within"]()), SYMPTOMS_UNSEEN)):
        listings = [b.items for b in compose(made, Audience.CLINICIAN).blocks if isinstance(b, Listing)]
        assert any(said in items for items in listings)


def test_the_diary_stays_out_of_the_data(cases: Cases, make_outcome: Maker) -> None:
    outcome = make_outcome(with_scores(cases["within"](), sorrow=[1, 2, 3, 4, 5]))
    for name in ("json", "csv", "fhir"):
        assert b"sorrow" not in render_report(outcome, name, Audience.CLINICIAN)
