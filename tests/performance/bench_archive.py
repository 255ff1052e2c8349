"""How many one-hour sessions a second go through the whole program without figures, in one process and in two.

Run as `python tests/performance/bench_archive.py [files] [folder]` (200 by default; 1,000 for the full comparison).
The files are made once, with the project's own encoder, half of them with beats; a folder that holds them is used
again. Rounds of one process and of two take turns; memory is looked at after every tenth of the files.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pacing.model.person import Conditions, Person
from pacing.pipeline import FileResult, Request, assess_paths
from pacing.synthetic.fit_file import write_fit
from pacing.synthetic.population import Evidence, SensorClass, draw_plan
from pacing.synthetic.session import make_session

HOUR_S = 3600.0
SENSORS = (SensorClass.STRAP_BEATS, SensorClass.OPTICAL, SensorClass.STRAP_BEATS, SensorClass.SMART)
EVIDENCE = (Evidence.MARKERS, Evidence.MOVEMENT, Evidence.HEART_RATE)
MIB = 2.0**20
ROUNDS = 3


def make_file(folder: Path, number: int) -> Path:
    """One recording of an hour: a person and a session drawn at random, a day after the one before."""
    path = folder / f"{number:04d}.fit"
    if not path.exists():
        plan = draw_plan(number, SENSORS[number % len(SENSORS)], EVIDENCE[number % len(EVIDENCE)]).plan
        bout = replace(plan.bouts[0], duration_s=HOUR_S - plan.rest_s - plan.bouts[0].recovery_s)
        start = plan.start + timedelta(days=number) if plan.start is not None else None
        write_fit(make_session(replace(plan, bouts=(bout,), start=start), number).recording, path)
    return path


def make_files(folder: Path, count: int) -> list[Path]:
    """The archive, in the folder."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(make_file, folder), range(count), chunksize=8))


def resident_mib() -> float:
    """Memory this process holds now [MiB]; where the system does not tell, the most it ever held."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def run(paths: list[Path], jobs: int) -> Iterator[FileResult]:
    """The files through the whole program."""
    told = Person(age_years=45.0, resting_bpm=62.0)
    return assess_paths(paths, Request(told, Conditions(), rule="resting_plus_15"), jobs=jobs)


class Round(NamedTuple):
    """Seconds by the clock and of the processor, numbers a session, and memory after each tenth of the files [MiB]."""

    wall_s: float
    cpu_s: float
    numbers: float
    held_mib: list[float]


def timed(paths: list[Path], jobs: int) -> Round:
    """All files once; only numbers are kept of them."""
    begun, begun_cpu, given, held = time.perf_counter(), time.process_time(), 0, []
    for number, result in enumerate(run(paths, jobs), 1):
        if result.refusal is not None or len(result.sessions) != 1:
            raise RuntimeError(f"{result.name}: {result.refusal}")
        given += sum(one.value is not None for one in result.sessions[0].measurements)
        if number % max(1, len(paths) // 10) == 0:
            held.append(resident_mib())
    return Round(time.perf_counter() - begun, time.process_time() - begun_cpu, given / len(paths), held)


def main(count: int, folder: Path) -> None:
    """Print the table."""
    paths = make_files(folder, count)
    size = sum(path.stat().st_size for path in paths) / MIB
    print(f"{count} files of one hour, {size:.1f} MiB")
    list(run(paths[:8], 1))
    rounds = [(timed(paths, 1), timed(paths, 2)) for _ in range(ROUNDS)]
    one, cpu = (float(np.median([getattr(first, name) for first, _ in rounds])) for name in ("wall_s", "cpu_s"))
    speed_up = float(np.median([first.wall_s / second.wall_s for first, second in rounds]))
    print(f"one process    {one:7.2f} s {count / one:7.1f} files/s; processor time {1e3 * cpu / count:6.1f} ms a file")
    print(f"two processes  speed-up {speed_up:5.2f}, efficiency {speed_up / 2.0:4.0%}")
    print(f"numbers with an interval: {rounds[0][0].numbers:.1f} a session")
    held = [mib for first, _ in rounds for mib in first.held_mib]
    print(f"memory of one process, after each tenth: {' '.join(f'{mib:.0f}' for mib in held)} MiB")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    if len(sys.argv) > 2:
        kept = Path(sys.argv[2])
        kept.mkdir(parents=True, exist_ok=True)
        main(wanted, kept)
    else:
        with tempfile.TemporaryDirectory() as made:
            main(wanted, Path(made))
