"""Beats marked on an electrocardiogram: WFDB and EDF+, written here by hand and held against wfdb and pyEDFlib."""

import struct
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.model.recording import Recording
from pacing.read.read import read_recordings
from pacing.read.reader import ReadOptions

NORMAL, EARLY, NOISE, RHYTHM, NOTE = 1, 5, 14, 28, 22
HEADER = "rec 1 250 100000 10:00:00 01/06/2026\nrec.dat 16 200/mV 16 0 0 0 0 ECG\n"


def marks(*pairs: tuple[int, int], note: str = "") -> bytes:
    """(code, samples since the mark before) as the bytes of an annotation file."""
    data = b""
    if note:
        text = note.encode()
        data += struct.pack("<H", NOTE << 10) + struct.pack("<H", 63 << 10 | len(text)) + text + b"\0" * (len(text) % 2)
    for code, step in pairs:
        if step > 1023:
            data += struct.pack("<HHH", 59 << 10, step >> 16, step & 0xFFFF)
        data += struct.pack("<H", code << 10 | (0 if step > 1023 else step))
    return data + b"\0\0"


def record(folder: Path, data: bytes, header: str | None = HEADER) -> Path:
    (folder / "rec.atr").write_bytes(data)
    if header is not None:
        (folder / "rec.hea").write_text(header, encoding="utf-8")
    return folder / "rec.atr"


def rr_of(recording: Recording) -> list[float]:
    assert recording.beats is not None
    return [round(float(value), 3) for value in recording.beats.rr_ms]


def only(path: Path) -> Recording:
    (recording,) = read_recordings(path, ReadOptions())
    return recording


def test_early_beats_end_an_interval_and_marks_of_rhythm_and_noise_do_not(tmp_path: Path) -> None:
    data = marks((RHYTHM, 10), (NORMAL, 90), (NORMAL, 200), (NOISE, 50), (EARLY, 100), (NORMAL, 250))
    recording = only(record(tmp_path, data))
    assert rr_of(recording) == [800.0, 600.0, 1000.0]
    assert any("no beats, passed over: 2" in remark for remark in recording.source.remarks)
    assert recording.clock_start is not None
    assert recording.clock_start.isoformat() == "2026-06-01T10:00:00.400000"


def test_a_long_step_between_two_marks_is_followed(tmp_path: Path) -> None:
    recording = only(record(tmp_path, marks((NORMAL, 70_000), (NORMAL, 250), (NORMAL, 250), (NORMAL, 250))))
    assert rr_of(recording) == [1000.0, 1000.0, 1000.0]


def test_without_a_header_a_note_tells_the_samples_a_second(tmp_path: Path) -> None:
    data = marks((NORMAL, 10), (NORMAL, 360), (NORMAL, 360), (NORMAL, 180), note="## time resolution: 360")
    assert rr_of(only(record(tmp_path, data, header=None))) == [1000.0, 1000.0, 500.0]


def test_without_header_and_note_nothing_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(NoHeartRateError, match="how many make a second") as caught:
        only(record(tmp_path, marks((NORMAL, 10), (NORMAL, 360), (NORMAL, 360), (NORMAL, 180)), header=None))
    assert "rec.hea" in caught.value.hint


def test_the_header_is_found_inside_an_archive_too(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "db.zip", "w") as archive:
        archive.writestr("mitdb/rec.atr", marks((NORMAL, 0), (NORMAL, 250), (NORMAL, 500), (NORMAL, 250)))
        archive.writestr("mitdb/rec.hea", HEADER)
    with pytest.warns(UserWarning, match="WFDB record"):
        (recording,) = read_recordings(tmp_path / "db.zip", ReadOptions())
    assert rr_of(recording) == [1000.0, 2000.0, 1000.0]


def test_what_a_broken_off_file_marks_before_its_end_is_read_and_said(tmp_path: Path) -> None:
    data = marks((NORMAL, 10), (NORMAL, 250), (NORMAL, 250), (NORMAL, 250))[:-2]
    assert "breaks off" in (only(record(tmp_path, data)).source.damage or "")


def test_our_marks_are_those_that_wfdb_reads(tmp_path: Path) -> None:
    wfdb: Any = pytest.importorskip("wfdb", reason="wfdb, the yardstick of this format, is not installed")
    rng = np.random.default_rng(3)
    samples = np.cumsum(rng.integers(150, 400, 300))
    symbols = rng.choice(["N", "V", "A", "+", "~", "/", "L", "|"], 300)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries beneath the yardstick
        wfdb.wrann("rec", "atr", samples, list(symbols), fs=250, write_dir=str(tmp_path))
        told = wfdb.rdann(str(tmp_path / "rec"), "atr")
    beats = told.sample[np.isin(told.symbol, ["N", "V", "A", "/", "L"])]
    np.testing.assert_allclose(rr_of(only(tmp_path / "rec.atr")), np.diff(beats) * 4.0)


def edf(*records: str, signals: int = 1, room: int = 120) -> bytes:
    """An EDF+ file of whole records of one second, each with its list of annotations."""
    names = ["EDF Annotations"] + ["ECG"] * (signals - 1)
    counts = [room // 2] + [250] * (signals - 1)
    fixed = f"{'0':8}{'X X X X':80}{'Startdate 01-JUN-2026':80}01.06.2610.00.00{256 * (signals + 1):<8}{'EDF+C':44}"
    fixed += f"{len(records):<8}{'1':8}{signals:<4}"
    rows = [names, [""] * signals, [""] * signals, ["-1"] * signals, ["1"] * signals, ["-32768"] * signals]
    rows += [["32767"] * signals, [""] * signals, [str(count) for count in counts], [""] * signals]
    widths = [16, 80, 8, 8, 8, 8, 8, 80, 8, 32]
    each = "".join(f"{cell:{width}}" for row, width in zip(rows, widths, strict=True) for cell in row)
    body = b"".join(text.encode().ljust(room, b"\0") + b"\1\0" * 250 * (signals - 1) for text in records)
    return (fixed + each).encode("ascii") + body


def annotation(at: float, text: str) -> str:
    return f"+{at:g}\x14{text}\x14\0"


@pytest.mark.parametrize("signals", [1, 2])
def test_beats_of_edf_end_an_interval_and_other_notes_do_not(signals: int, tmp_path: Path) -> None:
    path = tmp_path / "lab.edf"
    first = "+0\x14\x14\0" + annotation(0.1, "QRS") + annotation(0.5, "Lights off") + annotation(0.9, "QRS")
    path.write_bytes(edf(first, "+1\x14\x14\0" + annotation(1.75, "QRS"), signals=signals))
    recording = only(path)
    assert rr_of(recording) == [800.0, 850.0]
    assert recording.clock_start is not None
    assert recording.clock_start.isoformat() == "2026-06-01T10:00:00.100000"
    assert any("no beat, passed over: 1" in remark for remark in recording.source.remarks)


def test_an_edf_without_marked_beats_says_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "lab.edf"
    path.write_bytes(edf("+0\x14\x14\0" + annotation(0.5, "Sleep stage W")))
    with pytest.raises(NoHeartRateError, match="Sleep stage W"):
        only(path)


def test_an_edf_with_a_broken_header_is_refused(tmp_path: Path) -> None:
    data = bytearray(edf("+0\x14\x14\0"))
    data[252:256] = b"9999"
    (tmp_path / "lab.edf").write_bytes(data)
    with pytest.raises(DamagedFileError, match="header"):
        only(tmp_path / "lab.edf")


def test_our_beats_of_edf_are_those_that_pyedflib_reads(tmp_path: Path) -> None:
    pyedflib: Any = pytest.importorskip("pyedflib", reason="pyEDFlib, the yardstick of this format, is not installed")
    path = tmp_path / "lab.edf"
    writer = pyedflib.EdfWriter(str(path), 1, file_type=pyedflib.FILETYPE_EDFPLUS)
    writer.setSignalHeader(0, {"label": "ECG", "dimension": "uV", "sample_frequency": 250, "physical_max": 1000,
                               "physical_min": -1000, "digital_max": 32767, "digital_min": -32768,
                               "transducer": "", "prefilter": ""})  # fmt: skip
    writer.writeSamples([np.zeros(250 * 60)])
    times = np.cumsum(np.random.default_rng(5).integers(600, 1200, 50)) / 1000.0
    for at in times:
        writer.writeAnnotation(float(at), -1, "QRS")
    writer.writeAnnotation(10.0, 5.0, "Noise")
    writer.close()
    with pyedflib.EdfReader(str(path)) as reader:
        onsets, _, texts = reader.readAnnotations()
    told = np.sort(np.array([at for at, text in zip(onsets, texts, strict=True) if text == "QRS"]))
    np.testing.assert_allclose(rr_of(only(path)), np.diff(told) * 1000.0, atol=0.02)


@pytest.mark.corpus
def test_the_made_up_record_reads_to_its_beats(corpus: Path) -> None:
    assert len(rr_of(only(corpus / "made_up" / "wfdb" / "rec1.atr"))) == 3675  # 3676 beats
    assert len(rr_of(only(corpus / "made_up" / "firstbeat" / "rec.sdf"))) == 3676
