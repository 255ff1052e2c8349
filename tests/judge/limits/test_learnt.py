from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.judge.limits.learnt import FEWEST_SESSIONS, learn, median_range
from pacing.judge.rule import NoLimitError
from pacing.model.person import Person
from tests.judge.people import NOON, limit_by, past_sessions

LEVELS = st.lists(st.integers(80, 150).map(float), min_size=FEWEST_SESSIONS, max_size=30)


def test_seven_tolerated_sessions_are_not_enough_and_eight_are() -> None:
    with pytest.raises(NoLimitError, match="Not enough yet: 7 of the 8"):
        limit_by("learnt", Person(), past=past_sessions(*[100.0] * 7))
    assert limit_by("learnt", Person(), past=past_sessions(*[100.0] * 8)).bpm == 100.0


@pytest.mark.parametrize(("comfortable", "flare"), [(None, False), (True, None), (False, False), (True, True)])
def test_only_sessions_called_comfortable_and_without_a_flare_count(
    comfortable: bool | None, flare: bool | None
) -> None:
    with pytest.raises(NoLimitError, match="Not enough yet: 0"):
        limit_by("learnt", Person(), past=past_sessions(*[100.0] * 9, comfortable=comfortable, flare_after=flare))


def test_sessions_after_the_judged_one_are_not_looked_at() -> None:
    late = past_sessions(*[100.0] * 8, days_ago=3)
    assert max(s.start for s in late) > NOON
    with pytest.raises(NoLimitError, match="Not enough yet: 3"):
        limit_by("learnt", Person(), past=late)


def test_the_level_is_the_middle_of_the_sessions_upper_levels_with_a_range_free_of_assumptions() -> None:
    found = limit_by("learnt", Person(), past=past_sessions(104, 96, 100, 98, 102, 94, 106, 92))
    assert found.bpm == 99.0
    assert (found.inputs["from_sessions_low_bpm"], found.inputs["from_sessions_high_bpm"]) == (92.0, 106.0)
    assert found.uncertainty_bpm == 7.0
    assert found.inputs["left_out_shift_bpm"] == 1.0
    assert found.inputs["held_out_at_or_below_share"] == 0.5


def test_a_learnt_limit_never_goes_above_the_limit_the_person_set() -> None:
    found = limit_by("learnt", Person(), past=past_sessions(*[120.0] * 10), ceiling_bpm=104)
    assert found.bpm == 104
    assert found.inputs["from_sessions_bpm"] == 120.0
    assert any("never goes above" in w for w in found.warnings)


@given(LEVELS, st.lists(st.integers(80, 200).map(float), max_size=10))
def test_more_sessions_never_raise_a_learnt_limit(levels: list[float], more: list[float]) -> None:
    assert learn(past_sessions(*levels, *more)).bpm <= learn(past_sessions(*levels)).bpm


@given(LEVELS)
def test_a_learnt_level_lies_in_its_range(levels: list[float]) -> None:
    found = learn(past_sessions(*levels))
    assert found.low_bpm <= found.bpm <= found.high_bpm
    assert found.half_width_bpm >= found.left_out_shift_bpm
    assert 0.0 <= found.held_out_share <= 1.0


def test_flares_at_or_below_the_level_are_told() -> None:
    quiet = past_sessions(*[100.0] * 8)
    flares = past_sessions(90, 95, 130, comfortable=True, flare_after=True, days_ago=30)
    found = limit_by("learnt", Person(), past=quiet + flares)
    assert any(w.startswith("2 of 3 sessions") for w in found.warnings)
    above = limit_by("learnt", Person(), past=quiet + flares[2:])
    assert any(w.startswith("The one session that a flare followed went above") for w in above.warnings)
    assert any("No session followed by a flare" in w for w in limit_by("learnt", Person(), past=quiet).warnings)


def test_the_range_of_a_median_holds_it_in_at_least_95_percent_of_draws() -> None:
    rng = np.random.default_rng(7)
    for count in (8, 12, 25):
        draws = np.sort(rng.exponential(size=(4000, count)), axis=1)
        ranges = np.array([median_range(row) for row in draws])
        held = ((ranges[:, 0] <= np.log(2)) & (ranges[:, 1] >= np.log(2))).mean()
        assert held > 0.945


def test_a_thousand_sessions_still_have_a_range() -> None:
    low, high = median_range(np.arange(1.0, 2001.0))
    # The normal approximation: 1000.5 -+ 1.96 x sqrt(2000) / 2.
    assert low == pytest.approx(956.7, abs=1.5)
    assert high == pytest.approx(1044.3, abs=1.5)


@pytest.mark.parametrize(
    ("speeds_m_s", "middle_m_s"),
    [([1.0], 1.0), ([1.0, 1.4], 1.2), ([1.4, 1.0, 1.1], 1.1), ([1.6, 1.0, 1.1, 1.2], 1.15)],
)
def test_the_speed_people_choose_is_the_middle_of_their_sessions(speeds_m_s: list[float], middle_m_s: float) -> None:
    past = past_sessions(*[100.0] * 8)
    walked = [replace(session, walking_speed_m_s=speed) for session, speed in zip(past, speeds_m_s, strict=False)]
    found = limit_by("learnt", Person(), past=(*walked, *past[len(speeds_m_s) :]))
    assert found.inputs["self_selected_speed_m_s"] == pytest.approx(middle_m_s)
    assert "self_selected_speed_m_s" not in limit_by("learnt", Person(), past=past).inputs


@pytest.mark.parametrize(
    ("flares_bpm", "sentence"),
    [
        ([100.0], "The one session that a flare followed stayed at or below this number"),
        ([101.0], "The one session that a flare followed went above this number"),
        ([101.0, 130.0], "All 2 sessions that a flare followed went above this number"),
        ([99.0, 100.0, 101.0], "2 of 3 sessions that a flare followed stayed at or below it"),
    ],
)
def test_a_session_before_a_flare_just_at_the_learnt_limit_counts_as_below_it(
    flares_bpm: list[float], sentence: str
) -> None:
    past = (*past_sessions(*[100.0] * 8), *past_sessions(*flares_bpm, flare_after=True))
    found = limit_by("learnt", Person(), past=past)
    assert found.bpm == 100.0
    assert any(warning.startswith(sentence) for warning in found.warnings)


def test_a_session_just_at_what_the_others_give_is_held() -> None:
    assert learn(past_sessions(*[100.0] * 8)).held_out_share == 1.0
