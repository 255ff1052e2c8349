import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.clean.rr_artefacts import Run
from pacing.clean.rr_intervals import CleanedBeats, _judged_ms, clean_beats, follows_previous
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import BeatState
from pacing.model.person import Correction
from pacing.model.recording import Beats


def beats_of(values_ms: npt.ArrayLike) -> Beats:
    rr_ms = np.asarray(values_ms, dtype=np.float64)
    return Beats(np.cumsum(rr_ms) / 1000.0, rr_ms)


def rmssd_ms(cleaned: CleanedBeats) -> float:
    usable = cleaned.state != BeatState.REJECTED
    pairs = follows_previous(cleaned.beats.time_s, cleaned.beats.rr_ms)
    pairs[1:] &= usable[1:] & usable[:-1]
    steps = np.diff(cleaned.beats.rr_ms, prepend=0.0)[pairs]
    return float(np.sqrt(np.mean(steps**2)))


def sinus(count: int = 330, seed: int = 7) -> FloatArray:
    random = np.random.default_rng(seed)
    clock = np.arange(count) * 0.85
    breath, slow = 35.0 * np.sin(2 * np.pi * 0.25 * clock), 20.0 * np.sin(2 * np.pi * 0.1 * clock)
    rr_ms: FloatArray = np.round(850.0 + breath + slow + 8.0 * random.standard_normal(count))
    return rr_ms


@pytest.mark.parametrize("correction", list(Correction))
def test_no_beats_and_one_beat_survive(correction: Correction) -> None:
    assert clean_beats(beats_of([]), correction).beats.rr_ms.size == 0
    assert clean_beats(beats_of([800.0]), correction).state.tolist() == [BeatState.NORMAL]


@pytest.mark.parametrize("correction", list(Correction))
def test_constant_and_strictly_alternating_series_are_left_alone(correction: Correction) -> None:
    for rr_ms in (np.full(200, 800.0), np.tile([800.0, 900.0], 100)):
        cleaned = clean_beats(beats_of(rr_ms), correction)
        assert (cleaned.state == BeatState.NORMAL).all()
        assert cleaned.beats.rr_ms.tolist() == rr_ms.tolist()


def test_a_missed_beat_is_put_back_and_variability_stays() -> None:
    clean = sinus()
    rr_ms = np.concatenate((clean[:150], [clean[150] + clean[151]], clean[152:]))
    cleaned = clean_beats(beats_of(rr_ms), Correction.LIPPONEN)
    assert cleaned.beats.rr_ms.size == clean.size
    assert rmssd_ms(cleaned) == pytest.approx(rmssd_ms(clean_beats(beats_of(clean), Correction.NONE)), rel=0.02)


def test_an_interval_of_half_a_minute_is_a_gap_whatever_the_correction() -> None:
    rr_ms = np.concatenate((sinus()[:150], [30_000.0], sinus()[150:]))
    for correction in Correction:
        cleaned = clean_beats(beats_of(rr_ms), correction)
        assert cleaned.state[cleaned.beats.rr_ms > 4000].tolist() == [BeatState.REJECTED]


@given(st.lists(st.floats(250.0, 3500.0), min_size=1, max_size=150), st.sampled_from(list(Correction)))
def test_a_run_keeps_its_beginning_and_end(rr_ms: list[float], correction: Correction) -> None:
    before = beats_of(rr_ms)
    after = clean_beats(before, correction).beats
    assert after.time_s[-1] == pytest.approx(before.time_s[-1])
    assert after.time_s[0] - after.rr_ms[0] / 1000.0 == pytest.approx(0.0, abs=1e-6)
    assert follows_previous(after.time_s, after.rr_ms)[1:].all()


def test_four_seconds_are_a_long_interval_and_more_is_time_without_beats() -> None:
    for rr_ms, gap in ((4000.0, False), (4001.0, True)):
        cleaned = clean_beats(beats_of([800.0, rr_ms, 800.0]), Correction.NONE)
        assert cleaned.state.tolist() == [0, BeatState.REJECTED if gap else BeatState.NORMAL, 0]


def test_a_refused_interval_throws_no_shadow_on_its_neighbours() -> None:
    rr_ms = np.array([800.0, 1500.0, 820.0, 840.0])
    state = np.array([0, BeatState.REJECTED, 0, 0], dtype=np.uint8)
    run = Run(np.cumsum(rr_ms) / 1000.0, rr_ms, state, np.ones(4, dtype=np.bool_))
    assert _judged_ms(run).tolist() == [800.0, 810.0, 820.0, 840.0]


def test_a_step_says_which_share_of_the_intervals_it_changed() -> None:
    steps = {step.name: step for step in clean_beats(beats_of([800.0, 5000.0, 800.0, 810.0]), Correction.NONE).steps}
    assert (steps["beats_gap"].changed, steps["beats_gap"].share) == (1, 0.25)
