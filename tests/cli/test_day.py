"""`pacing day`: what was read stands there by day, once, with whose it is."""

import json
from pathlib import Path
from typing import Any

from pacing.history.daily import keep_daily
from pacing.history.store import History
from tests.contracts.conftest import Runner, schema
from tests.history.test_daily import FIRST, made

__all__ = ["schema"]

FORMATS = Path(__file__).resolve().parents[1] / "read" / "formats"


def test_values_of_an_export_are_kept_by_add_and_shown_by_day(pacing: Runner, schema: Any) -> None:
    assert pacing("add", FORMATS / "database_garmindb.db", "--history", "h.sqlite").code == 0
    done = pacing("day", "--history", "h.sqlite")
    assert done.code == 0
    assert "Monday 1 June 2026" in done.out
    assert "57 bpm" in done.out
    assert "Garmin" in done.out
    again = pacing("add", FORMATS / "database_garmindb.db", "--history", "h.sqlite")
    assert "known already" in again.err
    assert pacing("day", "--history", "h.sqlite").out == done.out
    document = json.loads(pacing("day", "--history", "h.sqlite", "--format", "json").out)
    schema.validate(document)
    (value,) = document["days"][-1]["values"]
    assert (value["kind"], value["value"], value["unit"], value["usual_range"]) == ("resting_hr", 57.0, "bpm", None)


def test_a_history_without_values_of_days_says_what_fills_it(pacing: Runner) -> None:
    pacing("add", FORMATS / "polar_session.sample", "--history", "h.sqlite")
    done = pacing("day", "--history", "h.sqlite")
    assert done.code == 0
    assert done.out.split("\n")[0] == "Wednesday 1 May 2024"
    assert "Sessions" in done.out
    assert "pacing add" in done.err


def test_the_newest_days_are_counted_by_the_calendar_with_the_newest_one(pacing: Runner) -> None:
    with History(Path("h.sqlite")) as history:
        keep_daily(history, [made(number, 57.0) for number in (0, 1, 7)])
    for asked, numbers in (((), (1, 7)), (("--days", 8), (0, 1, 7)), (("--days", 1), (7,))):
        document = json.loads(pacing("day", "--history", "h.sqlite", "--format", "json", *asked).out)
        assert [day["day"] for day in document["days"]] == [f"{FIRST.replace(day=1 + n)}" for n in numbers]
