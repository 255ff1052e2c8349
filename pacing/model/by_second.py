"""Heart rate on whole seconds of days on end, of which only samples and states are kept.

A year has 31 million seconds and three million samples. What stands in a second follows from the samples around it and
from its state; so it is worked out for the rows that are asked for, and forgotten.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray, StateArray, frozen, frozen_states
from pacing.model.cleaned import SampleState
from pacing.model.recording import PIECE_ROWS, HeartRate

IndexArray = npt.NDArray[np.int64]


class HeartRateBySecond(HeartRate):
    """A heart rate whose rows are whole seconds, made when they are asked for: the whole arrays too, each time anew.

    Parameters
    ----------
    firsts_s
        Where each unbroken stretch of seconds begins [s], shape (k,), increasing.
    ends
        The row after each stretch's last one, shape (k,), increasing.
    known_s, known_bpm
        Each MEASURED row's second [s] and its value [bpm], in order; shape (n,).
    state
        The state of each row, shape (m,). FILLED rows lie on the line between the values around them.
    held
        FILLED rows have the value before them instead.
    """

    __slots__ = ("_ends", "_firsts_s", "_held", "_state", "known_bpm", "known_s")
    _firsts_s: FloatArray
    _ends: IndexArray
    known_s: FloatArray
    known_bpm: FloatArray
    _state: StateArray
    _held: bool

    def __init__(
        self,
        firsts_s: FloatArray,
        ends: IndexArray,
        known_s: FloatArray,
        known_bpm: FloatArray,
        state: StateArray,
        *,
        held: bool,
    ) -> None:
        fields = {
            "_firsts_s": frozen(firsts_s),
            "_ends": ends,
            "known_s": frozen(known_s),
            "known_bpm": frozen(known_bpm),
            "_state": frozen_states(state),
            "_held": held,
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        """All that it was made of."""
        parts = self._firsts_s, self._ends, self.known_s, self.known_bpm, self._state
        return _made, (*parts, self._held)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self._state.size

    @property
    def time_s(self) -> FloatArray:
        """All seconds [s], made anew."""
        return _read_only(self.times(0, self.size))

    @property
    def bpm(self) -> FloatArray:
        """All heart rates [bpm], made anew; NaN where nothing is known."""
        bpm = np.empty(self.size)
        for first in range(0, self.size, PIECE_ROWS):
            bpm[first : first + PIECE_ROWS] = self.rows(first, first + PIECE_ROWS)[1]
        return _read_only(bpm)

    def times(self, first: int, last: int) -> FloatArray:
        """The times of the rows [first, last) [s]."""
        last = min(last, self.size)
        run = int(np.searchsorted(self._ends, first, side="right"))
        parts = []
        while first < last:
            end = int(self._ends[run])
            begins = int(self._ends[run - 1]) if run else 0
            until = min(last, end)
            seconds = np.arange(first - begins, until - begins, dtype=np.float64)
            seconds += self._firsts_s[run]
            parts.append(seconds)
            first, run = until, run + 1
        return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0)

    def known(self, first: int, last: int) -> BoolArray:
        """Which of the rows [first, last) have a value."""
        known: BoolArray = self._state[first:last] <= SampleState.FILLED
        return known

    def measured(self, first: int, last: int) -> BoolArray:
        """In which of the rows [first, last) the device itself gave a value."""
        measured: BoolArray = self._state[first:last] == SampleState.MEASURED
        return measured

    def rows(self, first: int, last: int) -> tuple[FloatArray, FloatArray]:
        """Times [s] and heart rates [bpm] of the rows [first, last)."""
        time_s, state = self.times(first, last), self._state[first:last]
        if not state.size:
            return time_s, np.empty(0)
        begin, end = np.searchsorted(self.known_s, (time_s[0], time_s[-1] + 0.5)).tolist()
        if end - begin == state.size:
            return time_s, self.known_bpm[begin:end]
        begin = max(begin - 1, 0)
        known_s, known_bpm = self.known_s[begin : end + 1], self.known_bpm[begin : end + 1]
        if self._held:
            before = np.cumsum(state == SampleState.MEASURED)  # counted from the last value before these rows
            before -= int(known_s[0] >= time_s[0])
            bpm = known_bpm[before]
        else:
            bpm = np.interp(time_s, known_s, known_bpm)
        bpm[state > SampleState.FILLED] = np.nan
        return time_s, bpm

    def row_at(self, moment_s: float, *, after: bool = False) -> int:
        """The first row that begins at a moment or later [s]; `after`: that begins later."""
        run = int(np.searchsorted(self._firsts_s, moment_s, side="right")) - 1
        if run < 0:
            return 0
        begins, end = int(self._ends[run - 1]) if run else 0, int(self._ends[run])
        into_s = moment_s - float(self._firsts_s[run])
        return int(min(begins + (np.floor(into_s) + 1.0 if after else np.ceil(into_s)), end))


def _made(*parts: Any) -> HeartRateBySecond:
    return HeartRateBySecond(*parts[:-1], held=parts[-1])


def _read_only(values: FloatArray) -> FloatArray:
    values.flags.writeable = False
    return values
