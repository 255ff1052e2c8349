"""What two builds are compared at; each task runs in a process of its own, with whichever build is on its path.

Only what both builds offer is used, so that one script measures either. A task gives the seconds it measured itself
(work in a warm process: the least of some rounds), or None where the whole process counts, and the numbers it found.
"""

import datetime as dt
import io
import json
import resource
import runpy
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
CORPUS = TOP.parent / "shared" / "corpus"
SAMPLE, STRAP = TOP / "sample_data" / "walk_paced.fit", TOP / "sample_data" / "strap_rest_and_walk.fit"
LARGE = CORPUS / "fit" / "fit__activity-large-fenxi2-multisport.fit"
ROUNDS = 9
TABLE_ROWS = 1_000_000
MANY_FILES = 36
TOLD = ("--limit", "110", "--age", "45", "--resting", "65", "--force")

Found = tuple[float | None, Any]


def _least(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def _read(path: Path) -> list[Any]:
    import pacing

    name = "read_recordings" if hasattr(pacing, "read_recordings") else "read"  # its name before
    read: Callable[[Path], Any] = getattr(pacing, name)
    return list(read(path))


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
    _, code = _command("report", str(inputs / "many"), *TOLD, "--out", f"many.{form}", "--jobs", jobs)
    return time.perf_counter() - begun, code


TASKS: dict[str, Callable[[Path], Found]] = {
    "FIT to recordings: 24,239 records": lambda _: _recordings(LARGE),
    "FIT to recordings: half an hour with RR": lambda _: _recordings(STRAP),
    "table of 1,000,000 rows": lambda inputs: _table(inputs / "table.csv"),
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
}


def possible_tasks() -> list[str]:
    """Those whose files are there."""
    return [task for task in TASKS if "24,239" not in task or LARGE.exists()]


def made_inputs(folder: Path, chosen: Sequence[str]) -> None:
    """Write what the chosen tasks read."""
    if any("36 files" in task or "the same" in task for task in chosen):
        from tests.performance.bench_archive import make_file

        (folder / "many").mkdir()
        for number in range(MANY_FILES):
            make_file(folder / "many", number)
    if any("hours" in task or "days" in task or "a year" in task for task in chosen):
        from tests.performance.long_inputs import LONG_INPUTS

        for task in set(chosen) & set(LONG_INPUTS):
            LONG_INPUTS[task](folder)
    if any("table of 1,000,000" in task for task in chosen):
        with (folder / "table.csv").open("w") as file:
            file.write("Id,Time,Value\r\n")
            start = dt.datetime(2016, 4, 1)  # noqa: DTZ001 - the table's clock has no zone
            for row in range(TABLE_ROWS):
                at = start + dt.timedelta(seconds=5 * row)
                clock = f"{at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"
                file.write(f"2022484408,{at.month}/{at.day}/{at.year} {clock},{60 + row % 60}\r\n")


def main() -> None:
    """Do one task and print what it took and gave."""
    seconds, values = TASKS[sys.argv[1]](Path(sys.argv[2]))
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(json.dumps({"seconds": seconds, "peak_mib": peak_mib, "values": values}))


if __name__ == "__main__":
    main()
