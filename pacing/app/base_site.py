"""What the pages of one person and of a caseload have in common: their frame, messages, static files, the last page."""

import re
from collections.abc import Callable

from pacing.app import markup
from pacing.app.desk import PageError
from pacing.app.forms import FormError
from pacing.app.messages import Message
from pacing.app.web import HTML, OK, App, Handler, Request, Response, Route, application, redirect

SESSION_ID = re.compile(r"[0-9a-f]{16}-\d{1,4}")
GONE = "This is not kept here any more."


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

    def app(self) -> App:
        """The application."""
        return application(self.routes(), self._missing)

    async def stopped(self, _: Request) -> Response:
        """The last page."""
        lines = ("You can close this page. To come back, start it again as you did before.",)
        body = markup.message(self.root, "The program has stopped.", lines)
        self._stop()
        return Response(markup.last_page(self.root, "Stopped", body), kind=HTML)

    def answered(self, handler: Handler) -> Handler:
        """The handler with every foreseen trouble as a page that says what to do."""

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except FormError as error:
                return self._message(error.status, error.message, "", "/")
            except PageError as trouble:
                return self._message(trouble.status, trouble.message, trouble.hint, trouble.back)

        return answered

    async def _missing(self, _: Request) -> Response:
        return self._message(404, GONE, "", "/")

    def _message(self, status: int, message: str, hint: str, back: str) -> Response:
        name = "Back" if back != "/" else "To the first page"
        body = markup.message(self.root, message, (hint,) if hint else (), (back, name))
        return self.html(message, body, links=(), status=status)

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
        return Response(page, status, kind=HTML)

    def to(self, path: str) -> Response:
        """On to another page, which can be loaded again without asking whether to send a form again."""
        return redirect(f"{self.root}{path}")


def common_routes(stopped: Handler) -> list[Route]:
    """The addresses that every application of ours has."""

    async def style(_: Request) -> Response:
        return Response(markup.style(), kind="text/css; charset=utf-8")

    async def script(_: Request) -> Response:
        return Response(markup.script(), kind="text/javascript; charset=utf-8")

    async def icon(_: Request) -> Response:
        return Response(markup.source("icon.svg"), kind="image/svg+xml")

    return [
        Route("/app.css", style),
        Route("/app.js", script),
        Route("/icon.svg", icon),
        Route("/stop", stopped, "POST"),
    ]


def session_id_of(request: Request) -> str:
    """The session an address names.

    Raises
    ------
    PageError
        It can be none of ours.
    """
    session_id = request.named["id"]
    if SESSION_ID.fullmatch(session_id) is None:
        raise PageError(404, GONE)
    return session_id


def pdf_answer(page: bytes) -> Response:
    """A PDF to be shown in the browser."""
    return Response(page, kind="application/pdf", headers=[("content-disposition", "inline")])
