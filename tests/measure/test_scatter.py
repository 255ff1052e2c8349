import numpy as np
import pytest

from pacing.measure.scatter import block_mean_sd, scatter_bpm


def test_a_smooth_course_has_no_scatter() -> None:
    time_s = np.arange(60.0)
    assert scatter_bpm(time_s, 100 - 0.5 * time_s + 0.002 * time_s**2, 0.0, 60.0) == pytest.approx(0.0, abs=1e-9)


def test_scatter_of_five_second_means_is_found() -> None:
    rng = np.random.default_rng(5)
    found = []
    for _ in range(200):
        levels = np.repeat(rng.normal(0.0, 2.0, 12), 5)
        found.append(scatter_bpm(np.arange(60.0), 100 + levels, 0.0, 60.0))
    # widened by Student's factor for 8 degrees of freedom: 2.306 / 1.960
    assert np.mean(found) == pytest.approx(2.0 * 2.306 / 1.960, rel=0.05)


def test_too_few_samples_tell_no_scatter() -> None:
    assert scatter_bpm(np.arange(12.0), np.full(12, 90.0), 0.0, 60.0) == 0.0
    assert scatter_bpm(np.empty(0), np.empty(0), 0.0, 60.0) == 0.0


def test_the_error_of_a_mean_of_neighbours_alike_is_larger_than_of_strangers() -> None:
    rng = np.random.default_rng(6)
    strangers = [block_mean_sd(rng.normal(0, 1, 600)) for _ in range(50)]
    alike = [block_mean_sd(np.repeat(rng.normal(0, 1, 60), 10)) for _ in range(50)]
    assert np.mean(alike) > 2.5 * np.mean(strangers)
    assert block_mean_sd(np.arange(20.0)) == 0.0
