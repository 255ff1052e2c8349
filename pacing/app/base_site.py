"""What the pages of one person and of a caseload have in common: their frame, messages, static files, the last page."""

import re
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.types import Receive, Scope, Send

from pacing.app import markup
from pacing.app.desk import PageError
from pacing.app.forms import FormError
from pacing.app.messages import Message

SESSION_ID = re.compile(r"[0-9a-f]{16}-\d{1,4}")
GONE = "This is not kept here any more."
HTML = "text/html; charset=utf-8"
OK = 200

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class BaseSite:
    """An application of ours: its routes, and how every page of it is framed."""

    links: tuple[tuple[str, str], ...] = ()

    def __init__(self, root: str, stop: Callable[[], None]) -> None:
        self.root, self._stop = root, stop
        self.notice: markup.Notice | None = None  # stays until it is closed
        self.just_now: markup.Notice | None = None  # said once

    def routes(self) -> list[Route]:
        """Every address."""
        return []

    def app(self) -> Router:
        """The application; whatever no route answers, or not in this way, is answered with our own page."""
        return Router([*self.routes(), Mount("/", self._missing)])

    async def stopped(self, _: Request) -> Response:
        """The last page."""
        lines = ("You can close this page. To come back, start it again as you did before.",)
        body = markup.message(self.root, "The program has stopped.", lines)
        self._stop()
        return Response(markup.last_page(self.root, "Stopped", body), media_type=HTML)

    def answered(self, handler: Handler) -> Handler:
        """The handler with every foreseen trouble as a page that says what to do."""

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except FormError as error:
                return self.message(PageError(error.status, error.message))
            except PageError as trouble:
                return self.message(trouble)

        return answered

    async def _missing(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.message(PageError(404, GONE))(scope, receive, send)

    def message(self, trouble: PageError, form: str = "") -> Response:
        """What the person reads instead of a page; `form`: markup to answer it with."""
        name = "Back" if trouble.back != "/" else "To the first page"
        lines = (trouble.hint,) if trouble.hint else ()
        body = markup.message(self.root, trouble.message, lines, (trouble.back, name), form=form)
        return self.html(trouble.message, body, links=(), status=trouble.status)

    def _framed(self, remarks: Message, payload: bytes, here: str = "") -> Response:
        return self.html(remarks["title"], payload.decode(), here=here)

    def html(
        self,
        title: str,
        body: str,
        *,
        links: tuple[tuple[str, str], ...] | None = None,
        here: str = "",
        status: int = OK,
    ) -> Response:
        """A whole page around its body; what was just done is said above it, once."""
        notes = () if status != OK else tuple(one for one in (self.just_now, self.notice) if one is not None)
        shown = self.links if links is None else links
        page = markup.framed_page(self.root, title, body, links=shown, here=here, notes=notes)
        if notes:
            self.just_now = None
        return Response(page, status, media_type=HTML)

    def to(self, path: str) -> Response:
        """On to another page, which can be loaded again without asking whether to send a form again."""
        return RedirectResponse(f"{self.root}{path}", 303)


def common_routes(stopped: Handler) -> list[Route]:
    """The addresses that every application of ours has."""

    async def style(_: Request) -> Response:
        return Response(markup.style(), media_type="text/css; charset=utf-8")

    async def script(_: Request) -> Response:
        return Response(markup.script(), media_type="text/javascript; charset=utf-8")

    async def icon(_: Request) -> Response:
        return Response(markup.icon(), media_type="image/svg+xml")

    return [
        Route("/app.css", style, methods=["GET"]),
        Route("/app.js", script, methods=["GET"]),
        Route("/icon.svg", icon, methods=["GET"]),
        Route("/stop", stopped, methods=["POST"]),
    ]


def session_id_of(request: Request) -> str:
    """The session an address names.

    Raises
    ------
    PageError
        It can be none of ours.
    """
    session_id: str = request.path_params["id"]
    if SESSION_ID.fullmatch(session_id) is None:
        raise PageError(404, GONE)
    return session_id


def pdf_answer(page: bytes) -> Response:
    """A PDF to be shown in the browser."""
    return Response(page, media_type="application/pdf", headers={"content-disposition": "inline"})
