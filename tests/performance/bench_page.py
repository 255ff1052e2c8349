"""How long the local page takes: start, pages, drops, a changed limit, a hundred files, a caseload; and its memory.

Run as `python -m tests.performance.bench_page [rounds]` (5 by default) on a machine that does nothing else. Each line
gives the median and the best of its rounds, and the processor time of the server and its workers together.
`python -m tests.performance.bench_page memory` gives instead the memory of the workers over a hundred PDFs and a
thousand files.

The program's own modules are compiled first, as in every installation: where Python may not write what it compiled, all
of them would be compiled again at each start of a server and of a worker.
"""

import compileall
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pacing
from tests.app.running import Page, Reply, progress_of, started
from tests.performance.bench_archive import make_file, make_files

MS, MIB = 1000.0, 1 << 20
OK = 200
TICK_S = 0.01
LOOK_S = 0.1  # a page itself looks every 0.4 s; to be asked all the time would take a core from the workers
FILES, MEMBER_BYTES, THOUSAND = 100, 50 << 20, 1000
PEOPLE, SESSIONS = 10, 6


def processes(page: Page) -> list[int]:
    """The server and its workers."""
    children = Path(f"/proc/{page.process.pid}/task/{page.process.pid}/children").read_text(encoding="ascii")
    return [page.process.pid, *map(int, children.split())]


def processor_s(page: Page) -> float:
    """Processor time of the server and its workers so far [s]."""
    ticks = 0
    for pid in processes(page):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * TICK_S


def resident_mib(page: Page) -> list[int]:
    """Memory of the server and of each worker [MiB]."""
    found = []
    for pid in processes(page):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        found.append(int(status.partition("VmRSS:")[2].split()[0]) * 1024 // MIB)
    return found


def timed(
    what: str, page: Page, rounds: int, one: Callable[[int], object], before: Callable[[], object] = lambda: None
) -> None:
    """Print how long a thing took, round by round; what comes before each round is not counted."""
    took, used = [], 0.0
    for number in range(rounds):
        before()
        used -= processor_s(page)
        began = time.perf_counter()
        one(number)
        took.append((time.perf_counter() - began) * MS)
        used += processor_s(page)
    used *= MS / rounds
    print(
        f"{what:44} median {statistics.median(took):8.1f} ms   best {min(took):8.1f} ms   cpu {used:8.1f} ms",
        flush=True,
    )


def settled(page: Page, reply: Reply, look_s: float = TICK_S) -> str:
    """Where a drop leads, looked at so often."""
    pause = threading.Event()
    where = reply.location
    while where == "/progress":
        pause.wait(look_s)
        if progress_of(page)["running"]:
            continue
        where = page.get("/progress").location
    return where


def by_curl(page: Page, path: Path) -> "subprocess.Popen[bytes]":
    """A process of its own that drops a file: this one only waits for pages."""
    address = f"http://{page.host}{page.root}/files"
    return subprocess.Popen(["curl", "-s", "-H", f"Origin: http://{page.host}", "-F", f"files=@{path}", address])


def starts(top: Path, rounds: int) -> None:
    """From nothing to the first page."""
    took = []
    for number in range(rounds):
        began = time.perf_counter()
        page = started(top / f"start {number}")
        page.get("/")
        took.append((time.perf_counter() - began) * MS)
        page.stop()
    print(f"{'start to first page':44} median {statistics.median(took):8.1f} ms   best {min(took):8.1f} ms")


def pages(page: Page, files: list[bytes], rounds: int) -> str:
    """Drops of one file, and pages that were drawn before; gives where a session is."""
    where = settled(page, page.drop(("warm.fit", files[-1])))

    def drop(number: int) -> None:
        assert page.get(settled(page, page.drop((f"{number}.fit", files[number])))).status == OK

    timed("one-hour FIT to its page, warm", page, rounds, drop)
    for path in (where, "/", "/week", "/season", "/diary"):
        assert page.get(path).status == OK
        timed(f"{path[:8]} again", page, 20, lambda _, path=path: page.get(path))  # type: ignore[misc]
    return where


def changes(page: Page, where: str, rounds: int) -> None:
    """A limit and phases, each to the page that shows them."""

    def limit(number: int) -> None:
        page.post(f"{where}/limit", {"bpm": str(100 + number)})
        page.get(where)

    def phases(number: int) -> None:
        page.post(f"{where}/phases", {"began": "5:00", "stopped": f"{20 + number}:00"})
        page.get(where)

    def none() -> None:
        page.post(f"{where}/limit-none")
        page.get("/")

    timed(f"first limit with {FILES} kept, to the page", page, rounds, limit, none)
    timed(f"later limit with {FILES} kept, to the page", page, rounds, lambda number: limit(number + rounds))
    timed("phases changed, to the page", page, rounds, phases)
    timed("season for the first time", page, 1, lambda _: page.get("/season"))
    timed("sheet of a session as PDF", page, 1, lambda _: page.get(f"{where}/sheet.pdf"))


def large(page: Page, where: str, files: list[bytes], top: Path) -> None:
    """Pages while a large archive comes in and is read."""
    big = top / "big.zip"
    with zipfile.ZipFile(big, "w") as archive:
        for number in range(10):
            archive.writestr(f"{number}.bin", bytes(MEMBER_BYTES))
            archive.writestr(f"{number}.fit", files[number])
    waits: list[float] = []
    began = time.perf_counter()
    dropping = by_curl(page, big)
    while dropping.poll() is None or progress_of(page)["running"]:
        asked = time.perf_counter()
        page.get(where)
        waits.append((time.perf_counter() - asked) * MS)
    took = time.perf_counter() - began
    middle, longest = statistics.median(waits), max(waits)
    print(f"500 MB zip in {took:.1f} s; a page meanwhile: median {middle:.1f} ms, longest {longest:.1f} ms")


def main(rounds: int) -> None:
    """Everything, in order."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        hours = top / "hours"
        hours.mkdir()
        files = [make_file(hours, number).read_bytes() for number in range(FILES)]
        starts(top, rounds)
        page = started(top / "data")
        where = pages(page, files, rounds)
        print(f"memory {resident_mib(page)} MiB")
        every = [(f"{number}.fit", file) for number, file in enumerate(files)]
        timed(f"{FILES} one-hour FITs", page, 1, lambda _: settled(page, page.drop(*every), LOOK_S))
        changes(page, where, rounds)
        large(page, where, files, top)
        print(f"memory {resident_mib(page)} MiB")
        page.stop()
        caseload(top, files)


def caseload(top: Path, files: list[bytes]) -> None:
    """Ten people with six sessions each."""
    practice = top / "practice"
    for person in range(PEOPLE):
        (practice / f"{person}").mkdir(parents=True)
        for number in range(SESSIONS):
            (practice / f"{person}" / f"{number}.fit").write_bytes(files[person * SESSIONS + number])
    began = time.perf_counter()
    page = started(top / "caseload", "--caseload", str(practice))
    pause = threading.Event()
    while progress_of(page)["running"]:
        pause.wait(LOOK_S)
    print(
        f"caseload of {PEOPLE} x {SESSIONS} read in {time.perf_counter() - began:.1f} s, cpu {processor_s(page):.1f} s"
    )
    page.get("/people")
    timed("rows of ten people", page, 20, lambda _: page.get("/people"))

    def sheets(_: int) -> None:
        assert page.get("/people/sheets.pdf").status == OK

    timed("all sheets as one PDF", page, 1, sheets)
    page.stop()


def memory() -> None:
    """Memory of the workers over a hundred PDFs in a row, then over a thousand files."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        paths = make_files(top, THOUSAND)
        page = started(top / "data")
        page.get("/")
        for first in range(0, THOUSAND, FILES):
            every = [(path.name, path.read_bytes()) for path in paths[first : first + FILES]]
            settled(page, page.drop(*every), LOOK_S)
            print(f"{first + FILES} files kept: server and workers {resident_mib(page)} MiB", flush=True)
        ids = re.findall(r"/session/([0-9a-f]{16}-\d+)", page.get("/?all").body.decode())[:FILES]
        for count, session in enumerate(ids, 1):
            assert page.get(f"/session/{session}/sheet.pdf").status == OK
            if count % 10 == 0:
                print(f"{count} PDFs: server and workers {resident_mib(page)} MiB", flush=True)
        page.stop()


if __name__ == "__main__":
    compileall.compile_dir(Path(pacing.__file__).parent, quiet=1)
    memory() if "memory" in sys.argv else main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
