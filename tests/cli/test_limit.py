"""`pacing limit`: every rule with its provenance, against sessions where some are given."""

import shutil
from pathlib import Path

import pytest

from pacing.judge.applicable_limits import rule_ids
from tests.contracts.conftest import Runner

TOLD = ("--age", "45", "--sex", "female", "--resting", "65")


def test_every_limit_stands_with_what_it_was_made_from_and_its_source(pacing: Runner) -> None:
    done = pacing("limit", *TOLD)
    assert (done.code, done.err) == (0, "")
    said = " ".join(done.out.split())
    assert all(rule in said for rule in rule_ids())
    assert "resting_plus_15 80 bpm +-13" in said
    assert "resting_plus_15: resting_bpm + 15 (resting_bpm 65, resting_from given). Workwell Foundation" in said
    assert "age_years 45, equation 220 - age, predicted_maximum_bpm 175, share 0.5" in said
    assert "can miss a person's own threshold by 20 to 30 bpm" in said


def test_what_medicines_do_to_limits_is_said_once_behind_the_rules_it_is_said_of(
    pacing: Runner, tmp_path: Path
) -> None:
    (tmp_path / "me.toml").write_text("[person]\nage = 45\n[medication]\nbeta_blocker = true\n", encoding="utf-8")
    said = " ".join(pacing("limit", "--profile", "me.toml").out.split())
    assert said.count("a beta-blocker, which lowers heart rate") == 1
    assert "No limit from" in said
    assert "fixed: This rule needs your own number" in said


def test_the_one_that_is_set_says_by_whom_and_since_when(pacing: Runner, tmp_path: Path) -> None:
    profile = '[limit]\nbpm = 104\nset_by = "physiotherapist"\nsince = 2026-05-01\n'
    (tmp_path / "me.toml").write_text(profile, encoding="utf-8")
    line = next(row for row in pacing("limit", "--profile", "me.toml").out.splitlines() if row.startswith("*"))
    assert line.split() == ["*", "fixed", "104", "bpm", "set", "by", "physiotherapist", "since", "2026-05-01"]


def test_nothing_told_gives_no_limits_and_says_what_each_rule_needs(pacing: Runner) -> None:
    done = pacing("limit")
    assert done.code == 0
    assert done.out.startswith("No limit from")
    assert "Where they come from" not in done.out


def test_sessions_are_held_against_every_limit(pacing: Runner, samples: Path) -> None:
    done = pacing("limit", samples / "walk_paced.fit", samples / "walk_exceeded.fit", *TOLD, "--limit", "110")
    assert done.code == 0
    assert "walk_exceeded.fit (session 1)" in done.out
    assert [line.split()[-6:-3] for line in done.out.splitlines() if line.startswith("*")] == [
        ["0.0", "min", "above"],
        ["6.3", "min", "above"],
    ]
    assert done.out.count("fixed: the number as given (bpm 110).") == 1


@pytest.mark.parametrize(("also_good", "code"), [(True, 1), (False, 3)])
def test_a_session_that_cannot_be_read_is_said_by_the_exit_code(
    pacing: Runner, samples: Path, tmp_path: Path, also_good: bool, code: int
) -> None:
    (tmp_path / "bad.fit").write_bytes(b"junk")
    good = [samples / "walk_paced.fit"] if also_good else []
    done = pacing("limit", *good, "bad.fit", *TOLD)
    assert done.code == code
    assert "bad.fit" in done.err
    assert bool(done.out) is also_good


def test_the_usual_history_is_looked_into_where_there_is_one_and_never_made(
    pacing: Runner, samples: Path, data_folder: Path
) -> None:
    assert "0 of the 8 sessions" in " ".join(pacing("limit").out.split())
    assert list(data_folder.iterdir()) == []
    added = pacing("add", samples / "walk_paced.fit", "--limit", "110")
    assert added.code == 0
    listed = pacing("history", "list").out
    assert "walking" in listed
    name = pacing("inspect", samples / "walk_paced.fit").out.split("session 1, ")[1].split(")")[0]
    assert pacing("history", "mark", name, "--comfortable", "--no-flare").code == 0
    assert "1 of the 8 sessions" in " ".join(pacing("limit").out.split())


def test_a_report_by_the_learning_rule_makes_no_history_either(
    pacing: Runner, samples: Path, tmp_path: Path, data_folder: Path
) -> None:
    shutil.copy(samples / "walk_stopped_early.fit", tmp_path)
    done = pacing("report", "walk_stopped_early.fit", "--rule", "learnt", "--format", "text", "--out", "-")
    assert done.code == 0
    assert list(data_folder.iterdir()) == []


def test_a_history_that_cannot_be_used_stops_only_what_needs_it(
    pacing: Runner, samples: Path, data_folder: Path
) -> None:
    history = data_folder / "pacing" / "history.sqlite"
    history.parent.mkdir()
    history.write_bytes(b"no database" * 100)
    done = pacing("limit", *TOLD)
    assert done.code == 0
    assert "resting_plus_15" in done.out
    assert done.err.strip()
    assert pacing("limit", *TOLD, "--history", history).code == 2
    asked = pacing("report", samples / "walk_paced.fit", "--rule", "learnt", "--format", "text", "--out", "-")
    assert (asked.code, asked.out) == (2, "")
