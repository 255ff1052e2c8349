"""The order of a page, its parts, and what many sessions look like."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from pacing.model.assessment import Assessment, Outcome, Refusal
from pacing.model.exceedance import Limit
from pacing.model.longitudinal import Felt
from pacing.model.measurement import IndexGroup, Measurement
from pacing.model.phases import Phases
from pacing.model.recording import RecordingKind
from pacing.report.compose import MOST_DRAWN, compose, newest_places
from pacing.report.document import (
    Audience,
    Block,
    Cell,
    Document,
    Facts,
    Fold,
    Heading,
    Note,
    Paragraph,
    Picture,
    Table,
    Tone,
)
from pacing.report.pages.days import MOST_BOUTS, _day_row
from pacing.report.pages.numbers import plain_title, undone_tests
from pacing.report.pages.overview import in_order_of_time
from pacing.report.render import render_report
from pacing.report.wording.format_times import clock_text

pytestmark = pytest.mark.usefixtures("figures_drawn_once")

Cases = Mapping[str, Callable[[], Assessment]]
Maker = Callable[..., Outcome]
MOST_BYTES = 600_000
DAMAGED = "the last 3 minutes are lost"


def every(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from every(block.blocks)


def document_of(outcome: Outcome, audience: Audience = Audience.PATIENT) -> Document:
    return compose(outcome, audience)


def on_days(session: Assessment, count: int) -> tuple[Assessment, ...]:
    made = []
    for number in range(count):
        assert session.recording.start is not None
        start = session.recording.start + timedelta(days=number)
        made.append(replace(session, recording=replace(session.recording, start=start)))
    return tuple(made)


@pytest.mark.parametrize("audience", list(Audience))
def test_headings_follow_in_order(case: Assessment, make_outcome: Maker, audience: Audience) -> None:
    for outcome in (make_outcome(case), make_outcome(case, case)):
        levels = [b.level for b in every(document_of(outcome, audience).blocks) if isinstance(b, Heading)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_one_sentence_stands_first_and_one_chart_before_the_details(case: Assessment, make_outcome: Maker) -> None:
    blocks = document_of(make_outcome(case)).blocks
    assert isinstance(blocks[0], Heading)
    assert isinstance(blocks[1], Paragraph)
    assert blocks[1].lead
    assert [b.figure for b in blocks if isinstance(b, Picture)] == ["timeline"]


def test_the_parts_of_a_patients_page_stand_in_the_same_order_every_time(cases: Cases, make_outcome: Maker) -> None:
    orders = set()
    for make in cases.values():
        titles = [
            b.text if isinstance(b, Heading) else b.title
            for b in document_of(make_outcome(make())).blocks[1:]
            if isinstance(b, Heading | Fold)
        ]
        always = [t for t in titles if t in ("How sure this is", "The numbers", "What this page cannot say")]
        orders.add(tuple(always))
    assert orders == {("How sure this is", "The numbers", "What this page cannot say")}


@pytest.mark.parametrize("audience", list(Audience))
def test_every_measurement_is_on_the_page_with_its_value_or_its_reason(
    case: Assessment, make_outcome: Maker, audience: Audience
) -> None:
    text = re.sub(r"\s+", " ", render_report(make_outcome(case), "text", audience).decode())
    a_day = case.recording.kind is RecordingKind.DAY
    tests = undone_tests(case) if audience is Audience.PATIENT else frozenset()
    for measurement in case.measurements:
        if measurement.index.id in tests:
            continue
        titles = {measurement.index.title, plain_title(measurement)}
        assert any(title in text for title in titles)
        if a_day and measurement.index.group is IndexGroup.RECOVERY:
            assert "a whole day has no single end of exercise" in text
        elif measurement.advice is not None:
            assert measurement.advice in text


def test_many_numbers_refused_for_one_reason_share_a_line(cases: Cases, make_outcome: Maker) -> None:
    session = cases["within"]()
    refused = [m for m in session.measurements if m.value is None]
    twins = tuple(
        replace(refused[0], index=replace(refused[0].index, id=f"hrv_{n}", title=f"Number {n}")) for n in range(9)
    )
    many = replace(session, measurements=(*session.measurements, *twins))
    facts = [b for b in every(document_of(make_outcome(many)).blocks) if isinstance(b, Facts)]
    labels = [fact.label for block in facts for fact in block.items]
    assert "Heart-rate variability (HRV): 12 numbers" in labels


def test_the_method_names_program_reader_file_and_assumptions(case: Assessment, make_outcome: Maker) -> None:
    source = case.recording.source
    for audience in Audience:
        text = re.sub(r"\s+", " ", render_report(make_outcome(case), "text", audience).decode())
        for said in (case.program.version, source.reader, source.file_name, source.sha256[:12], source.remarks[0]):
            assert said in text


def test_refused_and_partly_saved_files_are_named(cases: Cases, make_outcome: Maker) -> None:
    base = cases["within"]()
    damaged = replace(base, recording=replace(base.recording, source=replace(base.recording.source, damage=DAMAGED)))
    refusal = Refusal("steps.csv", "NoHeartRateError", "The file has no heart rate in it.", "Export the activity.")
    text = render_report(make_outcome(damaged, refused=(refusal,)), "text", Audience.PATIENT).decode()
    assert DAMAGED in text
    assert "steps.csv: The file has no heart rate in it. Export the activity." in text


def test_nothing_read_still_gives_a_page(make_outcome: Maker) -> None:
    refusal = Refusal("steps.csv", "NoHeartRateError", "The file has no heart rate in it.", "Export the activity.")
    for name in ("html", "pdf", "text", "json", "csv", "fhir"):
        assert render_report(make_outcome(refused=(refusal,)), name, Audience.PATIENT)


def test_files_refused_for_one_reason_are_named_together(cases: Cases, make_outcome: Maker) -> None:
    alike = [Refusal(f"{name}.json", "ReadError", "This is a list of names.", "Use the recording.") for name in "abc"]
    other = Refusal("d.fit", "ReadError", "This FIT file is empty.", "Export it again.")
    text = render_report(make_outcome(cases["within"](), refused=(*alike, other)), "text", Audience.PATIENT).decode()
    assert text.count("This is a list of names.") == 1
    assert re.search(r"a\.json,\s+b\.json,\s+c\.json", text)
    assert "d.fit" in text


def test_one_session_stays_under_600_kilobytes(case: Assessment, make_outcome: Maker) -> None:
    for audience in Audience:
        assert len(render_report(make_outcome(case), "html", audience)) < MOST_BYTES


def test_every_link_of_an_overview_has_its_target(cases: Cases, make_outcome: Maker) -> None:
    document = document_of(make_outcome(*on_days(cases["within"](), 5)))
    cells = [c for b in document.blocks if isinstance(b, Table) for row in b.rows for c in row if isinstance(c, Cell)]
    anchors = {b.anchor for b in document.blocks if isinstance(b, Heading) and b.anchor}
    assert len(cells) == 5
    assert {cell.anchor for cell in cells} == anchors


def test_only_the_newest_sessions_of_very_many_are_drawn(cases: Cases, make_outcome: Maker) -> None:
    outcome = make_outcome(*on_days(cases["stopped_early"](), MOST_DRAWN + 4))
    drawn = {b.sessions[0] for b in document_of(outcome).blocks if isinstance(b, Picture) and b.figure == "timeline"}
    assert drawn == set(range(4, MOST_DRAWN + 4))
    assert newest_places(outcome, 2) == (MOST_DRAWN + 3, MOST_DRAWN + 2)


def test_an_overview_counts_what_could_not_be_judged(cases: Cases, make_outcome: Maker) -> None:
    outcome = make_outcome(cases["within"](), cases["exceeded"](), cases["cannot_judge"](), cases["no_limit"]())
    lead = next(b.text for b in document_of(outcome).blocks if isinstance(b, Paragraph) and b.lead)
    assert lead == (
        "In 1 of 2 sessions heart rate was above the limit for two minutes or more at a stretch. The other 2 have no "
        "limit or cannot be judged."
    )


def lead_of(outcome: Outcome, audience: Audience = Audience.PATIENT) -> str:
    return next(b.text for b in compose(outcome, audience).blocks if isinstance(b, Paragraph) and b.lead)


def test_a_day_is_never_counted_together_with_the_sessions_within_it(cases: Cases, make_outcome: Maker) -> None:
    walk, day = cases["exceeded"](), cases["whole_day"]()
    above = replace(day, days=tuple(replace(one, exceedance=walk.exceedance) for one in day.days))
    assert lead_of(make_outcome(above, walk)) == (
        "In the one session that can be judged, heart rate was above the limit for two minutes or more at a "
        "stretch. Whole days are counted separately. On the one day that can be judged, heart rate was above the limit "
        "for two minutes or more at a stretch."
    )
    assert lead_of(make_outcome(day, walk, cases["within"]()), Audience.CLINICIAN) == (
        "In 1 of 2 sessions heart rate was above the limit for two minutes or more at a stretch. Whole days are "
        "counted separately. On the one day that can be judged, heart rate was not above the limit for two minutes at "
        "a stretch."
    )


def test_the_days_of_one_recording_are_counted_each(cases: Cases, make_outcome: Maker) -> None:
    walk, day = cases["exceeded"](), cases["whole_day"]()
    (one,) = day.days
    week = replace(day, days=(one, replace(one, exceedance=walk.exceedance), replace(one, exceedance=None)))
    lead = lead_of(make_outcome(week, walk))
    assert lead.endswith(
        "On 1 of 2 days heart rate was above the limit for two minutes or more at a stretch. One day has no limit or "
        "cannot be judged."
    )
    only_days = make_outcome(week, day)
    assert lead_of(only_days) == (
        "On 1 of 3 days heart rate was above the limit for two minutes or more at a stretch. One day has no limit or "
        "cannot be judged."
    )
    heading = compose(make_outcome(week, walk), Audience.PATIENT).blocks[0]
    assert isinstance(heading, Heading)
    assert heading.text == "1 session and 3 whole days"
    assert compose(only_days, Audience.PATIENT).title == "4 whole days"


def test_an_overview_in_which_nothing_can_be_judged_says_so(cases: Cases, make_outcome: Maker) -> None:
    lead = lead_of(make_outcome(cases["cannot_judge"](), cases["cannot_judge"]()))
    assert lead == "These recordings cannot show whether heart rate was above the limit."


def test_a_few_seconds_above_do_not_read_as_a_contradiction(cases: Cases, make_outcome: Maker) -> None:
    base = cases["within"]()
    assert base.exceedance is not None
    brief = replace(base, exceedance=replace(base.exceedance, time_above_s=6.0, time_above_high_s=6.0))
    (table,) = (b for b in document_of(make_outcome(brief, base)).blocks if isinstance(b, Table))
    assert [row[1] for row in table.rows] == ["stayed under, except for 6 seconds", "stayed under"]


def test_a_clinicians_overview_gives_the_time_above_with_its_bounds(cases: Cases, make_outcome: Maker) -> None:
    base = cases["exceeded"]()
    assert base.exceedance is not None
    wide = replace(
        base.exceedance,
        time_above_s=424.0,
        time_above_low_s=424.0,
        time_above_high_s=424.0,
        reading_low_s=370.0,
        reading_high_s=490.0,
    )
    outcome = make_outcome(replace(base, exceedance=wide), cases["no_limit"]())
    table = next(b for b in document_of(outcome, Audience.CLINICIAN).blocks if isinstance(b, Table))
    assert [row[3] for row in table.rows] == ["about 7 minutes (6 to 8 minutes)", "no limit set"]


def test_a_clinician_sees_who_set_the_limit_and_what_other_rules_give(cases: Cases, make_outcome: Maker) -> None:
    session = replace(cases["within"](), other_limits=(Limit(83.0, "resting_plus_15", 13.0),))
    text = re.sub(r"\s+", " ", render_report(make_outcome(session), "text", Audience.CLINICIAN).decode())
    assert "set by physiotherapist, since 2026-04-01" in text
    assert "resting heart rate + 15: 83 bpm (70 to 96); in brackets the 95 % range for one person" in text


def test_a_bound_that_does_not_apply_says_why_beside_its_test(cases: Cases, make_outcome: Maker) -> None:
    blocks = document_of(make_outcome(cases["within"]()), Audience.CLINICIAN).blocks
    fold = next(b for b in blocks if isinstance(b, Fold) and b.title == "Published bounds of other tests")
    table = next(b for b in fold.blocks if isinstance(b, Table))
    assert fold.appendix
    assert table.caption.endswith("do not apply here. The session was not a maximal test run by a clinician.")
    assert table.rows[0][0] == "Fall in the first minute"
    assert str(table.rows[0][1]).startswith("At or below 12 bpm: ")
    assert "two minutes of slow walking" in str(table.rows[0][1])
    assert "(Cole 1999, N Engl J Med 341:1351)" in str(table.rows[0][1])


def test_a_clinician_reads_what_each_number_is_founded_on(cases: Cases, make_outcome: Maker) -> None:
    blocks = document_of(make_outcome(cases["strap"]()), Audience.CLINICIAN).blocks
    table = next(b for b in blocks if isinstance(b, Table) and b.caption == "Numbers")
    assert table.columns[-1] == "Evidence; source"
    assert {row[-1] for row in table.rows} == {"supported; Cole 1999"}
    text = render_report(make_outcome(cases["strap"]()), "text", Audience.CLINICIAN).decode()
    assert "How each number is defined, and its sources" in text
    assert "RMSSD: d. Supported. Cole 1999, N Engl J Med 341:1351." in text


def test_numbers_refused_for_one_reason_share_a_row_of_the_sheet(cases: Cases, make_outcome: Maker) -> None:
    blocks = document_of(make_outcome(cases["within"]()), Audience.CLINICIAN).blocks
    table = next(b for b in blocks if isinstance(b, Table) and b.caption == "Numbers")
    refused = [row for row in table.rows if row[1] == "not measurable"]
    assert refused == [
        ("RMSSD; SDNN", "not measurable", "because the file does not contain the time of every heartbeat", "")
    ]


@pytest.mark.parametrize("audience", list(Audience))
def test_a_day_is_told_by_the_clock(cases: Cases, make_outcome: Maker, audience: Audience) -> None:
    tables = [b for b in document_of(make_outcome(cases["whole_day"]()), audience).blocks if isinstance(b, Table)]
    raised = next(t for t in tables if t.caption.startswith("When heart rate was raised"))
    assert raised.caption == "When heart rate was raised (from 88 bpm on), 40 minutes in all"
    assert [row[0] for row in raised.rows] == ["09:00", "14:00"]
    nights = [row[3] for t in tables if t.caption == "Day by day" for row in t.rows]
    assert nights == (["58.2 bpm (57.6 to 58.9)"] if audience is Audience.CLINICIAN else [])


def test_of_many_days_the_newest_week_is_told_and_the_longest_stretches(cases: Cases, make_outcome: Maker) -> None:
    base = cases["whole_day"]()
    (day,) = base.days
    assert day.day is not None
    days = tuple(replace(day, day=day.day + timedelta(days=n)) for n in range(10))
    many = replace(base, days=days, recording=replace(base.recording, duration_s=10 * 86400.0))
    blocks = document_of(make_outcome(many)).blocks
    tables = [b for b in blocks if isinstance(b, Table)]
    assert tables[0].caption == "Day by day (the newest 7 of 10)"
    assert [row[0] for row in tables[0].rows][::6] == ["Mon 11 May", "Tue 5 May"]
    assert len(tables[1].rows) == MOST_BOUTS
    assert f"the longest {MOST_BOUTS} of 14 stretches" in tables[1].caption


def test_days_without_a_date_are_counted_and_without_a_resting_rate_nothing_is_raised(
    cases: Cases, make_outcome: Maker
) -> None:
    base = cases["whole_day"]()
    bare = replace(base.days[0], day=None, exceedance=None, night=None, raised_from_bpm=None, bouts=())
    blocks = document_of(make_outcome(replace(base, days=(bare, bare))), Audience.CLINICIAN).blocks
    tables = {b.caption: b for b in blocks if isinstance(b, Table)}
    assert not any(caption.startswith("When heart rate was raised") for caption in tables)
    first, second = tables["Day by day"].rows
    assert first[1:] == second[1:] == (
        "no limit set", "resting heart rate not known", "not recorded", "2 hours", "no limit set"
    )  # fmt: skip
    assert (first[0], second[0]) == ("Day 1", "Day 2")


def test_a_test_of_standing_up_says_how_heart_rate_answered(cases: Cases, make_outcome: Maker) -> None:
    base = cases["no_exercise_end"]()
    info = replace(base.measurements[0].index, id="stand_hr_rise", title="Rise on standing", group=IndexGroup.STANDING)
    rise = Measurement(info, 25.0, 23.0, 27.0, caveats=("The press of the button was taken as standing up.",))
    stood = replace(base, phases=Phases(), measurements=(*base.measurements, rise))
    text = " ".join(render_report(make_outcome(stood), "text", Audience.PATIENT).decode().split())
    assert "When you stood up, your heart rate rose by 25 bpm (most likely 23 to 27) and stayed up" in text
    assert "The press of the button was taken as standing up." in text
    assert "After you stopped" not in text


def test_the_safety_note_is_calm_and_one(case: Assessment, make_outcome: Maker) -> None:
    for audience in Audience:
        notes = [b for b in document_of(make_outcome(case), audience).blocks if isinstance(b, Note)]
        assert sum(note.tone is Tone.SAFETY for note in notes) == 1


def test_file_names_cannot_smuggle_markup_into_the_page(cases: Cases, make_outcome: Maker) -> None:
    name = "<script>alert(1)</script>.fit"
    base = cases["within"]()
    nasty = replace(
        base, recording=replace(base.recording, sport=name, source=replace(base.recording.source, file_name=name))
    )
    page = render_report(make_outcome(nasty), "html", Audience.PATIENT).decode()
    assert "<script>alert" not in page
    assert render_report(make_outcome(nasty), "pdf", Audience.CLINICIAN)


def test_a_date_without_a_zone_is_told_and_in_its_place_among_the_others(cases: Cases, make_outcome: Maker) -> None:
    base, older = cases["within"](), cases["exceeded"]()
    clock = datetime.fromisoformat("2026-05-03T10:30:00")
    unzoned = replace(base, recording=replace(base.recording, start=None, clock_start=clock))
    text = render_report(make_outcome(unzoned), "text", Audience.PATIENT).decode()
    assert text.startswith("Walking, Sunday 3 May 2026, 10:30, time zone not known\n")
    assert in_order_of_time((unzoned, older)) == (1, 0)
    assert "2026-05-03 10:30" in render_report(make_outcome(unzoned, older), "html", Audience.CLINICIAN).decode()
    (session,) = json.loads(render_report(make_outcome(unzoned), "json", Audience.PATIENT))["sessions"]
    assert session["start"] is None
    assert session["source"]["clock_start"] == "2026-05-03T10:30:00"


@pytest.mark.parametrize("audience", list(Audience))
def test_a_whole_day_is_not_told_as_one_exercise_with_its_end(
    cases: Cases, make_outcome: Maker, audience: Audience
) -> None:
    exercise = cases["within"]()
    day = replace(cases["whole_day"](), phases=exercise.phases, measurements=exercise.measurements)
    text = render_report(make_outcome(day), "text", audience).decode()
    for words in ("After you stopped", "After stopping:", "ends with the exercise", "The end of the exercise"):
        assert words not in text
    assert "a whole day or more" in " ".join(text.split())


def test_a_days_raised_stretches_are_added_up(cases: Cases) -> None:
    day = next(day for day in cases["whole_day"]().days if len(day.bouts) == 2)
    assert _day_row(day, 1, Audience.PATIENT)[2].startswith("40 min")


def facts_of(outcome: Outcome) -> Mapping[str, str]:
    """What stands beside each title on the sheet."""
    facts = next(b for b in document_of(outcome, Audience.CLINICIAN).blocks if isinstance(b, Facts))
    return {fact.label: fact.text for fact in facts.items}


def test_a_sheet_says_what_the_person_said_of_the_session_and_noted_around_it(
    cases: Cases, make_outcome: Maker
) -> None:
    walk = cases["exceeded"]()
    assert walk.recording.began is not None
    day = walk.recording.began.date()
    notes = ((day, "other", "Legs heavy."), (day + timedelta(days=1), "illness", "cold"))
    said = facts_of(make_outcome(replace(walk, felt=Felt(False, None, notes))))
    after = "whether the person felt worse in the three days after was not said"
    assert said["How it felt"] == f"not comfortable; {after}"
    assert said["Person's notes"] == "that day: “Legs heavy.”; 2 May: illness: “cold”"
    silent = facts_of(make_outcome(walk))
    assert not {"How it felt", "Person's notes"} & set(silent)


def test_a_stretch_says_from_where_its_beginning_counts_and_what_the_clock_showed(
    cases: Cases, make_outcome: Maker
) -> None:
    walk = cases["exceeded"]()
    blocks = document_of(make_outcome(walk), Audience.CLINICIAN).blocks
    table = next(b for b in blocks if isinstance(b, Table) and b.caption.startswith("Stretches"))
    first_s = min(e.start_s for e in walk.exceedance.excursions) if walk.exceedance is not None else 0.0
    clock = f"{walk.recording.began + timedelta(seconds=first_s):%H:%M}" if walk.recording.began is not None else ""
    assert table.rows[0][0] == f"{clock_text(first_s)} after the start ({clock})"
