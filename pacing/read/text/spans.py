"""Cells with hours:minutes:seconds since the start, and times of day that pass midnight."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.text.clock import DAY_S
from pacing.read.text.rows import Rows

LONGEST_CELL = 16  # no span is written longer


def read_spans(rows: Rows, place: int, decimal: str) -> FloatArray:
    """Hours:minutes:seconds or minutes:seconds since the start [s]; a plain number is seconds."""
    begin, end, _ = rows.span(place)
    data = rows.data
    total = np.zeros(rows.size)
    field_value = np.zeros(rows.size)
    decimals = np.zeros(rows.size)
    after_mark = np.zeros(rows.size, dtype=bool)
    wrong = begin >= end
    marks = {ord("."), ord(decimal), ord(",")}
    width = int((end - begin).max(initial=0))
    wrong |= end - begin > LONGEST_CELL
    for column in range(min(width, LONGEST_CELL)):
        inside = begin + column < end
        byte = data[np.minimum(begin + column, data.size - 1)]
        digit = inside & (byte >= 48) & (byte <= 57)
        mark = inside & np.isin(byte, list(marks))
        colon = inside & (byte == ord(":"))
        field_value = np.where(digit, field_value * 10 + (byte.astype(np.float64) - 48), field_value)
        decimals += digit & after_mark
        after_mark |= mark
        total = np.where(colon, (total + field_value) * 60, total)
        field_value = np.where(colon, 0.0, field_value)
        wrong |= inside & ~(digit | mark | colon)
    # the fraction belongs to the last field only
    return np.where(wrong, np.nan, total + field_value / 10.0**decimals)


def unwrap_midnight(second: FloatArray) -> FloatArray:
    """Times of day that pass midnight, made to grow on: a fall of over half a day is a new day."""
    known = np.isfinite(second)
    steps = np.diff(second[known], prepend=second[known][:1])
    days = np.cumsum(steps < -DAY_S / 2)
    grown = second.copy()
    grown[known] = second[known] + days * DAY_S
    return grown
