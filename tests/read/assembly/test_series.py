"""Series as files write them: sorted, each moment once, and what is dated years apart known as such."""

import numpy as np
import pytest

from pacing.read.assembly.series import FARTHEST_S, Series, apart_from_the_rest, ordered


@pytest.mark.parametrize(
    ("time_s", "tidy_s", "dropped", "moved"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 0, False),
        ([1.0, 1.0, 2.0], [1.0, 2.0], 1, False),  # a moment twice is not out of order
        ([3.0, 2.0, 1.0], [1.0, 2.0, 3.0], 0, False),  # newest first throughout is an order too
        ([3.0, 2.0, 2.0, 1.0], [1.0, 2.0, 3.0], 1, False),
        ([2.0, 1.0, 3.0], [1.0, 2.0, 3.0], 0, True),
        ([3.0, 3.0], [3.0], 1, False),
        ([], [], 0, False),
    ],
)
def test_samples_are_put_in_order_and_it_is_known_whether_they_were(
    time_s: list[float], tidy_s: list[float], dropped: int, moved: bool
) -> None:
    tidy, out, was_moved = ordered(Series(np.array(time_s), np.arange(float(len(time_s)))))
    assert (tidy.time_s.tolist(), out, was_moved) == (tidy_s, dropped, moved)


@pytest.mark.parametrize(("hole_s", "apart"), [(FARTHEST_S, []), (FARTHEST_S + 1.0, [100])])
@pytest.mark.parametrize("turned", [False, True])
def test_what_lies_more_than_a_year_from_nearly_all_others_is_apart(
    hole_s: float, apart: list[int], turned: bool
) -> None:
    time_s = np.append(np.arange(100.0), 99.0 + hole_s)
    if turned:
        time_s, apart = time_s[::-1], [100 - index for index in apart]
    assert apart_from_the_rest(time_s).nonzero()[0].tolist() == apart


@pytest.mark.parametrize("turned", [False, True])
def test_years_without_a_hole_are_not_sorted(monkeypatch: pytest.MonkeyPatch, turned: bool) -> None:
    time_s = np.arange(5) * FARTHEST_S / 2

    def sorting(*_: object, **_named: object) -> None:
        pytest.fail("sorting ten million times takes a second and 160 MiB")

    monkeypatch.setattr(np, "argsort", sorting)
    assert not apart_from_the_rest(time_s[::-1] if turned else time_s).any()
