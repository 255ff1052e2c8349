"""The program from Python reads like prose."""

import copy
import inspect
import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import pacing
from pacing.cli.commands import report
from pacing.errors import PacingError, PhasesError, ProfileError, ReadError, UsageError

read: Any = pacing.read_recordings


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


def test_recordings_are_read_by_one_function(samples: Path) -> None:
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


def test_the_public_names_are_those_with_a_home_and_each_is_there() -> None:
    homes = [name for names in pacing._HOMES.values() for name in names]
    assert sorted([*homes, "__version__"]) == sorted(pacing.__all__)
    assert {"Assessment", "Measurement", "ReadError", "Result", "assess", "read_recordings"} <= set(pacing.__all__)
    assert all(hasattr(pacing, name) for name in pacing.__all__)
    with pytest.raises(AttributeError):
        _ = pacing.nothing
    assert set(pacing.__all__) <= set(dir(pacing))


def test_the_names_are_found_in_a_fresh_interpreter_before_they_are_used() -> None:
    code = "import pacing, sys; print('assess' in dir(pacing), 'numpy' in sys.modules, pacing.Result.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "Result"]


def test_python_and_the_command_line_take_the_same_words() -> None:
    words = set(inspect.signature(pacing.assess).parameters) - {"paths"}
    options = {param.name for param in report.command.params}
    assert words <= options
    only_there = {"paths", "format_names", "out", "force", "audience", "fail_on", "history"}
    only_there |= {"no_profile", "verbose", "one_person", "since", "label", "printed"}
    assert options - words == only_there


def test_the_help_of_the_function_says_what_each_word_is() -> None:
    assert pacing.assess.__doc__ is not None
    assert "maximum\n    Your highest heart rate, if measured." in pacing.assess.__doc__


def test_every_word_reaches_the_request(samples: Path) -> None:
    found = pacing.assess(
        samples / "strap_rest_and_walk.fit", limit=100, age=45, sex="female", resting=65, maximum=171,
        phases="rest=0-300,exercise=420-1620", recovery_posture="lying", maximal_test=True, timezone="Europe/Berlin",
        hrv_window="60-360", correction="threshold", compat="kubios", decoder="fitparse", jobs=2,
    )  # fmt: skip
    (session,) = found
    person, conditions = session.person, session.conditions
    assert (person.age_years, person.sex, person.resting_bpm, person.maximum_bpm) == (45, "female", 65, 171)
    assert [(p.kind, p.start_s) for p in session.phases.items] == [("rest", 0.0), ("exercise", 420.0)]
    assert (conditions.recovery_posture, conditions.maximal_test) == ("lying", True)
    assert (conditions.hrv_window, conditions.correction, conditions.compat) == ((60, 360), "threshold", "kubios")
    assert "fitparse" in session.recording.source.reader + " ".join(session.recording.source.remarks)


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"rule": "nonsense"}, UsageError),
        ({"rule": "gulati_60", "limit": 100}, UsageError),
        ({"timezone": "Mars/Phobos"}, UsageError),
        ({"timezone": ""}, UsageError),
        ({"decoder": "x"}, UsageError),
        ({"compat": "x"}, UsageError),
        ({"hrv_window": "9-3"}, UsageError),
        ({"phases": "exercise=9"}, PhasesError),
        ({"limit": 7}, ProfileError),
        ({"sex": "f"}, UsageError),
    ],
)
def test_what_makes_no_sense_is_said_before_any_file_is_read(told: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        pacing.assess(**told)


def test_a_stretch_for_variability_may_be_two_numbers(samples: Path) -> None:
    path = samples / "strap_rest_and_walk.fit"
    one, other = (pacing.assess(path, hrv_window=window)[0] for window in ((60, 360.5), "60-360.5"))
    assert one.conditions.hrv_window == other.conditions.hrv_window == (60.0, 360.5)
    with pytest.raises(UsageError):
        pacing.assess(path, hrv_window=(360, 60))


def test_nothing_found_is_a_table_with_its_columns_and_a_page() -> None:
    nothing = pacing.assess()
    assert list(nothing.to_frame()["index"]) == []
    assert nothing._repr_html_().startswith("<iframe")


def test_files_refused_are_counted_even_when_they_share_a_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.fit").write_bytes(b"")
    found = pacing.assess(tmp_path / "a" / "x.fit", str(tmp_path / "b" / "x.fit"))
    assert repr(found) == "<0 sessions, 2 files refused>"
    assert list(found.refused) == ["x.fit"]


def test_results_show_themselves_in_a_line_and_travel(samples: Path) -> None:
    found = pacing.assess(samples / "strap_rest_and_walk.fit", limit=110)
    assert repr(found) == "<1 session, 0 files refused>"
    assert repr(found[0]).startswith("<Assessment of <Recording strap_rest_and_walk.fit: walking, 32.5 min from 2026")
    assert repr(found[0]).endswith("numbers, brief>")
    assert all(len(repr(measurement)) < 120 for measurement in found[0].measurements)
    for travelled in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert travelled.to_dict() == found.to_dict()


def test_threads_find_what_one_finds(samples: Path) -> None:
    def found(_: int) -> str:
        return json.dumps(pacing.assess(samples / "walk_stopped_early.fit", limit=110).to_dict())

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(found, range(4)))) == 1


@pytest.mark.parametrize("error", [UsageError("a", hint="b"), ReadError("file", "a", hint="b")])
def test_errors_travel_between_processes_whole(error: PacingError) -> None:
    travelled = pickle.loads(pickle.dumps(error))
    assert (type(travelled), travelled.message, travelled.hint) == (type(error), error.message, error.hint)
