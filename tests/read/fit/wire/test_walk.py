"""The walk over record headers: every message exactly once, whatever their order."""

from hypothesis import given
from hypothesis import strategies as st

from pacing.read.fit.wire.walk import StopReason, Walker
from tests.read.fit.fit_bytes import BYTE, FitBytes


def _walked(body: bytes) -> tuple[Walker, object]:
    walker = Walker(body)
    return walker, walker.run(0, len(body))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 90)), max_size=12))
def test_runs_and_alternations_are_found_alike(runs: list[tuple[int, int]]) -> None:
    fit = FitBytes()
    for local, size in ((0, 1), (1, 3), (2, 9)):
        fit.define(local, 100 + local, [(0, size, BYTE)])
    expected: dict[int, list[int]] = {0: [], 1: [], 2: []}
    for local, count in runs:
        for _ in range(count):
            expected[local].append(len(fit.body))
            fit.data(local, bytes((1, 3, 9)[local]))
    walker, stop = _walked(bytes(fit.body))
    assert stop is None
    for group in walker.groups.values():
        assert list(group.positions) == expected[group.definition.kind - 100]


def test_a_local_message_may_be_defined_anew() -> None:
    fit = FitBytes().define(0, 20, [(3, 1, 2)]).data(0, b"a").define(0, 21, [(3, 2, BYTE)]).data(0, b"bc")
    walker, stop = _walked(bytes(fit.body))
    assert stop is None
    assert {group.definition.kind: len(group.positions) for group in walker.groups.values()} == {20: 1, 21: 1}


def test_the_same_definition_again_is_the_same_group() -> None:
    fit = FitBytes()
    for _ in range(5):
        fit.define(0, 20, [(3, 1, 2)]).data(0, b"a")
    walker, _ = _walked(bytes(fit.body))
    assert [len(group.positions) for group in walker.groups.values()] == [5]


def test_compressed_headers_refer_to_the_first_four_local_messages() -> None:
    fit = FitBytes().define(3, 20, [(3, 1, 2)]).compressed(3, 31, b"a").compressed(3, 0, b"b")
    walker, stop = _walked(bytes(fit.body))
    assert stop is None
    assert [len(group.positions) for group in walker.groups.values()] == [2]


def test_a_message_without_a_layout_stops_the_walk_there() -> None:
    fit = FitBytes().define(0, 20, [(3, 1, 2)]).data(0, b"a")
    at = len(fit.body)
    _walker, stop = _walked(bytes(fit.body) + b"\x05\x00\x00")
    assert stop is not None
    assert (stop.position, stop.reason) == (at, StopReason.UNDEFINED)  # type: ignore[attr-defined]


def test_a_message_past_the_end_is_given_back() -> None:
    fit = FitBytes().define(0, 20, [(3, 4, BYTE)]).data(0, b"abcd")
    at = len(fit.body)
    walker, stop = _walked(bytes(fit.body) + b"\x00ab")
    assert (stop.position, stop.reason) == (at, StopReason.CUT)  # type: ignore[attr-defined]
    assert [len(group.positions) for group in walker.groups.values()] == [1]


def test_forgetting_takes_back_messages_and_definitions() -> None:
    fit = FitBytes().define(0, 20, [(3, 1, 2)]).data(0, b"a")
    at = len(fit.body)
    fit.define(0, 21, [(3, 2, BYTE)]).data(0, b"bc")
    walker, _ = _walked(bytes(fit.body))
    assert walker.forget_after(at) == 1
    group = walker.local_group(0)
    assert group is not None
    assert group.definition.kind == 20
