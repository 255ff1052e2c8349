"""This program beside others at the same work: ratios from one run, and beside each whether both found the same.

Run from the project's top folder (about two minutes on a quiet machine)::

    python -m tests.performance.peers [--rounds 3]

| what | other program | needs |
|---|---|---|
| 10 million rows of a wristband's table | DuckDB on one thread, whole processes | `pip install duckdb`, 350 MB disk |
| every numeric field of all records of six FIT files | fitfast's `records` | `pip install fitfast`, the corpus |
| all numbers of a full set of variability, an hour | hrv-analysis | `pip install hrv-analysis` |
| sample entropy, an hour | NeuroKit2 | `pip install neurokit2` |

What is not installed is passed over by its name. Seconds are of the processor; rounds take turns, of short work the
best of five stands for a round on both sides, and the ratio is the median over rounds. `bench_fit`, `test_hrv_speed`
and `test_csv_speed` have more sizes and more programs.
"""

import argparse
import importlib
import importlib.util
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pacing.measure.hrv.nonlinear import sample_entropy
from tests.conftest import CORPUS
from tests.performance.bench_fit import files, ours_every_field, ours_recording, with_fitfast
from tests.performance.build_tasks import MANY_ROWS, make_table
from tests.performance.test_hrv_speed import SIZES, full_set, of_hrv_analysis, series
from tests.read.fit.fit_bytes import T0, UINT8, UINT32, FitBytes

HERE = Path(__file__).resolve().parents[2]
WITH_DUCKDB = """
import sys, duckdb
read = "read_csv(?, header=true, columns={'Id': 'BIGINT', 'Time': 'VARCHAR', 'Value': 'DOUBLE'})"
second = "epoch(strptime(Time, '%-m/%-d/%Y %-I:%M:%S %p'))"
connection = duckdb.connect()
connection.execute("SET threads = 1")
connection.execute("SET enable_progress_bar = false")
rows = connection.execute(f"SELECT Value AS bpm, {second} AS second FROM {read}", [sys.argv[1]]).fetchnumpy()
print(rows["bpm"].size, rows["bpm"].sum(), rows["second"][-1] - rows["second"][0])
"""
OURS = """
import sys, pathlib
from pacing.read.read import read_recordings
from pacing.read.reader import ReadOptions
(one,) = read_recordings(pathlib.Path(sys.argv[1]), ReadOptions(budget=4.0))
print(one.heart_rate.bpm.size, one.heart_rate.bpm.sum(), one.heart_rate.time_s[-1])
"""


class Row(NamedTuple):
    """One line: both times [ms], the ratio, and what both found."""

    title: str
    theirs_ms: float
    ours_ms: float
    ratio: float
    remark: str


def compared(
    title: str, theirs: Callable[[], object], ours: Callable[[], object], rounds: int, remark: str, best_of: int = 5
) -> Row:
    """Work in this process."""
    theirs()
    ours()
    pairs = [(_least_ms(theirs, best_of), _least_ms(ours, best_of)) for _ in range(rounds)]
    return _row(title, pairs, remark)


def _row(title: str, pairs: list[tuple[float, float]], remark: str) -> Row:
    theirs, ours = zip(*pairs, strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    return Row(title, statistics.median(theirs), statistics.median(ours), ratio, remark)


def _least_ms(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(1e3 * (time.process_time() - begun))
    return min(taken)


def table_rows(rounds: int) -> Iterator[Row]:
    """A table of years, read by whole processes into arrays of times and values."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "table.csv"
        make_table(path, MANY_ROWS)
        runs = [(_process(WITH_DUCKDB, path), _process(OURS, path)) for _ in range(rounds)]
    same = [float(word) for word in runs[0][0][2].split()] == [float(word) for word in runs[0][1][2].split()]
    peaks = f"peaks {max(a[1] for a, _ in runs):.0f} and {max(b[1] for _, b in runs):.0f} MiB"
    found = "count, sum and span the same" if same else f"{runs[0][0][2]} against {runs[0][1][2]}"
    yield _row("table of 10,000,000 rows: duckdb, 1 thread", [(a[0], b[0]) for a, b in runs], f"{found}; {peaks}")


def _process(code: str, path: Path) -> tuple[float, float, str]:
    """Milliseconds of the processor, peak [MiB] and words of a process."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPATH": str(HERE), "OPENBLAS_NUM_THREADS": "1"}
    words = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as process:
        said = "" if process.stdout is None else process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return 1e3 * (used.ru_utime + used.ru_stime), used.ru_maxrss / 1024.0, said.strip()


def fit_rows(rounds: int) -> Iterator[Row]:
    """Each file of the comparison at equal work, and one finished recording."""
    for name, data in (files() | {HUNDRED_THOUSAND: hundred_thousand_records()}).items():
        theirs, fields = partial(with_fitfast, data), partial(ours_every_field, data)
        remark = f"heart rates {theirs()[0]} and {fields()[0]}; intervals none and {fields()[1]}"
        yield compared(f"{name}: fitfast.records", theirs, fields, rounds, remark)
        if name.startswith("large"):
            yield compared("the same against our finished recording", theirs, partial(ours_recording, data), rounds, "")


HUNDRED_THOUSAND = "100,000 short records, made up"


def hundred_thousand_records() -> bytes:
    """A file of records with a time, a heart rate and a cadence each."""
    made = FitBytes().define(0, 20, [(253, 4, UINT32), (3, 1, UINT8), (4, 1, UINT8), (13, 1, UINT8)])
    for k in range(100_000):
        made.data(0, struct.pack("<IBBB", T0 + k, 60 + k % 90, 80 + k % 7, 20))
    return made.file()


def hrv_rows(rounds: int) -> Iterator[Row]:
    """The full set of hrv-analysis."""
    rr_ms = series(SIZES["1 h"])
    listed = rr_ms.tolist()
    theirs = of_hrv_analysis(listed)
    remark = f"SDNN {theirs['sdnn']:.4f} and {rr_ms.std(ddof=1):.4f} ms"
    theirs_all, ours_all = partial(of_hrv_analysis, listed), partial(full_set, rr_ms)
    yield compared("full set, 1 h: hrv-analysis", theirs_all, ours_all, rounds, remark, best_of=2)


def entropy_rows(rounds: int) -> Iterator[Row]:
    """Sample entropy alone."""
    import neurokit2 as nk

    rr_ms = series(SIZES["1 h"])
    r = 0.2 * float(rr_ms.std(ddof=1))
    theirs, ours = nk.entropy_sample(rr_ms, tolerance=r)[0], sample_entropy(rr_ms, r).entropy
    remark = f"{theirs:.9f} and {ours:.9f}"
    yield compared(
        f"SampEn, 1 h: NeuroKit2 {nk.__version__}",
        lambda: nk.entropy_sample(rr_ms, tolerance=r),
        lambda: sample_entropy(rr_ms, r),
        rounds,
        remark,
    )


PEERS: dict[str, Callable[[int], Iterator[Row]]] = {
    "duckdb": table_rows,
    "fitfast": fit_rows,
    "hrvanalysis": hrv_rows,
    "neurokit2": entropy_rows,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    print(f"{'what, and beside what':48s} {'theirs':>12s} {'ours':>12s}  theirs/ours")
    for module, rows in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{module} is not installed")
        elif module == "fitfast" and not CORPUS.exists():
            print("the corpus is not there")
        else:
            for row in rows(options.rounds):
                times = f"{row.theirs_ms:9.2f} ms {row.ours_ms:9.2f} ms"
                print(f"{row.title:48s} {times}  {row.ratio:8.2f}x  {row.remark}", flush=True)


if __name__ == "__main__":
    main()
