"""After damage: which times of messages go on from one another, and where what is trusted ends."""

import pytest

from pacing.read.fit.wire.definition import parse_definition
from pacing.read.fit.wire.resync import (
    NO_TIME,
    WINDOW_S,
    Trusted,
    _agreed_time,
    _end_of_longest_chain,
    _goes_on,
    _sensible,
    first_nonsense,
    last_trusted,
    place_to_go_on,
)
from pacing.read.fit.wire.walk import Walker
from tests.read.fit.fit_bytes import T0, UINT8, UINT32, FitBytes

RECORD, SIZE = 20, 6
HEADER = 12  # bytes of the definition before the messages


def walked(*times_s: int) -> Walker:
    """Records of these times, walked over to the end."""
    fit = FitBytes().define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8)])
    for time_s in times_s:
        fit.data(0, time_s.to_bytes(4, "little") + b"\x50")
    data = bytes(fit.body)
    walker = Walker(data)
    assert walker.run(0, len(data)) is None
    return walker


def place(number: int) -> int:
    """Where so many records end."""
    return HEADER + SIZE * number


@pytest.mark.parametrize(
    ("time_s", "on"),
    [(T0, True), (T0 - 1, False), (T0 + WINDOW_S, True), (T0 + WINDOW_S + 1, False), (NO_TIME, False)],
)
def test_messages_go_on_within_a_day(time_s: int, on: bool) -> None:
    assert _goes_on(T0, time_s) is on


@pytest.mark.parametrize(
    ("times_s", "last"),
    [
        ([T0, T0 + 1, T0 + 2], 2),
        ([T0, T0 + 1, 5, T0 + 2], 3),  # one that damage changed
        ([T0, T0 + 1, T0 + 2, 5, 6], 2),
        ([T0, T0 + 1, 5, 6], 3),  # of equal chains the later
        ([T0, T0 + WINDOW_S, T0 + 2 * WINDOW_S, 5, 6], 2),
        ([T0, T0 + WINDOW_S + 1, 5, 6], 3),
        ([T0, T0, T0, 5, 6], 2),
        ([], None),
    ],
)
def test_the_longest_chain_of_times_is_trusted(times_s: list[int], last: int | None) -> None:
    assert _end_of_longest_chain(times_s) == last


FAR = (T0 + 900_000, 7, T0 + 500_000_000, 9_000_000, T0 - 500_000, T0 + 800_000_000, 77, T0 + 100_000_000)


@pytest.mark.parametrize(
    ("odd", "after", "nonsense"),
    [
        (2, (), None),  # two odd times are wrong values, three are nonsense
        (3, (), Trusted(place(5), T0 + 4, doubtful=True)),
        (2, tuple(T0 + 5 + second for second in range(9)), None),
        (3, tuple(T0 + 5 + second for second in range(9)), Trusted(place(5), T0 + 4, doubtful=True)),
        (0, tuple(T0 + 10_000_000 + 60 * minute for minute in range(9)), None),  # a clock that was set
        (0, tuple(T0 + 10_000_000 + 69 * minute for minute in range(9)), Trusted(place(5), T0 + 4, doubtful=True)),
        (0, tuple(T0 + 10_000_000 for _ in range(9)), Trusted(place(5), T0 + 4, doubtful=True)),
        (0, tuple(T0 + 10_000_000 + second for second in range(8)), None),
        (0, tuple(T0 + 10_000_000 + second for second in range(7)), Trusted(place(5), T0 + 4, doubtful=True)),
    ],
)
def test_three_times_in_a_row_that_do_not_go_on_are_nonsense(
    odd: int, after: tuple[int, ...], nonsense: Trusted | None
) -> None:
    walker = walked(*(T0 + second for second in range(5)), *FAR[:odd], *after)
    assert first_nonsense(walker, 0, len(walker.data)) == nonsense


@pytest.mark.parametrize(
    ("times_s", "stop", "trusted"),
    [
        ((T0, T0 + 1, T0 + 2), 3, Trusted(place(3), T0 + 2, doubtful=False)),
        ((T0, T0 + 1, T0 + 2), 2, Trusted(place(2), T0 + 1, doubtful=False)),  # what begins before the damage
        ((T0, T0 + 1, T0 + 2, 5), 4, Trusted(place(3), T0 + 2, doubtful=True)),
        ((T0, T0 + 1, NO_TIME), 3, Trusted(place(2), T0 + 1, doubtful=False)),
        ((), 0, Trusted(0, None, doubtful=False)),
    ],
)
def test_what_is_trusted_ends_with_the_last_message_whose_time_goes_on(
    times_s: tuple[int, ...], stop: int, trusted: Trusted
) -> None:
    assert last_trusted(walked(*times_s), 0, place(stop)) == trusted


@pytest.mark.parametrize(
    ("times_s", "ends_s", "agreed"),
    [
        ((T0 + 1, T0 + 2, T0 + 3), 3, T0 + 1),  # three messages in time
        ((T0 + 1, T0 + 2), 2, T0 + 1),  # or all to the end
        ((T0 + 1, T0 + 2), 3, None),
        ((T0 - 1, T0 + 2, T0 + 3), 3, None),  # before what was trusted
        ((T0 + 1, T0, T0 + 3), 3, None),
        ((T0 + 1, NO_TIME, T0 + 3), 3, None),
    ],
)
def test_a_place_is_certain_with_three_messages_in_time(
    times_s: tuple[int, ...], ends_s: int, agreed: int | None
) -> None:
    walker = walked(*times_s, *([T0 + 9] * (ends_s - len(times_s))))
    end = place(len(times_s)) + (3 if ends_s > len(times_s) else 0)  # the last message is torn
    assert _agreed_time(walker, HEADER, end, T0) == agreed


def test_reading_goes_on_at_the_first_certain_place() -> None:
    walker = walked(*(T0 + second for second in range(10)))
    found = place_to_go_on(walker, place(3) + 1, len(walker.data), T0 + 2)
    assert found is not None
    assert (found.position, found.time_s) == (place(4), T0 + 4)
    last = place_to_go_on(walker, place(8) + 1, len(walker.data), T0 + 2)  # the one that ends with the file
    assert last is not None
    assert (last.position, last.time_s) == (place(9), T0 + 9)
    assert place_to_go_on(walker, place(3) + 1, len(walker.data), T0 + 20) is None
    assert place_to_go_on(walker, len(walker.data), len(walker.data), T0) is None


@pytest.mark.parametrize(
    ("kind", "fields", "sensible"),
    [
        (RECORD, [(253, 4, UINT32), (3, 1, UINT8)], True),
        (RECORD, [(3, 1, UINT8), (3, 1, UINT8)], False),  # one field twice
        (RECORD, [(253, 3, UINT32)], False),  # a size that its type does not divide
        (RECORD, [(253, 8, UINT32)], True),
        (RECORD, [(253, 0, UINT32)], False),
        (RECORD, [(253, 4, 0x55)], False),
        (RECORD, [(8, 5, 0x07)], True),  # a text of any length
        (RECORD, [], False),
        (65_000, [(253, 4, UINT32)], False),  # no message of the profile
    ],
)
def test_a_definition_makes_sense_where_its_parts_belong_together(
    kind: int, fields: list[tuple[int, int, int]], sensible: bool
) -> None:
    definition = parse_definition(bytes(FitBytes().define(0, kind, fields).body))
    assert definition is not None
    assert _sensible(definition) is sensible
