"""The published document holds every key that was promised, on every sample, and nothing that is no number."""

import json
from pathlib import Path
from typing import Any

import pytest

from pacing.codec import SCHEMA_VERSION, finite, inspection_document, outcome_document
from pacing.model.measurement import Reason
from pacing.model.person import LimitSetting, Medication, Person, Sex
from pacing.pipeline import assess_file

SAMPLES = sorted(p.name for p in (Path(__file__).parents[2] / "sample_data").iterdir() if p.suffix in (".fit", ".csv"))
SESSION = {
    "id", "source", "kind", "start", "duration_s", "sport", "coverage", "cleaning", "phases", "limit", "exceedance",
    "measurements",
}  # fmt: skip
SOURCE = {"file_name", "sha256", "reader", "device", "sensor", "remarks"}
COVERAGE = {"measured_share", "longest_gap_s", "hr_samples", "beats", "beat_artefact_share"}
PHASE = {"kind", "start_s", "stop_s", "origin", "uncertainty_s"}
LIMIT = {"bpm", "rule", "uncertainty_bpm", "inputs", "sources", "since"}
EXCEEDANCE = {
    "verdict", "flagged", "borderline", "time_above_s", "share_above", "longest_s", "dose_bpm_min", "unknown_s",
    "first_above_s", "peak_over_bpm", "excursions",
}  # fmt: skip
MEASUREMENT = {
    "title", "value", "unit", "low", "high", "window", "parts", "unavailable", "advice", "caveats", "sources",
    "findings",
}  # fmt: skip
FINDING = {"verdict", "criterion", "bound", "source"}
REASONS = """needs_beats needs_resting_hr needs_age needs_exercise_end needs_recovery_recording needs_rest_recording
needs_movement_data needs_step_load too_short too_few_beats too_many_artefacts too_many_gaps too_coarse optical_sensor
sensor_late too_little_rise activity_resumed not_maximal medication out_of_range not_stationary not_recorded
fit_failed internal_error"""
PERSON = Person(
    age_years=45,
    sex=Sex.FEMALE,
    resting_bpm=65,
    medication=Medication(beta_blocker=False),
    limits=(LimitSetting("fixed", bpm=110),),
)


def test_the_reasons_are_those_promised() -> None:
    assert [reason.value for reason in Reason] == REASONS.split()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_key_that_was_promised_is_there(samples: Path, name: str) -> None:
    document = outcome_document(assess_file(samples / name, PERSON))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["schema"] == SCHEMA_VERSION == "pacing/1"
    assert set(document["program"]) == {"name", "version"}
    assert document["person"]["medication"] == {"beta_blocker": False}
    (session,) = document["sessions"]
    assert set(session) >= SESSION
    for part, keys in (("source", SOURCE), ("coverage", COVERAGE), ("limit", LIMIT), ("exceedance", EXCEEDANCE)):
        assert set(session[part]) >= keys, part
    assert set(session["exceedance"]["time_above_s"]) == {"value", "low", "high"}
    _each(session["phases"], PHASE)
    _each(session["cleaning"], {"name", "changed", "share"})
    _each(session["exceedance"]["excursions"], {"start_s", "stop_s", "peak_bpm"})
    _each(session["measurements"].values(), MEASUREMENT)
    for measurement in session["measurements"].values():
        _each(measurement["findings"], FINDING)
        assert (measurement["value"] is None) is (measurement["unavailable"] is not None)


def test_flagged_is_sustained_or_dose(samples: Path) -> None:
    for name, verdict, flagged in (
        ("walk_exceeded.fit", "sustained", True),
        ("pedal_intervals.csv", "dose", True),
        ("strap_rest_and_walk.fit", "brief", False),
        ("walk_paced.fit", "within", False),
    ):
        (session,) = outcome_document(assess_file(samples / name, PERSON))["sessions"]
        assert (session["exceedance"]["verdict"], session["exceedance"]["flagged"]) == (verdict, flagged)


def test_somebody_who_told_nothing_is_nobody_and_has_no_limit(samples: Path) -> None:
    document = outcome_document(assess_file(samples / "walk_paced.fit"))
    assert document["person"] is None
    assert (document["sessions"][0]["limit"], document["sessions"][0]["exceedance"]) == (None, None)


def test_an_inspection_is_the_same_document_without_analysis(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.fit").write_bytes(b"junk")
    whole = outcome_document(assess_file(samples / "walk_paced.fit"))
    found = inspection_document(assess_file(samples / "walk_paced.fit"))
    kept = ("id", "source", "kind", "start", "duration_s", "sport", "coverage")
    assert found["sessions"] == [{key: whole["sessions"][0][key] for key in kept}]
    (refused,) = inspection_document(assess_file(tmp_path / "bad.fit"))["refused"]
    assert set(refused) == {"file_name", "error", "message", "hint"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), None])
def test_what_is_no_number_is_null(value: float | None) -> None:
    assert finite(value) is None


def _each(documents: Any, keys: set[str]) -> None:
    for document in documents:
        assert set(document) >= keys
