"""Where a drop leads and what is said there; whom a report is for; what a message leads back to."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from pacing.app import upload
from pacing.app.desk import Desk, PageError
from pacing.app.drops import Refused, Result
from pacing.app.place import Place
from pacing.app.site import Site, _audience
from pacing.app.upload import UploadError, _require_room, _Sink


@pytest.fixture
def site(tmp_path: Path) -> Site:
    desk = Desk(Place(tmp_path / "history.sqlite", tmp_path / "profile.toml"), "/x")
    return Site(desk, "/x", lambda: None)


LOST = Refused("a.fit", "It is broken.", "Export it again.")


@pytest.mark.parametrize(
    ("result", "leads_to", "said"),
    [
        (Result(sessions=["a"], added=1), "/session/a", None),
        (Result(sessions=["a", "b"], added=2), "/", None),
        (Result(), "/", None),
        (Result(sessions=["a"], known=1), "/session/a", "This file was here already."),
        (Result(sessions=["a", "b"], known=2), "/", "These files were here already."),
        (Result(sessions=["a", "b"], known=1, added=1), "/", None),
        (Result(days=3, added=1), "/week", "values of days"),
        (Result(sessions=["a"], days=3, added=1), "/session/a", "values of days"),
    ],
)
def test_a_drop_leads_to_what_it_brought_and_says_what_was_there(
    site: Site, result: Result, leads_to: str, said: str | None
) -> None:
    site._desk.drops.result = result
    assert site._after_drop() == leads_to
    words = "" if site.just_now is None else " ".join(site.just_now.lines).lower()
    assert bool(words) is (said is not None)
    assert (said or "").lower() in words


def test_what_was_not_read_stays_said_until_something_else_is(site: Site) -> None:
    site._desk.drops.result = Result(refused=[LOST])
    site._after_drop()
    first = site.notice
    assert first is not None
    site._desk.drops.result = Result(sessions=["a"], added=1)
    site._after_drop()
    assert site.notice is first


@pytest.mark.parametrize(
    ("words", "audience"), [({"for": "me"}, "patient"), ({"for": "you"}, "clinician"), ({}, "clinician")]
)
def test_a_report_is_for_a_clinician_unless_it_is_for_me(words: dict[str, str], audience: str) -> None:
    assert _audience(SimpleNamespace(query_params=words)) == {"audience": audience}  # type: ignore[arg-type]


@pytest.mark.parametrize(("back", "name"), [("/", "To the first page"), ("/session/a", "Back")])
def test_a_message_leads_back_to_where_the_person_was(site: Site, back: str, name: str) -> None:
    page = site.message(PageError(422, "Not so.", "But so.", back))
    text = bytes(page.body).decode()
    assert page.status_code == 422
    assert name in text
    assert f'"/x{back}"' in text


def test_what_was_just_done_is_said_once_and_never_on_a_page_of_trouble(site: Site) -> None:
    site._desk.drops.result = Result(sessions=["a"], known=1)
    site._after_drop()
    shown = [
        b"here already" in bytes(page.body)
        for page in (site.html("T", "", status=404), site.html("T", ""), site.html("T", ""))
    ]
    assert shown == [False, True, False]


@pytest.mark.parametrize(("size_bytes", "taken"), [(2 << 30, True), ((2 << 30) + 1, False)])
def test_files_have_room_up_to_the_bound_that_is_named(size_bytes: int, *, taken: bool) -> None:
    if taken:
        _require_room(size_bytes, 2 << 30)
    else:
        with pytest.raises(UploadError, match="larger than 2 GiB together"):
            _require_room(size_bytes, 2 << 30)


def part(sink: _Sink, disposition: bytes, header: bytes = b"Content-Disposition") -> None:
    """One part of a form begins, as the parser says it."""
    sink.on_part_begin()
    sink.on_header_field(header, 0, len(header))
    sink.on_header_value(disposition, 0, len(disposition))
    sink.on_header_end()
    sink.on_headers_finished()
    sink.on_part_end()


@pytest.mark.parametrize("count", [2, 3])
def test_so_many_files_and_fields_are_taken_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(upload, "MOST_FILES", 2)
    monkeypatch.setattr(upload, "MOST_FIELDS", 2)
    for line, refusal in (
        (b'form-data; name="f"; filename="a.fit"', "more than 2 files"),
        (b"form-data; name=x", "many"),
    ):
        sink = _Sink(tmp_path)
        for _ in range(2):
            part(sink, line)
        if count == 3:
            with pytest.raises(UploadError, match=refusal):
                part(sink, line)
        assert len(sink.files) + sink.fields in (2, 3)
        assert all(file.path.parent == tmp_path and file.name == "a.fit" for file in sink.files)


def test_only_the_disposition_of_a_part_names_its_file(tmp_path: Path) -> None:
    sink = _Sink(tmp_path)
    part(sink, b'form-data; name="f"; filename="a.fit"', b"Content-Type")
    assert sink.files == []
