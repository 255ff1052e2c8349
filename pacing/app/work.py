"""What a worker process runs: `python -m pacing.app.work ROLE SETTING`; knows no web server.

It reads tasks from standard input and writes answers to standard output, both in frames. Tasks that change the history
run beside those that show it, so that a history locked by another program delays no page. The process ends when nobody
speaks to it any more.
"""

import importlib
import json
import os
import queue
import shutil
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from pacing.app.messages import Message, framed, read_frame
from pacing.app.place import OURS_ALONE, Place
from pacing.app.tasks import Job, Role, Task, Tell
from pacing.errors import PacingError

ROLES = {"measure": "pacing.app.measuring_worker", "draw": "pacing.app.showing_worker"}
SPARE_BYTES = 5 << 29  # design: 2.5 GiB, what the libraries and reading one file may take together


def main(role_name: str, setting: Mapping[str, Any]) -> None:
    """Do tasks until standard input ends."""
    tasks_in, replies = sys.stdin.buffer, _own_output()
    index = Place(Path(setting["history"]), Path(setting["profile"]), str(setting["run"]))
    root = str(setting["root"])
    os.umask(OURS_ALONE)
    for library in ("OPENBLAS", "OMP", "MKL"):  # our matrices are small: threads only wait for each other
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    worker = _Worker(index, root, replies)
    threading.Thread(target=worker.listen, args=(tasks_in,), daemon=True).start()
    worker.serve(role_name)


def _own_output() -> BinaryIO:
    """Standard output for our frames alone: whatever a library prints goes to standard error."""
    frames = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return frames


class _Worker:
    def __init__(self, index: Place, root: str, replies: BinaryIO) -> None:
        self._place, self._root, self._replies = index, root, replies
        self._writing = threading.Lock()
        self._shown: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._changed: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._stopped: set[int] = set()
        self._tasks: Mapping[str, Task] = {}
        self._ready = threading.Event()

    def listen(self, stream: BinaryIO) -> None:
        """Sort what comes in; at the end of the stream, nobody waits for an answer any more."""
        while (frame := read_frame(stream)) is not None:
            message = frame[0]
            if "leave" in message:
                os._exit(0)
            if "stop" in message:
                self._stopped.add(message["stop"])
                continue
            self._ready.wait()
            task = self._tasks.get(message["task"])
            (self._changed if task is not None and task.changes else self._shown).put(message)
        shutil.rmtree(self._place.incoming, ignore_errors=True)
        os._exit(0)  # in the middle of whatever it does: a transaction is whole or not there

    def serve(self, role_name: str) -> None:
        """Load the role and do its tasks, those that change something in a thread of their own."""
        role: Role = importlib.import_module(ROLES[role_name]).ROLE  # heavy: messages must be listened to before
        self._tasks = role.tasks
        if role.is_bounded:
            _bound_memory()
        self._ready.set()
        threading.Thread(target=self._do_all, args=(self._changed,), daemon=True).start()
        self._do_all(self._shown)

    def _do_all(self, tasks: "queue.SimpleQueue[Message]") -> None:
        while True:
            self._do(tasks.get())

    def _do(self, message: Message) -> None:
        number = message["id"]
        tell: Tell = lambda news: self._send({"id": number, "news": news})  # noqa: E731 - bound to this message
        index, root = self._where(message["what"])
        job = Job(index, root, message["what"], tell, lambda: number in self._stopped)
        try:
            remarks, payload = self._tasks[message["task"]].run(job)
        except PacingError as error:
            self._refuse(number, type(error).__name__, error.message, error.hint)
        except MemoryError:
            self._refuse(number, "MemoryError", "This needs more memory than there is.", "Close other programs.")
        except Exception as error:
            if os.environ.get("PACING_DEBUG"):
                raise
            words = f"The program made a mistake of its own ({type(error).__name__})."
            self._refuse(number, "InternalError", words, "This is not your fault; please report it.")
        else:
            self._send({"id": number, "said": remarks, "resident": _resident_bytes()}, payload)

    def _where(self, what: Mapping[str, Any]) -> tuple[Place, str]:
        """Whose history a task is about: this page's own, or that of a person of a caseload."""
        at = what.get("at")
        if at is None:
            return self._place, self._root
        own = self._place
        person = Place(Path(at["history"]), Path(at["profile"]), own.run, own.every_incoming)
        return person, f"{self._root}{at['path']}"

    def _refuse(self, number: int, kind: str, message: str, hint: str) -> None:
        self._send({"id": number, "refused": {"kind": kind, "message": message, "hint": hint}})

    def _send(self, message: Message, payload: bytes = b"") -> None:
        with self._writing:
            self._replies.write(framed(message, payload))
            self._replies.flush()


def _resident_bytes() -> int:
    """How much memory this process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _bound_memory() -> None:
    """Let reading a monstrous file fail for want of memory, and not the whole computer; Linux only."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + SPARE_BYTES, resource.RLIM_INFINITY))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
