"""Exactly at a bound, and just beyond it: what a session, a day or a night still is, and what no more."""

from contextlib import nullcontext
from datetime import UTC, datetime

import numpy as np
import pytest

from pacing.judge import timeline
from pacing.judge.all_day import nocturnal_resting_hr, quietest_stretch
from pacing.judge.exceedance import judge_exceedance
from pacing.judge.rule import NoLimitError
from pacing.judge.timeline import timeline_of
from pacing.model.exceedance import Exceedance
from pacing.model.person import Condition, Person, Sex
from pacing.model.recording import Sensor
from pacing.reference import HRV_DFA_ARTEFACTS_NOTED
from tests.judge import any_session
from tests.judge.people import ALPHA1_COURSE, limit_by, measured
from tests.judge.square_wave import HIGH, LIMIT, LOW, line, pieces
from tests.judge.test_all_day import HOUR, days_of

NAN = float("nan")


def judged(*stretches: tuple[float, int], resting_bpm: float | None = None) -> Exceedance:
    return judge_exceedance(line(pieces(*stretches)), LIMIT, resting_bpm=resting_bpm)


@pytest.mark.parametrize(("gap_s", "reached"), [(9, True), (10, None)])
def test_ten_unrecorded_seconds_hide_when_heart_rate_was_down_again(gap_s: int, reached: bool | None) -> None:
    found = judged((LOW, 100), (HIGH, 60), (LOW, 20), (NAN, gap_s), (80.0, 60), resting_bpm=70.0)
    assert found.excursions[0].rest_reached is reached


def test_of_an_excursion_that_lasts_to_the_end_no_rest_is_known() -> None:
    assert judged((LOW, 100), (HIGH, 60), resting_bpm=70.0).excursions[0].rest_reached is None


@pytest.mark.parametrize("leave_out", [True, False])
def test_two_short_peaks_with_a_gap_between_them_are_no_half_minute(leave_out: bool) -> None:
    bpm = pieces((LOW, 500), (NAN, 40), (HIGH, 20), (NAN, 40), (HIGH, 20), (NAN, 40))
    assert judge_exceedance(any_session.line(bpm, Sensor.STRAP, leave_out=leave_out), LIMIT).peak_over_bpm == 0.0


@pytest.mark.parametrize(("gap_s", "not_worn_s"), [(599, 0.0), (600, 600.0)])
def test_ten_minutes_without_a_value_are_time_the_watch_was_off(gap_s: int, not_worn_s: float) -> None:
    bpm = np.full(6 * HOUR, 70.0)
    bpm[3 * HOUR : 3 * HOUR + gap_s] = NAN
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.not_worn_s == not_worn_s


@pytest.mark.parametrize(("length_s", "night"), [(3 * HOUR, (0.0, 3.0 * HOUR)), (3 * HOUR - 60, None)])
def test_three_quiet_hours_are_a_night(length_s: int, night: tuple[float, float] | None) -> None:
    quiet = line(np.full(length_s, 60.0))
    assert quietest_stretch(quiet, (-1.0, 1e6)) == night


@pytest.mark.parametrize(
    ("ends_s", "of_this_day"), [((0.0, 3.0 * HOUR), True), ((3.0 * HOUR, 9e4), False), ((0.0, 2.9 * HOUR), False)]
)
def test_a_night_is_that_of_the_day_on_which_it_ends(ends_s: tuple[float, float], of_this_day: bool) -> None:
    assert (quietest_stretch(line(np.full(3 * HOUR, 60.0)), ends_s) is not None) is of_this_day


@pytest.mark.parametrize(("later_bpm", "quiet_h"), [(68.0, 6), (68.5, 3)])
def test_half_hours_within_8_bpm_of_the_lowest_are_as_quiet(later_bpm: float, quiet_h: int) -> None:
    night = quietest_stretch(line(pieces((60.0, 3 * HOUR), (later_bpm, 3 * HOUR))), (-1.0, 1e6))
    assert night is not None
    assert night[0] == 0.0
    assert night[1] == pytest.approx(quiet_h * HOUR, abs=1800.0)


def test_a_night_of_half_an_hour_has_a_level_and_a_shorter_one_none() -> None:
    assert nocturnal_resting_hr(line(np.full(1800, 60.0))) is not None
    assert nocturnal_resting_hr(line(np.full(1799, 60.0))) is None


def test_where_five_minutes_of_a_night_are_missing_its_range_is_half_of_its_spread() -> None:
    bpm = np.full(1800, 60.0)
    bpm[900:] = 64.0
    bpm[300:600] = NAN
    night = nocturnal_resting_hr(line(bpm))
    assert night is not None
    assert (night.low_bpm, night.high_bpm) == pytest.approx((night.bpm - 2.0, night.bpm + 2.0))


@pytest.mark.parametrize("hole_at", range(2, 14))
def test_a_hole_is_seen_wherever_a_block_of_rows_ends(monkeypatch: pytest.MonkeyPatch, hole_at: int) -> None:
    monkeypatch.setattr(timeline, "PIECE_ROWS", 4)
    time_s = np.delete(np.arange(16.0), hole_at)
    made = timeline_of(time_s, np.full(15, 90.0), 16.0, 1.0, Sensor.STRAP)
    assert made.unknown_s == 1.0
    assert made.start_s.tolist() == list(range(16))


def test_a_window_with_just_three_percent_artefacts_counts_for_the_crossing() -> None:
    share = HRV_DFA_ARTEFACTS_NOTED.value
    for artefacts, refused in ((share, False), (share + 0.001, True)):
        parts = ALPHA1_COURSE | {"course_artefact_share_3": artefacts}
        with pytest.raises(NoLimitError, match="There are 5 windows") if refused else nullcontext():
            limit_by("dfa_alpha1", Person(), measurements=(measured("hrv_dfa_alpha1", 0.9, parts=parts),))


@pytest.mark.parametrize(
    ("sex", "condition", "studied"),
    [
        (Sex.FEMALE, Condition.FIBROMYALGIA, True),
        (Sex.MALE, Condition.FIBROMYALGIA, False),
        (Sex.FEMALE, Condition.LONG_COVID, False),
    ],
)
def test_the_fibromyalgia_threshold_says_for_whom_it_was_not_studied(
    sex: Sex, condition: Condition, studied: bool
) -> None:
    found = limit_by("fibromyalgia_ventilatory_threshold", Person(age_years=46, sex=sex, condition=condition))
    of_a_woman = limit_by(
        "fibromyalgia_ventilatory_threshold", Person(age_years=46, sex=Sex.FEMALE, condition=Condition.FIBROMYALGIA)
    )
    assert any("women" in warning for warning in set(found.warnings) - set(of_a_woman.warnings)) is not studied
