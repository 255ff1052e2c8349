"""Batches are the same for the same files, and what is left to do is only what is missing."""

from pacing.cohort.batch_plan import BATCHES, MOST_BYTES, MOST_FILES, FileTask, batches_of, undone


def _files(count: int, size: int = 0) -> list[FileTask]:
    return [FileTask("anna", "", f"{number:04d}", size) for number in range(count)]


def test_large_files_are_batches_of_their_own() -> None:
    small, large = FileTask("anna", "", "small", 10), FileTask("anna", "", "large", 2 * MOST_BYTES)
    assert list(batches_of([small, small, large, small])) == [(small, small), (large,), (small,)]


def test_many_files_make_no_endless_number_of_batches() -> None:
    assert [len(list(batches_of(_files(count)))) for count in (0, 8, 3200, 20_000)] == [0, 1, 400, BATCHES]
    assert max(len(batch) for batch in batches_of(_files(100_000))) == MOST_FILES


def test_what_is_left_has_the_numbers_of_an_undisturbed_run() -> None:
    files = _files(20)
    tokens = {one: one.name for one in files}
    planned = [[one.name for one in batch] for batch in batches_of(files)]
    assert [number for number, _ in undone(files, tokens, {})] == [0, 1, 2]
    assert [number for number, _ in undone(files, tokens, {1: planned[1]})] == [0, 2]
    assert list(undone(files, tokens, dict(enumerate(planned)))) == []


def test_files_that_came_later_get_numbers_that_are_free() -> None:
    files = _files(20)
    tokens = {one: one.name for one in files}
    done = {0: [f"{number:04d}" for number in range(5, 13)], 1: ["0013", "0014"]}
    left = list(undone(files, tokens, done))
    assert [number for number, _ in left] == [2, 3]
    assert [one.name for _, batch in left for one in batch] == [
        f"{number:04d}" for number in (*range(5), *range(15, 20))
    ]
