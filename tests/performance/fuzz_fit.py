"""A long fuzz run over the FIT reader; not part of the test run.

By our own mutations, any number of them, from the project's top folder::

    python -m tests.performance.fuzz_fit --count 1000000 --seed 1

By coverage-guided atheris, where it is installed (`pip install atheris`)::

    python -m tests.performance.fuzz_fit --atheris -max_total_time=3600

Both end with a traceback at the first exception that is not a `ReadError`. Of the mutated files one in eight also has a
message written 50 to 500 times, and `--stages N` sends every Nth recording through all stages, not the reading alone.
"""

import argparse
import importlib
import sys
import time
import warnings
from pathlib import Path
from random import Random

from pacing.errors import ReadError
from pacing.model.person import LimitSetting, Person
from pacing.model.recording import Recording
from pacing.pipeline import Request, assess_recording
from tests.conftest import CORPUS
from tests.read.fit.fit_bytes import read_all
from tests.read.fit.fit_mutations import mutated, repeated, rich_file

LARGEST_SEED_BYTES = 8000
REPORT_EVERY = 5_000


REPEATED_SHARE = 1 / 8
PERSON = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=100),))


def read_one_input(data: bytes) -> tuple[Recording, ...]:
    """The recordings; anything but a `ReadError` escapes."""
    try:
        return read_all(data)
    except ReadError:
        return ()


def seeds() -> list[bytes]:
    """Our own file and the small real ones, where the corpus is here."""
    files = [path for path in sorted(CORPUS.glob("*/*.[fF][iI][tT]")) if path.stat().st_size < LARGEST_SEED_BYTES]
    return [rich_file()] * 3 + [path.read_bytes() for path in files]


def mutate(count: int, seed: int, stages: int) -> None:
    """Read `count` mutated files and print how it went."""
    random = Random(seed)
    known = seeds()
    begin, longest, read, assessed = time.perf_counter(), 0.0, 0, 0
    request = Request(PERSON)
    for number in range(1, count + 1):
        data = random.choice(known)
        data = repeated(data, random) if random.random() < REPEATED_SHARE else data
        data = mutated(data, random) if random.random() < 1 - REPEATED_SHARE else data
        started = time.perf_counter()
        try:
            recordings = read_one_input(data)
            read += bool(recordings)
            for recording in recordings if number % stages == 0 else ():
                assess_recording(recording, request)
                assessed += 1
        except BaseException:
            Path("fuzz_fit_failure.fit").write_bytes(data)
            print(f"failure at input {number} of seed {seed}: written to fuzz_fit_failure.fit")
            raise
        longest = max(longest, time.perf_counter() - started)
        if number % REPORT_EVERY == 0 or number == count:
            spent = time.perf_counter() - begin
            how = f"{read} gave recordings, {assessed} assessed, longest {longest:.3f} s, {spent:.0f} s in all"
            print(f"{number} inputs, {how}", flush=True)


def main() -> None:
    """The command line of the two ways."""
    warnings.simplefilter("error")
    if "--atheris" in sys.argv:
        atheris = importlib.import_module("atheris")
        sys.argv.remove("--atheris")
        atheris.instrument_all()
        atheris.Setup(sys.argv, read_one_input)
        atheris.Fuzz()
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stages", type=int, default=1)
    options = parser.parse_args()
    mutate(options.count, options.seed, options.stages)


if __name__ == "__main__":
    main()
