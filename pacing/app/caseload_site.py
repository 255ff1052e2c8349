"""The pages of a caseload: one calm row a person, a person's season, and sheets when asked."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pacing.app.base_site import GONE, BaseSite, common_routes, pdf_answer, session_id_of
from pacing.app.caseload import Caseload, Reading
from pacing.app.desk import Desk, PageError

LINKS = (("/people", "People"),)


class CaseloadSite(BaseSite):
    """The application of a caseload, behind the guard.

    Parameters
    ----------
    desk
        What answers are got from.
    caseload
        The people.
    root
        What every path begins with.
    stop
        Ends the program.
    """

    links = LINKS

    def __init__(self, desk: Desk, caseload: Caseload, root: str, stop: Callable[[], None]) -> None:
        super().__init__(root, stop)
        self._desk, self._caseload = desk, caseload

    def routes(self) -> list[Route]:
        """Every address."""
        get, one = ["GET"], "/person/{n:int}"
        return [
            Route("/", self.answered(self.home), methods=get),
            Route("/people", self.answered(self.people), methods=get),
            Route("/progress.json", self.progress_data, methods=get),
            Route("/people/sheets.pdf", self.answered(self.sheets), methods=get),
            Route(one, self.answered(self.person), methods=get),
            Route(f"{one}/sheet.pdf", self.answered(self.sheet), methods=get),
            Route(f"{one}/session/{{id}}", self.answered(self.session), methods=get),
            Route(f"{one}/session/{{id}}/sheet.pdf", self.answered(self.session_sheet), methods=get),
            *common_routes(self.answered(self.stopped)),
        ]

    async def home(self, _: Request) -> Response:
        """The rows are the first page."""
        return self.to("/people")

    async def people(self, _: Request) -> Response:
        """One row a person."""
        people = self._caseload.people
        answer = await self._desk.ask("people", {"people": [self._row_of(one) for one in people]})
        return self.html("Caseload", answer.payload.decode(), here="/people")

    def _row_of(self, one: Reading) -> Mapping[str, Any]:
        refused = [(refused.name, refused.message, refused.hint) for refused in one.refused]
        return {**_of(one), "number": one.number, "state": one.state, "refused": refused}

    async def progress_data(self, _: Request) -> Response:
        """How far the reading is, for the page's script."""
        waiting, total = self._caseload.waiting(), len(self._caseload.people)
        now = next((one.person.name for one in self._caseload.people if one.state == "reading"), "")
        remarks = {"running": waiting > 0, "done": total - waiting, "total": total, "now": now}
        return JSONResponse({**remarks, "next": f"{self.root}/people"})

    async def person(self, request: Request) -> Response:
        """A person's season, with what was not read."""
        person = self._person(request)
        refused = [(one.name, one.message, one.hint) for one in person.refused]
        what = {"at": dict(person.at), "name": person.person.name, "refused": refused, "failure": person.failure}
        answer = await self._desk.ask("person", what)
        return self.html(person.person.name, answer.payload.decode())

    async def sheet(self, request: Request) -> Response:
        """A person's season on one sheet."""
        person = self._person(request)
        return pdf_answer((await self._desk.ask("people-sheets", {"people": [_of(person)]})).payload)

    async def sheets(self, _: Request) -> Response:
        """Everybody's season, one sheet after the other."""
        people = [_of(person) for person in self._caseload.people]
        return pdf_answer((await self._desk.ask("people-sheets", {"people": people})).payload)

    async def session(self, request: Request) -> Response:
        """One session of a person, as a clinician reads it."""
        what = {"at": dict(self._person(request).at), "id": session_id_of(request), "audience": "clinician"}
        answer = await self._desk.ask("session", what)
        return self.html(answer.said["title"], answer.payload.decode())

    async def session_sheet(self, request: Request) -> Response:
        """The same on paper."""
        at = dict(self._person(request).at)
        what = {"at": at, "id": session_id_of(request), "of": "session", "audience": "clinician"}
        return pdf_answer((await self._desk.ask("sheet", what)).payload)

    def _person(self, request: Request) -> Reading:
        number: int = request.path_params["n"]
        if not 0 <= number < len(self._caseload.people):
            raise PageError(404, GONE)
        return self._caseload.people[number]


def _of(one: Reading) -> Mapping[str, Any]:
    return {"name": one.person.name, "history": str(one.person.history), "failure": one.failure}
