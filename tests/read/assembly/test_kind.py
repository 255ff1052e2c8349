"""What sort of recording it is: what its data say, then what its format says."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from pacing.model.recording import Channel, Marker, MarkerKind, RecordingKind
from pacing.read.assembly.draft import RecordingBuilder, _first_moment, _kind, is_single_value, recording_of
from pacing.read.assembly.series import EMPTY, Series
from pacing.read.source import SourceFile

DAY, ACTIVITY, BEATS = RecordingKind.DAY, RecordingKind.ACTIVITY, RecordingKind.BEATS
HOUR = 3600.0
BLANK = RecordingBuilder(SourceFile("x.csv", lambda: BytesIO(b"made")), "made")
MOVED = (Channel("speed", "m/s", np.zeros(1), np.ones(1)),)
STOOD = (
    Channel("speed", "m/s", np.zeros(1), np.full(1, np.nan)),
    Channel("temperature", "degC", np.zeros(1), np.ones(1)),
)


def series(span_s: float, step_s: float) -> Series:
    time_s = np.append(np.arange(0.0, span_s, step_s), span_s)
    return Series(time_s, np.full(time_s.size, 70.0))


@pytest.mark.parametrize(
    ("span_s", "step_s", "more", "kind"),
    [
        (12 * HOUR, 5.0, {"sport": "hiking"}, ACTIVITY),  # half a day
        (12 * HOUR + 5, 5.0, {"sport": "hiking"}, DAY),
        (5 * HOUR, 5.0, {}, ACTIVITY),  # five hours without any sign of an activity
        (5 * HOUR + 5, 5.0, {}, DAY),
        (5 * HOUR + 5, 5.0, {"sport": "hiking"}, ACTIVITY),
        (5 * HOUR + 5, 5.0, {"markers": (Marker(0.0, MarkerKind.LAP),)}, ACTIVITY),
        (2 * HOUR, 29.0, {}, ACTIVITY),  # two hours of samples half a minute apart
        (2 * HOUR + 29, 29.0, {}, DAY),
        (2 * HOUR + 28, 28.0, {}, ACTIVITY),
        (2 * HOUR - 10, 10.0, {"kind": DAY}, ACTIVITY),  # a day's file that holds less, but closely
        (2 * HOUR, 10.0, {"kind": DAY}, DAY),
        (2 * HOUR - 11, 11.0, {"kind": DAY}, DAY),
        (HOUR, 60.0, {"kind": BEATS}, BEATS),
    ],
)
def test_how_long_and_how_close_the_samples_are_tells_days_from_activities(
    span_s: float, step_s: float, more: dict[str, Any], kind: RecordingKind
) -> None:
    assert _kind(replace(BLANK, **more), series(span_s, step_s), EMPTY, ()) is kind


@pytest.mark.parametrize(("channels", "kind"), [(MOVED, ACTIVITY), (STOOD, DAY)])
def test_hours_in_which_somebody_moved_are_an_activity(channels: tuple[Channel, ...], kind: RecordingKind) -> None:
    assert _kind(BLANK, series(6 * HOUR, 5.0), EMPTY, channels) is kind


def test_two_values_have_no_rhythm_and_beats_alone_are_beats() -> None:
    assert _kind(BLANK, Series(np.array([0.0, 20 * HOUR]), np.full(2, 70.0)), EMPTY, ()) is ACTIVITY
    assert _kind(BLANK, EMPTY, series(HOUR, 1.0), ()) is BEATS
    assert _kind(BLANK, EMPTY, series(3 * HOUR, 30.0), ()) is BEATS
    assert _kind(replace(BLANK, kind=DAY), EMPTY, series(HOUR, 1.0), ()) is BEATS


def test_a_recording_begins_where_its_first_interval_began() -> None:
    beats = Series(np.array([10.0, 10.8]), np.array([1500.0, 800.0]))
    assert _first_moment(replace(BLANK, beats=beats)) == 8.5
    assert _first_moment(replace(BLANK, beats=beats, heart_rate=Series(np.array([9.0]), np.array([70.0])))) == 8.5
    assert _first_moment(replace(BLANK, beats=beats, heart_rate=Series(np.array([8.0]), np.array([70.0])))) == 8.0


def test_markers_count_from_the_first_sample() -> None:
    made = replace(
        BLANK, heart_rate=Series(100.0 + np.arange(5.0), np.full(5, 70.0)), markers=(Marker(103.0, MarkerKind.LAP),)
    )
    assert [marker.time_s for marker in recording_of(made).markers] == [3.0]


@pytest.mark.parametrize(("bpm", "single"), [([70.0], True), ([70.0, 0.0], True), ([70.0, 71.0], False), ([], True)])
def test_one_heart_rate_alone_is_a_value_and_no_course(bpm: list[float], single: bool) -> None:
    heart_rate = Series(np.arange(float(len(bpm))), np.array(bpm))
    assert is_single_value(replace(BLANK, heart_rate=heart_rate)) is single
    assert not is_single_value(replace(BLANK, heart_rate=heart_rate, beats=series(10.0, 1.0)))


def test_three_values_have_a_rhythm_and_what_lasts_is_counted_from_the_first() -> None:
    three = Series(np.array([0.0, 8 * HOUR, 16 * HOUR]), np.full(3, 70.0))
    assert _kind(BLANK, three, EMPTY, ()) is DAY
    late = Series(3 * HOUR + np.arange(0.0, 3 * HOUR, 5.0), np.full(2160, 70.0))
    assert _kind(BLANK, EMPTY, late, ()) is BEATS
    assert _kind(BLANK, late, EMPTY, ()) is ACTIVITY
