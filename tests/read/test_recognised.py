"""The program's own reports among the recordings: passed over in a folder or archive, named when brought themselves."""

import zipfile
from pathlib import Path

import pytest

from pacing.errors import UnknownFormatError
from pacing.pipeline import Request, assess_paths, collect_outcome
from pacing.read.archive import find_sources
from pacing.read.read import choose_reader, read_recordings
from pacing.read.recognised import is_own_data, is_own_page
from pacing.read.source import FileHead, SourceFile
from pacing.report.document import Audience
from pacing.report.render import render_report

FORMATS = {"json": ".json", "csv": ".csv", "fhir": ".fhir.json", "text": ".txt", "html": ".html"}
TABLE = "time_s,hr_bpm\n" + "".join(f"{second},{90 + second % 7}\n" for second in range(300))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A report in every form for each audience, by the name a person may have given it."""
    path = tmp_path_factory.mktemp("made") / "walk.csv"
    path.write_text(TABLE)
    outcome = collect_outcome(assess_paths([path], Request()), Request())
    return {
        f"{audience.value} {name}{suffix}": render_report(outcome, name, audience)
        for name, suffix in FORMATS.items()
        for audience in Audience
    }


def test_a_folder_with_reports_holds_only_its_recordings(tmp_path: Path, reports: dict[str, bytes]) -> None:
    (tmp_path / "walk.csv").write_text(TABLE)
    for name, data in reports.items():
        (tmp_path / name).write_bytes(data)
    (source,) = find_sources(tmp_path)
    assert isinstance(source, SourceFile)
    assert source.name == "walk.csv"


def test_an_archive_with_reports_holds_only_its_recordings(tmp_path: Path, reports: dict[str, bytes]) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {"walk.csv": TABLE.encode(), **reports}.items():
            archive.writestr(name, data)
    assert [s.name for s in find_sources(path) if isinstance(s, SourceFile)] == ["all.zip/walk.csv"]


def test_a_report_brought_by_its_name_is_called_one(tmp_path: Path, reports: dict[str, bytes]) -> None:
    for name, data in reports.items():
        if not name.endswith(".html"):
            (tmp_path / name).write_bytes(data)
            with pytest.raises(UnknownFormatError, match="a report of this program") as refusal:
                read_recordings(tmp_path / name)
            assert refusal.value.hint == "Use the recording it was made from."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("other.json", b'{"schema": "tempo/1", "sessions": []}'),
        ("other.csv", b"kind,session_id,value\nhr,1,60\n"),
        ("bundle.json", b'{"resourceType": "Bundle", "type": "collection", "entry": []}'),
        ("walk.txt", b"A walk\n======\n\ntime_s,hr_bpm\n0,60\n1,61\n"),
    ],
)
def test_a_file_of_another_program_that_looks_alike_is_not_passed_over(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert [s.name for s in find_sources(tmp_path) if isinstance(s, SourceFile)] == [name]
    assert not is_own_data(data)
    assert not is_own_page(data)


def test_a_long_page_of_many_sessions_is_known_by_its_last_words(tmp_path: Path, reports: dict[str, bytes]) -> None:
    page = reports["patient text.txt"]
    head, rest = page.split(b"\n\n", 1)
    (tmp_path / "year.txt").write_bytes(head + b"\n\n" + b"A line of the report.\n" * 5000 + rest)
    assert not list(find_sources(tmp_path))


def test_a_report_by_its_name_is_told_from_other_json() -> None:
    head = FileHead("x.json", b"[1]", ("[1]",))
    with pytest.raises(UnknownFormatError, match="a JSON file of another kind"):
        choose_reader(head)
