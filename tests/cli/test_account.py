"""What is said of the files, and the exit code that goes with it."""

import shutil
from pathlib import Path

from tests.contracts.conftest import Runner


def test_one_recording_under_two_names_is_pointed_out(pacing: Runner, samples: Path, tmp_path: Path) -> None:
    for name in ("a.fit", "b.fit"):
        shutil.copy(samples / "walk_stopped_early.fit", tmp_path / name)
    done = pacing("inspect", "a.fit", "b.fit", samples / "walk_paced.fit")
    assert done.code == 0
    assert done.err.strip() == "The same recording more than once: a.fit, b.fit"


def test_many_recordings_given_twice_are_not_a_flood(pacing: Runner, samples: Path, tmp_path: Path) -> None:
    names = ["walk_paced.fit", "walk_exceeded.fit", "walk_stopped_early.fit", "stand_test.fit", "heart_rate_only.csv"]
    done = pacing("inspect", *[samples / name for name in names for _ in range(2)])
    assert len(done.err.splitlines()) == 4
    assert "2 more recordings" in done.err


def test_files_refused_for_one_reason_are_named_together(pacing: Runner, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.csv").write_bytes(b"")
    done = pacing("inspect", ".")
    assert done.code == 3
    assert done.err.count("The file is empty") == 1
    assert all(f"{number}.csv" in done.err for number in range(5))


def test_an_inspection_takes_the_zone_of_the_profile_and_reads_several_at_once(
    pacing: Runner, samples: Path, tmp_path: Path
) -> None:
    (tmp_path / "me.toml").write_text('[session]\ntime_zone = "Asia/Tokyo"\n', encoding="utf-8")
    files = [samples / "whole_day.csv", samples / "walk_paced.fit"]
    done = pacing("inspect", *files, "--profile", "me.toml", "--jobs", "2")
    assert done.code == 0
    assert "2026-05-25 00:00 +0900" in done.out
    assert done.out == pacing("inspect", *files, "--timezone", "Asia/Tokyo").out
    assert pacing("inspect", *files, "--profile", "none.toml").code == 2
