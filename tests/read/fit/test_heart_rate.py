"""Heart rate that a strap kept and gave to the watch afterwards."""

import numpy as np
import pytest

from pacing.model.recording import Sensor
from pacing.read.fit.heart_rate import StrapHeartRate, strap_at
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
