"""Reports are written whole or not at all, where they were wanted, and for nobody the person keeps out."""

import os
from pathlib import Path

import pytest

from pacing.cli.output import require_free, target_paths, write_whole
from pacing.errors import ReportError, UsageError

BOTH = {"html": ".html", "json": ".json"}


def test_several_formats_in_one_name_differ_by_their_suffix_only(tmp_path: Path) -> None:
    for out in ("walk.html", "walk"):
        targets = target_paths(f"{tmp_path}/{out}", BOTH, "stem")
        assert targets == {"html": tmp_path / "walk.html", "json": tmp_path / "walk.json"}
    dotted = target_paths(f"{tmp_path}/4.5.2026", BOTH, "stem")
    assert dotted == {"html": tmp_path / "4.5.2026.html", "json": tmp_path / "4.5.2026.json"}


def test_a_folder_takes_the_usual_name_and_one_that_is_missing_is_said(tmp_path: Path) -> None:
    assert target_paths(str(tmp_path), {"html": ".html"}, "stem") == {"html": tmp_path / "stem.html"}
    with pytest.raises(UsageError, match="There is no folder"):
        target_paths(f"{tmp_path}/none/", {"html": ".html"}, "stem")


def test_a_name_too_long_for_the_system_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="cannot be written: File name too long"):
        target_paths(str(tmp_path / ("x" * 300)), {"html": ".html"}, "stem")


def test_only_a_file_is_in_the_way(tmp_path: Path) -> None:
    require_free(Path(os.devnull), force=False)
    require_free(tmp_path / "none", force=False)
    require_free(None, force=False)
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(UsageError, match="already there"):
        require_free(tmp_path / "there", force=False)
    require_free(tmp_path / "there", force=True)


def test_a_report_goes_under_the_very_name_it_was_given(tmp_path: Path) -> None:
    for name in ("x.patient", "x", "x.json", "4.5.2026"):
        assert target_paths(f"{tmp_path}/{name}", {"html": ".html"}, "stem") == {"html": tmp_path / name}
    apart = target_paths(f"{tmp_path}/x.patient", BOTH, "stem")
    assert apart == {"html": tmp_path / "x.patient.html", "json": tmp_path / "x.patient.json"}


@pytest.mark.parametrize("force", [True, False])
def test_a_place_that_cannot_be_written_is_said_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, force: bool
) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("none/r.html", "none/deeper/r.html", "file/r.html"):
        with pytest.raises(UsageError, match="There is no folder") as said:
            require_free(tmp_path / name, force=force)
        assert said.value.hint
    with pytest.raises(UsageError, match="is a folder"):
        require_free(tmp_path, force=force)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="Nothing can be written into"):
        require_free(tmp_path / "r.html", force=force)
    require_free(Path(os.devnull), force=force)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640)])
def test_a_report_is_as_private_as_the_persons_other_files(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(b"report", tmp_path / "r.html")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert (tmp_path / "r.html").stat().st_mode & 0o777 == mode


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r.html").write_bytes(b"old")

    def fails(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(ReportError, match="No space left"):
        write_whole(b"new", tmp_path / "r.html")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("r.html", b"old")]


def test_a_file_in_place_of_a_folder_and_a_folder_in_place_of_a_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReportError, match="Not a directory"):
        write_whole(b"report", tmp_path / "file" / "r.html")
    with pytest.raises(ReportError, match="is a folder"):
        write_whole(b"report", tmp_path)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs a device that is always full")
def test_a_full_device_is_one_sentence() -> None:
    with pytest.raises(ReportError, match="No space left"):
        write_whole(b"report", Path("/dev/full"))
