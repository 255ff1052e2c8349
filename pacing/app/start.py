"""`pacing app`: take an address that this computer alone reaches, and lead the browser there or to a page that runs.

The browser is led in before the server is loaded: both take a moment, and what is asked meanwhile waits at the address.
"""

import contextlib
import gc
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pacing.app.entrance import OPENS_WITHIN_S, PRINTED_FOR_S, Entrance
from pacing.app.place import Place, make_ready
from pacing.errors import UsageError

if TYPE_CHECKING:
    from pacing.app.caseload import Caseload

HOST = "127.0.0.1"
PROBE_S = 3.0
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
    people = None if caseload is None else _people(caseload, index.folder)
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
    with contextlib.closing(listening), _known_to_others(index, listening) as entrance:
        way = entrance.one_time(OPENS_WITHIN_S if opens_browser else PRINTED_FOR_S)
        _lead_in(f"http://{HOST}:{listening.getsockname()[1]}{way}", opens_browser=opens_browser, say=say)
        gc.disable()  # what is loaded stays: to look for garbage in it is a thirtieth of the start
        from pacing.app.serving import serve  # noqa: PLC0415 - the browser starts meanwhile

        gc.freeze()
        gc.enable()
        gc.set_threshold(OBJECTS)  # a server lives long and makes garbage; a command, for its one run, looks away
        serve(index, people, listening, entrance)
    say("The page is closed.")


def _people(folder: Path, data: Path) -> "Caseload":
    from pacing.app.caseload import Caseload  # noqa: PLC0415 - one person's page needs none of it

    return Caseload(folder, data)


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


@contextlib.contextmanager
def _known_to_others(index: Place, listening: socket.socket) -> Iterator[Entrance]:
    """The entrance, as long as a second start may find it."""
    entrance = Entrance()
    _write_state(index, Running(os.getpid(), listening.getsockname()[1], entrance.root))
    try:
        yield entrance
    finally:
        index.state.unlink(missing_ok=True)


def _lead_in(address: str, *, opens_browser: bool, say: Callable[[str], None]) -> None:
    if opens_browser and _opened(address):
        say("The page opens in your browser. Nothing leaves this computer. Stop it there, or with Ctrl-C here.")
        say(f"If no page comes up, open this address within a minute; it works once: {address}")
        return
    say(f"Open this address in your browser on this computer; it works once: {address}")


def _opened(address: str) -> bool:
    import webbrowser  # noqa: PLC0415 - an address that is only said needs none

    return webbrowser.open(address)


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
