"""Cells to numbers, whole columns at a time."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.text.rows import BoolArray, Cells

NO_VALUE = frozenset({"na", "n/a", "nan", "null", "none", "nil", "-", "--", "---", "?", "inf", "-inf", "#n/a"})
TENS = np.array([float(f"1e{power}") for power in range(16)])
BPM = "bpm"  # the one unit that programs write into every cell
INT32_DIGITS = 9  # digits an int32 always holds
EXACT_DIGITS = 15  # digits a float64 holds exactly


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """`value` (n,), NaN where there is none; `junk` (n,): what is written is no number and no sign for none."""

    value: FloatArray
    junk: BoolArray


def parse_numbers(cells: Cells, decimal: str = ".") -> Numbers:
    r"""The numbers of a column; `decimal` is the decimal mark.

    Examples
    --------
    >>> from pacing.read.text.rows import split_rows
    >>> parse_numbers(split_rows(b"72\n\n71,5\nx\n", ";").cells(0), ",").value.tolist()
    [72.0, nan, 71.5, nan]
    """
    whole = _whole_numbers(cells)
    if whole is not None:
        return Numbers(whole, np.zeros(whole.size, dtype=bool))
    matrix = cells.matrix
    rows, width = matrix.shape
    value = np.zeros(rows)
    digits = np.zeros(rows, dtype=np.uint8)
    decimals = np.zeros(rows, dtype=np.uint8)
    after_mark = np.zeros(rows, dtype=bool)
    odd = cells.too_long.copy()
    negative = matrix[:, 0] == ord("-")
    for column in range(width):
        byte = matrix[:, column]
        figure = byte - np.uint8(48)
        is_digit = figure <= 9
        value = np.where(is_digit, value * 10 + figure, value)
        digits += is_digit
        decimals += is_digit & after_mark
        is_mark = byte == ord(decimal)
        odd |= is_mark & after_mark
        after_mark |= is_mark
        sign = (byte == ord("-")) | (byte == ord("+")) if column == 0 else np.zeros(rows, dtype=bool)
        odd |= ~(is_digit | is_mark | sign | (byte == 0))
    odd |= (digits == 0) | (digits > EXACT_DIGITS)
    value = np.where(negative, -value, value) / TENS[np.minimum(decimals, EXACT_DIGITS)]
    value = np.where(odd, np.nan, value)
    junk = np.zeros(rows, dtype=bool)
    strange = np.flatnonzero(odd & ~cells.empty)
    for row, text in zip(strange, cells.texts(strange), strict=True):
        value[row], junk[row] = _one_number(text, decimal)
    return Numbers(value, junk)


def _whole_numbers(cells: Cells) -> FloatArray | None:
    """The numbers of a column in which every cell is some digits and nothing else; None where one is not."""
    rows, width = cells.matrix.shape
    least = int(cells.length.min(initial=width))
    if least < 1 or width > INT32_DIGITS or int(cells.length.max(initial=0)) > width:
        return None
    value = np.zeros(rows, dtype=np.int32)
    for place, byte in enumerate(cells.matrix.T):
        figure = byte - np.uint8(48)
        inside = figure <= 9
        if not (inside if place < least else inside | (cells.length <= place)).all():
            return None
        value = value * np.int32(10) + figure if place < least else np.where(inside, value * 10 + figure, value)
    return value.astype(np.float64)


def _one_number(text: str, decimal: str) -> tuple[float, bool]:
    """A number written in an unusual way (exponents, many digits), and whether it is none."""
    if text.casefold() in NO_VALUE:
        return np.nan, False
    plain = text.replace(decimal, ".") if decimal != "." else text
    if plain.casefold().endswith(BPM):
        plain = plain[: -len(BPM)]
    if "_" in plain:
        return np.nan, True
    try:
        number = float(plain)
    except ValueError:
        return np.nan, True
    return (number, False) if np.isfinite(number) else (np.nan, False)
