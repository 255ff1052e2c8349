"""Dropped files: whatever a form holds, what cannot be taken leaves nothing behind, and what can comes once."""

import pytest

from tests.app.running import BOUNDARY, SAMPLES, Page, Reply, files_below, form_with, progress_of


def sent(page: Page, body: bytes, kind: str = f"multipart/form-data; boundary={BOUNDARY}", **more: str) -> Reply:
    """A form as it is written here."""
    return page.ask("POST", f"{page.root}/files", {"Origin": f"http://{page.host}", "Content-Type": kind, **more}, body)


def incoming(page: Page) -> list[str]:
    """What lies between the browser and the history."""
    return files_below(page.folder / "history.sqlite.incoming")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (form_with(("walk.fit", b"x" * 9000), end=b""), f"multipart/form-data; boundary={BOUNDARY}", 400),
        (form_with(("walk.fit", b"x" * 9000))[:5000], f"multipart/form-data; boundary={BOUNDARY}", 400),
        (b"garbage", f"multipart/form-data; boundary={BOUNDARY}", 400),
        (b"", f"multipart/form-data; boundary={BOUNDARY}", 400),
        (form_with(("", b"")), f"multipart/form-data; boundary={BOUNDARY}", 422),
        (form_with(), f"multipart/form-data; boundary={BOUNDARY}", 422),
        (form_with(("walk.fit", b"x")), "multipart/form-data", 415),
        (b'{"files": 1}', "application/json", 415),
        (b"files=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_no_whole_form_with_files_leaves_nothing(page: Page, body: bytes, kind: str, status: int) -> None:
    before = page.files()
    reply = sent(page, body, kind)
    assert reply.status == status
    assert page.files() == before
    assert incoming(page) == []


def test_a_client_that_goes_away_in_the_middle_leaves_nothing(page: Page) -> None:
    before = page.files()
    head = (
        f"POST {page.root}/files HTTP/1.1\r\nHost: {page.host}\r\nOrigin: http://{page.host}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: 100000\r\n\r\n"
    )
    page.raw(head.encode() + form_with(("walk.fit", b"x" * 9000), end=b"")[:5000])
    page.get("/")
    assert incoming(page) == []
    assert page.files() == before


def test_more_than_the_page_takes_is_refused_before_it_is_read(page: Page) -> None:
    reply = sent(page, b"", **{"Content-Length": str(5 << 30)})
    assert reply.status == 413
    assert incoming(page) == []


def test_thousands_of_parts_are_refused_and_leave_nothing(page: Page) -> None:
    body = form_with(*((f"{number}.fit", b"") for number in range(2100)))
    assert sent(page, body).status == 413
    assert incoming(page) == []


def test_many_fields_that_are_no_files_are_refused(page: Page) -> None:
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n'
    assert sent(page, (part * 30).encode() + form_with(("a.fit", b"x"))).status == 413
    assert incoming(page) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.fit", "passwd.fit"),
        (r"C:\Users\me\walk.fit", "walk.fit"),
        ("<script>alert(1)</script>.fit", "script&gt;.fit"),
        ("walk\u202etif.fit", "walk?tif.fit"),
        ("w" * 500, "w" * 200),
    ],
)
def test_a_name_is_shown_harmless_and_never_used_on_the_disk(page: Page, name: str, shown: str) -> None:
    where = page.settled(page.drop((name, b"not a recording")))
    told = page.get(where)
    assert shown in told.body.decode()
    assert "<script>alert" not in told.body.decode()
    assert incoming(page) == []
    page.post("/seen")


def test_a_file_that_is_no_recording_is_named_with_its_reason_until_the_remark_is_closed(page: Page) -> None:
    where = page.settled(page.drop(("letter.fit", b"Dear all, this is no recording.\n")))
    told = page.get(where)
    assert "letter.fit" in told.text
    assert "not read" in told.text
    assert "letter.fit" in page.get(where).text
    page.post("/seen")
    assert "letter.fit" not in page.get(where).text


def test_the_same_file_twice_leads_to_the_same_page(page: Page) -> None:
    one = page.drop_and_wait("walk_exceeded.fit")
    assert page.drop_and_wait("walk_exceeded.fit") == one
    assert "here already" in page.get(one).text


def test_several_files_lead_to_the_list_and_those_not_read_stand_above_it(page: Page) -> None:
    good = (SAMPLES / "walk_paced.fit").read_bytes()
    where = page.settled(page.drop(("one.fit", good), ("two.fit", b"nothing"), ("three.csv", b"")))
    told = page.get("/").text
    assert where.startswith(("/session/", "/"))
    assert "2 files were not read" in told
    assert "two.fit" in told
    assert "three.csv" in told
    page.post("/seen")


def test_progress_counts_files(page: Page) -> None:
    assert progress_of(page)["running"] is False
