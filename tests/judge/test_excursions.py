"""Grace, hysteresis, merging, and the rest taken after each excursion."""

import numpy as np
import pytest

from pacing.judge.exceedance import judge_exceedance
from pacing.model.exceedance import BorderlineReason, Exceedance, ExceedanceVerdict
from tests.judge.square_wave import HIGH, LIMIT, LOW, line, pieces

NAN = float("nan")


def judged(*stretches: tuple[float, int], resting_bpm: float | None = None) -> Exceedance:
    return judge_exceedance(line(pieces(*stretches)), LIMIT, resting_bpm=resting_bpm)


def test_dipping_just_under_the_limit_does_not_end_an_excursion() -> None:
    found = judged((LOW, 1000), (117, 60), (LIMIT - 2, 30), (117, 60), (LOW, 1000))
    assert (found.longest_s, found.time_above_s) == (150.0, 120.0)


def test_falling_three_beats_under_the_limit_ends_it() -> None:
    found = judged((LOW, 1000), (117, 60), (LIMIT - 3, 30), (117, 60), (LOW, 1000))
    assert [e.stop_s - e.start_s for e in found.excursions] == [60.0, 60.0]


def test_more_than_a_minute_just_under_the_limit_ends_it() -> None:
    found = judged((LOW, 1000), (117, 60), (LIMIT - 1, 61), (117, 60), (LOW, 1000))
    assert len(found.excursions) == 2


def test_staying_just_under_the_limit_afterwards_is_not_part_of_an_excursion() -> None:
    found = judged((LOW, 1000), (HIGH, 60), (LIMIT, 50), (LOW, 1000))
    assert found.excursions[0].stop_s == 1060.0


def test_single_seconds_above_never_add_up_to_an_excursion() -> None:
    bpm = pieces((LIMIT, 600))
    bpm[::40] += 1
    found = judge_exceedance(line(bpm), LIMIT)
    assert (found.excursions, found.time_above_s) == ((), 15.0)
    assert found.verdict is ExceedanceVerdict.WITHIN


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [(10, ExceedanceVerdict.BRIEF), (11, ExceedanceVerdict.DOSE)],
)
def test_many_brief_excursions_of_over_ten_minutes_together_are_a_dose(
    minutes: int, verdict: ExceedanceVerdict
) -> None:
    found = judged(*[(LOW, 600), (HIGH, 60)] * minutes, (LOW, 4000))
    assert (found.verdict, found.longest_s) == (verdict, 60.0)


@pytest.mark.parametrize(("seconds", "verdict"), [(100, ExceedanceVerdict.BRIEF), (101, ExceedanceVerdict.DOSE)])
def test_over_a_tenth_of_the_session_is_a_dose(seconds: int, verdict: ExceedanceVerdict) -> None:
    found = judged((LOW, 1000 - seconds), (HIGH, seconds))
    assert (found.verdict, found.share_above) == (verdict, seconds / 1000)


def test_more_than_a_fifth_unrecorded_cannot_be_judged() -> None:
    assert judged((LOW, 800), (NAN, 200)).verdict is ExceedanceVerdict.WITHIN
    assert judged((LOW, 799), (NAN, 201)).verdict is ExceedanceVerdict.CANNOT_JUDGE


def test_what_was_recorded_can_prove_a_flag_whatever_is_missing() -> None:
    found = judged((HIGH, 120), (NAN, 2000))
    assert found.verdict is ExceedanceVerdict.SUSTAINED
    assert not found.borderline


def test_a_flag_that_rests_on_bridged_seconds_is_not_proven_when_much_is_missing() -> None:
    # Twelve stretches of 9 s above, 2 s unrecorded between them: sustained only if those were above too.
    found = judged(*[(HIGH, 9), (NAN, 2)] * 12, (LOW, 2000), (NAN, 1000))
    assert found.verdict is ExceedanceVerdict.CANNOT_JUDGE
    assert not found.borderline  # what cannot be judged is not a close call


def test_a_session_without_a_single_sample_cannot_be_judged() -> None:
    found = judged((NAN, 600))
    assert (found.verdict, found.unknown_s, found.time_above_high_s) == (ExceedanceVerdict.CANNOT_JUDGE, 600.0, 600.0)
    nothing = judge_exceedance(line(np.empty(0)), LIMIT)
    assert (nothing.verdict, nothing.time_above_high_s, nothing.share_above) == (
        ExceedanceVerdict.CANNOT_JUDGE,
        0.0,
        0.0,
    )


def test_rest_after_an_excursion_lasts_until_ten_above_resting() -> None:
    found = judged((LOW, 100), (HIGH, 60), (LOW, 90), (80, 60), (HIGH, 60), (LOW, 100), resting_bpm=70)
    first, last = found.excursions
    assert (first.rest_after_s, first.rest_reached) == (90.0, True)
    assert (last.rest_after_s, last.rest_reached) == (None, False)


def test_rest_is_not_known_without_a_resting_rate_or_behind_a_gap() -> None:
    stretches = ((LOW, 100), (HIGH, 60), (LOW, 20), (NAN, 15), (80.0, 60))
    assert judged(*stretches).excursions[0].rest_reached is None
    hidden = judged(*stretches, resting_bpm=70).excursions[0]
    assert (hidden.rest_after_s, hidden.rest_reached) == (None, None)
    short_gap = judged((LOW, 100), (HIGH, 60), (LOW, 20), (NAN, 9), (80.0, 60), resting_bpm=70).excursions[0]
    assert short_gap.rest_after_s == 29.0


def test_the_peak_over_the_limit_is_a_mean_of_half_a_minute_not_a_single_value() -> None:
    bpm = pieces((LOW, 600), (HIGH, 60), (LOW, 600))
    bpm[630] = 200
    found = judge_exceedance(line(bpm), LIMIT)
    assert found.peak_over_bpm == pytest.approx(HIGH - LIMIT + 70 / 30)
    assert found.excursions[0].peak_bpm == 200


def test_the_highest_half_minute_may_begin_before_the_first_second_above() -> None:
    found = judged((LIMIT - 1, 590), (LIMIT + 11, 10))
    # The last 24 s hold four fifths of a half minute: 14 of them 1 bpm under the limit, 10 of them 11 bpm over it.
    assert found.peak_over_bpm == pytest.approx((14 * -1 + 10 * 11) / 24)


def test_a_half_minute_does_not_begin_with_seconds_nobody_recorded() -> None:
    # Twenty-four recorded seconds are enough for a half minute, but not the twenty-three left when its first is lost.
    assert judged((LOW, 500), (NAN, 100), (HIGH, 24)).peak_over_bpm == HIGH - LIMIT
    assert judged((LOW, 500), (NAN, 100), (HIGH, 23)).peak_over_bpm == 0.0
    # Begun six seconds earlier, in the gap, it would hold nothing but the 24 high seconds.
    found = judged((LOW, 500), (NAN, 100), (HIGH, 24), (LOW, 500))
    assert found.peak_over_bpm == pytest.approx((24 * (HIGH - LIMIT) + 6 * (LOW - LIMIT)) / 30)


def test_where_the_heart_rate_hovers_only_short_dips_are_bridged() -> None:
    touching = [(LIMIT, 55), (LIMIT + 1, 1)] * 3
    found = judged((LOW, 600), (117, 8), (LIMIT - 1, 5), (117, 8), *touching, (LOW, 600))
    assert [(e.start_s, e.stop_s) for e in found.excursions] == [(600.0, 621.0)]


def test_the_dose_is_height_times_minutes() -> None:
    assert judged((LOW, 600), (LIMIT + 6, 60), (LOW, 600), (LIMIT + 12, 30)).dose_bpm_min == pytest.approx(12.0)


@pytest.mark.parametrize(
    ("height", "uncertainty", "reasons"),
    [
        (4.0, 0.0, (BorderlineReason.NEAR_LIMIT,)),
        (8.0, 0.0, ()),
        (8.0, 9.0, (BorderlineReason.RULE_UNCERTAINTY,)),
        (-4.0, 0.0, (BorderlineReason.NEAR_LIMIT,)),
        (-8.0, 9.0, (BorderlineReason.RULE_UNCERTAINTY,)),
    ],
)
def test_a_verdict_that_changes_with_a_slightly_other_limit_is_borderline(
    height: float, uncertainty: float, reasons: tuple[BorderlineReason, ...]
) -> None:
    timeline = line(pieces((LOW - 20, 1000), (LIMIT + height, 130), (LOW - 20, 2000)))
    assert judge_exceedance(timeline, LIMIT, uncertainty_bpm=uncertainty).borderline_reasons == reasons
