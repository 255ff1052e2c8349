"""Rows and stretches of the pages: which are shown, in which order, and where they lead."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pacing.model.assessment import Assessment, Refusal
from pacing.model.exceedance import Day, DayBout, Excursion
from pacing.model.measurement import Reason
from pacing.report.compose import compose
from pacing.report.document import Audience, Block, Cell, Facts, Fold, Heading, Note, Table
from pacing.report.formats import pdf
from pacing.report.pages.clinician import MOST_STRETCHES, WHOLE, WHOLE_TO_S, _stretches, _window_text
from pacing.report.pages.days import MOST_BOUTS, _day_row, day_blocks
from pacing.report.pages.overview import in_order_of_time
from pacing.report.render import render_report
from tests.report.conftest import START, measured, outcome_of, refused

Cases = Mapping[str, Callable[[], Assessment]]


def began(session: Assessment, days: int | None) -> Assessment:
    start = None if days is None else START + timedelta(days=days)
    return replace(session, recording=replace(session.recording, start=start))


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from every(block.blocks)


@pytest.mark.parametrize("audience", Audience)
def test_every_link_of_an_overview_leads_to_a_page_of_its_own(cases: Cases, audience: Audience) -> None:
    sessions = [began(cases[name](), days) for days, name in enumerate(("within", "exceeded", "strap"))]
    for shown in (sessions, sessions[:1]):
        blocks = tuple(every(compose(outcome_of(*shown), audience).blocks))
        anchors = [
            block.anchor for block in blocks if isinstance(block, Heading) and block.anchor.startswith("session")
        ]
        assert sorted(anchors) == [f"session-{number}" for number in range(1, len(shown) + 1)]
        links = [
            cell.anchor
            for block in blocks
            if isinstance(block, Table)
            for row in block.rows
            for cell in row
            if isinstance(cell, Cell) and cell.anchor
        ]
        assert set(links) == (set(anchors) if len(shown) > 1 else set())


def test_sessions_are_in_the_order_of_time_and_those_without_a_date_last(cases: Cases) -> None:
    sessions = tuple(began(cases["within"](), days) for days in (3, None, 1, 2, None))
    assert in_order_of_time(sessions) == (2, 3, 0, 1, 4)


def test_what_holds_for_all_sessions_is_said_once_and_only_if_there_are_any(cases: Cases) -> None:
    lost = Refusal("broken.fit", "damaged", "It is broken.", "Export it again.")
    two = outcome_of(cases["within"](), began(cases["exceeded"](), 1))
    closing = {
        (audience, count): any(
            isinstance(block, Heading) and block.text == "For all sessions"
            for block in compose(two if count else outcome_of(refused=(lost,)), audience).blocks
        )
        for audience in Audience
        for count in (0, 2)
    }
    assert [key for key, said in closing.items() if said] == [(Audience.PATIENT, 2)]


def test_files_that_could_not_be_read_and_those_read_in_part_are_both_named(cases: Cases) -> None:
    session = cases["within"]()
    source = replace(session.recording.source, damage="the end is missing.")
    torn = replace(session, recording=replace(session.recording, source=source))
    lost = Refusal("broken.fit", "damaged", "It is broken.", "Export it again.")
    for sessions, missing, named in (
        ((session,), (), []),
        ((torn,), (), ["walk.fit"]),
        ((session,), (lost,), ["broken.fit"]),
        ((torn,), (lost, replace(lost, file_name="other.fit")), ["walk.fit", "broken.fit, other.fit"]),
    ):
        blocks = compose(outcome_of(*sessions, refused=missing), Audience.CLINICIAN).blocks
        assert isinstance(blocks[-1], Facts) is bool(named)
        assert [fact.label for fact in blocks[-1].items if named] == named if isinstance(blocks[-1], Facts) else True


@pytest.mark.parametrize(("mean", "shown"), [(None, "none"), ("refused", "none"), (95.2, "95")])
def test_without_a_limit_an_overview_has_the_mean_heart_rate_where_it_is_known(
    cases: Cases, mean: float | str | None, shown: str
) -> None:
    known = {
        "refused": refused("hr_mean", Reason.NOT_RECORDED, "Record it."),
        95.2: measured("hr_mean", 95.2, 94.6, 95.8),
    }
    session = replace(cases["no_limit"](), measurements=() if mean is None else (known[mean],))
    document = compose(outcome_of(session, session), Audience.PATIENT)
    table = next(block for block in every(document.blocks) if isinstance(block, Table))
    assert [str(row[1])[: len(shown)] for row in table.rows] == [shown, shown]


def test_a_limit_without_cautions_has_no_empty_remark(cases: Cases) -> None:
    blocks = every(compose(outcome_of(cases["within"]()), Audience.PATIENT).blocks)
    assert all(block.text for block in blocks if isinstance(block, Note))


def test_of_many_stretches_the_longest_stand_in_the_order_of_time(cases: Cases) -> None:
    session = cases["exceeded"]()
    assert session.exceedance is not None
    lengths_s = [300.0, 20.0, 240.0, 30.0, 180.0, 120.0]
    stretches = tuple(Excursion(400.0 * n, 400.0 * n + s, 120.0 + n, 60.0) for n, s in enumerate(lengths_s))
    shown = replace(session, exceedance=replace(session.exceedance, excursions=stretches))
    for most, lengths in ((MOST_STRETCHES, [5, 4, 3, 2]), (6, None)):
        (table,) = _stretches(shown, most)
        assert isinstance(table, Table)
        assert ("the longest 4 of 6" in table.caption) is (most == MOST_STRETCHES)
        assert len(table.rows) == most
        if lengths:
            assert [str(row[1]) for row in table.rows] == [f"{minutes} minutes" for minutes in lengths]


@pytest.mark.parametrize(
    ("window", "whole"),
    [
        ((0.0, 1800.0), True),
        ((0.0, 1800.0 - WHOLE_TO_S), True),
        ((0.0, 1799.0 - WHOLE_TO_S), False),
        ((1.0, 1800.0), False),
    ],
)
def test_a_window_is_the_whole_recording_if_it_leaves_out_hardly_anything(
    cases: Cases, window: tuple[float, float], whole: bool
) -> None:
    assert (_window_text(window, cases["within"]()) == WHOLE) is whole


DAY = Day(date(2026, 5, 2), 86_400.0, 172_800.0, 86_400.0, 0.0, None, None, None, ())


@pytest.mark.parametrize(("missing_s", "named"), [(0.0, "none"), (0.9, "none"), (1.0, "1 s"), (7200.0, "2 h")])
def test_what_a_day_lacks_is_named_from_a_second_on(missing_s: float, named: str) -> None:
    row = _day_row(replace(DAY, recorded_s=86_400.0 - missing_s), 1, Audience.CLINICIAN)
    assert row[4].startswith(named)


def test_of_many_raised_stretches_of_a_day_the_longest_stand_in_the_order_of_time(cases: Cases) -> None:
    lengths_s = [600.0, 300.0, 900.0, 310.0, 800.0, 700.0, 660.0, 720.0]
    bouts = tuple(DayBout(3600.0 * n, 3600.0 * n + s, 90.0, 95.0, 0.0) for n, s in enumerate(lengths_s))
    session = cases["whole_day"]()
    shown = replace(session, days=(replace(session.days[0], bouts=bouts),))
    table = next(
        block for block in day_blocks(shown, Audience.PATIENT) if isinstance(block, Table) and "raised" in block.caption
    )
    assert len(table.rows) == MOST_BOUTS
    assert [row[1] for row in table.rows] == [
        "10 minutes",
        "15 minutes",
        "13 minutes",
        "12 minutes",
        "11 minutes",
        "12 minutes",
    ]


@pytest.mark.parametrize(("device", "named"), [("Polar H10", "Polar H10"), (None, "device not named in the file")])
def test_an_observation_names_its_device(cases: Cases, device: str | None, named: str) -> None:
    session = cases["within"]()
    source = replace(session.recording.source, device=device)
    shown = replace(session, recording=replace(session.recording, source=source))
    bundle = json.loads(render_report(outcome_of(shown), "fhir", Audience.CLINICIAN))
    devices = {entry["resource"]["device"]["display"] for entry in bundle["entry"] if "device" in entry["resource"]}
    assert devices == {named}


@pytest.mark.parametrize(
    ("audience", "pages", "sheets", "tried"),
    [
        (Audience.PATIENT, 1, [1], [0]),
        (Audience.PATIENT, 1, [pdf.MOST_SHEETS], [0]),
        (Audience.PATIENT, 1, [3, 3, pdf.MOST_SHEETS], [0, 1, 2]),
        (Audience.PATIENT, 1, [3, 3, 3, 3], [0, 1, 2, 3]),
        (Audience.PATIENT, 2, [9], [pdf.MIDDLE_SIZE]),
        (Audience.CLINICIAN, 1, [9], [pdf.MIDDLE_SIZE]),
    ],
)
def test_a_patients_session_is_set_smaller_until_it_fits_on_one_sheet(
    cases: Cases, monkeypatch: pytest.MonkeyPatch, audience: Audience, pages: int, sheets: list[int], tried: list[int]
) -> None:
    sizes = []

    def compiled(_given: object, size: int) -> bytes:
        sizes.append(size)
        return b"/Type /Page\n" * sheets[len(sizes) - 1]

    monkeypatch.setattr(pdf, "_compiled", compiled)
    monkeypatch.setattr(pdf, "_plain_pages", lambda *_: [[]] * pages)
    assert pdf.FORMAT.render(outcome_of(cases["within"]()), audience)
    assert sizes == tried


def test_a_column_has_room_for_its_longest_word_and_long_texts_are_no_numbers() -> None:
    short, long = "0" * pdf.LONGEST_UNBROKEN, "0" * (pdf.LONGEST_UNBROKEN + 1)
    table = Table("", ("What", "Value", "Other"), ((f"a {'b' * 30}", short, long),), numeric=(1, 2))
    plain = pdf._plain_table(table)
    assert plain["numeric"] == [1]
    widths = plain["widths"]
    plain_words = pdf._plain_table(replace(table, rows=(("a " + "b " * 15, short, long),)))["widths"]
    assert widths[0] >= sum(plain_words) * 31 / pdf.ACROSS > plain_words[0] * 0.5
    assert widths[1] == plain_words[1]
