"""What `pacing.read` gives of a folder or archive: every recording, and a word on every file that gave none."""

import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

import pacing
from pacing.errors import NoHeartRateError, ReadError, RefusedFileWarning, UnknownFormatError
from pacing.model.recording import Channel, Recording
from pacing.read.read import _channel, read_recordings

TABLE = b"time_s,hr_bpm\n0,60\n1,61\n"
JUNK = {"empty.fit": b"", "notes.txt": b"Felt well today.\n"}


def read(path: Path) -> tuple[Recording, ...]:
    """As a person calls it."""
    return pacing.read_recordings(path)


def folder(path: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def test_each_refused_file_beside_a_recording_is_warned_of_by_name_and_reason(tmp_path: Path) -> None:
    with pytest.warns(RefusedFileWarning) as caught:
        recordings = read(folder(tmp_path, {"walk.csv": TABLE, **JUNK}))
    assert len(recordings) == 1
    said = [str(warning.message) for warning in caught]
    assert [text.partition(" was not read: ")[0] for text in said] == ["empty.fit", "notes.txt"]
    assert "The file is empty." in said[0]
    errors = [w.message.error for w in caught if isinstance(w.message, RefusedFileWarning)]
    assert [type(error) for error in errors] == [UnknownFormatError] * 2
    assert all(error.message in text and error.hint in text for error, text in zip(errors, said, strict=True))


def test_members_of_an_archive_are_warned_of_too(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {"walk.csv": TABLE, "../out.csv": TABLE}.items():
            archive.writestr(name, data)
    with pytest.warns(
        RefusedFileWarning, match=r"all\.zip/\.\./out\.csv was not read: The member's path leaves"
    ) as caught:
        assert len(read_recordings(path)) == 1
    assert len(caught) == 1


def test_where_all_was_read_nothing_is_warned_of(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(read_recordings(folder(tmp_path, {"a.csv": TABLE, "b.csv": TABLE, "photo.jpg": b"x"}))) == 2


def test_the_error_where_nothing_was_read_names_the_other_files_in_its_notes(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ReadError) as refusal:
            read_recordings(folder(tmp_path, JUNK))
    assert refusal.value.file_name == "empty.fit"
    assert [note.partition(" was not read: ")[0] for note in refusal.value.__notes__] == ["notes.txt"]


def test_a_single_refused_file_is_an_error_without_notes(tmp_path: Path) -> None:
    path = tmp_path / "tags.csv"
    path.write_bytes(b"time_s,hr_bpm\n0,\n1,\n")
    with pytest.raises(NoHeartRateError) as refusal:
        read_recordings(path)
    assert not hasattr(refusal.value, "__notes__")


def test_who_makes_errors_of_warnings_gets_the_files_error_with_it(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RefusedFileWarning)
        with pytest.raises(RefusedFileWarning) as refusal:
            read_recordings(folder(tmp_path, {"walk.csv": TABLE, **JUNK}))
    assert refusal.value.error.file_name == "empty.fit"


@pytest.mark.parametrize(
    ("name", "unit", "shown"),
    [
        ("speed", "m/s", ("speed", "m/s")),
        ("spe\x1bed", "m/s", ("spe?ed", "m/s")),
        ("speed", "m\x9b/s", ("speed", "m?/s")),
        ("spe\x1bed", "m\x9b/s", ("spe?ed", "m?/s")),
    ],
)
def test_names_and_units_of_channels_move_no_terminal(name: str, unit: str, shown: tuple[str, str]) -> None:
    made = _channel(Channel(name, unit, np.zeros(1), np.zeros(1)))
    assert (made.name, made.unit) == shown
