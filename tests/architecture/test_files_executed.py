"""How many files somebody must open to follow one number, or one file into a recording: counted as they are executed.

The model, the reference and the errors, which every module shares, are left out. What is worked out once and kept for
the next call (tables of quantiles, draws of noise) has been so before.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

import pacing
from pacing.measure.index import Index, Inputs
from pacing.measure.session import all_indices, measure_index
from pacing.model.measurement import Measurement
from pacing.read.archive import find_sources
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

PACKAGE = Path(pacing.__file__).parent
WALK = PACKAGE.parent / "sample_data" / "strap_rest_and_walk.fit"
SHARED = ("model", "reference", "errors.py")


def executed(work: Callable[[], object]) -> set[str]:
    """The program's files of which some function ran."""
    files: set[str] = set()

    def seen(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    ours = {Path(file).relative_to(PACKAGE) for file in files if file.startswith(str(PACKAGE))}
    return {str(file) for file in ours if file.parts[0] not in SHARED}


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch) -> Inputs:
    """What the indices of the sample walk are measured from, after all of them were measured once."""
    given: list[Inputs] = []

    def remembered(index: Index, inputs: Inputs) -> Measurement:
        given.append(inputs)
        return measure_index(index, inputs)

    monkeypatch.setattr("pacing.measure.session.measure_index", remembered)
    pacing.assess(WALK, limit=100, age=45, resting=65)
    given[0].memory.clear()
    return given[0]


@pytest.mark.parametrize(("index", "most"), [("hr_recovery_120", 8), ("hr_reserve_share", 6), ("hrv_rmssd", 5)])
def test_a_number_can_be_followed_through_a_few_files(walk: Inputs, index: str, most: int) -> None:
    compute = all_indices()[index].compute
    files = executed(lambda: compute(walk))
    assert 3 < len(files) <= most, sorted(files)


def test_a_fit_file_becomes_a_recording_in_thirty_files_with_all_recognisers() -> None:
    def read() -> None:
        (source,) = find_sources(WALK)
        assert isinstance(source, SourceFile)
        read_source(source, ReadOptions())

    read()
    files = executed(read)
    assert 10 < len(files) <= 30, sorted(files)
