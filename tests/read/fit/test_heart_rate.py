"""Heart rate that a strap kept and gave to the watch afterwards."""

import numpy as np
import pytest

from pacing.model.recording import Sensor
from pacing.read.fit.activity_samples import _strap_alone
from pacing.read.fit.heart_rate import StrapHeartRate, activity_span_s, merged_heart_rate, strap_at, within
from tests.read.fit.fit_bytes import T0, FitBytes, read_one

CLOCK_S = 4_194_200.0  # the strap's own clock, shortly before its 32 bits roll over at 4194304 s


def _packed(ticks: list[int]) -> bytes:
    """Eight 12-bit values, least significant first, as FIT packs them."""
    whole = sum((tick & 0xFFF) << 12 * i for i, tick in enumerate(ticks))
    return whole.to_bytes(12, "little")


def _swim(seconds: int, rr_s: float, *, clock_s: float = CLOCK_S, fraction: float = 0.5) -> tuple[FitBytes, int]:
    """Records without heart rate, then a strap's memory: an anchor and messages of eight beats."""
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", product=2697)
    for second in range(seconds):
        fit.message("record", 1, timestamp=T0 + second, distance=second)
    anchor = round(clock_s * 1024)
    fit.message("hr", 2, timestamp=T0, fractional_timestamp=fraction, filtered_bpm=[100], event_timestamp=[clock_s])
    tick, beats = float(anchor), 0
    while (tick - anchor) / 1024 < seconds - 10:
        ticks = []
        for _ in range(8):
            tick += rr_s * 1024
            ticks.append(round(tick))
        beats += 8
        fit.message("hr", 3, filtered_bpm=[round(60 / rr_s)] * 8, event_timestamp_12=list(_packed(ticks)))
    return fit, beats


@pytest.mark.parametrize("clock_s", [1000.0, CLOCK_S])
def test_the_memory_of_a_strap_fills_the_records_also_over_the_clocks_roll_over(clock_s: float) -> None:
    fit, _ = _swim(300, 0.6, clock_s=clock_s)
    recording = read_one(fit.file())
    assert (recording.heart_rate.bpm[2:290] == 100).all()
    assert np.isfinite(recording.heart_rate.bpm).sum() >= 290
    assert any("from a strap's memory" in remark for remark in recording.source.remarks)


def test_the_events_of_a_strap_are_beats_where_their_steps_agree_with_its_heart_rate() -> None:
    fit, beats = _swim(300, 0.6)
    recording = read_one(fit.file())
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == beats
    assert recording.beats.rr_ms == pytest.approx(600, abs=1.1)
    assert recording.start is not None
    first_beat = recording.start.timestamp() + recording.beats.time_s[0]
    assert first_beat == pytest.approx(T0 + 631_065_600 + 0.5 + 0.6, abs=0.01)


def test_events_that_do_not_agree_with_the_heart_rate_are_no_beats() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(60):
        fit.message("record", 1, timestamp=T0 + second, distance=second)
    fit.message("hr", 2, timestamp=T0, filtered_bpm=[100], event_timestamp=[1000.0])
    for group in range(5):
        ticks = [1_024_000 + 1024 * (8 * group + i + 1) for i in range(8)]  # one a second, whatever the heart does
        fit.message("hr", 3, filtered_bpm=[100] * 8, event_timestamp_12=list(_packed(ticks)))
    recording = read_one(fit.file())
    assert recording.beats is None
    assert np.isfinite(recording.heart_rate.bpm).sum() >= 40


def test_events_before_any_anchor_have_no_time_and_are_left_out() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(20):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=90)
    fit.message("hr", 3, filtered_bpm=[100] * 8, event_timestamp_12=list(_packed(list(range(0, 8000, 1000)))))
    recording = read_one(fit.file())
    assert (recording.heart_rate.bpm == 90).all()
    assert recording.beats is None


def test_a_time_has_the_mean_since_the_one_before_held_for_five_seconds_but_not_beyond_the_last_event() -> None:
    strap = StrapHeartRate(np.array([0.4, 0.9, 2.5, 12.5]), np.array([100.0, 110.0, 120.0, 90.0]))
    times = np.array([1.0, 2.0, 3.0, 7.0, 8.0, 13.0, 14.0])
    found = strap_at(times, strap)
    assert found.tolist() == pytest.approx([105, 110, 120, 120, np.nan, 90, np.nan], nan_ok=True)


def _beside(watch_bpm: int) -> FitBytes:
    """A watch with heart rate of its own each second, and a strap's memory of 100 bpm."""
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", product=2697)
    for second in range(120):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=watch_bpm)
    fit.message("hr", 2, timestamp=T0, fractional_timestamp=0.5, filtered_bpm=[100], event_timestamp=[1000.0])
    tick = 1_024_000.0
    for _ in range(12):
        ticks = []
        for _ in range(8):
            tick += 0.6 * 1024
            ticks.append(round(tick))
        fit.message("hr", 3, filtered_bpm=[100] * 8, event_timestamp_12=list(_packed(ticks)))
    return fit


def test_a_straps_memory_wins_over_the_watch_whose_values_are_kept_beside_it() -> None:
    recording = read_one(_beside(80).file())
    assert (recording.heart_rate.bpm[2:57] == 100).all()
    assert (recording.heart_rate.bpm[62:] == 80).all()
    watch = recording.channel("heart_rate_watch")
    assert watch is not None
    assert (watch.value == 80).all()
    assert any("contradict" in remark for remark in recording.source.remarks)


def test_a_watch_that_agrees_with_the_strap_is_no_contradiction() -> None:
    recording = read_one(_beside(101).file())
    assert (recording.heart_rate.bpm[2:57] == 100).all()
    assert not any("contradict" in remark for remark in recording.source.remarks)


def test_a_swim_with_records_at_the_ends_of_lengths_has_heart_rate_each_second_and_after_the_last() -> None:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", product=2697)
    for second in (0, 30, 61):
        fit.message("record", 1, timestamp=T0 + second, distance=second)
    fit.message("hr", 2, timestamp=T0, fractional_timestamp=0.5, filtered_bpm=[100], event_timestamp=[1000.0])
    tick = 1_024_000.0
    for _ in range(25):
        ticks = []
        for _ in range(8):
            tick += 0.6 * 1024
            ticks.append(round(tick))
        fit.message("hr", 3, filtered_bpm=[100] * 8, event_timestamp_12=list(_packed(ticks)))
    recording = read_one(fit.file())
    known_s = recording.heart_rate.time_s[np.isfinite(recording.heart_rate.bpm)]
    assert (np.diff(known_s) == 1.0).all()
    assert known_s[-1] == pytest.approx(120, abs=1)
    assert recording.source.sensor is Sensor.STRAP


RECORDS_S = np.arange(1000.0, 1101.0)


def strap_of(*times_s: float) -> StrapHeartRate:
    return StrapHeartRate(np.array(times_s), np.full(len(times_s), 100.0))


@pytest.mark.parametrize(
    ("events_s", "written_s", "span_s"),
    [
        ((1050.0,), None, (1000.0, 1100.0)),
        ((1100.0, 1160.0), None, (1000.0, 1160.0)),  # a minute without an event, and more
        ((1100.0, 1161.0), None, (1000.0, 1100.0)),
        ((1150.0, 1211.0), None, (1000.0, 1150.0)),
        (tuple(np.arange(1130.0, 3500.0, 30.0)), None, (1000.0, 2900.0)),  # half an hour after the last record
        ((1090.0, 1160.0), (1010.0, 1140.0), (1000.0, 1140.0)),  # a session that tells its own end
        ((1090.0,), (990.0, 1000.0), (990.0, 1100.0)),  # one that only just reaches the records
        ((1090.0,), (1100.0, 1200.0), (1000.0, 1200.0)),
        ((1090.0, 1150.0), (900.0, 999.0), (1000.0, 1150.0)),  # one of another time
        ((1090.0, 1150.0), (1101.0, 1200.0), (1000.0, 1150.0)),
    ],
)
def test_a_straps_memory_belongs_to_the_activity_while_that_lasts(
    events_s: tuple[float, ...], written_s: tuple[float, float] | None, span_s: tuple[float, float]
) -> None:
    assert activity_span_s(RECORDS_S, strap_of(*events_s), written_s) == span_s


def test_events_of_a_second_before_and_after_belong_to_the_activity() -> None:
    strap = strap_of(998.9, 999.0, 1050.0, 1101.9, 1102.0)
    assert within(strap, RECORDS_S, (1000.0, 1101.0)).time_s.tolist() == [999.0, 1050.0, 1101.9]
    assert within(strap, np.empty(0), None).time_s.size == 5
    assert within(strap_of(), RECORDS_S, None).time_s.size == 0


def test_between_rare_records_a_heart_rate_is_held_for_five_seconds() -> None:
    strap = StrapHeartRate(np.array([996.0, 1010.0, 1020.5]), np.array([70.0, 80.0, 90.0]))
    merged = merged_heart_rate(np.array([1000.0, 1012.0]), np.full(2, np.nan), strap, (1000.0, 1020.0))
    assert merged.time_s.tolist() == [1000.0, 1001.0, 1010.0, 1011.0, 1012.0, 1013.0, 1014.0, 1015.0]
    assert merged.bpm.tolist() == [70.0, 70.0, *[80.0] * 6]
    assert merged.strap_share == 1.0
    assert merged.remarks == ("heart rate of 8 seconds from a strap's memory (`hr` messages), as the device meant it",)


@pytest.mark.parametrize(
    ("apart_bpm", "contradicts"),
    [
        ([5.0] * 100, False),
        ([5.5] * 100, True),  # by more than five in most seconds
        ([0.0] * 90 + [11.0] * 10, False),
        ([0.0] * 89 + [11.0] * 11, True),  # or by more than ten in over a tenth of them
        ([0.0] * 89 + [10.0] * 11, False),
    ],
)
def test_a_watch_contradicts_the_strap_where_they_differ_by_much_or_often(
    apart_bpm: list[float], contradicts: bool
) -> None:
    times_s = np.arange(1.0, 101.0)
    merged = merged_heart_rate(times_s, 100.0 + np.array(apart_bpm), StrapHeartRate(times_s, np.full(100, 100.0)))
    assert any("contradict" in remark for remark in merged.remarks) is contradicts
    assert (merged.watch_bpm - 100.0).tolist() == apart_bpm


def test_a_strap_that_gave_half_of_the_seconds_gave_half() -> None:
    merged = merged_heart_rate(np.arange(1.0, 21.0), np.full(20, 90.0), strap_of(*np.arange(1.0, 11.0)))
    assert merged.strap_share == 0.5
    assert merged.bpm.tolist() == [100.0] * 10 + [90.0] * 10


@pytest.mark.parametrize(("at_s", "bpm"), [(13.4, 90.0), (13.5, np.nan), (17.0, np.nan)])
def test_nothing_is_held_a_second_after_the_last_event(at_s: float, bpm: float) -> None:
    strap = StrapHeartRate(np.array([0.5, 12.5]), np.array([100.0, 90.0]))
    assert strap_at(np.array([12.0, at_s]), strap).tolist() == pytest.approx([np.nan, bpm], nan_ok=True)


@pytest.mark.parametrize(("at_s", "bpm"), [(5.5, 100.0), (5.6, np.nan)])
def test_an_event_is_held_for_five_seconds(at_s: float, bpm: float) -> None:
    strap = StrapHeartRate(np.array([0.5, 12.5]), np.array([100.0, 90.0]))
    assert strap_at(np.array([0.5, at_s]), strap).tolist() == pytest.approx([100.0, bpm], nan_ok=True)


def test_a_straps_memory_is_laid_on_each_second_from_the_first_to_the_last() -> None:
    strap = strap_of(100.0, 104.0, 110.0)
    merged = merged_heart_rate(np.array([105.0]), np.array([np.nan]), strap, (100.0, 110.0))
    assert merged.time_s.tolist() == [*np.arange(100.0, 111.0)]
    alone = merged_heart_rate(np.array([105.0]), np.array([np.nan]), strap_of(110.0), (100.0, 110.0))
    assert alone.time_s[np.isfinite(alone.bpm)].tolist() == [110.0]


def test_events_of_a_strap_alone_are_its_heart_rate_each_moment_once() -> None:
    strap = StrapHeartRate(np.array([1.0, 2.0, 2.0, 3.0]), np.array([60.0, 61.0, 62.0, 63.0]))
    assert [part.tolist() for part in _strap_alone(strap)] == [[1.0, 2.0, 3.0], [60.0, 61.0, 63.0]]


def test_the_watchs_own_heart_rate_lies_beside_the_straps() -> None:
    watch = read_one(_beside(80).file()).channel("heart_rate_watch")
    assert watch is not None
    assert (watch.time_s[0], np.diff(watch.time_s).tolist()) == (1.0, [1.0] * (watch.time_s.size - 1))


def test_events_written_whole_are_a_second_apart_where_their_clock_says_so() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(60):
        fit.message("record", 1, timestamp=T0 + second, distance=second)
    fit.message("hr", 2, timestamp=T0, fractional_timestamp=0.0, filtered_bpm=[60], event_timestamp=[1000.0])
    for second in range(1, 50):
        fit.message("hr", 3, filtered_bpm=[60], event_timestamp=[1000.0 + second])
    beats = read_one(fit.file()).beats
    assert beats is not None
    assert beats.rr_ms.tolist() == [1000.0] * 49


def test_of_records_that_share_their_second_each_gives_what_the_first_leaves_out() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(20):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=90)
        fit.message("record", 2, timestamp=T0 + second, cadence=60 + second)
    recording = read_one(fit.file())
    cadence = recording.channel("cadence")
    assert cadence is not None
    assert cadence.value.tolist() == [60.0 + second for second in range(20)]
    assert any("20 records that share their second" in remark for remark in recording.source.remarks)
