"""The text reports of the samples, word for word.

A change of wording or of a number shows here as a difference to read. `pytest tests/golden/test_text_reports.py
--rewrite-golden` accepts what the program says now.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from pacing import __version__
from pacing.model.person import Conditions, LimitSetting, Person, Posture, RestingFrom
from pacing.pipeline import assess_file
from pacing.report.document import Audience
from pacing.report.render import render_report

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
GOLDEN = Path(__file__).parent / "reports"
NAMES = sorted(path.name.removesuffix(".truth.json") for path in SAMPLES.glob("*.truth.json"))


def said_of(name: str, audience: Audience) -> str:
    """The text report of a sample, told what its truth says to tell; the program's version scrubbed."""
    truth: Any = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    told = truth["analyse_with"]
    person = Person(
        age_years=told["age_years"],
        resting_bpm=told["resting_bpm"],
        resting_from=None if told["resting_bpm"] is None else RestingFrom.SEATED,
        limits=() if told["limit_bpm"] is None else (LimitSetting("fixed", bpm=told["limit_bpm"]),),
    )
    posture = None if told["recovery_posture"] is None else Posture(told["recovery_posture"])
    outcome = assess_file(SAMPLES / truth["file"], person, Conditions(recovery_posture=posture))
    return render_report(outcome, "text", audience).decode().replace(f"pacing {__version__}", "pacing <version>")


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_reported_in_the_words_agreed(
    name: str, audience: Audience, request: pytest.FixtureRequest
) -> None:
    said = said_of(name, audience)
    golden = GOLDEN / f"{name}.{audience}.txt"
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_no_golden_report_is_left_without_its_sample() -> None:
    assert {path.name.split(".")[0] for path in GOLDEN.glob("*.txt")} == set(NAMES)
