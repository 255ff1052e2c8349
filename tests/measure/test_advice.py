"""Lengths of time are told as a person would tell them, and never so that two different things read alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.index import in_words, values_come_every, written_too_rarely


@pytest.mark.parametrize(
    ("time_s", "words"),
    [
        (0.2, "one second"),
        (9.4, "nine seconds"),
        (12.0, "ten seconds"),
        (31.0, "half a minute"),
        (40.0, "40 seconds"),
        (59.9, "a minute"),
        (81.0, "a minute and a half"),
        (121.0, "two minutes"),
        (300.0, "five minutes"),
        (3_000.0, "50 minutes"),
        (6_000.0, "two hours"),
        (64_800.0, "18 hours"),
    ],
)
def test_a_length_of_time_is_rounded_as_in_speech(time_s: float, words: str) -> None:
    assert in_words(time_s) == words


@given(st.floats(0.5, 100_000.0))
def test_what_is_said_is_never_off_by_more_than_a_third(time_s: float) -> None:
    words = in_words(time_s)
    numbers = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    said = {"half a minute": 30.0, "a minute": 60.0, "a minute and a half": 90.0}.get(words)
    if said is None:
        number, unit = words.split()
        count = float(numbers.index(number)) if number in numbers else float(number)
        said = count * {"second": 1.0, "minute": 60.0, "hour": 3600.0}[unit.removesuffix("s")]
    assert abs(said - time_s) <= max(time_s / 3.0, 0.5)


def test_a_device_that_writes_once_a_minute_is_told_so() -> None:
    assert values_come_every(60.0) == "The device wrote one value a minute"
    assert values_come_every(90.0) == "The device wrote one value every minute and a half"
    assert values_come_every(30.0) == "The device wrote one value every half a minute"
    assert written_too_rarely(6.0).endswith("every six seconds. Set it to record every second.")
