"""After damage: where the messages of a FIT file certainly go on."""

from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.read.fit.wire.definition import (
    BIG,
    STRING_BASE,
    TIMESTAMP_FIELD,
    UINT32_BASE,
    Definition,
    base_types,
    definition_length,
    message_names,
    parse_definition,
)
from pacing.read.fit.wire.walk import COMPRESSED_BIT, DEFINITION_BIT, LOCAL_KINDS, Walker

WINDOW_S = 86_400  # design: the messages after damage are from within a day
NO_TIME = 0xFFFFFFFF
RECORD = 20  # global message number
NONSENSE = 3  # design: so many times in a row that do not go on are no accident
CLOCK_SET_TIMES = 8  # design: so many that go on from one another show a clock that was set
CLOCK_SET_WITHIN_S = 480  # design: a record a minute; times read one byte beside their place step by 256 s
MESSAGES_TO_AGREE = 3  # design: how many timed messages must fit before a place is taken as certain
MOST_TO_AGREE = 64  # design: messages looked at for that
TAIL_MESSAGES = 64  # design: how far back the last trusted time is looked for
FIRST_CHUNK_BYTES = 2048
LARGEST_CHUNK_BYTES = 1 << 18
MOST_TRIALS = 1000  # design: places tried in one search; more means the bytes are noise
TIMESTAMP_BYTES = 4


class Trusted(NamedTuple):
    """The end of what is trusted before damage.

    `end`: where the last message ends that is surely whole; `time_s`: the last trusted time [FIT s], or None;
    `doubtful`: whether a time after `end` makes no sense.
    """

    end: int
    time_s: int | None
    doubtful: bool


class Place(NamedTuple):
    """Where messages go on, and the first time [FIT s] from there."""

    position: int
    time_s: int


def first_nonsense(walker: Walker, begin: int, stop: int) -> Trusted | None:
    """Where the times of the messages in [begin, stop) stop going on from one another; None = nowhere.

    After damage a walk may go on between the true messages for long. One wrong time is a wrong value; `NONSENSE` in a
    row are nonsense, unless the times after them go on from one another: then the clock was set.

    Parameters
    ----------
    walker
        The walk over the headers of a FIT file.
    begin
        First byte of the stretch that is looked at.
    stop
        Byte after the stretch that is looked at.

    Returns
    -------
    Trusted | None
    """
    timed = _timed(walker, begin, stop)
    times = [time_s for _, time_s, _ in timed]
    end, last, bad = begin, None, 0
    for i, (position, time_s, size) in enumerate(timed):
        fits = _goes_on(last, time_s) if last is not None else _consistent(times[i : i + NONSENSE])
        ahead = times[i : i + CLOCK_SET_TIMES] if not fits else []
        if len(ahead) == CLOCK_SET_TIMES and 0 < ahead[-1] - ahead[0] <= CLOCK_SET_WITHIN_S and _consistent(ahead):
            fits = True
        if fits:
            end, last, bad = position + size, time_s, 0
            continue
        bad += 1
        if bad >= NONSENSE:
            return Trusted(end, last, doubtful=True)
    return None


def _goes_on(last_s: int, time_s: int) -> bool:
    return time_s != NO_TIME and 0 <= time_s - last_s <= WINDOW_S


def _consistent(times: list[int]) -> bool:
    return times[0] != NO_TIME and all(_goes_on(a, b) for a, b in pairwise(times))


def _timed(walker: Walker, begin: int, stop: int) -> list[tuple[int, int, int]]:
    """Position, time and size of every record in [begin, stop), in file order; other kinds may tell of other times."""
    result: list[tuple[int, int, int]] = []
    for group in walker.groups.values():
        offset = _timestamp_offset(group.definition)
        if offset is None or group.definition.kind != RECORD:
            continue
        layout = group.definition
        here = group.positions[bisect_left(group.positions, begin) : bisect_left(group.positions, stop)]
        result += [(at, _time_at(walker.data, at + offset, layout), layout.size) for at in here]
    return sorted(result)


def last_trusted(walker: Walker, begin: int, stop: int) -> Trusted:
    """The end of the last message before `stop` whose time goes on from those before it, each by less than a day.

    A single time that damage changed does not count: the longest chain of times that go on from one another does.

    Parameters
    ----------
    walker
        The walk over the headers of a FIT file.
    begin
        First byte of the stretch that is looked at.
    stop
        Byte after the stretch that is looked at.

    Returns
    -------
    Trusted
    """
    tail: list[tuple[int, int, int]] = []
    for group in walker.groups.values():
        offset = _timestamp_offset(group.definition)
        if offset is None:
            continue
        layout = group.definition
        for at in group.positions[-TAIL_MESSAGES:]:
            time_s = _time_at(walker.data, at + offset, layout)
            if at < stop and time_s != NO_TIME:
                tail.append((at, time_s, layout.size))
    tail = sorted(tail)[-TAIL_MESSAGES:]
    last = _end_of_longest_chain([time_s for _, time_s, _ in tail])
    if last is None:
        return Trusted(begin, None, doubtful=False)
    position, time_s, size = tail[last]
    return Trusted(position + size, time_s, doubtful=last < len(tail) - 1)


def _end_of_longest_chain(times: list[int]) -> int | None:
    """Index of the last of the longest chain of times that rise by at most `WINDOW_S` each; of equal ones the later."""
    lengths: list[int] = []
    for i, time_s in enumerate(times):
        lengths.append(1 + max((lengths[k] for k in range(i) if 0 <= time_s - times[k] <= WINDOW_S), default=0))
    return max(range(len(times)), key=lambda i: (lengths[i], i), default=None)


def place_to_go_on(walker: Walker, begin: int, end: int, last_s: int | None) -> Place | None:
    """The first place from `begin` on where messages certainly go on; None = nowhere before `end`.

    Parameters
    ----------
    walker
        The walk over the headers of a FIT file.
    begin
        First byte of the stretch that is looked at.
    end
        Byte after the stretch.
    last_s
        The last time that is trusted [s since 1989]; None: there is none yet.

    Returns
    -------
    Place | None
    """
    chunk, tried = FIRST_CHUNK_BYTES, 0
    while begin < end:
        stop = min(begin + chunk, end)
        for candidate in _candidates(walker, begin, stop, end, last_s):
            tried += 1
            if tried > MOST_TRIALS:
                return None
            time_s = _agreed_time(walker, int(candidate), end, last_s)
            if time_s is not None:
                return Place(int(candidate), time_s)
        begin, chunk = stop, min(4 * chunk, LARGEST_CHUNK_BYTES)
    return None


@cache
def _known_kinds() -> npt.NDArray[np.bool_]:
    """Whether each global message number is in the profile."""
    known = np.zeros(1 << 16, dtype=bool)
    known[[number for number in message_names() if number < known.size]] = True
    return known


def _candidates(walker: Walker, begin: int, stop: int, end: int, last_s: int | None) -> np.ndarray:
    """Places in [begin, stop) that look like a definition or like a data message with a fitting time."""
    data = np.frombuffer(walker.data, dtype=np.uint8, count=end)
    heads = data[begin:stop]
    looks = np.zeros(heads.size, dtype=bool)
    whole = max(0, min(stop, end - 5) - begin)
    definition = (heads[:whole] & 0xD0) == DEFINITION_BIT
    order = data[begin + 2 :][:whole]
    kinds = data[begin + 3 :][:whole].astype(np.uint16) << np.where(order == 1, 8, 0).astype(np.uint16)
    kinds |= data[begin + 4 :][:whole].astype(np.uint16) << np.where(order == 1, 0, 8).astype(np.uint16)
    looks[:whole] = definition & (data[begin + 1 :][:whole] == 0) & (order <= 1) & _known_kinds()[kinds]
    if last_s is not None:
        for local, group in walker.current_groups():
            offset = _timestamp_offset(group.definition)
            if offset is None:
                continue
            fits = np.flatnonzero(heads == local) + begin
            fits = fits[fits + group.definition.size <= end]
            raw = data[fits[:, None] + offset + np.arange(TIMESTAMP_BYTES)]
            times = np.ascontiguousarray(raw).view(group.definition.order + "u4").ravel().astype(np.int64)
            looks[fits[(times >= last_s) & (times - last_s <= WINDOW_S)] - begin] = True
    return np.flatnonzero(looks) + begin


def _agreed_time(walker: Walker, position: int, end: int, last_s: int | None) -> int | None:
    """The first time [FIT s] of the messages from `position` on if they are whole, known and in time; else None.

    At least `MESSAGES_TO_AGREE` of them must have a time, or all to the end and one of them.
    """
    data = walker.data
    layouts = {local: group.definition for local, group in walker.current_groups()}
    times: list[int] = []
    for _ in range(MOST_TO_AGREE):
        if position >= end:
            break
        header = data[position]
        if DEFINITION_BIT <= header < COMPRESSED_BIT:
            length = definition_length(data, position, end)
            definition = parse_definition(data[position : position + length]) if length else None
            if definition is None or not _sensible(definition):
                return None
            layouts[header & 15] = definition
            position += length or 0
            continue
        layout = layouts.get(header >> 5 & 3 if header & COMPRESSED_BIT else header & 15)
        if layout is None or position + layout.size > end or LOCAL_KINDS <= header < DEFINITION_BIT:
            return None
        offset = _timestamp_offset(layout)
        if offset is not None:
            times.append(_time_at(data, position + offset, layout))
            before = times[-2] if len(times) > 1 else last_s
            if times[-1] == NO_TIME or (before is not None and not _goes_on(before, times[-1])):
                return None
        position += layout.size
        if len(times) >= MESSAGES_TO_AGREE:
            break
    return times[0] if len(times) >= MESSAGES_TO_AGREE or (times and position >= end) else None


def _sensible(definition: Definition) -> bool:
    """Whether a definition is of a known message, with base types and sizes that belong together."""
    known = base_types()
    if definition.kind not in message_names() or not definition.plain:
        return False
    numbers = [field.number for field in definition.fields]
    if len(set(numbers)) < len(numbers):
        return False
    return all(
        field.base in known and field.size and (field.base == STRING_BASE or not field.size % known[field.base].size)
        for field in definition.fields
    )


def _timestamp_offset(definition: Definition) -> int | None:
    field = definition.field(TIMESTAMP_FIELD)
    usable = field is not None and field.size == TIMESTAMP_BYTES and field.base == UINT32_BASE
    return field.offset if field is not None and usable else None


def _time_at(data: bytes, position: int, definition: Definition) -> int:
    raw = data[position : position + TIMESTAMP_BYTES]
    return int.from_bytes(raw, "big" if definition.order == BIG else "little")
