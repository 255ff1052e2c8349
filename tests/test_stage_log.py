"""Each stage says what it decided, to whoever listens, and to nobody else."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

import pacing
from pacing.model.cleaned import CleaningStep
from pacing.stage_log import log_clean
from tests.report.conftest import assessment_of


def test_every_stage_says_what_it_decided(samples: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "pacing"):
        pacing.assess(samples / "walk_exceeded.fit", limit=110, age=45, resting=65)
    lines = {record.name: record.getMessage() for record in caplog.records}
    assert {"pacing.read", "pacing.clean", "pacing.segment", "pacing.measure", "pacing.judge"} <= set(lines)
    assert "walk_exceeded.fit: activity by fit" in lines["pacing.read"]
    assert "limit 110 bpm by fixed: sustained" in lines["pacing.judge"]
    phases = [record.getMessage() for record in caplog.records if record.name == "pacing.segment"]
    assert any(line.startswith("exercise ") for line in phases)


def test_nothing_is_said_unasked(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pacing.assess(samples / "walk_exceeded.fit", limit=110)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("changed", "said"),
    [((0, 0), "nothing changed; "), ((3, 0), "spikes 3; "), ((3, 2), "spikes 3, frozen 2; ")],
)
def test_cleaning_names_the_steps_that_changed_something(
    caplog: pytest.LogCaptureFixture, changed: tuple[int, int], said: str
) -> None:
    steps = tuple(CleaningStep(name, count, 0.0) for name, count in zip(("spikes", "frozen"), changed, strict=True))
    with caplog.at_level(logging.INFO, "pacing"):
        log_clean(replace(assessment_of().cleaned, steps=steps))
    assert caplog.messages == [f"{said}measured share 1.000"]
