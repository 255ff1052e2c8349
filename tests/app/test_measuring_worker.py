"""What is said of a dropped file that was refused: whole sentences, without what only a terminal knows."""

from pathlib import Path

import pytest

from pacing.app import session_page
from pacing.app.measuring_worker import _facts
from pacing.app.place import Place
from pacing.app.tasks import Job
from pacing.model.assessment import Refusal


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("`pacing formats` lists what can be read; a table needs a line of names.", "A table needs a line of names."),
        ("Export it again.", "Export it again."),
        ("Add it with --time-zone.", ""),
    ],
)
def test_what_is_left_of_a_hint_begins_as_a_sentence(hint: str, shown: str) -> None:
    assert _facts(Refusal("walk.csv", "ReadError", "It has no heart rate.", hint))[2] == shown


def test_a_worker_warms_up_by_drawing_the_page_of_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of the other tests are started where there is no sample."""
    drawn: list[str] = []
    body_html = session_page.body_html

    def noted(*given: object) -> str:
        drawn.append(body_html(*given))  # type: ignore[arg-type]
        return drawn[-1]

    monkeypatch.setattr(session_page, "body_html", noted)
    place = Place(tmp_path / "history.sqlite", tmp_path / "profile.toml")
    assert session_page.warm(Job(place, "/", {}, lambda _: None, lambda: False)) == ({}, b"")
    assert ["<svg" in page for page in drawn] == [True]
