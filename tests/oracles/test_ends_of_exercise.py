"""The study of the ends of exercise, on a few sessions."""

import numpy as np

from pacing.synthetic.population import Evidence, SensorClass
from tests.oracles.ends_of_exercise import best_possible, false_ends, found_ends

SEEDS = range(920_000, 920_030)


def test_movement_and_markers_show_the_end_within_five_seconds() -> None:
    for evidence in (Evidence.MOVEMENT, Evidence.MARKERS):
        ends = found_ends(SEEDS, SensorClass.STRAP, evidence)
        assert np.mean([abs(end.error_s) <= 5.0 for end in ends]) >= 0.9


def test_heart_rate_alone_is_about_as_good_as_anything_could_be() -> None:
    seeds = SEEDS[:12]
    ours = [abs(end.error_s) <= 10.0 for end in found_ends(seeds, SensorClass.STRAP, Evidence.HEART_RATE)]
    best = [abs(best_possible(seed, SensorClass.STRAP, draws=20)[0]) <= 10.0 for seed in seeds]
    assert np.mean(ours) >= np.mean(best) - 0.2


def test_a_pace_that_wanders_is_seldom_taken_for_a_stop() -> None:
    assert sum(false_ends(SEEDS, SensorClass.STRAP, wander_bpm=2.5)) <= 2
