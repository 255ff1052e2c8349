"""Who is let in, asked of the guard itself: the name, the page that asks, the secret, and the ways in."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from pacing.app.entrance import OPENS_WITHIN_S, PRINTED_FOR_S, Entrance
from pacing.app.guard import Guard, _only
from pacing.app.serving import _with_doors

PORT = 8123
HERE = f"127.0.0.1:{PORT}"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


async def inside(scope: Mapping[str, Any], _receive: object, send: Any) -> None:
    """The application: says which path it was asked for."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-path", scope["path"].encode())]})
    await send({"type": "http.response.body", "body": b""})


def asked(
    app: Any, path: str, method: str = "GET", headers: Mapping[str, str] = NO_HEADERS, query: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    lines = {"host": HERE, **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.encode(), value.encode()) for name, value in lines.items()],
    }
    asyncio.run(app(scope, receive, send))
    known = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], known, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def entrance() -> Entrance:
    return Entrance()


@pytest.fixture
def guard(entrance: Entrance) -> Guard:
    return Guard(inside, entrance, PORT)


@pytest.mark.parametrize(
    ("headers", "method", "status"),
    [
        ({}, "GET", 200),
        ({"host": f"localhost:{PORT}"}, "GET", 200),
        ({"host": "evil.example"}, "GET", 421),
        ({"sec-fetch-site": "same-origin"}, "GET", 200),
        ({"sec-fetch-site": "none"}, "GET", 200),
        ({"sec-fetch-site": "cross-site"}, "GET", 403),
        ({}, "POST", 403),
        ({"origin": f"http://{HERE}"}, "POST", 200),
        ({"origin": f"http://localhost:{PORT}"}, "POST", 403),
        ({"origin": "http://evil.example"}, "POST", 403),
        ({"origin": "http://evil.example"}, "GET", 200),
    ],
)
def test_only_our_own_pages_under_our_own_name_may_ask_and_change(
    guard: Guard, entrance: Entrance, headers: dict[str, str], method: str, status: int
) -> None:
    answered, known, _ = asked(guard, f"{entrance.root}/people", method, headers)
    assert answered == status
    assert (known.get("x-path") == "/people") is (status == 200)
    assert known["x-frame-options"] == "DENY"


def test_the_secret_opens_the_page_and_a_way_in_leads_to_it_once(guard: Guard, entrance: Entrance) -> None:
    way = entrance.one_time()
    assert asked(guard, way, "POST", {"origin": f"http://{HERE}"})[0] == 404, "a form is no way in"
    for path in (entrance.root, way):
        status, known, _ = asked(guard, path)
        assert (status, known["location"]) == (303, f"{entrance.root}/")
    assert asked(guard, way)[0] == asked(guard, "/start/guessed")[0] == asked(guard, "/people")[0] == 404


@pytest.mark.parametrize(
    ("headers", "value"), [([], None), ([(b"a", b"1")], None), ([(b"host", b"x")], b"x"), ([(b"host", b"x")] * 2, None)]
)
def test_a_header_that_stands_twice_is_none(headers: list[tuple[bytes, bytes]], value: bytes | None) -> None:
    assert _only(headers, b"host") == value


@pytest.mark.parametrize(("after_s", "opens"), [(0.0, True), (59.9, True), (60.0, False), (61.0, False)])
def test_a_way_in_holds_so_long_after_it_was_given(after_s: float, opens: bool) -> None:
    moments = iter([5000.0, 5000.0 + after_s])
    entrance = Entrance(lambda: next(moments))
    assert entrance.lets_in(entrance.one_time(60.0)) is opens


@pytest.mark.parametrize(
    ("path", "method", "query", "way_in"),
    [
        ("/way-in", "POST", b"", True),
        ("/way-in", "POST", b"printed", True),
        ("/way-in", "GET", b"", False),
        ("/people", "POST", b"", False),
    ],
)
def test_a_second_start_is_given_a_way_in_that_holds_as_long_as_it_needs(
    monkeypatch: pytest.MonkeyPatch, entrance: Entrance, path: str, method: str, query: bytes, way_in: bool
) -> None:
    given: list[float] = []

    def one_time(for_s: float) -> str:
        given.append(for_s)
        return "/start/x"

    monkeypatch.setattr(entrance, "one_time", one_time)
    _, known, body = asked(_with_doors(inside, entrance), path, method, query=query)
    assert given == ([PRINTED_FOR_S if query else OPENS_WITHIN_S] if way_in else [])
    assert (body == b"/start/x") is way_in
    assert known.get("x-path") == (None if way_in else path)
