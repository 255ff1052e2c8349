"""What broken tables and FIT files read as, value by value, as it was when somebody last looked.

Each is one of the readers' samples with something changed in it by chance, always the same; that nothing worse than an
error in words comes of it is asked elsewhere, this holds what is made of the rest. `pytest
tests/golden/test_broken_files.py --rewrite-golden` accepts what is read now.
"""

import hashlib
import io
import json
import zlib
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from pacing.errors import ReadError
from pacing.model.recording import Recording
from pacing.read.read import read_daily, read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.synthetic.fit_file import fit_bytes
from pacing.synthetic.plan import SessionPlan
from pacing.synthetic.session import make_session
from tests.performance.fuzz_texts import mutated, seeds
from tests.read.fit import fit_mutations

GOLDEN = Path(__file__).parent / "broken_files.json"
TEXTS_EACH, FIT_FILES, TORN_FILES = 8, 90, 24
Outcomes = dict[str, list[str]]


def read_as(name: str, data: bytes) -> str:
    """How many recordings, days and values a file gives, with a sum over all of them; or which error."""
    source = SourceFile(name, lambda: io.BytesIO(data))
    try:
        days = [[str(one.day), one.kind.value, one.value, one.source] for one in read_daily(source, ReadOptions())]
    except ReadError as error:
        days = [[type(error).__name__]]
    try:
        recordings = read_source(source, ReadOptions())
    except ReadError as error:
        return f"{type(error).__name__} {len(days)} {_digest(days)}"
    values = sum(one.heart_rate.bpm.size for one in recordings)
    return f"{len(recordings)} {values} {len(days)} {_digest([days, [_content(one) for one in recordings]])}"


def _content(recording: Recording) -> list[Any]:
    beats = recording.beats
    series = [("heart rate", recording.heart_rate.time_s, recording.heart_rate.bpm)]
    series += [] if beats is None else [("beats", beats.time_s, beats.rr_ms)]
    series += [(one.name, one.time_s, one.value) for one in recording.channels]
    markers = [[round(one.time_s, 4), str(one.kind), one.label] for one in recording.markers]
    told = [str(recording.start), round(recording.duration_s, 4), recording.sport, recording.source.damage]
    return [
        *told,
        str(recording.kind),
        recording.source.reader,
        markers,
        *([n, _all(t), _all(v)] for n, t, v in series),
    ]


def _all(values: Any) -> list[float | None]:
    return [None if np.isnan(one) else round(float(one), 4) + 0.0 for one in values]


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:10]


def texts(name: str, data: bytes) -> list[str]:
    """A sample with chance changes of its own."""
    random = Random(zlib.crc32(name.encode()))
    return [read_as(name, mutated(data, random)) for _ in range(TEXTS_EACH)]


def fit_files() -> list[str]:
    """The FIT file with every message, changed and with messages written again and again."""
    seed, random = fit_mutations.rich_file(), Random(7)
    ways = (fit_mutations.mutated, fit_mutations.mutated, fit_mutations.repeated)
    return [read_as("a.fit", ways[number % 3](seed, random)) for number in range(FIT_FILES)]


def torn_fit_files() -> list[str]:
    """A walk as a FIT file, with bytes in its middle lost, doubled or turned to noise."""
    whole, random, files = fit_bytes(make_session(SessionPlan(beats=True), 3).recording), Random(8), []
    for number in range(TORN_FILES):
        data, at, size = bytearray(whole), random.randrange(400, len(whole) - 900), random.choice((1, 3, 20, 150, 700))
        if number % 4 == 0:
            del data[at : at + size]
        elif number % 4 == 1:
            data[at : at + size] = random.randbytes(size)
        elif number % 4 == 2:
            data[at:at] = random.randbytes(size)
        else:
            data[at:at] = data[at - size : at]
        files.append(read_as("a.fit", bytes(data)))
    return files


SAMPLES = dict(seeds())
KNOWN: Outcomes = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}


def _held(name: str, now: list[str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        KNOWN[name] = now
        text = json.dumps(dict(sorted(KNOWN.items())), indent=0).replace('",\n"', '", "')
        GOLDEN.write_text(f"{text}\n", encoding="utf-8")
    assert now == KNOWN[name]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_broken_table_reads_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    if name not in KNOWN and not request.config.getoption("--rewrite-golden"):
        pytest.skip("a new sample, of which no broken ones were written down: --rewrite-golden does it")
    _held(name, texts(name, SAMPLES[name]), request)


def test_broken_fit_files_read_as_they_did(request: pytest.FixtureRequest) -> None:
    _held("a.fit", fit_files(), request)


def test_torn_fit_files_read_as_they_did(request: pytest.FixtureRequest) -> None:
    _held("torn.fit", torn_fit_files(), request)
