"""A page that really runs: its own process, its own folder, and a client that speaks over a bare socket."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
PATIENCE_S = 120.0
PAUSE_S = 0.05
BOUNDARY = "a-boundary"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, without markup and runs of spaces."""
        return " ".join(re.sub(r"<[^>]*>", " ", self.body.decode()).split())

    @property
    def location(self) -> str:
        """Where it leads, without the secret."""
        return "/" + self.headers["location"].split("/", 2)[2]


@dataclass(slots=True)
class Page:
    """A running page: process, port, secret path, and the folder it keeps things in."""

    process: "subprocess.Popen[str]"
    port: int
    root: str
    folder: Path
    spoken: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Its name."""
        return f"127.0.0.1:{self.port}"

    def raw(self, data: bytes, *, ends: bool = True) -> bytes:
        """Everything that comes back for these bytes; `ends`: nothing more is sent after them."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as wire:
            wire.sendall(data)
            if ends:
                wire.shutdown(socket.SHUT_WR)
            parts = []
            while part := wire.recv(65536):
                parts.append(part)
        return b"".join(parts)

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Reply:
        """One request as it is written here, below no secret."""
        lines = {"Host": self.host, "Connection": "close", **(headers or {})}
        if body or method == "POST":
            lines.setdefault("Content-Length", str(len(body)))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value != "")
        return reply_from(self.raw(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body, ends=False))

    def get(self, path: str) -> Reply:
        """A page below the secret path."""
        return self.ask("GET", self.root + path)

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Reply:
        """A form as the page's own would send it."""
        own = {"Origin": f"http://{self.host}", "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", self.root + path, {**own, **headers}, urlencode(fields or {}).encode())

    def drop(self, *files: tuple[str, bytes]) -> Reply:
        """Files as a browser would send them."""
        own = {"Origin": f"http://{self.host}", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self.ask("POST", f"{self.root}/files", own, form_with(*files))

    def drop_and_wait(self, *names: str) -> str:
        """Drop samples by name, wait until they are read; gives where that leads."""
        return self.settled(self.drop(*((name, (SAMPLES / name).read_bytes()) for name in names)))

    def settled(self, reply: Reply) -> str:
        """Where a drop leads once it is read."""
        where = reply.location
        until = threading.Event()
        while where == "/progress":
            until.wait(PAUSE_S)
            reply = self.get("/progress")
            where = reply.location if reply.status == 303 else where
        return where

    def files(self) -> dict[str, bytes]:
        """Everything in its folder, but for what stands beside a database as long as it is open and holds no data."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
        every = {str(path.relative_to(self.folder)): path.read_bytes() for path in found}
        return {name: content for name, content in every.items() if content or not name.endswith("-wal")}

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT) if os.name == "posix" else self.process.terminate()
        self.process.wait(PATIENCE_S)
        if self.process.stderr is not None:
            self.process.stderr.close()


def reply_from(data: bytes) -> Reply:
    """The first answer among bytes of a connection."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first:
        return Reply(0, {}, b"")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Reply(int(first.split()[1]), headers, body)


def form_with(*files: tuple[str, bytes], end: bytes = b"--\r\n") -> bytes:
    """A multipart form with these files."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, content in files
    ]
    return b"".join(parts) + f"--{BOUNDARY}".encode() + end


Start = Callable[..., Page]


def files_below(folder: Path) -> list[str]:
    """The names of all files in a folder and its folders."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def started(folder: Path, *arguments: str, installed: Path | None = None) -> Page:
    """A page of its own in a folder; `installed`: where the program lies that it is started from."""
    command = [sys.executable, "-m", "pacing", "app", "--no-browser", *arguments]
    command += ["--history", str(folder / "history.sqlite"), "--profile", str(folder / "profile.toml")]
    surroundings = {**os.environ, "NO_COLOR": "1"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=surroundings, cwd=installed)
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)(/start/\S+)", said)
    assert found is not None, said + process.stderr.read()
    page = Page(process, int(found[1]), "", folder, [said])
    page.root = page.ask("GET", found[2]).headers["location"].rstrip("/")
    return page


def progress_of(page: Page) -> dict[str, object]:
    """How far a drop is."""
    told: dict[str, object] = json.loads(page.get("/progress.json").body)
    return told
