"""After damage: where the messages of a FIT file certainly go on."""

from dataclasses import dataclass

import numpy as np

from pacing.read.fit_definition import BIG, STRING_BASE, Definition, base_types, definition_length, parse_definition
from pacing.read.fit_profile import TIMESTAMP_FIELD, UINT32_BASE, message_names
from pacing.read.fit_walk import COMPRESSED_BIT, DEFINITION_BIT, LOCAL_KINDS, Walker

WINDOW_S = 86_400  # design: the messages after damage are from within a day
MESSAGES_TO_AGREE = 3  # design: how many timed messages must fit before a place is taken as certain
MOST_TO_AGREE = 64  # design: messages looked at for that
TAIL_MESSAGES = 64  # design: how far back the last trusted time is looked for
FIRST_CHUNK_BYTES = 2048
LARGEST_CHUNK_BYTES = 1 << 18
MOST_TRIALS = 200  # design: places tried in one search; more means the bytes are noise
TIMESTAMP_BYTES = 4


@dataclass(frozen=True, slots=True)
class Trusted:
    """The end of what is trusted before damage.

    `end`: where the last message ends that is surely whole; `time_s`: the last trusted time [FIT s], or None;
    `doubtful`: whether a time after `end` makes no sense.
    """

    end: int
    time_s: int | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages go on, and the first time [FIT s] from there."""

    position: int
    time_s: int


def last_trusted(walker: Walker, begin: int, stop: int) -> Trusted:
    """The end of the last message before `stop` whose time goes on from the times before it by less than a day."""
    tail: list[tuple[int, int, int]] = []
    for group in walker.groups.values():
        offset = _timestamp_offset(group.definition)
        if offset is None:
            continue
        layout = group.definition
        last_ones = group.positions[-TAIL_MESSAGES:]
        tail += [(at, _time_at(walker.data, at + offset, layout), layout.size) for at in last_ones]
    tail.sort()
    end, last, doubtful = begin, None, False
    for position, time_s, size in tail[-TAIL_MESSAGES:]:
        if position >= stop:
            break
        if last is not None and not 0 <= time_s - last <= WINDOW_S:
            doubtful = True
            break
        end, last = position + size, time_s
    return Trusted(end, last, doubtful)


def place_to_go_on(walker: Walker, begin: int, end: int, last_s: int | None) -> Place | None:
    """The first place from `begin` on where messages certainly go on; None = nowhere before `end`."""
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


def _candidates(walker: Walker, begin: int, stop: int, end: int, last_s: int | None) -> np.ndarray:
    """Places in [begin, stop) that look like a definition or like a data message with a fitting time."""
    data = np.frombuffer(walker.data, dtype=np.uint8, count=end)
    heads = data[begin:stop]
    looks = np.zeros(heads.size, dtype=bool)
    whole = max(0, min(stop, end - 5) - begin)
    definition = (heads[:whole] & 0xD0) == DEFINITION_BIT
    looks[:whole] = definition & (data[begin + 1 :][:whole] == 0) & (data[begin + 2 :][:whole] <= 1)
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
            if before is not None and not 0 <= times[-1] - before <= WINDOW_S:
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
