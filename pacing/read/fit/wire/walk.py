"""One walk over the record headers of a FIT file: which bytes are which message."""

from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from pacing.read.fit.wire.definition import Definition, definition_length, parse_definition

DEFINITION_BIT = 0x40
DEVELOPER_BIT = 0x20
COMPRESSED_BIT = 0x80
LOCAL_KINDS = 16
ONE_BYTE = tuple(bytes([byte]) for byte in range(256))
COMPRESSED_LOCAL_KINDS = 4
COMPRESSED_HEADERS = 32
FIELD_DESCRIPTION = 206  # global message number
RUN_TO_PROBE = 16  # design: messages in a row with the header of the one before last until pairs are looked for
RUN_AGAIN = 4  # design: so many are enough after pairs that went on for longer than that
FIRST_PROBE = 64  # design: pairs compared at once at first; four times more after each full success
LARGEST_PROBE = 1 << 16


class StopReason(StrEnum):
    """Why a walk could not go on."""

    UNDEFINED = "a message whose layout was never defined"
    BAD_DEFINITION = "a definition that cannot be one"
    CUT = "a message that runs past the end"
    NONSENSE = "messages whose times make no sense"


class Stop(NamedTuple):
    """Where and why a walk ended before its end."""

    position: int
    reason: StopReason


@dataclass(slots=True)
class Group:
    """Data messages of one layout: `positions` of their record headers, rising.

    `since`: where it was defined; `part`: the part of a chained file it belongs to; `short_times`: whether a message
    has a compressed timestamp header.
    """

    definition: Definition
    since: int
    part: int = 0
    short_times: bool = False
    positions: "array[int]" = field(default_factory=lambda: array("Q"))

    def append_short(self, position: int) -> None:
        """Take a message whose header holds the low bits of its time."""
        self.short_times = True
        self.positions.append(position)


def _beginning_with(headers: bytes, header: int) -> int:
    """How many of `headers` are `header` before the first that is another."""
    return len(headers) - len(headers.lstrip(ONE_BYTE[header]))


def _extend(positions: "array[int]", more: range) -> None:
    if len(more) < FIRST_PROBE:
        positions.extend(more)
    else:  # without an object for each
        positions.frombytes(np.arange(more.start, more.stop, more.step, dtype=np.uint64).tobytes())


def _no_message(_position: int) -> None:
    """Stands where no layout is defined; never called, as the size there is 0."""


@dataclass(slots=True)
class Walker:
    """Walks over one part of a file and can be set going again after damage."""

    data: bytes
    part: int = 0
    groups: dict[tuple[bytes, int], Group] = field(default_factory=dict)
    _sizes: list[int] = field(default_factory=lambda: [0] * 256)
    _current: list[Group | None] = field(default_factory=lambda: [None] * LOCAL_KINDS)
    _appends: list[Callable[[int], None]] = field(default_factory=lambda: [_no_message] * 256)
    _defined: list[tuple[int, int, Group | None]] = field(default_factory=list)
    _descriptions: list[Group] = field(default_factory=list)
    _short_met: bool = False  # most files have no compressed header, and their layouts change hundreds of times

    def run(self, position: int, end: int) -> Stop | None:
        """Walk from `position` to `end`; None when the last message ends exactly there."""
        data, sizes, appends = self.data, self._sizes, self._appends
        last = before_last = -1
        run, awaited = 0, RUN_TO_PROBE
        if position > end:
            return None
        while position < end:
            header = data[position]
            size = sizes[header]
            if size:
                if header == before_last:
                    run += 1
                    if run == awaited:
                        run, begun = 0, position
                        position = self._take_pairs(header, last, position, end)
                        awaited = RUN_AGAIN if position - begun > RUN_TO_PROBE * size else RUN_TO_PROBE
                        continue
                else:
                    run = 0
                before_last, last = last, header
                appends[header](position)
                position += size
                continue
            if header & COMPRESSED_BIT and not self._short_met:
                self._meet_short()
                continue
            step = self._define(position, end) if DEFINITION_BIT <= header < COMPRESSED_BIT else StopReason.UNDEFINED
            if isinstance(step, StopReason):
                return Stop(position, step)
            position += step
            last = before_last = -1
        if position > end:
            return self._take_back_cut(end)
        return None

    def local_group(self, header: int) -> Group | None:
        """The layout that a data header refers to now."""
        local = header >> 5 & 3 if header & COMPRESSED_BIT else header & 15
        return self._current[local]

    def current_groups(self) -> list[tuple[int, Group]]:
        """Local message number and layout of all that is defined now."""
        return [(local, group) for local, group in enumerate(self._current) if group is not None]

    def forget_after(self, position: int) -> int:
        """Take back all messages and definitions that begin at or after `position`; how many data messages went."""
        taken = 0
        for group in self.groups.values():
            keep = bisect_left(group.positions, position)
            taken += len(group.positions) - keep
            del group.positions[keep:]
        while self._defined and self._defined[-1][0] >= position:
            _, local, before = self._defined.pop()
            self._set_local(local, before)
        return taken

    def _define(self, position: int, end: int) -> int | StopReason:
        length = definition_length(self.data, position, end)
        if length is None:
            return StopReason.CUT
        raw = self.data[position : position + length]
        described = sum(len(group.positions) for group in self._descriptions) if raw[0] & DEVELOPER_BIT else 0
        group = self.groups.get((raw, described))
        if group is None:
            definition = parse_definition(raw)
            if definition is None:
                return StopReason.BAD_DEFINITION
            group = self.groups[raw, described] = Group(definition, position, self.part)
            if definition.kind == FIELD_DESCRIPTION:
                self._descriptions.append(group)
        local = raw[0] & 15
        self._defined.append((position, local, self._current[local]))
        self._set_local(local, group)
        return length

    def _set_local(self, local: int, group: Group | None) -> None:
        self._current[local] = group
        size = group.definition.size if group is not None else 0
        append = group.positions.append if group is not None else _no_message
        for header in (local, local | 0x10, local | 0x20, local | 0x30):  # bits 4 and 5 mean nothing for data
            self._sizes[header] = size
            self._appends[header] = append
        if self._short_met and local < COMPRESSED_LOCAL_KINDS:
            append_short = group.append_short if group is not None else _no_message
            first = COMPRESSED_BIT | local << 5
            self._sizes[first : first + COMPRESSED_HEADERS] = [size] * COMPRESSED_HEADERS
            self._appends[first : first + COMPRESSED_HEADERS] = [append_short] * COMPRESSED_HEADERS

    def _meet_short(self) -> None:
        """From the first compressed header on, know those of every layout."""
        self._short_met = True
        for local in range(COMPRESSED_LOCAL_KINDS):
            self._set_local(local, self._current[local])

    def _take_pairs(self, first: int, second: int, position: int, end: int) -> int:
        """Take all pairs of messages with these two headers (or one header twice) from `position` on; where they end.

        Strided slices hold the headers if the pairs go on; one that is no such header ends them.
        """
        data, size = self.data, self._sizes[first]
        step = size + self._sizes[second]
        group, other = self.local_group(first), self.local_group(second)
        if group is None or other is None:
            return position
        chunk = FIRST_PROBE
        while True:
            stop = min(position + step * chunk, end)
            pairs = min(
                _beginning_with(data[position:stop:step], first),
                _beginning_with(data[position + size : stop : step], second),
            )
            stop = position + step * pairs
            if group is other:
                _extend(group.positions, range(position, stop, size))
            else:
                _extend(group.positions, range(position, stop, step))
                _extend(other.positions, range(position + size, stop, step))
            position = stop
            if pairs < chunk:
                return position
            chunk = min(4 * chunk, LARGEST_PROBE)

    def _take_back_cut(self, end: int) -> Stop:
        """The last message taken runs past the end: it is given back."""
        last = max((group for group in self.groups.values() if group.positions), key=lambda group: group.positions[-1])
        position = last.positions.pop()
        return Stop(min(position, end), StopReason.CUT)
