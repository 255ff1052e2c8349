"""What two builds are compared at; each task runs in a process of its own, with whichever build is on its path.

Only what both builds offer is used, so that one script measures either. A task gives the seconds it measured itself
(work in a warm process: the least of some rounds), or None where the whole process counts, and the numbers it found.
"""

import datetime as dt
import hashlib
import importlib
import io
import json
import os
import resource
import runpy
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
CORPUS = TOP.parent / "shared" / "corpus"
SAMPLE, STRAP = TOP / "sample_data" / "walk_paced.fit", TOP / "sample_data" / "strap_rest_and_walk.fit"
LARGE = CORPUS / "fit" / "fit__activity-large-fenxi2-multisport.fit"
ROUNDS = 9
TABLE_ROWS = 1_000_000
MANY_ROWS = 10_000_000
MANY_FILES = 36
THOUSAND = 1000
SEASON_SESSIONS, SEASON_FILES = 1500, 24
TOLD = ("--limit", "110", "--age", "45", "--resting", "65", "--force")

Found = tuple[float | None, Any] | tuple[float | None, Any, float]
"""Seconds, or None where the process counts; what came out; and the peak [MiB] where it is that of a child."""


def _least(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def _read(path: Path) -> list[Any]:
    try:
        from pacing.read.read import read_recordings
    except ImportError:  # its place before
        read_recordings = importlib.import_module("pacing.read.recordings").read_recordings
    from pacing.read.reader import ReadOptions

    bounded = "budget" in ReadOptions.__dataclass_fields__  # of samples in a file
    options = ReadOptions(budget=4.0) if bounded else ReadOptions()
    return list(read_recordings(path, options))


def _course(recording: Any) -> list[float]:
    """Numbers that change if any sample does."""
    rate = recording.heart_rate
    beats = [] if recording.beats is None else [float(recording.beats.rr_ms.sum()), float(recording.beats.time_s.sum())]
    return [rate.bpm.size, float(rate.bpm[rate.bpm > 0].sum()), float(rate.time_s.sum()), *beats]


def _recordings(path: Path) -> Found:
    found = _read(path)
    return _least(lambda: _read(path)), [_course(recording) for recording in found]


def _table(path: Path) -> Found:
    begun = time.process_time()
    found = _read(path)
    return time.process_time() - begun, [_course(recording) for recording in found]


def _measured(path: Path) -> Found:
    import pacing

    def once() -> Any:
        return pacing.assess(path, limit=110, age=45, resting=65)

    found = once()
    values = {one.index.id: one.value for session in found.sessions for one in session.measurements}
    return _least(once), values


def _archive(folder: Path) -> Found:
    import pacing

    paths = sorted(folder.iterdir())

    def all_of_them() -> list[Any]:
        return [pacing.assess(path, limit=110, age=45, resting=65) for path in paths]

    numbers = [len(session.measurements) for found in all_of_them() for session in found.sessions]
    return _least(all_of_them, 2) / len(paths), numbers


def _assessed(path: Path) -> Found:
    """A long recording through the whole program, once; the process counts, with its memory."""
    import pacing

    sessions = pacing.assess(path, limit=110, age=45, resting=65).sessions
    return None, [len(session.measurements) for session in sessions]


def _page(path: Path) -> Found:
    import pacing

    found = pacing.assess(path, limit=110, age=45, resting=65)
    page = found.to_html()
    return _least(found.to_html), "<svg" in page


def _command(*words: str) -> Found:
    """A whole command in this process, from its start."""
    sys.argv = ["pacing", *words]
    written = io.StringIO()
    try:
        with redirect_stdout(written), redirect_stderr(io.StringIO()):
            runpy.run_module("pacing", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return None, end.code or 0
    return None, 0


def _by_the_clock(inputs: Path, form: str, jobs: str) -> Found:
    begun = time.perf_counter()
    found = _command("report", str(inputs / "many"), *TOLD, "--out", f"many.{form}", "--jobs", jobs)
    return time.perf_counter() - begun, found[1]


def _season(inputs: Path) -> Found:
    """The page over a season, from a history that this build made: once, in a process before."""
    tree = os.environ["PYTHONPATH"]
    history = inputs / f"season_{hashlib.sha256(tree.encode()).hexdigest()[:8]}.sqlite"
    if not history.exists():
        subprocess.run([sys.executable, __file__, MAKE_SEASON, str(history)], check=True, stdout=subprocess.DEVNULL)
    shown = [sys.executable, "-m", "pacing", "trend", "--history", str(history), "--force", "--out", "season.html"]
    page = subprocess.Popen([*shown, "--format", "html"], stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(page.pid, 0)
    said = subprocess.run([*shown[:-3], "--format", "json"], check=True, capture_output=True, text=True).stdout
    followed = sorted({trend["index"]["id"] for trend in json.loads(said)["trends"]})
    return used.ru_utime + used.ru_stime, [status, *followed], used.ru_maxrss / 1024.0


def _make_season(history: Path) -> Found:
    """Sessions of some files again and again, each on a day of its own."""
    import pacing
    from pacing.history.store import History

    paths = sorted((history.parent / "many").iterdir())[:SEASON_FILES]
    found = [s for path in paths for s in pacing.assess(path, limit=110, age=45, resting=65).sessions]
    first = found[0].recording.start
    with History(history) as kept:
        for number in range(SEASON_SESSIONS):
            session = found[number % len(found)]
            sha256 = hashlib.sha256(str(number).encode()).hexdigest()
            source = replace(session.recording.source, sha256=sha256, file_name=f"{number:04d}.fit")
            start = None if first is None else first + dt.timedelta(days=number)
            recording = replace(session.recording, start=start, source=source)
            kept.add(sha256, source.file_name, [replace(session, recording=recording)])
    return None, []


MAKE_SEASON = "make the history of a season"
TASKS: dict[str, Callable[[Path], Found]] = {
    "FIT to recordings: 24,239 records": lambda _: _recordings(LARGE),
    "FIT to recordings: half an hour with RR": lambda _: _recordings(STRAP),
    "table of 1,000,000 rows": lambda inputs: _table(inputs / "table.csv"),
    "table of 10,000,000 rows": lambda inputs: _table(inputs / "large_table.csv"),
    "all indices: half an hour": lambda _: _measured(SAMPLE),
    "all indices: half an hour with RR": lambda _: _measured(STRAP),
    "all indices: a file of 36 files of an hour": lambda inputs: _archive(inputs / "many"),
    "page in a warm process": lambda _: _page(SAMPLE),
    "command: --help": lambda _: _command("--help"),
    "command: report html, cold": lambda _: _command("report", str(SAMPLE), *TOLD, "--out", "page.html"),
    "command: report html, cold, with RR": lambda _: _command("report", str(STRAP), *TOLD, "--out", "page.html"),
    "command: report pdf, cold": lambda _: _command("report", str(SAMPLE), *TOLD, "--out", "page.pdf"),
    "command: report json, 36 files": lambda i: _command("report", str(i / "many"), *TOLD, "--out", "many.json"),
    "command: report html, 36 files, by the clock": lambda i: _by_the_clock(i, "html", "1"),
    "the same with --jobs 2": lambda i: _by_the_clock(i, "html", "2"),
    "FIT with beats: 100 hours": lambda i: _assessed(i / "beats_100.fit"),
    "FIT with beats: 300 hours": lambda i: _assessed(i / "beats_300.fit"),
    "FIT with speed: 1,000 hours": lambda i: _assessed(i / "speed_1000.fit"),
    "Fitbit table: 82 days": lambda i: _assessed(i / "fitbit_82.csv"),
    "Fitbit table: a year": lambda i: _assessed(i / "fitbit_365.csv"),
    "table of 30 days, each second": lambda i: _assessed(i / "seconds_30.csv"),
    "command: report pdf, 36 files, by the clock": lambda i: _by_the_clock(i, "pdf", "1"),
    "the same as pdf with --jobs 2": lambda i: _by_the_clock(i, "pdf", "2"),
    "command: trend html, 1,500 sessions": _season,
    "command: report json, 1,000 files": lambda i: _command("report", str(i / "thousand"), *TOLD, "--out", "all.json"),
    "command: inspect json, 1,000 files": lambda i: _command("inspect", str(i / "thousand"), "--format", "json"),
}
ONCE = frozenset(
    (
        *("FIT with beats: 100 hours", "FIT with beats: 300 hours", "FIT with speed: 1,000 hours"),
        *("Fitbit table: 82 days", "Fitbit table: a year", "table of 30 days, each second"),
        *("command: report json, 1,000 files", "command: inspect json, 1,000 files"),
    )
)
"""Tasks that take the base tens of seconds, or memory alone is asked of: one round of them is enough."""
WITH_TWO = {
    "command: report html, 36 files, by the clock": "the same with --jobs 2",
    "command: report pdf, 36 files, by the clock": "the same as pdf with --jobs 2",
}
"""Tasks, and the same by two processes."""


def possible_tasks() -> list[str]:
    """Those whose files are there."""
    return [task for task in TASKS if "24,239" not in task or LARGE.exists()]


def made_inputs(folder: Path, chosen: Sequence[str]) -> None:
    """Write what the chosen tasks read."""
    from tests.performance.bench_archive import make_files

    for name, count, words in (
        ("many", MANY_FILES, ("36 files", "the same", "1,500 sessions")),
        ("thousand", THOUSAND, ("1,000 files",)),
    ):
        if any(word in task for task in chosen for word in words):
            (folder / name).mkdir()
            make_files(folder / name, count)
    if any("hours" in task or "days" in task or "a year" in task for task in chosen):
        from tests.performance.long_inputs import LONG_INPUTS

        for task in set(chosen) & set(LONG_INPUTS):
            LONG_INPUTS[task](folder)
    for name, rows, task in (
        ("table.csv", TABLE_ROWS, "table of 1,000,000 rows"),
        ("large_table.csv", MANY_ROWS, "table of 10,000,000 rows"),
    ):
        if task in chosen:
            make_table(folder / name, rows)


def make_table(path: Path, rows: int) -> None:
    """A wrist tracker's table: a value every five seconds, for years."""
    seconds = [dt.datetime(2016, 4, 1) + dt.timedelta(seconds=5 * k) for k in range(86400 // 5)]  # noqa: DTZ001
    clocks = [f"{at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}" for at in seconds]
    with path.open("w") as file:
        file.write("Id,Time,Value\r\n")
        for row in range(0, rows, len(clocks)):
            day = dt.date(2016, 4, 1) + dt.timedelta(days=row // len(clocks))
            date = f"{day.month}/{day.day}/{day.year}"
            some = enumerate(clocks[: rows - row], row)
            file.writelines(f"2022484408,{date} {clock},{60 + number % 60}\r\n" for number, clock in some)


def main() -> None:
    """Do one task and print what it took and gave."""
    work = _make_season if sys.argv[1] == MAKE_SEASON else TASKS[sys.argv[1]]
    seconds, values, *of_child = work(Path(sys.argv[2]))
    own_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(json.dumps({"seconds": seconds, "peak_mib": of_child[0] if of_child else own_mib, "values": values}))


if __name__ == "__main__":
    main()
