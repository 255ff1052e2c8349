"""What a person's sessions say together, from rows alone: the same as from a history of the same files."""

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pacing.cohort.within_person import PersonRows, _judged, analyse_person, doubles_among
from pacing.history.season import all_trends, stored_sessions
from pacing.history.store import History
from pacing.keeping.adding import add_paths
from pacing.longitudinal.comparable import NEEDED
from pacing.model.longitudinal import SymptomScore
from pacing.pipeline import Request
from tests.cohort.made import FIRST, make_people, rows, run_inline, write_recording

DAY, CLOCK = date(2026, 5, 1), datetime(2026, 5, 1, 23, 30)  # noqa: DTZ001 - a clock without zone


def _row(session: str, minutes: float = 0.0, length_s: float = 1800.0, **others: Any) -> dict[str, Any]:
    start = FIRST + timedelta(minutes=minutes)
    plain = {"session": session, "kind": "activity", "start": start, "clock": start.replace(tzinfo=None)}
    return {**plain, "duration_s": length_s, "measured_share": 1.0, **others}


def test_two_recordings_of_one_time_count_once_the_fuller_one_stays() -> None:
    watch, strap = _row("watch", measured_share=0.7), _row("strap", 1.0, 1700.0)
    assert doubles_among([watch, strap, _row("next day", 1440.0)]) == {"watch": "strap"}


@pytest.mark.parametrize(
    "other",
    [
        _row("after", 29.0),
        _row("inside a longer outing", 60.0, 1800.0),
        _row("unknown zone", start=None),
        _row("undated", start=None, clock=None),
    ],
    ids=lambda row: row["session"],
)
def test_what_only_touches_or_cannot_be_placed_is_a_session_of_its_own(other: Mapping[str, Any]) -> None:
    assert doubles_among([_row("one", length_s=4 * 3600.0 if "outing" in other["session"] else 1800.0), other]) == {}


@pytest.mark.parametrize(
    ("other", "double"),
    [
        (_row("other", 6.0), True),  # 24 of 30 minutes are shared
        (_row("other", 6.1), False),
        (_row("other", 5.0, 900.0), True),  # a part half as long
        (_row("other", 5.0, 890.0), False),
    ],
)
def test_doubles_share_four_fifths_of_the_shorter_and_half_of_the_longer(
    other: Mapping[str, Any], double: bool
) -> None:
    assert (len(doubles_among([_row("one"), other])) == 1) is double


def test_the_trends_are_those_of_a_history_of_the_same_files(tmp_path: Path) -> None:
    folder = tmp_path / "people" / "anna"
    for day in range(12):
        write_recording(folder / f"day{day}.csv", day, 80 + day % 5 + 2 * (day > 6))
    run_inline(tmp_path / "people", tmp_path / "out")
    with History(tmp_path / "history.sqlite") as kept:
        add_paths(kept, [folder], Request())
        known = all_trends(stored_sessions(kept, NEEDED))
    found = rows(tmp_path / "out", "trends")
    assert [row["index"] for row in found] == [trend.index.id for trend in known]
    assert any(row["sessions"] == 12 and row["level"] is not None for row in found)
    for row, trend in zip(found, known, strict=True):
        assert (row["sessions"], row["change"], row["group"], row["unit"]) == (
            *(trend.sessions, trend.change, trend.group, trend.index.unit),
        )
        assert (row["level"], row["usual_low"], row["usual_high"], row["change_point"]) == (
            *(trend.level, trend.usual_low, trend.usual_high, trend.change_point),
        )


def test_symptoms_after_exertion_are_asked_of_the_diary() -> None:
    first = date(2026, 1, 5)
    exerted = {3, 17, 24, 40, 51, 66, 80}
    sessions = [
        _row(f"day{day}", day * 1440.0, verdict="sustained" if day in exerted else "within", dose_bpm_min=0.0)
        | {"flagged": day in exerted, "sport": None, "sensor": "strap", "sampling_s": 1.0, "person": "anna"}
        for day in range(90)
    ]
    began = datetime(2026, 1, 5, 9, tzinfo=UTC)
    shift = FIRST - began
    sessions = [one | {"start": one["start"] - shift, "clock": one["clock"] - shift} for one in sessions]
    scores = tuple(
        SymptomScore(first + timedelta(days=day), "fatigue", 7.0 if day - 1 in exerted or day - 2 in exerted else 3.0)
        for day in range(90)
    )
    answers = analyse_person(PersonRows("anna", sessions, [], [], [], scores))
    ((person, of, answer, events, *_),) = answers["paybacks"]
    assert (person, of, answer, events) == ("anna", "symptoms", "link_seen", len(exerted))
    assert analyse_person(PersonRows("anna", sessions, [], [], []))["paybacks"] == []


def test_a_diary_beside_the_recordings_is_read_and_one_that_is_none_is_said(tmp_path: Path) -> None:
    people = make_people(tmp_path / "people", 2, 2)
    (people / "person0" / "diary.csv").write_text("date,fatigue\n2026-05-04,3\n2026-05-05,5\n")
    (people / "person1" / "diary.csv").write_text("dear,diary\n1,2\n")
    outcome = run_inline(people, tmp_path / "out")
    assert [(row["person"], row["of"], row["answer"]) for row in rows(tmp_path / "out", "paybacks")] == [
        ("person0", "symptoms", "not_enough")
    ]
    assert [(one.where, one.message) for one in outcome.not_taken] == [
        ("person1/diary.csv", "diary.csv is not a diary format we know.")
    ]
    assert {row["file"] for row in rows(tmp_path / "out", "refused")} == {"letter.txt"}


def test_a_double_is_listed_and_left_out_of_what_follows(tmp_path: Path) -> None:
    people = make_people(tmp_path / "people", 2, 3)
    shutil.copy(people / "person0" / "day001.csv", people / "person0" / "copy.csv")
    with (people / "person0" / "copy.csv").open("a") as stream:
        stream.write("\n")
    run_inline(people, tmp_path / "out")
    (double,) = rows(tmp_path / "out", "doubles")
    there = {row["session"]: row["file"] for row in rows(tmp_path / "out", "sessions")}
    assert {there[double["session"]], there[double["same_as"]]} == {"copy.csv", "day001.csv"}
    own = [row for row in rows(tmp_path / "out", "trends") if row["person"] == "person0"]
    assert max(row["sessions"] for row in own) == 3


@pytest.mark.parametrize(
    ("row", "judged"),
    [
        ({"day": DAY, "verdict": "dose", "flagged": True, "dose_bpm_min": 12.5}, [(DAY, True, 12.5)]),
        ({"day": DAY, "verdict": "within", "flagged": False, "dose_bpm_min": None}, [(DAY, False, 0.0)]),
        ({"clock": CLOCK, "verdict": "brief", "flagged": None, "dose_bpm_min": 1.0}, [(DAY, False, 1.0)]),
        ({"clock": CLOCK, "verdict": None, "flagged": None, "dose_bpm_min": None}, []),
        ({"clock": None, "verdict": "dose", "flagged": True, "dose_bpm_min": 12.5}, []),
    ],
)
def test_days_of_exertion_are_those_that_were_judged_and_have_a_date(
    row: Mapping[str, Any], judged: list[tuple[date, bool, float]]
) -> None:
    assert _judged(iter([dict(row)])) == judged
