"""Pages are kept for as long as nothing changes, and only so many."""

from pathlib import Path

import pytest

from pacing.app.markup import refusal_note
from pacing.app.page_cache import MOST_KEPT, PageCache
from pacing.app.worker import Answer


def test_an_answer_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "history"
    cache, answer = PageCache((file,)), Answer({}, b"page")
    cache.keep("list", {}, answer, cache.signature())
    assert cache.get("list", {}) is answer
    assert cache.get("list", {"all": True}) is cache.get("diary", {}) is None
    file.write_bytes(b"more")
    assert cache.get("list", {}) is None


def test_an_answer_that_was_made_while_something_changed_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "history"
    cache = PageCache((file,))
    before = cache.signature()
    file.write_bytes(b"more")
    cache.keep("list", {}, Answer({}, b"old"), before)
    assert cache.get("list", {}) is None
    cache.keep("list", {}, Answer({}, b"new"), cache.signature())
    assert cache.get("list", {}) is not None


def test_of_very_many_answers_those_looked_at_last_are_kept(tmp_path: Path) -> None:
    cache = PageCache((tmp_path / "history",))
    for number in range(MOST_KEPT):
        cache.keep("session", {"id": number}, Answer({}, b""), cache.signature())
    assert cache.get("session", {"id": 0}) is not None
    cache.keep("session", {"id": MOST_KEPT}, Answer({}, b""), cache.signature())
    assert [number for number in range(MOST_KEPT + 1) if cache.get("session", {"id": number}) is None] == [1]


@pytest.mark.parametrize(
    ("count", "title", "facts"),
    [
        (1, "This file was not read:", ["0.fit"]),
        (2, "2 files were not read:", ["0.fit", "1.fit"]),
        (3, "3 files were not read:", ["0.fit", "1.fit", "... and 1 more"]),
        (5, "5 files were not read:", ["0.fit", "1.fit", "... and 3 more"]),
    ],
)
def test_of_many_files_that_were_not_read_the_rest_is_counted(count: int, title: str, facts: list[str]) -> None:
    note = refusal_note([(f"{number}.fit", "It is broken.", "") for number in range(count)], 2)
    assert note is not None
    assert (list(note.lines), [name for name, _ in note.facts]) == ([title], facts)
    assert refusal_note([], 2) is None
