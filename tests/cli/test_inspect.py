"""`pacing inspect` in words: everything that was found in a file, and every assumption."""

import json
from pathlib import Path

import pytest

from pacing.cli.commands.inspect import _clock
from tests.contracts.conftest import Runner


def said(pacing: Runner, path: Path) -> dict[str, str]:
    """The lines of one session by their first word; the heading by "file"."""
    heading, *lines = pacing("inspect", path).out.strip().splitlines()
    return {"file": heading} | {line[2:15].strip(): line[15:] for line in lines}


def test_a_walk_with_a_strap_is_told_whole(pacing: Runner, samples: Path) -> None:
    found = said(pacing, samples / "strap_rest_and_walk.fit")
    assert found["file"].startswith("strap_rest_and_walk.fit  (session 1, ")
    assert found["read as"] == "fit; activity; walking"
    assert found["start"] == "2026-05-18 09:45 +0200; 32:30 min long"
    assert found["device"] == "development; heart-rate sensor: strap"
    assert found["heart rate"] == "1,950 samples, one every 1 s"
    assert found["beats"] == "2,819 RR intervals"
    assert found["recorded"] == "99.9% of the time; longest gap 0:01 min"  # the last beat ends in the next second
    assert found["also"] == "speed [m/s], cadence [1/min]"


def test_what_a_file_does_not_tell_is_said_as_such(pacing: Runner, samples: Path) -> None:
    found = said(pacing, samples / "heart_rate_only.csv")
    assert found["read as"].endswith("sport not named")
    assert found["start"] == "no date in the file; 25:29 min long"
    assert found["device"] == "not named; heart-rate sensor: unknown"
    assert found["beats"] == "none"
    assert "also" not in found


def test_a_day_without_a_zone_shows_its_clock_and_its_gap(pacing: Runner, samples: Path) -> None:
    found = said(pacing, samples / "whole_day.csv")
    assert "2026-05-25 00:00 (time zone not known)" in found["start"]
    assert found["recorded"] == "97.2% of the time; longest gap 40:00 min"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0:00 min"),
        (59.6, "1:00 min"),
        (61, "1:01 min"),
        (3599, "59:59 min"),
        (3600, "1:00:00"),
        (90_061, "25:01:01"),
    ],
)
def test_a_length_is_minutes_and_seconds_or_hours_too(seconds: float, words: str) -> None:
    assert _clock(seconds) == words


def test_an_export_of_days_tells_which_values_it_holds(pacing: Runner) -> None:
    path = Path(__file__).parents[1] / "read" / "formats" / "fitbit_daily_json.sample"
    told = pacing("inspect", path)
    assert told.code == 3  # no recording in it
    assert "Resting heart rate: " in told.out
    document = json.loads(pacing("inspect", "--format", "json", path).out)
    assert [one["kind"] for one in document["daily"]] == ["resting_hr"]
