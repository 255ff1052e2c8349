"""Exports of programs, read at the ends of what they may hold: entries that are torn, times that are none, devices."""

import json
import struct
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from pacing.errors import UnknownFormatError
from pacing.model.daily import DailyKind
from pacing.model.recording import Recording
from pacing.read.daily.collect import DailyCollector, day_of, local_clock
from pacing.read.formats import streams_json
from pacing.read.formats.edf_annotations import _began, _is_beat
from pacing.read.formats.huawei_json import _instants, _value
from pacing.read.formats.sdf import _split
from pacing.read.formats.wfdb_annotations import _header, _long_step, _walk
from pacing.read.read import read_daily, read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

HOUR = 3600.0


def source_of(value: object, name: str = "x.json") -> SourceFile:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return SourceFile(name, lambda: BytesIO(data))


def read(value: object) -> Recording:
    (recording,) = read_source(source_of(value), ReadOptions())
    return recording


# --- heart rate by the minute


def garmin_day(*pairs: object, local: str = "2026-06-01T02:00:00.0", gmt: str = "2026-06-01T00:00:00.0") -> Recording:
    return read({"startTimestampLocal": local, "startTimestampGMT": gmt, "heartRateValues": list(pairs)})


def test_pairs_that_are_none_are_passed_over() -> None:
    at = 1_780_272_000_000
    recording = garmin_day([at, 61], [at + 60_000], "x", None, [at + 120_000, 63, 7])
    assert recording.heart_rate.time_s.tolist() == [0.0, 120.0]
    assert recording.heart_rate.bpm.tolist() == [61.0, 63.0]
    assert recording.source.damage is None


def test_times_of_other_millennia_are_none() -> None:
    at = 1_780_272_000_000
    recording = garmin_day([at, 61], [4e12, 62], [None, 63], [at + 60_000, 64])
    assert recording.heart_rate.bpm.tolist() == [61.0, 64.0]
    assert recording.source.damage == "Entries without a readable time, left out: 2."


@pytest.mark.parametrize(
    ("local", "offset_h"),
    [("2026-06-01T02:00:07", 2.0), ("2026-06-01T14:00:00", 14.0), ("2026-06-01T15:00:00", None), ("soon", None)],
)
def test_the_same_moment_by_two_clocks_tells_the_offset(local: str, offset_h: float | None) -> None:
    at = 1_780_272_000_000
    start = garmin_day([at, 61], [at + 60_000, 62], local=local).start
    assert start is not None
    offset = start.utcoffset()
    assert offset is not None
    assert offset.total_seconds() == (offset_h or 0.0) * HOUR


# --- Google Health, Oura, lists that explain themselves


def test_each_device_of_google_health_is_named_where_it_is() -> None:
    def point(platform: str | None, minute: int) -> dict[str, Any]:
        time = {"physicalTime": f"2026-06-01T08:{minute:02d}:00Z", "utcOffset": "7200s"}
        held: dict[str, Any] = {"heartRate": {"sampleTime": time, "beatsPerMinute": "68"}}
        return held if platform is None else {**held, "dataSource": {"platform": platform}}

    value = {"dataPoints": [point(platform, n) for platform in ("FITBIT", None) for n in range(3)]}
    found = read_source(source_of(value), ReadOptions())
    assert [one.source.device for one in found] == ["Fitbit", None]


@pytest.mark.parametrize(
    ("interval", "start", "lost"),
    [(300.0, "2026-03-14T01:00:00+01:00", 0), (0.0, "2026-03-14T01:00:00+01:00", 1), (300.0, "soon", 1)],
)
def test_a_series_of_the_ring_needs_a_start_and_a_step(interval: float, start: str, lost: int) -> None:
    def night(at: str, step: float) -> dict[str, Any]:
        return {"heart_rate": {"interval": step, "items": [54, None, 52], "timestamp": at}}

    recording = read({"data": [night("2026-03-13T23:00:00+01:00", 300.0), night(start, interval)]})
    assert recording.source.damage == (f"Series without a readable start, left out: {lost}." if lost else None)
    assert np.isfinite(recording.heart_rate.bpm).sum() == 4 - 2 * lost
    assert recording.heart_rate.time_s[:2].tolist() == [0.0, 300.0]


@pytest.mark.parametrize(
    ("pairs", "is_read"),
    [
        ([[1.7e9 + n, 70 + n % 5] for n in range(40)], True),
        ([[1.7e9 + n, 70] for n in range(40)] + [["x", 70]], False),
        ([[1.7e9 + n, 70] for n in range(40)] + [[1.0, 70]], False),
        ([[1.7e9 + n, 70] for n in range(40)] + [[1.7e9, 70, 1]], False),
        ([[1e9, 70], *([1e9 + n, 70] for n in range(1, 40))], False),  # no later than 2001
    ],
)
def test_pairs_under_the_name_of_heart_rate_are_instants_and_values(pairs: list[list[Any]], is_read: bool) -> None:
    if is_read:
        assert read({"heartRate": pairs}).heart_rate.bpm.size == 40
    else:
        with pytest.raises(UnknownFormatError, match="JSON file of another kind"):
            read({"heartRate": pairs})


# --- values of days


def collected(*sleeps: tuple[float, float]) -> list[tuple[str, float]]:
    result = DailyCollector(source_of({}), "made", "made")
    for start_s, stop_s in sleeps:
        result.add_sleep(start_s, stop_s, "by hand")
    return [(value.kind.name, value.value) for value in result.values()]


DAY_S = 20_000 * 86_400.0


@pytest.mark.parametrize(
    ("length_s", "counts"),
    [(600.0, True), (599.0, False), (24 * HOUR, True), (24 * HOUR + 1, False), (np.inf, False), (np.nan, False)],
)
def test_a_night_lasts_ten_minutes_to_a_day(length_s: float, counts: bool) -> None:
    assert bool(collected((DAY_S - HOUR, DAY_S - HOUR + length_s))) is counts


def test_the_longest_sleep_of_a_day_is_its_night() -> None:
    found = dict(collected((DAY_S - HOUR, DAY_S + 6 * HOUR), (DAY_S + 13 * HOUR, DAY_S + 14 * HOUR)))
    assert found == {"SLEEP_START": -1.0, "SLEEP_END": 6.0, "SLEEP_DURATION": 7.0}
    assert dict(collected((DAY_S + 13 * HOUR, DAY_S + 14 * HOUR), (DAY_S - HOUR, DAY_S + 6 * HOUR))) == found


def test_days_end_where_the_calendar_does() -> None:
    assert (day_of(1e15).year, day_of(-1e15).year) == (9999, 1)
    assert local_clock(1e11, None, "Europe/Berlin") == 1e11
    assert local_clock(1_780_272_000.0, None, "Europe/Berlin") == 1_780_279_200.0
    assert local_clock(1_780_272_000.0, 3600.0, "Europe/Berlin") == 1_780_275_600.0
    assert local_clock(1_774_747_800.0, None, "Europe/Berlin") == 1_774_755_000.0  # 1:30 UTC, when clocks went forward


def test_a_rings_sleep_has_a_length_even_where_no_clock_is_known() -> None:
    day = {"sleep": {"object": {"bedtime_start": 1_780_272_000, "bedtime_end": 1_780_297_200}}}
    metrics = [{"type": "sleep", "object": day["sleep"]["object"]}]
    value = {"data": {"metrics": {"2026-06-01": metrics}}}
    lengths = [one.value for one in read_daily(source_of(value), ReadOptions()) if one.kind is DailyKind.SLEEP_DURATION]
    assert lengths == [7.0]


# --- beats of laboratories


@pytest.mark.parametrize(
    ("words", "samples", "others", "whole"),
    [
        ([1 << 10 | 100, 1 << 10 | 50, 0], [100, 150], 0, True),
        ([1 << 10 | 100, 1 << 10 | 50], [100, 150], 0, False),
        ([14 << 10 | 100, 1 << 10 | 50, 0], [150], 1, True),  # noise is no beat
        ([59 << 10, 1, 2, 1 << 10 | 5, 0], [65_543], 0, True),  # a long step, its high half first
        ([59 << 10, 0xFFFF, 0xFFFE, 1 << 10 | 5, 0], [3], 0, True),
        ([63 << 10 | 3, 0x6161, 0x0061, 1 << 10 | 5, 0], [5], 0, True),  # a note of three letters takes two words
        ([63 << 10 | 4, 0x6161, 0x6161, 1 << 10 | 5, 0], [5], 0, True),
        ([60 << 10 | 1, 61 << 10, 62 << 10, 1 << 10 | 5, 0], [5], 0, True),
        ([1 << 10 | 5, 59 << 10, 1], [5], 0, False),
    ],
)
def test_marks_of_an_electrocardiogram_count_its_samples(
    words: list[int], samples: list[int], others: int, whole: bool
) -> None:
    marks = _walk(struct.pack(f"<{len(words)}H", *words))
    assert marks is not None
    assert (marks.samples, marks.others, marks.whole) == (samples, others, whole)


@pytest.mark.parametrize("words", [[50 << 10 | 1, 0], [58 << 10, 0], [59 << 10, 0x4000, 1, 0]])
def test_marks_of_no_kind_and_steps_of_years_are_none(words: list[int]) -> None:
    assert _walk(struct.pack(f"<{len(words)}H", *words)) is None


@pytest.mark.parametrize(("pair", "step"), [([0, 5], 5), ([1, 0], 65_536), ([0xFFFF, 0xFFFF], -1), ([1], 0), ([], 0)])
def test_a_long_step_has_two_halves(pair: list[int], step: int) -> None:
    assert _long_step(pair) == step


@pytest.mark.parametrize(
    ("day", "year"),
    [(b"01.06.26", 2026), (b"01.06.84", 2084), (b"01.06.85", 1985), (b"31.02.26", None), (b"1.6.2026", None)],
)
def test_a_year_of_two_digits_is_of_this_century_up_to_84(day: bytes, year: int | None) -> None:
    found = _began(day, b"10.00.01")
    assert (None if found is None else (found.year, found.month, found.day, found.second)) == (
        None if year is None else (year, 6, 1, 1)
    )


@pytest.mark.parametrize(
    ("text", "beat"), [("QRS", True), ("N", True), ("R-peak", True), ("note", False), ("z", False)]
)
def test_only_texts_that_name_a_beat_are_beats(text: str, beat: bool) -> None:
    assert _is_beat(text) is beat


@pytest.mark.parametrize(("header_lines", "known"), [(60, True), (61, False)])
def test_beats_stand_below_sixty_lines_of_a_header(header_lines: int, known: bool) -> None:
    lines = ["a = 1"] * header_lines + ["800", "810"]
    found = _split(lines)
    assert (None if found is None else found[2]) == (header_lines if known else None)


# --- files in whole


@pytest.mark.parametrize(("most", "fits"), [(10, True), (9, False)])
def test_a_file_is_packed_up_to_a_number_of_bytes(most: int, fits: bool) -> None:
    source = source_of(b"0123456789")
    packed = source.packed(most, 1000)
    assert (packed is not None) is fits
    whole = source.packed(1000, 1000)
    assert whole is not None
    assert source.packed(1000, len(whole)) == whole
    assert source.packed(1000, len(whole) - 1) is None


# --- Huawei's sessions


@pytest.mark.parametrize(
    ("counts", "length_s", "unit_s"),
    [
        ([1.0, 100.0], 100.0, 1.0),
        ([1.0, 85.0], 100.0, 1.0),  # within 15 % of the session's length
        ([1.0, 84.0], 100.0, None),
        ([1.0, 115.0], 100.0, 1.0),
        ([1.0, 116.0], 100.0, None),
        ([1.0, 20.0], 100.0, 5.0),
        ([1.0, 10.0], 600.0, 60.0),
        ([1.0, 10.0], 0.0, None),
    ],
)
def test_counts_from_the_start_are_in_the_unit_that_fits_the_sessions_length(
    counts: list[float], length_s: float, unit_s: float | None
) -> None:
    record = {"startTime": 1_780_300_800_000, "totalTime": 1000 * length_s}
    found, _ = _instants(np.array(counts), record)
    assert (None if found is None else (found - 1_780_300_800).tolist()) == (
        None if unit_s is None else [count * unit_s for count in counts]
    )
    assert _instants(np.array(counts), {"totalTime": 1000 * length_s})[0] is None


@pytest.mark.parametrize("unit", [1.0, 1000.0])
def test_large_counts_are_instants_in_seconds_or_milliseconds(unit: float) -> None:
    found, remarks = _instants(unit * (1_780_300_800 + np.arange(3.0)), {})
    assert found is not None
    assert (found - 1_780_300_800).tolist() == [0.0, 1.0, 2.0]
    assert remarks == ()


@pytest.mark.parametrize(
    ("value", "bpm"),
    [("89.0", 89.0), (89, 89.0), ('{"bpm":70}', 70.0), ("{bpm: 70.5}", 70.5), ("x", np.nan), (None, np.nan)],
)
def test_a_heart_rate_may_stand_in_braces(value: object, bpm: float) -> None:
    assert _value(value) == pytest.approx(bpm, nan_ok=True)


@pytest.mark.parametrize(
    ("header", "rate_hz", "year"),
    [
        ("x 1 250 1000 10:00:00 01/06/2026\nx.dat 16", 250.0, 2026),
        ("# made\n\nx 1 250.5/3 1000", 250.5, None),
        ("x 1 0 1000", None, None),
        ("# made only of notes", None, None),
        ("", None, None),
    ],
)
def test_the_header_beside_marks_tells_their_rate(header: str, rate_hz: float | None, year: int | None) -> None:
    source = SourceFile("a/x.atr", lambda: BytesIO(b""), open_beside=lambda _: BytesIO(header.encode()))
    rate, began = _header(source)
    assert (rate, None if began is None else began.year) == (rate_hz, year)
    assert _header(SourceFile("x.atr", lambda: BytesIO(b""))) == (None, None)


def test_a_night_of_google_health_ends_by_the_clock_beside_it() -> None:
    interval = {"startTime": "2026-06-01T21:00:00Z", "startUtcOffset": "7200s", "endTime": "2026-06-02T05:00:00Z"}
    for offset, hours in (({"endUtcOffset": "7200s"}, (-1.0, 7.0)), ({}, (-1.0, 5.0))):
        value = {"dataPoints": [{"sleep": {"interval": interval | offset}}]}
        found = {one.kind: one.value for one in read_daily(source_of(value), ReadOptions())}
        assert (found[DailyKind.SLEEP_START], found[DailyKind.SLEEP_END]) == hours


# --- GoldenCheetah, and nights of Garmin


def ride(*extras: dict[str, Any], start: str | None = "2026/03/14 08:58:20 UTC ") -> Recording:
    samples = [{"SECS": second, "HR": 80 + second} for second in range(5)]
    return read({"RIDE": {"STARTTIME": start, "SAMPLES": samples, "XDATA": list(extras)}})


def extra(name: str, unit: str, values: list[float]) -> dict[str, Any]:
    ends = np.cumsum(values) / (1000.0 if values[0] > 10.0 else 1.0)
    samples = [{"SECS": float(end), "VALUE": value} for end, value in zip(ends, values, strict=True)]
    return {"NAME": name, "UNIT": unit, "SAMPLES": samples}


@pytest.mark.parametrize(("unit", "written"), [("msecs", 800.0), ("secs", 0.8)])
def test_intervals_of_goldencheetah_are_in_the_unit_beside_them(unit: str, written: float) -> None:
    beats = ride(extra("SPEED", "msecs", [500.0] * 5), extra("HRV", unit, [written] * 5)).beats
    assert beats is not None
    assert beats.rr_ms.tolist() == pytest.approx([800.0] * 5)
    assert ride(extra("HRV", "furlongs", [written] * 5)).beats is None


def test_an_activity_without_a_start_is_read_without_a_date() -> None:
    assert ride(start=None).start is None
    assert ride().start is not None


@pytest.mark.parametrize(
    ("bounds", "zone", "values"),
    [
        (
            {"Local": (23.0, 30.5), "GMT": (21.0, 28.0)},
            None,
            {"sleep_duration": 7.5, "sleep_start": -1.0, "sleep_end": 6.5},
        ),
        ({"Local": (23.0, 23.0), "GMT": (21.0, 28.0)}, None, {"sleep_duration": 7.0}),
        ({"GMT": (21.0, 28.0)}, "Europe/Berlin", {"sleep_duration": 7.0, "sleep_start": -1.0, "sleep_end": 6.0}),
    ],
)
def test_a_night_has_its_bounds_by_the_local_clock_or_else_a_length_alone(
    bounds: dict[str, tuple[float, float]], zone: str | None, values: dict[str, float]
) -> None:
    midnight = 1_780_185_600  # 2026-05-31
    item: dict[str, Any] = {"calendarDate": "2026-06-01"}
    for clock, hours in bounds.items():
        for end, hour in zip(("Start", "End"), hours, strict=True):
            item[f"sleep{end}Timestamp{clock}"] = int((midnight + hour * HOUR) * 1000)
    found = read_daily(source_of([item]), ReadOptions(time_zone=zone))
    assert {one.kind.value: one.value for one in found} == pytest.approx(values)


@pytest.mark.parametrize(
    ("value", "is_streams"),
    [
        ([{"type": "heartrate", "data": [60, 61]}], True),
        ([{"type": "heartrate", "data": {"60": 1}}], False),
        ([{"type": "workout", "data": [60, 61]}], False),
        ({"heartrate": {"data": [60, 61]}}, True),
        ({"heartrate": {"data": 60}}, False),
        ({"heartrate": [60, 61]}, False),
        ({"workout": {"data": [60, 61]}}, False),
        ([], False),
    ],
)
def test_streams_are_lists_of_numbers_under_names_of_streams(value: object, is_streams: bool) -> None:
    assert streams_json.READER.matches(source_of(value).head) is is_streams
