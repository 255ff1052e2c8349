"""One session in two files counts once in a report, the better file standing for both."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pacing.history.store import History
from pacing.history.traces import AGREEMENT_BPM, PackedTrace, same_session, trace_of
from pacing.keeping.adding import add_paths
from pacing.keeping.again import judge_again
from pacing.model.arrays import FloatArray
from pacing.model.person import Person
from pacing.pipeline import Request, assess_file
from tests.report.conftest import assessment_of

BEGAN = datetime(2026, 6, 1, 8, tzinfo=UTC)


def day_bpm(minutes: int = 480) -> FloatArray:
    random = np.random.default_rng(3)
    clock = np.arange(minutes)
    bpm: FloatArray = np.round(
        75 + 12 * np.sin(clock / 40) + 6 * np.sin(clock / 7) + 2 * random.standard_normal(minutes)
    )
    return bpm


def fitbit_csv(path: Path, bpm: FloatArray) -> None:
    rows = [f"{BEGAN + timedelta(minutes=k):%Y-%m-%dT%H:%M:%SZ},{value:.1f},Fitbit" for k, value in enumerate(bpm)]
    path.write_text("\n".join(["timestamp,beats per minute,data source", *rows]) + "\n")


def fitbit_json(path: Path, bpm: FloatArray, hours: float) -> None:
    """The same minutes as local wall time, so many hours ahead of UTC."""
    times = [BEGAN + timedelta(hours=hours, minutes=k) for k in range(bpm.size)]
    rows = [
        {"dateTime": f"{at:%m/%d/%y %H:%M:%S}", "value": {"bpm": int(value), "confidence": 2}}
        for at, value in zip(times, bpm, strict=True)
    ]
    path.write_text(json.dumps(rows))


def plain_csv(path: Path, bpm: FloatArray, began: datetime) -> None:
    rows = [f"{(began + timedelta(seconds=k)).isoformat()},{value:.0f}" for k, value in enumerate(bpm)]
    path.write_text("\n".join(["time,heart_rate_bpm", *rows]) + "\n")


def test_takeout_twins_count_once_and_the_csv_settles_the_zone_of_the_local_clock(tmp_path: Path) -> None:
    for hours in (0.0, 2.0, -5.0, 5.5):
        folder = tmp_path / str(hours)
        folder.mkdir()
        fitbit_csv(folder / "heart_rate_2026-06-01.csv", day_bpm())
        fitbit_json(folder / "heart_rate-2026-06-01.json", day_bpm(), hours)
        (session,) = assess_file(folder).sessions
        assert session.recording.start == BEGAN
        assert session.recording.start.utcoffset() == timedelta(hours=hours)
        assert "heart_rate-2026-06-01.json; it is counted once" in session.recording.source.remarks[-1]


def test_two_days_alike_are_two(tmp_path: Path) -> None:
    fitbit_csv(tmp_path / "a.csv", day_bpm())
    fitbit_json(tmp_path / "b.json", np.flip(day_bpm()), 2.0)
    assert len(assess_file(tmp_path).sessions) == 2


def test_the_same_file_under_two_names_counts_once(tmp_path: Path) -> None:
    bpm = 100 + 20 * np.sin(np.arange(900) / 90)
    plain_csv(tmp_path / "walk.csv", bpm, BEGAN)
    (tmp_path / "copy of walk.csv").write_bytes((tmp_path / "walk.csv").read_bytes())
    (session,) = assess_file(tmp_path).sessions
    assert "counted once" in session.recording.source.remarks[-1]


def test_lists_of_beats_without_a_date_count_once_where_all_values_are_the_same(tmp_path: Path) -> None:
    rr_ms = np.round(800 + 40 * np.sin(np.arange(600) / 3) + 5 * np.random.default_rng(1).standard_normal(600))
    lines = [str(int(value)) for value in rr_ms]
    (tmp_path / "rr.txt").write_text("\n".join(["# rr_ms", *lines]) + "\n")
    (tmp_path / "rr_windows.txt").write_text("\r\n".join(["# rr_ms", *lines]) + "\r\n")
    (tmp_path / "rr_other.txt").write_text("\n".join(["# rr_ms", *reversed(lines)]) + "\n")
    assert len(assess_file(tmp_path).sessions) == 2


def test_two_that_differ_by_as_much_as_devices_may_are_one_and_by_more_are_two() -> None:
    time_s, bpm = np.arange(600.0), np.full(600, 90.0)
    assert same_session(0.0, time_s, bpm, 0.0, time_s, bpm + AGREEMENT_BPM)
    assert not same_session(0.0, time_s, bpm, 0.0, time_s, bpm + AGREEMENT_BPM + 0.1)


@pytest.mark.parametrize(
    ("start", "in_file", "known"), [(BEGAN, True, True), (BEGAN, False, False), (None, True, False)]
)
def test_the_zone_is_known_only_of_a_session_that_has_a_date_in_it(
    start: datetime | None, in_file: bool, known: bool
) -> None:
    made = assessment_of(start=start)
    recording = replace(made.recording, zone_known=in_file)
    assert trace_of(replace(made, recording=recording)).zone_known is known


def test_sessions_at_other_times_stay_apart(tmp_path: Path) -> None:
    bpm = 100 + 20 * np.sin(np.arange(900) / 90)
    plain_csv(tmp_path / "morning.csv", bpm, BEGAN)
    plain_csv(tmp_path / "evening.csv", bpm, BEGAN + timedelta(hours=9))
    assert len(assess_file(tmp_path).sessions) == 2


def kept_start(history: History) -> datetime:
    (session,) = [one for one in history.sessions() if one.same_as is None]
    assert session.start is not None
    return session.start


def test_in_the_history_too_the_local_clock_of_a_twin_settles_the_zone_for_good(tmp_path: Path) -> None:
    fitbit_json(tmp_path / "heart_rate-2026-06-01.json", day_bpm(), 2.0)
    request = Request(Person(age_years=45))
    with History(tmp_path / "h.sqlite") as history:
        add_paths(history, [tmp_path / "heart_rate-2026-06-01.json"], request)
        fitbit_csv(tmp_path / "heart_rate_2026-06-01.csv", day_bpm())
        add_paths(history, [tmp_path / "heart_rate_2026-06-01.csv"], request)
        for _ in range(2):
            assert kept_start(history) == BEGAN
            assert kept_start(history).utcoffset() == timedelta(hours=2)
            judge_again(history, request, all_of_it=True)


@pytest.mark.parametrize("name", ["walk_paced.fit", "strap_rest_and_walk.fit", "whole_day.csv"])
def test_a_trace_that_waits_is_small_and_the_same_again(name: str, samples: Path) -> None:
    trace = trace_of(assess_file(samples / name).sessions[0])
    packed = PackedTrace.of(trace)
    again = packed.unpacked()
    assert np.array_equal(again.time_s, trace.time_s)
    assert np.array_equal(again.bpm, trace.bpm)
    assert (again.sha256, again.began_s, again.zone_known) == (trace.sha256, trace.began_s, trace.zone_known)
    assert packed.end_s == trace.time_s[-1]
    assert len(packed.series) < (trace.time_s.nbytes + trace.bpm.nbytes) / 4
