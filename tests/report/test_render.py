"""Every format renders every session, the same way every time."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from types import SimpleNamespace

import pytest

from pacing.codec import outcome_document
from pacing.errors import ReportError
from pacing.model.assessment import Assessment, Outcome
from pacing.report.canvas import LOADING
from pacing.report.document import Audience
from pacing.report.render import format_names, load_format, render_pieces, render_report, steps_before

Cases = Mapping[str, Callable[[], Assessment]]
Maker = Callable[..., Outcome]


def test_the_formats_of_the_contract_are_there() -> None:
    assert {"html", "json", "text"} <= set(format_names())


@pytest.mark.parametrize("name", format_names())
@pytest.mark.parametrize("audience", list(Audience))
def test_the_same_outcome_gives_the_same_bytes(
    name: str, audience: Audience, cases: Cases, make_outcome: Maker
) -> None:
    outcomes = [make_outcome(cases["exceeded"](), cases["strap"]()) for _ in range(2)]
    first, second = (render_report(outcome, name, audience) for outcome in outcomes)
    assert first
    assert first == second


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ReportError) as refusal:
        load_format("docx")
    assert "html" in refusal.value.hint


@pytest.mark.parametrize("name", format_names())
def test_suffixes_begin_with_a_dot(name: str) -> None:
    assert load_format(name).suffix.startswith(".")


def test_what_a_report_needs_can_be_done_before_and_once_for_several_formats() -> None:
    for name in format_names():
        for step in load_format(name).steps:
            step()
    steps = {name: set(load_format(name).steps) for name in format_names()}
    assert [name for name, some in steps.items() if some] == ["html", "pdf"]
    assert steps["html"] & steps["pdf"] == set(LOADING)
    assert len(list(steps_before(["html", "pdf", "json"]))) == len(steps["html"] | steps["pdf"])


def test_a_library_that_is_missing_is_missed_where_the_report_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    step = partial(import_module, "matplotlib.no_such_part")
    with pytest.raises(ImportError):
        step()
    monkeypatch.setattr("pacing.report.render.load_format", lambda _: SimpleNamespace(steps=[step]))
    for tried in steps_before(["html"]):
        tried()


def test_the_pieces_of_a_document_are_what_the_standard_library_writes(cases: Cases, make_outcome: Maker) -> None:
    for outcome in (
        make_outcome(cases["exceeded"](), cases["strap"]()),
        make_outcome(cases["strap"]()),
        make_outcome(),
    ):
        text = b"".join(render_pieces(outcome, "json", Audience.PATIENT)).decode()
        assert text == json.dumps(outcome_document(outcome), ensure_ascii=False, indent=1) + "\n"
