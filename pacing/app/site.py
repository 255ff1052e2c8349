"""The pages of one person: which address shows what, and which form changes what."""

import contextlib
from collections.abc import Callable, Mapping
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pacing.app import markup
from pacing.app.base_site import GONE, HTML, BaseSite, common_routes, pdf_answer, session_id_of
from pacing.app.desk import Desk, PageError
from pacing.app.drops import SPELT_OUT
from pacing.app.forms import form_fields

LINKS = (("/", "Sessions"), ("/week", "Week"), ("/diary", "Diary"), ("/season", "Over time"), ("/you", "You"))
FORGOTTEN = "Everything that was kept here is deleted."
DAYS_KEPT = "Values of days and nights were kept; they stand beside your sessions in the week."
CHANGES_OF_A_SESSION = (
    *("limit", "limit-here", "limit-then", "limit-earlier", "limit-none"),
    *("phases", "mark", "remove"),
)
NOT_TAKEN = 422
AT_ONCE_S = 1.5  # design: a drop that is read by then shows no page of progress


class Site(BaseSite):
    """The application of one person's history, behind the guard.

    Parameters
    ----------
    desk
        What answers are got from.
    root
        What every path begins with, for links.
    stop
        Ends the program.
    """

    links = LINKS

    def __init__(self, desk: Desk, root: str, stop: Callable[[], None]) -> None:
        super().__init__(root, stop)
        self._desk = desk

    def routes(self) -> list[Route]:
        """Every address."""
        get, post = ["GET"], ["POST"]
        one = "/session/{id}"
        plain = [
            Route("/", self.answered(self.home), methods=get),
            Route("/files", self.answered(self.files), methods=post),
            Route("/progress", self.answered(self.progress), methods=get),
            Route("/progress.json", self.progress_data, methods=get),
            Route("/cancel", self.answered(self.cancel), methods=post),
            Route("/seen", self.answered(self.seen), methods=post),
            Route(one, self.answered(self.session), methods=get),
            Route(f"{one}/sheet.pdf", self.answered(self.sheet), methods=get),
            Route(f"{one}/{{change}}", self.answered(self.change_session), methods=post),
            Route("/week", self.answered(self.span), methods=get),
            Route("/month", self.answered(self.span), methods=get),
            Route("/season", self.answered(self.season), methods=get),
            Route("/{of:str}/sheet.pdf", self.answered(self.printed), methods=get),
            Route("/diary", self.answered(self.diary), methods=get),
            Route("/you", self.answered(self.you), methods=get),
            Route("/export.zip", self.answered(self.export), methods=get),
            Route("/{change}", self.answered(self.change), methods=post),
        ]
        return [*common_routes(self.answered(self.stopped)), *plain]

    async def home(self, request: Request) -> Response:
        """The sessions, or the one thing to do where there are none."""
        if self._desk.drops.running:
            return self.to("/progress")
        if not self._desk.has_history():
            return self._first()
        answer = await self._desk.page("list", {"all": "all" in request.query_params})
        if not answer.said["count"]:
            return self._first(links=LINKS if answer.said["more"] else ())
        return self._framed(answer.said, answer.payload, here="/")

    def _first(self, links: tuple[tuple[str, str], ...] = ()) -> Response:
        """The one thing to do; with the way to what else is kept, such as a diary whose sessions were removed."""
        if not (links or self.just_now or self.notice):
            return Response(markup.first_page_filled(), media_type=HTML)
        return self.html(markup.FIRST_TITLE, markup.first_body(self.root), links=links)

    async def files(self, request: Request) -> Response:
        """Dropped files: what came out, or how far it is."""
        from pacing.app.upload import receive_files  # noqa: PLC0415 - the first page takes no files

        files = await receive_files(request, self._desk.place.incoming)
        self.notice = None
        self._desk.drops.start(files)
        if not await self._desk.drops.done_within(AT_ONCE_S):
            return self.to("/progress")
        return self.to(self._after_drop())

    def _after_drop(self) -> str:
        """Where a finished drop leads; what was not read is said there."""
        result = self._desk.drops.result
        refused = [(one.name, one.message, one.hint) for one in result.refused]
        self.notice = markup.refusal_note(refused, SPELT_OUT) or self.notice
        if result.known and not result.added:
            words = "This file was here already." if result.known == 1 else "These files were here already."
            self.just_now = markup.Notice((words,))
        if result.days:
            self.just_now = markup.Notice((DAYS_KEPT,))
            if not result.sessions:
                return "/week"
        return f"/session/{result.sessions[0]}" if len(result.sessions) == 1 else "/"

    async def progress(self, _: Request) -> Response:
        """How far the reading is; leaves by itself."""
        drops = self._desk.drops
        if not drops.running:
            return self.to(self._after_drop())
        body = markup.progress(self.root, done=drops.result.files, total=max(1, drops.total), now=drops.now)
        return self.html("Reading your files", body, links=())

    async def progress_data(self, _: Request) -> Response:
        """The same as data, for the page's script."""
        drops = self._desk.drops
        remarks = {"running": drops.running, "done": drops.result.files, "total": max(1, drops.total), "now": drops.now}
        return JSONResponse({**remarks, "next": f"{self.root}/progress"})

    async def cancel(self, _: Request) -> Response:
        """Read no more."""
        await self._desk.drops.cancel()
        return self.to("/progress")

    async def seen(self, _: Request) -> Response:
        """The remark was read."""
        self.notice = None
        return self.to("/")

    async def session(self, request: Request) -> Response:
        """The page of one session."""
        answer = await self._desk.page("session", {"id": session_id_of(request)})
        return self._framed(answer.said, answer.payload)

    async def sheet(self, request: Request) -> Response:
        """One session on paper."""
        answer = await self._desk.page("sheet", {"of": "session", "id": session_id_of(request), **_audience(request)})
        return pdf_answer(answer.payload)

    async def change_session(self, request: Request) -> Response:
        """What a form says of one session."""
        session_id, change = session_id_of(request), request.path_params["change"]
        if change not in CHANGES_OF_A_SESSION:
            raise PageError(404, GONE)
        what = {"id": session_id, "fields": dict(await form_fields(request))}
        try:
            remarks = (await self._desk.change(change, what)).said
        except PageError as trouble:
            if change != "limit" or trouble.status != NOT_TAKEN:
                raise
            form = await self._desk.ask("limit-again", what)
            return self.message(trouble, form.payload.decode())
        if remarks.get("told"):
            self.just_now = markup.Notice((remarks["told"],))
        return self.to("/" if change == "remove" else f"/session/{session_id}")

    async def span(self, request: Request) -> Response:
        """Seven days, or four weeks."""
        name = request.url.path.strip("/")
        answer = await self._desk.page("span", {"name": name, "to": _day(request)})
        return self._framed(answer.said, answer.payload, here="/week")

    async def season(self, _: Request) -> Response:
        """What changed over the sessions."""
        answer = await self._desk.page("season", {})
        return self._framed(answer.said, answer.payload, here="/season")

    async def printed(self, request: Request) -> Response:
        """A week, a month or the season on paper."""
        name = request.path_params["of"]
        if name not in ("week", "month", "season"):
            raise PageError(404, GONE)
        answer = await self._desk.page("sheet", {"of": name, "to": _day(request), **_audience(request)})
        return pdf_answer(answer.payload)

    async def diary(self, request: Request) -> Response:
        """Three symptoms of a day."""
        answer = await self._desk.page("diary", {"day": _day(request)})
        return self._framed(answer.said, answer.payload, here="/diary")

    async def you(self, _: Request) -> Response:
        """What the program knows of the person, and what it keeps."""
        answer = await self._desk.page("you", {})
        return self._framed(answer.said, answer.payload, here="/you")

    async def change(self, request: Request) -> Response:
        """What a form says of a day or of the person."""
        change = request.path_params["change"]
        if change == "forget":
            await self._forget(await form_fields(request))
            return self.to("/")
        if change not in ("diary", "diary-words", "diary-note", "you"):
            raise PageError(404, GONE)
        fields = await form_fields(request)
        remarks = (await self._desk.change(change, {"fields": dict(fields)})).said
        self.just_now = markup.Notice((remarks["told"],)) if remarks.get("told") else None
        return self.to(remarks["next"])

    async def _forget(self, fields: Mapping[str, str]) -> None:
        if fields.get("sure") != "yes":
            raise PageError(422, "Tick the box first: what is deleted cannot be brought back.", back="/you")
        self.notice = None
        await self._desk.forget()
        self.just_now = markup.Notice((FORGOTTEN,))

    async def export(self, _: Request) -> Response:
        """Everything that is kept, as one archive."""
        answer = await self._desk.ask("export", {})
        headers = {"content-disposition": 'attachment; filename="pacing-history.zip"'}
        return Response(answer.payload, media_type="application/zip", headers=headers)


def _day(request: Request) -> str | None:
    """The day an address names, as it is written everywhere; None for today."""
    with contextlib.suppress(ValueError):
        return date.fromisoformat(request.query_params.get("to", "")).isoformat()
    return None


def _audience(request: Request) -> dict[str, str]:
    return {"audience": "patient" if request.query_params.get("for") == "me" else "clinician"}
