from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from pacing.judge.past import past_session
from pacing.model.past import PastSession
from tests.judge.people import NOON, measured
from tests.judge.square_wave import recording
from tests.judge.test_overview import assessed


def test_a_session_keeps_its_middle_and_its_95_percent_level_of_recorded_time() -> None:
    # 1000 recorded seconds of 1 to 1000, in any order; gaps do not count.
    values = np.concatenate([np.arange(1.0, 501.0), np.full(100, np.nan), np.arange(501.0, 1001.0)])
    walk, cleaned = recording(NOON, values)
    made = replace(assessed(NOON, None), recording=walk, cleaned=cleaned)
    found = past_session(made, comfortable=True, flare_after=False)
    assert found is not None
    assert (found.median_bpm, found.recorded_s) == (500.5, 1000.0)
    assert found.upper_bpm == pytest.approx(950, abs=1)
    assert found.tolerated


def test_the_walking_speed_of_the_session_is_kept_beside_it() -> None:
    made = replace(assessed(NOON, None), measurements=(measured("walking_speed_self_selected", 1.1, unit="m/s"),))
    found = past_session(made, comfortable=None, flare_after=None)
    assert found is not None
    assert (found.walking_speed_m_s, found.tolerated) == (1.1, False)


def test_a_session_without_a_date_or_with_hardly_any_heart_rate_has_nothing_to_teach() -> None:
    assert past_session(assessed(None, None), comfortable=True, flare_after=False) is None
    walk, cleaned = recording(NOON, np.full(299, 90.0))
    short = replace(assessed(NOON, None), recording=walk, cleaned=cleaned)
    assert past_session(short, comfortable=True, flare_after=False) is None


def test_a_past_session_must_have_a_zone_and_levels_that_fit_together() -> None:
    with pytest.raises(ValueError, match="time zone"):
        PastSession(datetime(2026, 5, 1), True, False, 90, 100, 600)  # noqa: DTZ001
    with pytest.raises(ValueError, match="does not go with"):
        PastSession(datetime(2026, 5, 1, tzinfo=UTC), True, False, 101, 100, 600)
