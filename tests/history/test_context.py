"""What a kept session remembers of the limit it was judged by."""

from datetime import date

import pytest

from pacing.history.context import _limits_of
from pacing.model.person import LimitSetting


@pytest.mark.parametrize(
    ("kept", "settings"),
    [
        (None, ()),
        ({"rule": "fixed", "bpm": 104.0}, (LimitSetting("fixed", bpm=104.0),)),
        (
            {"rule": "resting_plus_15", "bpm": 81.0, "set_by": "a doctor", "since": "2026-05-01"},
            (LimitSetting("resting_plus_15", set_by="a doctor", since=date(2026, 5, 1)),),
        ),
    ],
)
def test_only_a_limit_that_was_a_number_comes_back_as_one(
    kept: dict[str, object] | None, settings: tuple[LimitSetting, ...]
) -> None:
    assert _limits_of(kept) == settings
