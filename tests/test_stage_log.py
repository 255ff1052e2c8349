"""Each stage says what it decided, to whoever listens, and to nobody else."""

import logging
from pathlib import Path

import pytest

import pacing


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
