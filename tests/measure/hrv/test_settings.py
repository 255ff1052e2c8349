import pytest

from pacing.measure.hrv.series import REQUIREMENTS, nn_series, require
from pacing.measure.index import NotMeasurableError
from tests.measure.hrv_sessions import beats_of, session, sinus


@pytest.mark.parametrize("family", sorted(REQUIREMENTS))
def test_what_is_too_short_says_how_long_it_must_be_and_what_to_do(family: str) -> None:
    series = nn_series(session(beats_of(sinus(6)), window="whole"))
    with pytest.raises(NotMeasurableError) as caught:
        require(series, family)
    assert ". Record" in caught.value.advice
    assert caught.value.parts["intervals"] == 6.0


def test_a_day_is_asked_for_in_hours() -> None:
    with pytest.raises(NotMeasurableError, match="too_short") as caught:
        require(nn_series(session(beats_of(sinus(400)), window="whole")), "day")
    assert (
        caught.value.advice
        == "The heartbeats last six minutes, and this needs 18 hours. Record a whole day with its night."
    )


def test_five_minutes_are_not_ultra_short_and_two_are() -> None:
    full = nn_series(session(beats_of(sinus(400)), window=(0.0, 300.0)))
    assert require(full, "time") == ()
    short = nn_series(session(beats_of(sinus(400)), window=(0.0, 120.0)))
    assert any("ultra-short" in caveat for caveat in require(short, "time"))


def test_scaling_bears_fewer_artefacts_than_time_domain() -> None:
    assert REQUIREMENTS["alpha1"].most < REQUIREMENTS["time"].most
