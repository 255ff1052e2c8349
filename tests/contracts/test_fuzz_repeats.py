"""A line or a message written again and again, through reading and all stages: a report or a refusal, never a mistake.

The long runs are `tests/performance/fuzz_fit.py` and `fuzz_texts.py`; this watches that their ways stay sound.
"""

import io
from random import Random

from pacing.errors import PacingError
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from tests.performance.fuzz_texts import mutated, seeds
from tests.read.fit.fit_mutations import repeated, rich_file

INPUTS = 80
REQUEST = Request(Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=100),)))


def _assessed(name: str, data: bytes) -> int:
    try:
        recordings = read_source(SourceFile(name, lambda: io.BytesIO(data)), ReadOptions())
    except PacingError:
        return 0
    for recording in recordings:
        assess_recording(recording, REQUEST)
    return len(recordings)


def test_texts_with_repeated_lines_are_assessed_or_refused() -> None:
    random, known = Random(21), seeds()
    found = 0
    for _ in range(INPUTS):
        name, data = random.choice(known)
        found += _assessed(name, mutated(data, random))
    assert found > INPUTS // 10


def test_fit_files_with_repeated_messages_are_assessed_or_refused() -> None:
    random = Random(21)
    assert sum(_assessed("made.fit", repeated(rich_file(), random)) > 0 for _ in range(INPUTS // 4)) > 0
