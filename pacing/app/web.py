"""Requests, answers and addresses: the little of them that a page of forms needs, on plain ASGI.

A library for them takes as long to load as the whole first page; nothing here keeps state, sets cookies or guesses.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

OK, SEE_OTHER = 200, 303
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
OF_A_PATH = "/:%#?=@[]!$&'()*+,;"


class CutOffError(Exception):
    """Whoever asked went away before the whole request was here."""


class Request:
    """What was asked.

    Parameters
    ----------
    scope
        As ASGI tells it.
    receive
        Gives the next piece of the body.
    named
        What stands in the address where the route has a name.
    """

    def __init__(self, scope: Scope, receive: Receive, named: Mapping[str, str]) -> None:
        self.path: str = scope["path"]
        self.named = named
        self._scope, self._receive = scope, receive

    @property
    def query(self) -> Mapping[str, str]:
        """What stands behind the question mark; of a name that stands twice, the last."""
        return dict(parse_qsl(self._scope["query_string"].decode("latin-1"), keep_blank_values=True))

    def header(self, name: str) -> str:
        """A header by its name in lower case, the first of several; "" where it is missing."""
        wanted = name.encode("ascii")
        return next((value.decode("latin-1") for key, value in self._scope["headers"] if key == wanted), "")

    async def stream(self) -> AsyncIterator[bytes]:
        """The body as it comes in.

        Raises
        ------
        CutOffError
            It does not come to its end.
        """
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise CutOffError
            if body := message.get("body", b""):
                yield body
            more = message.get("more_body", False)


class Response:
    """An answer, whole.

    Parameters
    ----------
    body
        What is sent; its length is said.
    status
        Of HTTP.
    kind
        Its media type; "" for an answer without a body.
    headers
        Others than type and length, by their names in lower case.
    """

    def __init__(
        self, body: bytes | str, status: int = OK, *, kind: str = TEXT, headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._body = body.encode() if isinstance(body, str) else body
        every = [("content-length", str(len(self._body))), *([("content-type", kind)] if kind else []), *headers]
        self._status, self._headers = status, [(name.encode("latin-1"), text.encode("latin-1")) for name, text in every]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self._status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


def redirect(path: str) -> Response:
    """On to another path, which is then asked for as a page, also after a form."""
    return Response(b"", SEE_OTHER, kind="", headers=[("location", quote(path, safe=OF_A_PATH))])


def as_json(value: Mapping[str, Any]) -> Response:
    """Plain data for a page's script."""
    return Response(json.dumps(value, allow_nan=False), kind="application/json")


Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class Route:
    """An address and what answers there.

    Parameters
    ----------
    path
        Parts between slashes; one in braces takes anything but nothing, and is named so.
    handler
        Answers.
    method
        `GET` answers `HEAD` too.

    Examples
    --------
    >>> route = Route("/session/{id}/sheet.pdf", None)
    >>> route.named_in("GET", "/session/7/sheet.pdf"), route.named_in("GET", "/session//sheet.pdf")
    ({'id': '7'}, None)
    """

    def __init__(self, path: str, handler: Handler, method: str = "GET") -> None:
        self.handler = handler
        self._parts = path.split("/")
        self._methods = ("GET", "HEAD") if method == "GET" else (method,)

    def named_in(self, method: str, path: str) -> Mapping[str, str] | None:
        """What a path names; None where it is another address or is asked in another way."""
        parts = path.split("/")
        if method not in self._methods or len(parts) != len(self._parts):
            return None
        named = {}
        for part, ours in zip(parts, self._parts, strict=True):
            if part and ours.startswith("{"):
                named[ours.strip("{}")] = part
            elif part != ours:
                return None
        return named


def application(routes: Iterable[Route], missing: Handler) -> App:
    """What answers each request by the first route that fits; where none does, `missing` answers."""
    every = tuple(routes)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        tried = ((route.handler, route.named_in(method, path)) for route in every)
        handler, named = next(((one, names) for one, names in tried if names is not None), (missing, {}))
        response = await handler(Request(scope, receive, named))
        await response(scope, receive, send)

    return answer
