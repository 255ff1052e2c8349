"""What crossed a process is as read-only as before, whichever protocol carried it."""

import copy
import dataclasses
import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import pacing.model.cleaned
import pacing.model.recording
from pacing.model.arrays import WithFrozenArrays, frozen
from pacing.model.assessment import Assessment
from pacing.model.recording import HeartRate
from pacing.pipeline import assess_file

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


@pytest.fixture(scope="module")
def assessment(samples: Path) -> Assessment:
    return assess_file(samples / "walk_paced.fit").sessions[0]


def _arrays(value: object, path: str = "") -> Iterator[tuple[str, np.ndarray]]:
    if isinstance(value, np.ndarray):
        yield path, value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _arrays(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _arrays(item, f"{path}[{place}]")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_array_of_an_assessment_is_frozen_again(assessment: Assessment, protocol: int) -> None:
    before = dict(_arrays(assessment))
    after = dict(_arrays(pickle.loads(pickle.dumps(assessment, protocol))))
    assert len(before) > 5
    assert before.keys() == after.keys()
    assert [name for name, array in after.items() if array.flags.writeable] == []
    assert all(np.array_equal(before[name], after[name], equal_nan=True) for name in before)


def test_a_copy_is_frozen_too() -> None:
    copied = copy.deepcopy(HeartRate(frozen([0.0, 1.0]), frozen([60.0, 61.0])))
    with pytest.raises(ValueError, match="read-only"):
        copied.bpm[0] = 0.0


def test_every_value_of_the_model_that_holds_an_array_is_made_anew() -> None:
    holding = [
        one
        for module in (pacing.model.cleaned, pacing.model.recording)
        for one in vars(module).values()
        if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module.__name__
        for field in dataclasses.fields(one)
        if "ndarray" in str(field.type) or "Array" in str(field.type)
    ]
    assert len(set(holding)) >= 4
    assert [one.__name__ for one in holding if not issubclass(one, WithFrozenArrays)] == []
