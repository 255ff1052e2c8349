"""Contracts that hold for every reader and every sample."""

from pathlib import Path

import pytest

from pacing.read.archive import find_sources
from pacing.read.read import choose_reader, readers
from pacing.read.source import SourceFile

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for folder in (PROJECT / "sample_data", PROJECT / "tests" / "read")
    for path in folder.rglob("*")
    if path.suffix in {".fit", ".csv", ".txt", ".hrm", ".tcx", ".gpx", ".xml"}
)


def _sources(path: Path) -> list[SourceFile]:
    return [source for source in find_sources(path) if isinstance(source, SourceFile)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_sample_is_recognised_by_one_reader_alone(path: Path) -> None:
    for source in _sources(path):
        name, reader = choose_reader(source.head)
        assert reader.matches(source.head)
        assert [other for other, r in readers().items() if r.matches(source.head)] == [name]


@pytest.mark.parametrize("name", sorted(readers()))
def test_an_empty_or_senseless_head_is_nobodys(name: str) -> None:
    from pacing.read.source import FileHead

    reader = readers()[name]
    for data, lines in ((b"", ()), (b"\0" * 64, ()), (b"hello world\n", ("hello world",))):
        assert not reader.matches(FileHead("x.dat", data, lines))


def test_every_reader_says_what_it_reads() -> None:
    assert all(reader.title for reader in readers().values())
