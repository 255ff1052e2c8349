import json
from pathlib import Path

import numpy as np
import pytest

from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.person import Posture
from pacing.synthetic.__main__ import run
from pacing.synthetic.sample_files import sample_files, truth_name
from pacing.synthetic.samples import SAMPLES, Sample
from pacing.synthetic.session import SyntheticSession, Truth, make_session

BY_NAME = {sample.file_name: sample for sample in SAMPLES}
MOST_BYTES = 3_000_000
BRIEF_FROM_S, SUSTAINED_FROM_S = 10, 120
DOSE_FROM_SHARE, DOSE_FROM_S = 0.10, 600


@pytest.fixture(scope="module")
def made() -> dict[str, SyntheticSession]:
    return {sample.file_name: make_session(sample.plan, sample.seed) for sample in SAMPLES}


def verdict_of(truth: Truth, limit_bpm: float) -> str:
    longest_s = truth.longest_above_s(limit_bpm, realised=True)
    above_s = truth.time_above_s(limit_bpm, realised=True)
    if longest_s >= SUSTAINED_FROM_S:
        return "sustained"
    if above_s > min(DOSE_FROM_SHARE * truth.time_s.size, DOSE_FROM_S):
        return "dose"
    return "brief" if longest_s >= BRIEF_FROM_S else "within"


def test_the_files_that_ship_are_what_the_generator_makes(samples: Path) -> None:
    generated = sample_files()
    for name, content in generated.items():
        assert (samples / name).read_bytes() == content, f"{name}: run python -m pacing.synthetic sample_data"
    pictures = {"report.png", "clinician.png"}  # of the README
    assert {path.name for path in samples.iterdir()} - pictures == set(generated)


def test_they_are_small() -> None:
    assert sum(len(content) for content in sample_files().values()) < MOST_BYTES


def test_the_page_beside_them_says_they_are_synthetic_and_how_to_make_them(samples: Path) -> None:
    page = (samples / "README.md").read_text()
    assert "Everything in this folder is synthetic" in page
    assert "python -m pacing.synthetic sample_data" in page
    assert all(f"`{sample.file_name}`" in page for sample in SAMPLES)


def test_each_truth_says_it_is_synthetic_and_is_strict_json(samples: Path) -> None:
    def refuse(word: str) -> None:
        pytest.fail(f"{word} is not JSON")

    for sample in SAMPLES:
        text = (samples / truth_name(sample)).read_text()
        document = json.loads(text, parse_constant=refuse)
        assert document["note"].startswith("Synthetic")
        assert document["file"] == sample.file_name


@pytest.mark.parametrize("sample", SAMPLES, ids=BY_NAME)
def test_the_expected_verdict_follows_from_the_truth_with_room_on_both_sides(
    sample: Sample, made: dict[str, SyntheticSession]
) -> None:
    if sample.limit_bpm is None:
        assert sample.verdict is None
        return
    truth = made[sample.file_name].truth
    around = {verdict_of(truth, sample.limit_bpm + shift) for shift in (-5.0, 0.0, 5.0)}
    assert verdict_of(truth, sample.limit_bpm) == sample.verdict
    assert (len(around) > 1) is sample.borderline
    assert sample.flagged is (sample.verdict in ("sustained", "dose"))


@pytest.mark.parametrize("sample", SAMPLES, ids=BY_NAME)
def test_every_word_is_one_the_program_knows(sample: Sample) -> None:
    assert sample.verdict is None or sample.verdict in {v.value for v in ExceedanceVerdict}
    assert sample.recovery_posture is None or sample.recovery_posture in {p.value for p in Posture}


def test_heart_rates_are_whole_and_variability_is_that_of_a_person_at_rest(made: dict[str, SyntheticSession]) -> None:
    for session in made.values():
        bpm = session.recording.heart_rate.bpm
        valid = bpm[np.isfinite(bpm) & (bpm > 0)]
        assert (valid == np.rint(valid)).all()
        assert valid.min() > 45
        assert valid.max() < 150
        if session.truth.rmssd_ms is not None:
            assert 15 < session.truth.rmssd_ms < 60


def test_the_day_lasts_from_midnight_to_midnight(made: dict[str, SyntheticSession]) -> None:
    assert BY_NAME["whole_day.csv"].plan.duration_s == 86_400
    assert made["whole_day.csv"].recording.heart_rate.time_s.size == 1440 - 40


def test_the_command_makes_them_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "made")]) == 0
    assert "walk_paced.fit" in capsys.readouterr().out
    assert (tmp_path / "made" / "walk_paced.truth.json").exists()
    assert run([]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert run([str(tmp_path / "file" / "samples")]) == 2
    assert "cannot be written: Not a directory" in capsys.readouterr().err
