import numpy as np
import pytest

from pacing.synthetic.first_order_response import coloured_noise, pink_wave, smoothed
from pacing.synthetic.plan import STEADY, Bout, SessionPlan, Variability
from pacing.synthetic.session import beat_times_s, make_session, momentary_bpm

RESTING = SessionPlan(rest_s=600, bouts=(), beats=True)


def test_a_constant_rate_gives_equal_intervals() -> None:
    plan = SessionPlan(rest_s=120, bouts=(), variability=STEADY, resting_bpm=75)
    grid = np.full(961, 75.0)
    beats = beat_times_s(plan, grid, grid, 0.125, np.random.default_rng(0))
    assert np.diff(beats) == pytest.approx(0.8, abs=1e-9)
    assert 149 <= beats.size <= 151


def test_beats_and_heart_rate_are_the_same_heart() -> None:
    """In any minute the beats counted agree with the integral of the realised heart rate."""
    made = make_session(SessionPlan(rest_s=300, bouts=(Bout(duration_s=600, target_bpm=130),), beats=True), seed=3)
    truth = made.truth
    assert truth.beat_s is not None
    for minute in range(19):
        counted = ((truth.beat_s >= 60 * minute) & (truth.beat_s < 60 * minute + 60)).sum()
        assert counted == pytest.approx(truth.realised_bpm[60 * minute : 60 * minute + 60].mean(), abs=1.01)


def test_variability_at_rest_is_that_of_these_users() -> None:
    """RMSSD of 15 to 60 ms and SDNN of 20 to 70 ms over many seeds; the mean as the plan's parts say."""
    made = [make_session(RESTING, seed).truth for seed in range(20)]
    rmssd = np.array([t.rmssd_ms for t in made])
    sdnn = np.array([t.sdnn_ms for t in made])
    assert ((rmssd > 15) & (rmssd < 60)).all()
    assert ((sdnn > 20) & (sdnn < 70)).all()
    assert sdnn.mean() == pytest.approx(np.hypot(20, 24), rel=0.12)


def test_breathing_shows_at_its_own_frequency() -> None:
    """The intervals' spectrum on the beats' even grid peaks within 0.03 Hz of the breathing rate of the plan."""
    plan = SessionPlan(rest_s=600, bouts=(), beats=True, variability=Variability(25, 5, 1, respiratory_hz=0.28))
    beats = make_session(plan, seed=5).recording.beats
    assert beats is not None
    even_s = np.arange(beats.time_s[0], beats.time_s[-1], 0.25)
    series = np.interp(even_s, beats.time_s, beats.rr_ms)
    power = np.abs(np.fft.rfft((series - series.mean()) * np.hanning(series.size))) ** 2
    hz = np.fft.rfftfreq(series.size, 0.25)
    high = (hz > 0.15) & (hz < 0.4)
    centroid = float((hz[high] * power[high]).sum() / power[high].sum())
    assert centroid == pytest.approx(0.28, abs=0.03)
    assert power[high].sum() > 5 * power[(hz > 0.04) & (hz < 0.15)].sum()


def test_variability_shrinks_as_heart_rate_rises() -> None:
    plan = SessionPlan(rest_s=300, bouts=(Bout(duration_s=600, target_bpm=120, recovery_s=10),), beats=True)
    beats = make_session(plan, seed=2).recording.beats
    assert beats is not None
    rest = beats.rr_ms[beats.time_s < 300]
    effort = beats.rr_ms[(beats.time_s > 500) & (beats.time_s < 900)]
    assert np.sqrt(np.mean(np.diff(effort) ** 2)) < 0.35 * np.sqrt(np.mean(np.diff(rest) ** 2))


def test_without_variability_the_momentary_rate_is_the_noiseless_one() -> None:
    plan = SessionPlan(variability=STEADY)
    bpm = np.linspace(60.0, 120.0, 50)
    assert (momentary_bpm(plan, bpm, 1.0, np.random.default_rng(0)) == bpm).all()


def test_the_slow_wave_has_more_power_the_slower_it_is() -> None:
    wave = pink_wave(np.random.default_rng(1), 8192, 1.0, 0.003, 0.12)
    power = np.abs(np.fft.rfft(wave)) ** 2
    hz = np.fft.rfftfreq(8192, 1.0)
    means = [power[(hz >= low) & (hz < 2 * low)].mean() for low in (0.004, 0.008, 0.016, 0.032)]
    assert means == sorted(means, reverse=True)
    assert means[0] / means[3] == pytest.approx(8.0, rel=0.6)
    assert wave.std() == pytest.approx(1.0)


@pytest.mark.parametrize("memory_s", [0.0, 1.0, 8.0])
def test_coloured_noise_has_unit_variance_and_its_memory(memory_s: float) -> None:
    noise = coloured_noise(np.random.default_rng(4), 40_000, 1.0, memory_s)
    assert noise.size == 40_000
    assert noise.std() == pytest.approx(1.0, abs=0.05)
    after_one = float(np.corrcoef(noise[:-1], noise[1:])[0, 1])
    assert after_one == pytest.approx(np.exp(-1 / memory_s) if memory_s else 0.0, abs=0.03)


def test_a_step_through_the_lag_reaches_63_percent_after_its_time_constant() -> None:
    step = np.concatenate([np.zeros(100), np.ones(400)])
    lagged = smoothed(step, 0.125, 5.0)
    assert lagged[:100] == pytest.approx(0.0)
    assert lagged[100 + 40] == pytest.approx(1 - np.exp(-1), abs=0.02)


def test_a_series_shorter_than_the_band_has_no_slow_wave() -> None:
    assert (pink_wave(np.random.default_rng(0), 3, 1.0, 0.0015, 0.015) == 0).all()
