"""Heart rate by the second from beats, worked by hand."""

import numpy as np
import pytest

from pacing.clean.resampling import agree, heart_rate_from_beats


def test_a_second_is_the_mean_rate_of_the_intervals_that_cover_it() -> None:
    # Intervals 0-0.5 (120 bpm), 0.5-1.5 (60 bpm), 1.5-2.3: second 0 holds one beat and half of the next.
    rate = heart_rate_from_beats(
        np.array([0.5, 1.5, 2.3]), np.array([500.0, 1000.0, 800.0]), np.ones(3, bool), np.array([0.0, 1.0])
    )
    assert rate == pytest.approx([60.0 * 1.5, 60.0 * (0.5 + 0.5 / 0.8)])


def test_gaps_between_beats_stay_gaps() -> None:
    ends = np.concatenate((np.arange(1.0, 6.0), np.arange(21.0, 26.0)))
    rate = heart_rate_from_beats(ends, np.full(10, 1000.0), np.ones(10, bool), np.arange(25.0))
    assert np.isfinite(rate).nonzero()[0].tolist() == [0, 1, 2, 3, 4, 20, 21, 22, 23, 24]
    assert rate[np.isfinite(rate)] == pytest.approx(60.0)


def test_intervals_that_do_not_count_leave_a_gap() -> None:
    usable = np.array([True, False, False, True])
    rate = heart_rate_from_beats(np.arange(1.0, 5.0), np.full(4, 1000.0), usable, np.arange(4.0))
    assert np.isfinite(rate).tolist() == usable.tolist()


def test_no_beats_give_no_heart_rate() -> None:
    assert np.isnan(heart_rate_from_beats(np.zeros(0), np.zeros(0), np.zeros(0, bool), np.arange(3.0))).all()


def test_two_series_agree_when_they_tell_the_same_story() -> None:
    story = np.linspace(80.0, 120.0, 60)
    assert agree(story, story + 4.0)
    assert not agree(story, story + 6.0)
    assert not agree(story[:20], story[:20])
