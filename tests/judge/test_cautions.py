"""What is said beside a limit, word by word where it is put together."""

import pytest

from pacing.judge.cautions import _listed


@pytest.mark.parametrize(
    ("words", "listed"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c and d")]
)
def test_medicines_are_listed_as_people_do(words: list[str], listed: str) -> None:
    assert _listed(words) == listed
