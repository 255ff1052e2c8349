"""The server while it runs: its bounds, what is done before anybody asks, and its end when nobody needs it any more."""

import asyncio
import contextlib
import importlib
import signal
import socket
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pacing.app import markup
from pacing.app.base_site import BaseSite
from pacing.app.desk import Desk
from pacing.app.entrance import OPENS_WITHIN_S, PRINTED_FOR_S, Entrance
from pacing.app.guard import Guard
from pacing.app.place import Place

if TYPE_CHECKING:
    from pacing.app.caseload import Caseload

IDLE_S = 12 * 3600.0  # design: half a day without a click is forgotten
HEADERS_S = 60.0  # design: a browser sends its request in a moment
LOOKED_AT_S = 10.0  # design: how often the server looks whether anybody is there
MOST_CONNECTIONS = 50
GRACE_S = 2
LAST_PAGE_S = 0.7  # design: for the style of the last page to be fetched
HEAD_START_S = 0.5  # design: a browser that is open already asks by then
WAY_IN_AND_PAGE = 2


def serve(place: Place, people: "Caseload | None", listening: socket.socket, entrance: Entrance) -> None:
    """Answer whoever comes, until the page is stopped.

    Parameters
    ----------
    place
        Where things lie.
    people
        Those of a caseload; None: one person's pages.
    listening
        What is listened to.
    entrance
        The secret, and the ways in.
    """
    asyncio.run(_serve(place, people, listening, entrance))


async def _serve(place: Place, people: "Caseload | None", listening: socket.socket, entrance: Entrance) -> None:
    desk = Desk(place, entrance.root)
    server = _Server(_config())
    watch = Watch(server)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.call_later(LAST_PAGE_S, watch.stop)

    site = _site(desk, people, entrance.root, stop)
    server.config.app = watch.seen(Guard(_with_doors(site.app(), entrance), entrance, listening.getsockname()[1]))
    try:
        warming = asyncio.create_task(_before_anybody_asks(desk, people, watch))
        watching = asyncio.create_task(watch.look())
        await server.serve(sockets=[listening])
        for task in (warming, watching):
            task.cancel()
    finally:
        await desk.stop()


def _site(desk: Desk, people: "Caseload | None", root: str, stop: Callable[[], None]) -> BaseSite:
    """The pages of one person, or those of a caseload."""
    if people is None:
        from pacing.app.site import Site  # noqa: PLC0415 - only one of both is needed

        return Site(desk, root, stop)
    from pacing.app.caseload_site import CaseloadSite  # noqa: PLC0415

    return CaseloadSite(desk, people, root, stop)


async def _before_anybody_asks(desk: Desk, people: "Caseload | None", watch: "Watch") -> None:
    """Load what the first file will need; of a caseload, read what is new.

    Where nothing is kept yet, no worker and no template is needed for the first page; else one that shows, and what is
    put around its answer is loaded while it begins. Nothing else is put before the first page.
    """
    if people is None:
        if desk.has_history():
            await desk.draw.begin()
            markup.get_ready()
        await watch.first_page()
    markup.get_ready()
    importlib.import_module("pacing.app.upload")  # the first drop shall not wait for it
    if people is not None:
        await people.read(*desk.readers)
        if desk.helper is not None:
            await desk.helper.leave()
    await desk.warm()
    if people is None and desk.has_history():
        await desk.catch_up()


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        _nothing,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=GRACE_S,
    )


class _Server(uvicorn.Server):
    """A server that ends at a signal, but lets the program tidy up afterwards."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let signals ask for the end while the server runs; they are not raised again."""
        before = {sign: signal.signal(sign, self.handle_exit) for sign in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the application until it is made."""


def _with_doors(app: ASGIApp, entrance: Entrance) -> ASGIApp:
    """The application, with the address at which a second start asks for a way in."""

    async def with_doors(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/way-in" or scope["method"] != "POST":
            await app(scope, receive, send)
            return
        for_s = PRINTED_FOR_S if scope["query_string"] == b"printed" else OPENS_WITHIN_S
        await PlainTextResponse(entrance.one_time(for_s))(scope, receive, send)

    return with_doors


class Watch:
    """Whether anybody is there: closes connections that never ask, and ends a server that nobody uses.

    Parameters
    ----------
    server
        What is watched.
    clock_s
        Tells the time [s], from any beginning.
    """

    def __init__(self, server: uvicorn.Server, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._server, self._clock_s = server, clock_s
        self._last_s = clock_s()
        self._silent: dict[int, float] = {}
        self._answered = 0
        self._page_is_seen = asyncio.Event()

    async def first_page(self) -> None:
        """Wait until the first page was answered, but not long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._page_is_seen.wait(), HEAD_START_S)

    def seen(self, app: ASGIApp) -> ASGIApp:
        """The application; each request is noted."""

        async def noted(scope: Scope, receive: Receive, send: Send) -> None:
            self._last_s = self._clock_s()
            await app(scope, _impatient(receive), send)
            self._answered += 1
            if self._answered == WAY_IN_AND_PAGE:
                self._page_is_seen.set()

        return noted

    def stop(self) -> None:
        """End the server after the answers under way."""
        self._server.should_exit = True

    async def look(self) -> None:
        """Look now and then, for ever."""
        while True:
            await asyncio.sleep(LOOKED_AT_S)
            self.look_once()

    def look_once(self) -> None:
        """End the server where nobody came for too long, and close connections on which nothing comes."""
        now_s = self._clock_s()
        if now_s - self._last_s > IDLE_S:
            self.stop()
        self._close_silent(now_s)

    def _close_silent(self, now_s: float) -> None:
        """Close connections on which no whole request came for too long."""
        waiting = {id(one): one for one in self._server.server_state.connections if getattr(one, "cycle", None) is None}
        self._silent = {key: self._silent.get(key, now_s) for key in waiting}
        for key, since_s in self._silent.items():
            transport = getattr(waiting[key], "transport", None)
            if now_s - since_s > HEADERS_S and transport is not None:
                transport.close()


def _impatient(receive: Receive) -> Receive:
    """What comes in, unless nothing comes for too long: then the body counts as broken off."""

    async def soon() -> dict[str, object]:
        try:
            return dict(await asyncio.wait_for(receive(), HEADERS_S))
        except TimeoutError:
            return {"type": "http.disconnect"}

    return soon
