"""Numbers as a page prints them: only the digits their interval carries, always with the interval and the unit.

The last digit printed follows the Particle Data Group's rule: with the interval's half-width written as 1.00 to 9.99
times a power of ten, two of its digits are kept up to 3.54 (and from 9.50 on), one digit in between.
"""

import math

from pacing.model.measurement import Measurement

TWO_DIGITS_UP_TO = 3.54  # design: the Particle Data Group's rule for uncertainties
TWO_DIGITS_FROM = 9.50  # design: the same rule: these round up to 10
UNITS = {
    "": "",
    "bpm": " bpm",
    "%": " %",
    "1": "",
    "degC": " °C",
    "ms2": " ms²",
    "ms^2": " ms²",
    "1/min": " per minute",
    "1/s^2": " per s²",
}


def decimals_carried(low: float, high: float, most: int) -> int:
    """How many decimals the interval [low, high] carries, at most `most`; negative: tens, hundreds.

    Examples
    --------
    >>> decimals_carried(28.0, 34.0, 1), decimals_carried(0.62, 0.66, 3), decimals_carried(8000.0, 16000.0, 0)
    (1, 3, -3)
    """
    half_width = (high - low) / 2
    if half_width <= 0:
        return most
    power = math.floor(math.log10(half_width))
    lead = half_width / 10.0**power
    digits = 2 if lead <= TWO_DIGITS_UP_TO or lead >= TWO_DIGITS_FROM else 1
    return min(most, digits - 1 - power)


def number_text(value: float, decimals: int) -> str:
    """`value` with so many decimals (negative: rounded to tens, hundreds); never "-0".

    Examples
    --------
    >>> number_text(12345.0, -2), number_text(-0.04, 1)
    ('12300', '0.0')
    """
    rounded = round(value, decimals)
    text = f"{rounded:.{max(decimals, 0)}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def unit_text(unit: str) -> str:
    """A unit as it follows a number, with its space."""
    return UNITS.get(unit, f" {unit}" if unit else "")


def interval_text(value: float, low: float, high: float, unit: str, most_decimals: int) -> str:
    """Value, unit and interval in one line.

    Examples
    --------
    >>> interval_text(31.2, 28.1, 34.3, "bpm", 0)
    '31 bpm (28 to 34)'
    >>> interval_text(104.0, 103.8, 104.2, "bpm", 0)
    '104 bpm (to within 1)'
    """
    decimals = decimals_carried(low, high, most_decimals)
    shown, shown_low, shown_high = (number_text(number, decimals) for number in (value, low, high))
    if shown_low == shown_high:
        return f"{shown}{unit_text(unit)} (to within {number_text(10.0**-decimals, decimals)})"
    return f"{shown}{unit_text(unit)} ({shown_low} to {shown_high})"


def measured_text(measurement: Measurement) -> str:
    """A measurement's value with its unit and interval; "not measurable here" where there is none."""
    if measurement.value is None or measurement.low is None or measurement.high is None:
        return "not measurable here"
    info = measurement.index
    return interval_text(measurement.value, measurement.low, measurement.high, info.unit, info.decimals)


def spoken_text(measurement: Measurement) -> str:
    """A measurement as a sentence says it, where nothing before it explains the brackets."""
    return measured_text(measurement).replace(" (", " (most likely ", 1).replace("(most likely to within", "(to within")


def share_text(share: float) -> str:
    """A share 0..1 in whole percent; all and nothing only where it is exactly so.

    Examples
    --------
    >>> share_text(1.0), share_text(0.998), share_text(0.003)
    ('100 %', 'more than 99 %', 'less than 1 %')
    """
    percent = share * 100
    if 99 < percent < 100:
        return "more than 99 %"
    if 0 < percent < 1:
        return "less than 1 %"
    return f"{percent:.0f} %"
