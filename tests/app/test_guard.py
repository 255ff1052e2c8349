"""Who may ask: each attack of another page, another user or another program, over a bare socket; nothing is changed.

The oracle is the list of attacks itself: each was tried against the libraries' defaults and went through there.
"""

import socket

import pytest

from tests.app.running import BOUNDARY, PATIENCE_S, Page, Start, form_with, reply_from

FORM = "application/x-www-form-urlencoded"
LIMIT = b"bpm=99"


def unchanged(page: Page, before: dict[str, bytes]) -> bool:
    """Whether nothing on the disk changed."""
    return page.files() == before


@pytest.mark.parametrize("path", ["/", "/start/guessed", "/x", "/app.css", "/..", "//", "/%2e%2e/etc/passwd"])
def test_without_the_secret_nothing_is_there_and_nothing_is_said(page: Page, path: str) -> None:
    reply = page.ask("GET", path)
    assert (reply.status, reply.body) == (404, b"")


def test_a_wrong_secret_of_the_right_length_is_not_there(page: Page) -> None:
    wrong = page.root[:-1] + ("a" if page.root[-1] != "a" else "b")
    assert page.ask("GET", f"{wrong}/").status == 404


def test_a_one_time_address_opens_the_page_once(page: Page) -> None:
    way = page.ask("POST", f"{page.root}/way-in", {"Origin": f"http://{page.host}"}).body.decode()
    assert page.ask("GET", way).headers["location"] == f"{page.root}/"
    assert page.ask("GET", way).status == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "localhost.evil.example", ""]
)
def test_another_name_of_the_host_is_refused_as_after_dns_rebinding(page: Page, host: str) -> None:
    before = page.files()
    reply = page.ask(
        "POST", f"{page.root}/you", {"Host": host, "Origin": f"http://{host}", "Content-Type": FORM}, LIMIT
    )
    assert reply.status in (400, 421)
    assert page.ask("GET", f"{page.root}/", {"Host": host}).status in (400, 421)
    assert unchanged(page, before)


def test_two_names_of_the_host_are_refused(page: Page) -> None:
    request = f"GET {page.root}/ HTTP/1.1\r\nHost: {page.host}\r\nHost: evil.example\r\n\r\n".encode()
    assert reply_from(page.raw(request)).status == 400


def test_the_other_name_of_this_computer_is_let_in(page: Page) -> None:
    assert page.ask("GET", f"{page.root}/", {"Host": f"localhost:{page.port}"}).status == 200


@pytest.mark.parametrize(
    "origin",
    ["", "null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost:{port}"],
)
def test_a_form_of_another_page_changes_nothing(page: Page, origin: str) -> None:
    before = page.files()
    headers = {"Origin": origin.format(port=page.port), "Content-Type": FORM}
    for path in ("/you", "/diary", "/forget", "/stop", "/cancel"):
        assert page.ask("POST", page.root + path, headers, b"sure=yes").status == 403
    body = form_with(("walk.fit", b"x"))
    headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
    assert page.ask("POST", f"{page.root}/files", headers, body).status == 403
    assert unchanged(page, before)
    assert page.get("/").status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_picture_or_script_of_another_page_gets_nothing(page: Page, site: str) -> None:
    assert page.ask("GET", f"{page.root}/", {"Sec-Fetch-Site": site}).status == 403
    assert page.ask("GET", f"{page.root}/app.js", {"Sec-Fetch-Site": site}).status == 403


@pytest.mark.parametrize("path", ["/", "/app.css", "/app.js", "/session/0000000000000000-0", "/nowhere", "/export.zip"])
def test_every_answer_forbids_framing_sniffing_caching_and_whatever_is_not_its_own(page: Page, path: str) -> None:
    headers = page.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers
    assert "set-cookie" not in headers


def test_nobody_else_may_say_who_asks(page: Page) -> None:
    """A proxy's header is believed by nothing: the host is still held to the real one."""
    headers = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    assert page.ask("GET", f"{page.root}/", headers).status == 200
    assert page.ask("GET", "/", headers).status == 404


@pytest.mark.parametrize(
    ("length", "body", "status"),
    [
        (None, b"text=" + b"x" * 5000, 413),
        (None, b"&".join(b"field%d=1" % number for number in range(30)), 413),
        (None, b"text=" + b"x" * 600_000, 413),
    ],
)
def test_a_form_of_many_or_long_fields_is_refused(page: Page, length: None, body: bytes, status: int) -> None:
    before = page.files()
    headers = {"Origin": f"http://{page.host}", "Content-Type": FORM}
    assert page.ask("POST", f"{page.root}/diary", headers, body).status == status
    assert unchanged(page, before)


def test_a_form_in_another_dress_is_refused(page: Page) -> None:
    before = page.files()
    headers = {"Origin": f"http://{page.host}", "Content-Type": "application/json"}
    assert page.ask("POST", f"{page.root}/diary", headers, b'{"day": "2026-05-01"}').status == 415
    assert unchanged(page, before)


def test_an_address_with_a_session_that_cannot_be_is_not_there(page: Page) -> None:
    for name in ("..", "x", "0" * 16, "0000000000000000-0/../..", "%2e%2e"):
        assert page.get(f"/session/{name}").status == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nowhere/at/all"), ("GET", "/week/"), ("GET", "/files"), ("POST", "/week/x/y")]
)
def test_what_no_address_answers_is_said_on_a_page_of_ours(page: Page, method: str, path: str) -> None:
    reply = page.post(path) if method == "POST" else page.get(path)
    assert (reply.status, "not kept here any more" in reply.text) == (404, True)


def test_where_a_form_leads_cannot_be_chosen_by_whoever_wrote_a_link(page: Page) -> None:
    reply = page.post("/diary?back=//evil.example", {"day": "2026-05-01", "back": "//evil.example"})
    assert reply.headers["location"].startswith(f"{page.root}/diary")


def test_the_secret_of_one_page_opens_no_other(page: Page, start: Start) -> None:
    other = start()
    assert page.ask("GET", f"{other.root}/").status == 404
    assert other.ask("GET", f"{page.root}/").status == 404
    headers = {"Origin": f"http://{other.host}", "Content-Type": FORM}
    assert page.ask("POST", f"{page.root}/you", headers, b"sex=male").status == 403


def test_a_broken_request_ends_only_its_own_connection(page: Page) -> None:
    assert reply_from(page.raw(b"GARBAGE\r\n\r\n")).status == 400
    with socket.create_connection(("127.0.0.1", page.port), timeout=PATIENCE_S) as silent:
        silent.sendall(b"GET / HT")
        assert page.get("/").status == 200


def test_after_a_mistake_of_the_program_the_same_connection_goes_on(page: Page) -> None:
    """A page that cannot be made is said so; the next request on the connection is answered."""
    one = f"GET {page.root}/session/0000000000000000-0 HTTP/1.1\r\nHost: {page.host}\r\n\r\n"
    two = f"GET {page.root}/app.css HTTP/1.1\r\nHost: {page.host}\r\nConnection: close\r\n\r\n"
    answers = page.raw((one + two).encode(), ends=False)
    assert answers.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 404" in answers
    assert b"HTTP/1.1 200" in answers
