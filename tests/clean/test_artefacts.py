"""Abrupt falls to a plateau and back are drop-outs; hearts and excursions are not."""

import numpy as np
import pytest

from pacing.clean.artefacts import BLOCK, CHANGED_S, STUCK_S, _merged, _stuck, abrupt_edges, dropouts
from pacing.model.recording import Channel

T = np.arange(600.0)


def test_a_low_plateau_between_two_jumps_is_a_dropout() -> None:
    bpm = np.where((T >= 200) & (T < 290), 62.0, 150.0)
    assert dropouts(T, bpm).nonzero()[0].tolist() == list(range(200, 290))


def test_a_slide_to_the_plateau_belongs_to_the_dropout() -> None:
    bpm = np.full(T.size, 150.0)
    bpm[200:205] = [140.0, 128.0, 110.0, 95.0, 80.0]
    bpm[205:240] = 70.0
    bpm[240:244] = [90.0, 115.0, 135.0, 148.0]
    assert dropouts(T, bpm).nonzero()[0].tolist() == list(range(200, 243))


def test_a_burst_of_noise_is_a_dropout() -> None:
    bpm = np.where((T >= 300) & (T < 330), 215.0, 120.0)
    assert int(dropouts(T, bpm).sum()) == 30


@pytest.mark.parametrize(("rise", "length_s"), [(30.0, 20), (60.0, 90)])
def test_a_short_or_long_excursion_upwards_is_not_taken_for_noise(rise: float, length_s: int) -> None:
    bpm = np.where((T >= 300) & (300 + length_s > T), 100.0 + rise, 100.0)
    assert not dropouts(T, bpm).any()


def test_a_single_jump_rejects_nothing() -> None:
    assert not dropouts(T, np.where(T < 300, 150.0, 80.0)).any()


def test_a_low_stretch_of_more_than_three_minutes_may_be_right() -> None:
    assert not dropouts(T, np.where((T >= 200) & (T < 400), 70.0, 140.0)).any()


def test_the_fastest_recovery_is_no_dropout() -> None:
    bpm = np.where(T < 200, 180.0, 70.0 + 110.0 * np.exp(-(T - 200) / 25.0))
    assert not dropouts(T, bpm).any()
    assert abrupt_edges(T, bpm) == ()


def test_samples_half_a_minute_apart_may_differ_by_anything() -> None:
    assert abrupt_edges(T * 31.0, np.where(T % 2 == 0, 60.0, 160.0)) == ()


def test_a_fall_and_a_rise_that_share_samples_have_nothing_between_them() -> None:
    bpm = np.array([100.0, 100.0, 100.0, 125.0, 125.0, 62.0, 62.0, 62.0, 62.0, 62.0])
    assert not dropouts(np.arange(10.0), bpm)[:3].any()
    assert [(e.before, e.after, e.falling) for e in abrupt_edges(np.arange(10.0), bpm)] == [
        (4, 5, True),
        (2, 3, False),
        (4, 5, True),
    ]


def test_every_drop_out_is_found() -> None:
    low = ((T >= 100) & (T < 120)) | ((T >= 300) & (T < 320)) | ((T >= 500) & (T < 520))
    assert dropouts(T, np.where(low, 60.0, 150.0)).tolist() == low.tolist()


@pytest.mark.parametrize(
    ("spacing_s", "fall_bpm", "edges"),
    [
        (1.0, 18.0, 0),  # from one second to the next: hearts and devices that catch up change so much, and
        (1.0, 18.5, 1),  # no more; three more for each second beyond
        (3.0, 24.0, 0),
        (3.0, 24.5, 1),
        (30.0, 106.0, 1),  # half a minute apart
        (30.5, 120.0, 0),
    ],
)
def test_a_change_that_is_faster_than_a_heart_is_an_edge(spacing_s: float, fall_bpm: float, edges: int) -> None:
    bpm = np.where(T < 300, 170.0, 170.0 - fall_bpm)
    assert len(abrupt_edges(T * spacing_s, bpm)) == edges


@pytest.mark.parametrize(("spacing_s", "fall_bpm", "edges"), [(1.5, 31.0, 1), (1.5, 30.0, 0), (1.6, 31.0, 0)])
def test_a_slide_by_over_thirty_within_six_seconds_is_an_edge(spacing_s: float, fall_bpm: float, edges: int) -> None:
    """Four samples after each other that fall by a fourth of it each."""
    bpm = 170.0 - np.clip(T - 300.0, 0.0, 4.0) * fall_bpm / 4.0
    assert len(abrupt_edges(T * spacing_s, bpm)) == edges


@pytest.mark.parametrize(
    ("low_bpm", "length_s", "found"), [(120.0, 60, 60), (120.5, 60, 0), (60.0, 179, 179), (60.0, 180, 0)]
)
def test_a_drop_out_is_deep_enough_and_no_longer_than_three_minutes(low_bpm: float, length_s: int, found: int) -> None:
    assert int(dropouts(T, np.where((T >= 200) & (200 + length_s > T), low_bpm, 150.0)).sum()) == found


@pytest.mark.parametrize(
    ("high_bpm", "length_s", "found"), [(160.0, 30, 30), (159.5, 30, 0), (180.0, 59, 59), (180.0, 60, 0)]
)
def test_a_burst_is_high_enough_and_no_longer_than_a_minute(high_bpm: float, length_s: int, found: int) -> None:
    assert int(dropouts(T, np.where((T >= 200) & (200 + length_s > T), high_bpm, 120.0)).sum()) == found


@pytest.mark.parametrize(("highest_bpm", "found"), [(149.0, 40), (150.0, 0)])
def test_all_of_a_drop_out_stays_below_what_is_outside(highest_bpm: float, found: int) -> None:
    """It rises by 7 bpm a second inside and falls again, as a heart may."""
    inside = np.clip(highest_bpm - 7.0 * np.abs(T - 220.0), 60.0, None)
    assert int(dropouts(T, np.where((T >= 200) & (T < 240), inside, 150.0)).sum()) == found


@pytest.mark.parametrize("first", range(BLOCK - 6, BLOCK + 3))
def test_a_slide_is_found_wherever_a_long_recording_is_cut(first: int) -> None:
    bpm = np.full(BLOCK + 20, 150.0)
    bpm[first + 1 :] = 118.0
    bpm[first + 1 : first + 4] = [142.0, 134.0, 126.0]
    edges = abrupt_edges(np.arange(float(bpm.size)), bpm)
    assert [(edge.before, edge.after) for edge in edges] == [(first, first + 4)]


@pytest.mark.parametrize(
    ("edges", "merged"),
    [
        ([(0, 1, True), (1, 2, True)], [(0, 2, True)]),  # one change in two steps
        ([(0, 1, True), (2, 3, True)], [(0, 1, True), (2, 3, True)]),
        ([(0, 1, True), (1, 2, False)], [(0, 1, True), (1, 2, False)]),
        ([(0, 9, True), (1, 2, True)], [(0, 9, True)]),
    ],
)
def test_changes_in_one_direction_that_touch_are_one(
    edges: list[tuple[int, int, bool]], merged: list[tuple[int, int, bool]]
) -> None:
    assert [(one.before, one.after, one.falling) for one in _merged(edges)] == merged


@pytest.mark.parametrize(("walked_s", "stuck"), [(CHANGED_S, True), (CHANGED_S - 1.0, False), (400.0 - CHANGED_S, True),
                                                  (401.0 - CHANGED_S, False)])  # fmt: skip
def test_a_value_that_stays_while_somebody_walks_and_stands_for_half_a_minute_each_is_stuck(
    walked_s: float, stuck: bool
) -> None:
    """From its first moment to its last: before and after it the person did the other thing."""
    time_s = np.arange(-100.0, 500.0)
    walks = (time_s >= 0.0) & (time_s < walked_s)
    walks |= ((time_s < 0.0) | (time_s >= 400.0)) & (walked_s < 200.0)
    speed = Channel("speed", "m/s", time_s, np.where(walks, 1.5, 0.0))
    assert _stuck(0.0, 400.0, (speed,)) is stuck
    assert not _stuck(0.0, STUCK_S - 1.0, (speed,))
