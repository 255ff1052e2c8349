"""The program from Python reads like prose."""

from pathlib import Path
from typing import Any

import pytest

import pacing
from pacing.errors import ProfileError, ReadError

read: Any = pacing.read  # a module that may be called; type checkers see the module only


def test_a_sample_is_assessed_in_one_line(samples: Path) -> None:
    found = pacing.assess(samples / "walk_paced.fit", limit=110, age=45, resting=65, recovery_posture="sitting")
    assert len(found) == 1
    assert found[0].exceedance is not None
    assert found[0].exceedance.verdict == "within"
    assert found.refused == {}
    row = found.to_frame().set_index("index").to_dict("index")["hr_recovery_120"]
    assert row["low"] <= row["value"] <= row["high"]
    assert found.to_dict()["sessions"][0]["id"] == found[0].session_id
    assert found._repr_html_().startswith("<iframe")


def test_the_reading_stage_is_called_like_a_function(samples: Path) -> None:
    (recording,) = read(samples / "walk_paced.fit")
    assert recording.heart_rate.bpm.size > 1000
    assert recording.sport == "walking"


def test_a_profile_is_used_and_what_is_told_wins(samples: Path, tmp_path: Path) -> None:
    profile = tmp_path / "me.toml"
    profile.write_text("[person]\nage = 50\nresting_bpm = 60\n[limit]\nbpm = 80\n", encoding="utf-8")
    found = pacing.assess(samples / "walk_paced.fit", profile=profile, age=45)
    assert found.outcome.person.age_years == 45
    assert found.outcome.person.resting_bpm == 60
    assert found[0].limit is not None
    assert found[0].limit.bpm == 80


def test_what_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProfileError):
        pacing.assess(tmp_path, age=400)
    (tmp_path / "x.fit").write_bytes(b"nothing")
    with pytest.raises(ReadError):
        read(tmp_path / "x.fit")
    assert "x.fit" in next(iter(pacing.assess(tmp_path).refused))


def test_the_public_names_are_these_and_no_others() -> None:
    assert sorted(pacing.__all__) == ["Result", "__version__", "assess", "read"]
    assert all(hasattr(pacing, name) for name in pacing.__all__)
    with pytest.raises(AttributeError):
        _ = pacing.nothing
