"""`pacing app`: start the server on this computer alone, open the browser, and end when nobody needs it any more."""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from pacing.app.caseload import Caseload
from pacing.app.caseload_site import CaseloadSite
from pacing.app.desk import Desk
from pacing.app.guard import OPENS_WITHIN_S, PRINTED_FOR_S, Entrance, Guard
from pacing.app.place import Place, make_ready
from pacing.app.site import Site
from pacing.errors import UsageError

HOST = "127.0.0.1"
IDLE_S = 12 * 3600.0  # design: half a day without a click is forgotten
HEADERS_S = 60.0  # design: a browser sends its request in a moment
LOOKED_AT_S = 10.0  # design: how often the server looks whether anybody is there
MOST_CONNECTIONS = 50
GRACE_S = 2
LAST_PAGE_S = 0.7  # design: for the style of the last page to be fetched
PROBE_S = 3.0
HEAD_START_S = 0.5  # design: a browser that is open already asks by then
WAY_IN_AND_PAGE = 2
OBJECTS = 2000


@dataclass(frozen=True, slots=True)
class Running:
    """A page that runs already, as its own file tells: process, port and secret path."""

    pid: int
    port: int
    root: str


def run_app(
    index: Place,
    *,
    caseload: Path | None = None,
    port: int = 0,
    opens_browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the page until it is stopped; where one runs already, open that one.

    Parameters
    ----------
    index
        Where the history and the profile lie.
    caseload
        A folder with one folder a person: their rows instead of one person's pages.
    port
        0 takes any free one.
    opens_browser
        Whether the browser is opened; otherwise the address is only said.
    say
        Called with each sentence for the person.

    Raises
    ------
    UsageError
        The port is taken, or the folder cannot be made.
    """
    people = None if caseload is None else Caseload(caseload, index.folder)
    index = index if people is None else people.place
    running = found_running(index)
    if running is not None:
        way = ask_way_in(running, for_s=OPENS_WITHIN_S if opens_browser else PRINTED_FOR_S)
        _lead_in(f"http://{HOST}:{running.port}{way}", opens_browser=opens_browser, say=say)
        return
    try:
        make_ready(index)
        listening = _listening(port)
    except OSError as error:
        message = f"The page cannot start: {error.strerror or error}."
        raise UsageError(message, hint="Is another program using the port? Leave --port out to take any.") from error
    gc.set_threshold(OBJECTS)  # a server lives long and makes garbage; the command line, for its one run, looks away
    with contextlib.closing(listening):
        asyncio.run(_serve(index, people, listening, opens_browser=opens_browser, say=say))
    say("The page is closed.")


def _listening(port: int) -> socket.socket:
    """A socket that this computer alone can reach.

    Its protocol is named, for only then are small answers sent without waiting for more; the address may be taken
    again at once after a stop.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
        listening.set_inheritable(False)
    except BaseException:
        listening.close()
        raise
    return listening


async def _serve(
    place: Place, people: Caseload | None, listening: socket.socket, *, opens_browser: bool, say: Callable[[str], None]
) -> None:
    port, entrance = listening.getsockname()[1], Entrance()
    desk = Desk(place, entrance.root)
    server = _Server(_config())
    watch = Watch(server)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.call_later(LAST_PAGE_S, watch.stop)

    site = Site(desk, entrance.root, stop) if people is None else CaseloadSite(desk, people, entrance.root, stop)
    server.config.app = watch.seen(Guard(_with_doors(site.app(), entrance), entrance, port))
    _write_state(place, Running(os.getpid(), port, entrance.root))
    try:
        way = entrance.one_time(OPENS_WITHIN_S if opens_browser else PRINTED_FOR_S)
        _lead_in(f"http://{HOST}:{port}{way}", opens_browser=opens_browser, say=say)
        warming = asyncio.create_task(_before_anybody_asks(desk, people, watch))
        watching = asyncio.create_task(watch.look())
        await server.serve(sockets=[listening])
        for task in (warming, watching):
            task.cancel()
    finally:
        place.state.unlink(missing_ok=True)
        await desk.stop()


async def _before_anybody_asks(desk: Desk, people: Caseload | None, watch: "Watch") -> None:
    """Load what the first file will need; of a caseload, read what is new.

    Where nothing is kept yet, no worker is needed for the first page, and none takes its time away.
    """
    if people is None and not desk.has_history():
        await watch.first_page()
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
        body = entrance.one_time(for_s).encode()
        head = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

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


def _lead_in(address: str, *, opens_browser: bool, say: Callable[[str], None]) -> None:
    if opens_browser and webbrowser.open(address):
        say("The page opens in your browser. Nothing leaves this computer. Stop it there, or with Ctrl-C here.")
        say(f"If no page comes up, open this address within a minute; it works once: {address}")
        return
    say(f"Open this address in your browser on this computer; it works once: {address}")


def _write_state(index: Place, running: Running) -> None:
    """Leave word for a second start, readable by nobody else."""
    index.state.unlink(missing_ok=True)
    handle = os.open(index.state, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump({"pid": running.pid, "port": running.port, "root": running.root}, stream)


def found_running(index: Place) -> Running | None:
    """The page that runs already on this history; None where there is none, or it does not answer."""
    try:
        written = json.loads(index.state.read_text(encoding="utf-8"))
        running = Running(int(written["pid"]), int(written["port"]), str(written["root"]))
        ask_way_in(running, for_s=0.0)
    except (OSError, ValueError, KeyError, TypeError, UsageError):
        return None
    return running


def ask_way_in(running: Running, for_s: float) -> str:
    """A one-time path into a page that runs already.

    Raises
    ------
    UsageError
        It does not give one.
    OSError
        Nobody answers there.
    """
    import http.client  # noqa: PLC0415 - only where a page seems to run already

    connection = http.client.HTTPConnection(HOST, running.port, timeout=PROBE_S)
    with contextlib.closing(connection):
        query = "?printed" if for_s > OPENS_WITHIN_S else ""
        origin = {"Origin": f"http://{HOST}:{running.port}", "Content-Length": "0"}
        try:
            connection.request("POST", f"{running.root}/way-in{query}", headers=origin)
            answer = connection.getresponse()
            way = answer.read().decode("ascii", "replace")
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        if answer.status != 200 or not way.startswith("/start/"):
            message = "Another program answers where the page ran."
            raise UsageError(message, hint="Try again.")
    return way
