"""Who may ask, and what every answer says of itself: the first thing that sees a request.

The secret stands in the path, for a cookie of 127.0.0.1 goes to every other port of it too. Whoever knows the secret
must still ask under the server's own name, and change something only from one of its own pages.
"""

import hmac
import logging
from collections.abc import Iterable
from typing import TypeAlias

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pacing.app.entrance import Entrance

Headers: TypeAlias = list[tuple[bytes, bytes]]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
OF_EVERY_ANSWER: tuple[tuple[str, str], ...] = (
    ("content-security-policy", POLICY),
    ("cache-control", "no-store"),
    ("referrer-policy", "same-origin"),  # without a referrer, a browser calls the origin of our own forms `null`
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
ENCODED = [(name.encode(), value.encode()) for name, value in OF_EVERY_ANSWER]
OURS = (b"same-origin", b"none")
WRONG_NAME, FORBIDDEN, NOT_FOUND, OUR_MISTAKE = 421, 403, 404, 500
READ_ONLY = ("GET", "HEAD")


class Guard:
    """The application behind the checks of every request.

    Parameters
    ----------
    app
        What answers the requests that pass; it sees the path without the secret.
    entrance
        The secret, and the one-time ways in.
    port
        The port that is listened to.
    """

    def __init__(self, app: ASGIApp, entrance: Entrance, port: int) -> None:
        self._app, self._entrance = app, entrance
        names = [f"{host}:{port}" for host in ("127.0.0.1", "localhost")]
        self._hosts = [name.encode() for name in names]
        self._origins = {name.encode(): f"http://{name}".encode() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say why not; every answer gets its headers here."""
        if scope["type"] != "http":
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                own = {name for name, _ in ENCODED}
                message["headers"] = [*(h for h in message["headers"] if h[0].lower() not in own), *ENCODED]
            await send(message)

        refusal = self._refusal(scope)
        try:
            if refusal is not None:
                await refusal(scope, receive, send_guarded)
            else:
                await self._app(_without_secret(scope, self._entrance.root), receive, send_guarded)
        except Exception:
            logging.getLogger(__name__).exception("a request failed")
            if not started:  # our own words, and the connection stays usable
                await PlainTextResponse("The program made a mistake of its own. Go back and try again.", OUR_MISTAKE)(
                    scope, receive, send_guarded
                )

    def _refusal(self, scope: Scope) -> Response | None:
        """Why a request is not let in; or the way from the one-time address to the page; or None."""
        refusal = self._foreign(scope)
        if refusal is not None:
            return refusal
        path, root = scope["path"], self._entrance.root
        if path == root or (scope["method"] in READ_ONLY and self._entrance.lets_in(path)):
            return RedirectResponse(f"{root}/", 303)
        first = f"/{path.split('/', 2)[1]}" if path.startswith("/") else ""
        known = hmac.compare_digest(first.encode(), root.encode())
        return None if known else PlainTextResponse("", NOT_FOUND)

    def _foreign(self, scope: Scope) -> Response | None:
        """Why a request is refused that was not made by one of our own pages, or not under our own name; or None."""
        headers: Headers = scope["headers"]
        host = _only(headers, b"host")
        if host not in self._hosts:
            return PlainTextResponse("This is not the name of this page.", WRONG_NAME)
        site = _only(headers, b"sec-fetch-site")
        if site is not None and site not in OURS:
            return PlainTextResponse("Another page may not ask this.", FORBIDDEN)
        if scope["method"] not in READ_ONLY and _only(headers, b"origin") != self._origins[host]:
            return PlainTextResponse("Only this page's own forms may change something.", FORBIDDEN)
        return None


def _only(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    """The value of a header that stands once; None where it is missing, or ambiguous."""
    result = [value for key, value in headers if key == name]
    return result[0] if len(result) == 1 else None


def _without_secret(scope: Scope, root: str) -> Scope:
    path = scope["path"].removeprefix(root)
    return {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}
