"""A FIT file's messages to recordings: what counts from the first sample, what lies outside, what stands in for it."""

from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest

from pacing.errors import NoHeartRateError
from pacing.model.recording import MarkerKind, RecordingKind
from pacing.read.fit.channels import heart_rate_of
from pacing.read.fit.recordings import _outside
from pacing.read.fit.sessions import FitSession, sessions_of
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from pacing.read.fit.wire.table import DeveloperColumn
from tests.read.fit.fit_bytes import T0, FitBytes, activity, read_all, read_one

DAY_S = 86_400


def test_samples_beats_channels_and_markers_count_from_the_first_sample() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(20):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=60, speed=1.5)
        fit.message("hrv", 2, time=[1.0, None, None, None, None])
    fit.message("event", 3, timestamp=T0 + 7, event="user_marker", event_type="marker")
    recording = read_one(fit.file())
    assert recording.beats is not None
    speed = recording.channel("speed")
    assert speed is not None
    assert recording.heart_rate.time_s[0] == speed.time_s[0] == 0.0
    assert np.abs(recording.beats.time_s - (1.0 + np.arange(20.0))).max() <= 1.5
    assert [marker.time_s for marker in recording.markers] == [7.0]
    assert recording.duration_s == pytest.approx(max(19.0, recording.beats.time_s[-1]))


@pytest.mark.parametrize(
    ("at_s", "kind", "marked_s", "said"),
    [
        (-DAY_S, "lap", [0.0], False),  # the beginning of a lap up to a day before is that of the first sample
        (-DAY_S - 1, "lap", [], True),
        (-5, "user_marker", [], False),  # but nobody pressed a button before it
        (9 + DAY_S - 1, "user_marker", [9.0 + DAY_S - 1], False),
        (9 + DAY_S, "user_marker", [], True),
    ],
)
def test_moments_up_to_a_day_from_the_samples_are_kept(at_s: int, kind: str, marked_s: list[float], said: bool) -> None:
    fit = activity(10, session=False)
    if kind == "lap":
        fit.message("lap", 6, timestamp=T0 + 5, start_time=T0 + at_s, intensity="active", lap_trigger="time")
    else:
        fit.message("event", 6, timestamp=T0 + at_s, event=kind, event_type="marker")
    recording = read_one(fit.file())
    assert [m.time_s for m in recording.markers if m.kind in (MarkerKind.LAP, MarkerKind.USER)] == marked_s
    assert ("moments marked a day and more from any sample left out" in recording.source.remarks) is said


@pytest.mark.parametrize(("times_s", "outside"), [([99.0, 201.0], 0), ([98.9, 150.0], 1), ([98.0, 201.1, 202.0], 3)])
def test_samples_a_second_beyond_a_session_are_of_it(times_s: list[float], outside: int) -> None:
    said = _outside(FitSession("walking", 90.0, np.inf, (100.0, 200.0)), np.array(times_s))
    assert [sentence.split(" ")[0] for sentence in said] == ([str(outside)] if outside else [])
    assert _outside(FitSession("walking", -np.inf, np.inf, (100.0, 200.0)), np.array(times_s)) == ()


def sessions(*spans: tuple[int | None, int | None]) -> list[tuple[float, float]]:
    fit = FitBytes()
    for start, length in spans:
        fit.message(
            "session", 1, start_time=None if start is None else T0 + start, total_elapsed_time=length, sport="walking"
        )
    data = fit.file()
    found = sessions_of(ColumnMessages(data, salvage(data).groups))
    return [(one.begin_s - T0, one.end_s - T0) for one in found]


def test_a_session_lasts_up_to_the_next_and_two_of_one_moment_are_one() -> None:
    assert sessions((0, 100), (200, 100)) == [(-np.inf, 200.0), (200.0, np.inf)]
    assert sessions((200, 100), (0, 100)) == [(-np.inf, 200.0), (200.0, np.inf)]
    assert sessions((0, 100), (0, 100)) == sessions((0, 100), (None, 100)) == [(-np.inf, np.inf)]


def rates(native: int, app: int, *, stands_for: int | None = 3, name: str = "pulse", unit: str = "bpm") -> bool:
    """Whether a developer field is the heart rate, of so many values in the native field and so many in it."""
    own, other = (np.where(np.arange(10) < count, 70.0, np.nan) for count in (native, app))
    record: Any = MagicMock(
        number=lambda _: own, developer_columns=lambda: [DeveloperColumn(name, unit, stands_for, other)]
    )
    bpm, remarks = heart_rate_of(record)
    assert bool(remarks) is (bpm is other)
    return bpm is other


@pytest.mark.parametrize(
    ("native", "app", "more", "taken"),
    [
        (4, 9, {}, True),  # less than half of what the app wrote
        (5, 10, {}, False),
        (0, 1, {}, True),
        (0, 0, {}, False),
        (0, 9, {"stands_for": None}, True),  # by its name and unit
        (0, 9, {"stands_for": None, "unit": "m"}, False),
        (0, 9, {"stands_for": None, "name": "max pulse"}, False),
        (0, 9, {"stands_for": 4, "name": "weather"}, False),
    ],
)
def test_a_developer_field_stands_in_where_the_native_one_holds_less_than_half(
    native: int, app: int, more: dict[str, Any], taken: bool
) -> None:
    assert rates(native, app, **more) is taken


@pytest.mark.parametrize(("seconds", "kind"), [(3599, RecordingKind.ACTIVITY), (3600, RecordingKind.DAY)])
def test_an_hour_by_the_second_is_no_snapshot(seconds: int, kind: RecordingKind) -> None:
    fit = FitBytes().message("file_id", 0, type="monitoring_b")
    fit.message("hsa_heart_rate_data", 1, timestamp=T0, processing_interval=2, status=1, heart_rate=[70, 71])
    fit.message(
        "hsa_heart_rate_data", 1, timestamp=T0 + seconds - 1, processing_interval=2, status=1, heart_rate=[72, 73]
    )
    recording = read_one(fit.file())
    assert recording.heart_rate.time_s.tolist() == [0.0, 1.0, seconds - 1.0, float(seconds)]
    assert recording.kind is kind


def test_arrays_cover_their_interval_and_blanks_and_searching_are_no_heart_rates() -> None:
    fit = FitBytes().message("file_id", 0, type="monitoring_b")
    for at, status, values in ((0, 1, [70, 0, 72, 255]), (8, 0, [90, 91, 92, 93]), (16, 1, [74, 75, 76, 77])):
        fit.message(
            "hsa_heart_rate_data", 1, timestamp=T0 + at, processing_interval=8, status=status, heart_rate=values
        )
    recording = read_one(fit.file())
    assert recording.heart_rate.bpm.tolist() == [70, 72, 74, 75, 76, 77]
    assert recording.heart_rate.time_s.tolist() == pytest.approx([0.0, 16.0 / 3.0, 16.0, 18.0, 20.0, 22.0])
    assert any(remark.startswith("4 heart rates written while the sensor") for remark in recording.source.remarks)


def test_values_of_a_day_are_those_of_its_hours_and_no_codes() -> None:
    fit = FitBytes().message("file_id", 0, type="monitoring_b")
    for minute in range(10):
        fit.message("monitoring", 1, timestamp=T0 + 60 * minute, heart_rate=60)
    for minute, stress in ((0, 0), (1, -1), (2, 30)):
        fit.message("stress_level", 2, stress_level_time=T0 + 60 * minute, stress_level_value=stress)
    channel = read_one(fit.file()).channel("stress_level")
    assert channel is not None
    assert (channel.time_s.tolist(), channel.value.tolist()) == ([0.0, 120.0], [0.0, 30.0])


@pytest.mark.parametrize(
    ("average", "highest", "said"),
    [(120, 150, "(120/150 bpm)"), (120, None, "(120 bpm)"), (None, 150, "no heart rate in it (1 record)")],
)
def test_a_file_with_averages_alone_says_so(average: int | None, highest: int | None, said: str) -> None:
    fit = FitBytes().message("file_id", 0, type="activity").message("record", 1, timestamp=T0, distance=1)
    fit.message("session", 2, start_time=T0, avg_heart_rate=average, max_heart_rate=highest)
    with pytest.raises(NoHeartRateError) as refused:
        read_all(fit.file())
    assert said in str(refused.value)


def test_heart_rates_without_times_and_those_of_zero_are_told_apart() -> None:
    fit = FitBytes().message("file_id", 0, type="activity").message("record", 1, heart_rate=60)
    with pytest.raises(NoHeartRateError, match="have no times"):
        read_all(fit.file())
    fit = FitBytes().message("file_id", 0, type="activity").message("record", 1, timestamp=T0, heart_rate=0)
    with pytest.raises(NoHeartRateError, match="is 0 in the whole file"):
        read_all(fit.file())


@pytest.mark.parametrize(("with_rate", "kind"), [(True, RecordingKind.DAY), (False, RecordingKind.BEATS)])
def test_beats_beside_a_days_heart_rate_are_of_that_day(with_rate: bool, kind: RecordingKind) -> None:
    fit = FitBytes().message("file_id", 0, type="monitoring_b")
    for second in range(30):
        fit.message("beat_intervals", 1, timestamp=T0 + second, timestamp_ms=0, time=[500, 500])
        if with_rate:
            fit.message("monitoring", 2, timestamp=T0 + 60 * second, heart_rate=60)
    recording = read_one(fit.file())
    assert recording.kind is kind
    assert recording.beats is not None
