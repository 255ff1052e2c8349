"""Folders and archives: everything inside is named, nothing hostile is followed."""

import gzip
import io
import os
import pickle
import zipfile
from pathlib import Path

import pytest

from pacing.errors import DamagedFileError, ReadError, RefusedFileWarning, UnknownFormatError
from pacing.read import archive_streams
from pacing.read.archive import _closed, _overlap, _passed_over, _problem, find_sources
from pacing.read.archive_streams import _OPEN, OPEN_ARCHIVES, Step, archive_of, open_steps
from pacing.read.budget import GZIP_RATIO, MIB, Spending
from pacing.read.read import read_recordings, read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

LIST = b"rr_ms\n800\n810\n790\n"
TABLE = b"time_s,hr_bpm\n0,60\n1,61\n"


def zipped(members: dict[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def names(path: Path) -> list[str]:
    return [s.name if isinstance(s, SourceFile) else f"refused {s.file_name}" for s in find_sources(path)]


def test_files_in_folders_are_named_in_order_by_their_path(tmp_path: Path) -> None:
    for name in ("b/x.csv", "a.csv", "b/._x.csv", ".hidden/y.csv", "photo.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(TABLE)
    assert names(tmp_path) == ["a.csv", "b/x.csv"]


def test_what_stands_beside_an_apple_health_export_is_no_recording_that_failed(tmp_path: Path) -> None:
    beside = ("workout-routes/route_2026-03-14_10.05am.gpx", "electrocardiograms/ecg_2026-03-14.csv", "export_cda.xml")
    members = {f"apple_health_export/{name}": b"x" for name in (*beside, "export.xml")}
    (tmp_path / "Export.zip").write_bytes(zipped(members))
    assert names(tmp_path) == ["Export.zip/apple_health_export/export.xml"]
    for name, data in members.items():
        (tmp_path / "open" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "open" / name).write_bytes(data)
    assert names(tmp_path / "open") == ["apple_health_export/export.xml"]
    assert names(tmp_path / "open" / "apple_health_export" / beside[0]) == ["route_2026-03-14_10.05am.gpx"]


def test_archives_in_archives_are_walked_into_and_each_member_named(tmp_path: Path) -> None:
    inner = zipped({"1.csv": TABLE, "2.csv.gz": gzip.compress(TABLE), "._1.csv": b"x"})
    outer = zipped({"export/part.zip": inner, "__MACOSX/._part.zip": b"x", "list.txt": LIST, "empty/": b""})
    path = tmp_path / "all.zip"
    path.write_bytes(outer)
    assert names(path) == ["all.zip/export/part.zip/1.csv", "all.zip/export/part.zip/2.csv.gz", "all.zip/list.txt"]
    assert len(read_recordings(path)) == 3


def test_a_gzip_is_recognised_by_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "session.fit"
    path.write_bytes(gzip.compress(TABLE))
    assert read_recordings(path)[0].heart_rate.bpm.tolist() == [60, 61]


def test_a_member_can_be_opened_again_and_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"inner.zip": zipped({"1.csv": TABLE})}))
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    again = pickle.loads(pickle.dumps(source))
    assert again.read_bytes() == source.read_bytes() == TABLE
    assert again.sha256 == source.sha256


def test_thousands_of_members_are_read_without_opening_the_archive_each_time(tmp_path: Path) -> None:
    path = tmp_path / "year.zip"
    path.write_bytes(zipped({f"{n:04}.csv": TABLE for n in range(3000)}, packed=zipfile.ZIP_STORED))
    sources = list(find_sources(path))
    assert len(sources) == 3000
    assert all(isinstance(source, SourceFile) for source in sources)


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:/evil.csv", "..\\evil.csv"])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({name: TABLE}))
    (refused,) = find_sources(path)
    assert isinstance(refused, DamagedFileError)
    assert refused.hint


def test_links_are_refused_in_folders_and_archives(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes(TABLE)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.csv").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    assert sorted(names(folder)) == ["refused link.csv", "refused up"]
    member = zipfile.ZipInfo("link.csv")
    member.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    path = tmp_path / "x.zip"
    path.write_bytes(stream.getvalue())
    assert names(path) == ["refused x.zip/link.csv"]


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path) == ["refused pipe"]
    assert names(tmp_path / "pipe") == ["refused pipe"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"0.csv": b"0" * (100 << 20)}))
    assert names(path) == ["refused bomb.zip/0.csv"]


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(TABLE + (b"2,62" + b" " * 4000 + b"\n") * (25 << 10)))
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    with pytest.raises(DamagedFileError, match="bomb"):
        read_source(source, ReadOptions())


def test_archives_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    data = zipped({"x.csv": TABLE})
    for _ in range(5):
        data = zipped({"inner.zip": data})
    path = tmp_path / "deep.zip"
    path.write_bytes(data)
    (refused,) = find_sources(path)
    assert isinstance(refused, DamagedFileError)
    assert "deep" in refused.message


@pytest.mark.parametrize("cut", [5, 30, 60, 100])
def test_a_broken_archive_is_one_clear_error(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"1.csv": TABLE * 20})[:cut])
    with pytest.raises(ReadError):
        read_recordings(path)


def test_a_broken_member_is_an_error_and_the_others_are_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"1.csv": TABLE * 5, "2.csv": TABLE}, packed=zipfile.ZIP_STORED))
    place = data.index(b"time_s")
    data[place : place + 6] = b"xxxxxx"
    path = tmp_path / "x.zip"
    path.write_bytes(bytes(data))
    with pytest.warns(RefusedFileWarning, match=r"x\.zip/1\.csv was not read: The archive is broken here"):
        assert len(read_recordings(path)) == 1


def test_a_password_is_named_as_the_reason(tmp_path: Path) -> None:
    data = bytearray(zipped({"1.csv": TABLE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "x.zip"
    path.write_bytes(bytes(data))
    (refused,) = find_sources(path)
    assert isinstance(refused, ReadError)
    assert "password" in refused.message


def test_a_spreadsheet_is_refused_as_one_file(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    (refused,) = find_sources(path)
    assert isinstance(refused, UnknownFormatError)
    assert "CSV" in refused.hint


def test_what_does_not_exist_is_one_error(tmp_path: Path) -> None:
    assert names(tmp_path / "none.csv") == ["refused none.csv"]
    assert names(Path("x\0y")) == ["refused x?y"]
    assert names(tmp_path) == []


def test_no_more_archives_stay_open_than_are_allowed(tmp_path: Path) -> None:
    for number in range(OPEN_ARCHIVES + 2):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(zipped({"a.csv": TABLE}))
        assert archive_of(path, ()).namelist() == ["a.csv"]
        assert len(_OPEN) <= OPEN_ARCHIVES


def member(name: str, size: int = 100, packed: int = 100, at: int = 0) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.file_size, made.compress_size, made.header_offset = size, packed, at
    return made


@pytest.mark.parametrize(
    ("size", "packed", "is_bomb"),
    [
        (64 * MIB, 1, False),  # harmless at any ratio
        (64 * MIB + 1, 1, True),
        (200 * MIB, MIB, False),  # two hundred to one
        (200 * MIB + 1, MIB, True),
        (65 * MIB, 0, True),
    ],
)
def test_a_long_member_packed_more_tightly_than_any_recording_is_a_bomb(size: int, packed: int, is_bomb: bool) -> None:
    assert (_problem(member("a.csv", size, packed)) is not None) is is_bomb


@pytest.mark.parametrize(("size", "too_large"), [(1 << 33, False), ((1 << 33) + 1, True)])
def test_a_member_unpacks_to_eight_gibibytes_at_most(size: int, too_large: bool) -> None:
    assert (_problem(member("a.xml", size, 1 << 30)) is not None) is too_large


@pytest.mark.parametrize(("gap", "overlaps"), [(0, False), (-1, True)])
def test_members_may_touch_but_not_overlap(gap: int, overlaps: bool) -> None:
    members = [member("a.csv", packed=50), member("b.csv", at=30 + 50 + gap)]
    assert _overlap(members) is _overlap(members[::-1]) is overlaps


@pytest.mark.parametrize(
    ("name", "passed_over"),
    [
        ("a/b.csv", False),
        ("a/.b.csv", True),
        (".a/b.csv", True),
        ("a/b.PNG", True),
        ("../b.csv", False),
        ("a/b", False),
    ],
)
def test_hidden_files_and_pictures_are_passed_over(name: str, passed_over: bool) -> None:
    assert _passed_over(name) is passed_over


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype"])
def test_a_document_of_an_office_is_no_archive_of_recordings(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({name: b"x", "1.csv": TABLE}))
    (refused,) = find_sources(tmp_path / "a.zip")
    assert isinstance(refused, UnknownFormatError)


@pytest.mark.parametrize(("deep", "is_read"), [(3, True), (4, False)])
def test_three_archives_in_each_other_are_walked_into(tmp_path: Path, deep: int, is_read: bool) -> None:
    data = TABLE
    for _ in range(deep):
        data = zipped({"in.csv": data})
    (tmp_path / "a.zip").write_bytes(data)
    (found,) = find_sources(tmp_path / "a.zip")
    assert isinstance(found, SourceFile) is is_read


def test_what_archives_may_unpack_to_is_reckoned_from_the_outermost_alone(tmp_path: Path) -> None:
    inner = zipped({"1.csv": TABLE})
    (tmp_path / "a.zip").write_bytes(zipped({"inner.zip": inner}))
    (tmp_path / "b.gz").write_bytes(gzip.compress(TABLE))
    (tmp_path / "c.csv").write_bytes(TABLE)
    spending = Spending()
    assert len(list(find_sources(tmp_path, spending))) == 3
    assert spending.given_bytes == sum((tmp_path / name).stat().st_size for name in ("a.zip", "b.gz"))


@pytest.mark.parametrize(("deep", "is_read"), [(3, True), (4, False)])
def test_a_packed_file_between_archives_counts_as_one_of_three(tmp_path: Path, deep: int, is_read: bool) -> None:
    data = gzip.compress(zipped({"in.csv": TABLE}))
    for _ in range(deep - 2):
        data = zipped({"in.gz": data})
    (tmp_path / "a.zip").write_bytes(data)
    (found,) = find_sources(tmp_path / "a.zip")
    assert isinstance(found, SourceFile) is is_read


def test_a_packed_file_takes_of_the_run_what_its_size_may_unpack_to(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TABLE))
    spending = Spending()
    assert len(list(find_sources(tmp_path, spending))) == 1
    assert spending.unpacked_bytes == GZIP_RATIO * (tmp_path / "a.csv.gz").stat().st_size


def test_a_folder_that_stays_closed_is_named_by_its_way_from_the_top(tmp_path: Path) -> None:
    errors = [PermissionError(13, "Permission denied", str(path)) for path in (tmp_path, tmp_path / "a" / "b")]
    assert [error.file_name for error in _closed(tmp_path, [*errors])] == [tmp_path.name, "a/b"]


def test_a_large_archive_inside_another_is_read_from_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_streams, "IN_MEMORY_BYTES", 64)
    members = {f"{number}.csv": TABLE + b"2,62\n" * number for number in range(3)}
    (tmp_path / "all.zip").write_bytes(zipped({"inner.zip": zipped(members)}))
    sources = [source for source in find_sources(tmp_path / "all.zip") if isinstance(source, SourceFile)]
    assert [source.read_bytes() for source in sources] == [*members.values()]


def test_what_is_broken_on_the_way_is_named_by_its_member_or_else_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(TABLE)[:-12])
    with open_steps(tmp_path / "a.gz", (Step("gzip", MIB),)) as stream, pytest.raises(DamagedFileError) as of_file:
        stream.read()
    (tmp_path / "b.zip").write_bytes(zipped({"in.csv": TABLE}))
    with pytest.raises(DamagedFileError) as of_member:
        open_steps(tmp_path / "b.zip", (Step("zip", MIB, "in.csv", 1),))
    assert [of_file.value.file_name, of_member.value.file_name] == ["a.gz", "in.csv"]
