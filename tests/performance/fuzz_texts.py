"""A long fuzz run over tables, lists, XML and JSON through all stages; not part of the test run.

Run it from the project's top folder::

    python -m tests.performance.fuzz_texts --count 50000 --seed 1

Each input is one of the samples of the readers with some of its lines or numbers changed, taken out, moved, or one line
written 50 to 500 times in a row. It ends with a traceback at the first exception that is not a `PacingError`.
"""

import argparse
import io
import re
import time
import warnings
from pathlib import Path
from random import Random

from pacing.errors import PacingError
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

SAMPLES = Path(__file__).resolve().parents[1] / "read"
SUFFIXES = {".csv", ".txt", ".hrm", ".tcx", ".gpx", ".xml", ".sample"}
LARGEST_SEED_BYTES = 20_000
REPORT_EVERY = 1_000
WORDS = (
    *(b"", b"-1", b"0", b"nan", b"1e308", b"-1e308", b"65535", b"9999999999", b"9999-12-31 23:59:59", b"1899-12-30"),
    *(
        b"\x00",
        b"\x0b",
        b"<",
        b"]]>",
        b"{",
        b"24:00:00",
        b";",
        b"\xe2\x80\xaf",
        "下午".encode(),
        b"pm",
        b"\xff\xfe",
        b'"',
    ),
)
NUMBER = re.compile(rb"[\d.]+")
PERSON = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=100),))


def seeds() -> list[tuple[str, bytes]]:
    """Name and bytes of every small sample of the readers."""
    paths = sorted(path for path in SAMPLES.rglob("*") if path.suffix in SUFFIXES)
    return [(path.name, path.read_bytes()) for path in paths if path.stat().st_size < LARGEST_SEED_BYTES]


def mutated(data: bytes, random: Random) -> bytes:
    """The text with a few changes, and in a third of all cases with a line written again and again."""
    lines = data.split(b"\n")
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        place = random.randrange(len(lines))
        numbers = list(NUMBER.finditer(lines[place]))
        kind = random.randrange(5)
        if kind <= 1 and numbers:
            found = random.choice(numbers)
            lines[place] = lines[place][: found.start()] + random.choice(WORDS) + lines[place][found.end() :]
        elif kind == 2:
            lines.insert(random.randrange(len(lines)), lines.pop(place))
        elif kind == 3:
            at = random.randrange(len(lines[place]) + 1)
            lines[place] = lines[place][:at] + random.choice(WORDS) + lines[place][at:]
        else:
            del lines[place : place + random.randint(1, 3)]
            lines = lines or [b""]
    if random.randrange(3) == 0:
        place = random.randrange(len(lines))
        lines[place:place] = [lines[place]] * random.randint(50, 500)
    text = b"\n".join(lines)
    return text[: random.randrange(len(text) + 1)] if random.randrange(12) == 0 else text


def run(count: int, seed: int) -> None:
    """Read and assess `count` mutated texts and print how it went."""
    random, known, request = Random(seed), seeds(), Request(PERSON)
    begin, longest, read = time.perf_counter(), 0.0, 0
    for number in range(1, count + 1):
        name, data = random.choice(known)
        data = mutated(data, random)
        source = SourceFile(name, lambda data=data: io.BytesIO(data))  # type: ignore[misc]
        started = time.perf_counter()
        try:
            recordings = read_source(source, ReadOptions())
            read += bool(recordings)
            for recording in recordings:
                assess_recording(recording, request)
        except PacingError:
            pass
        except BaseException:
            Path("fuzz_text_failure.txt").write_bytes(data)
            print(f"failure at input {number} of seed {seed} ({name}): written to fuzz_text_failure.txt")
            raise
        longest = max(longest, time.perf_counter() - started)
        if number % REPORT_EVERY == 0 or number == count:
            spent = time.perf_counter() - begin
            print(f"{number} inputs, {read} gave recordings, longest {longest:.3f} s, {spent:.0f} s in all", flush=True)


def main() -> None:
    """The command line."""
    warnings.simplefilter("error")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run(options.count, options.seed)


if __name__ == "__main__":
    main()
