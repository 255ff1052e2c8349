"""Damage: everything readable is kept, what was lost is said, nothing is made up."""

import struct

import numpy as np
import pytest

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.read.fit.wire.salvage import salvage
from pacing.read.fit.wire.walk import StopReason
from tests.read.fit.fit_bytes import T0, UINT8, UINT32, FitBytes, activity, read_all, read_one

WHOLE = activity(seconds=300)


def _heart(data: bytes) -> tuple[list[float], str]:
    recording = read_one(data)
    return recording.heart_rate.bpm.tolist(), recording.source.damage or ""


def _expected(count: int) -> list[float]:
    return [100 + second % 7 for second in range(count)]


def test_a_whole_file_has_no_damage() -> None:
    assert _heart(WHOLE.file()) == (_expected(300), "")


@pytest.mark.parametrize("header_size", [12, 14])
def test_both_header_lengths_are_read(header_size: int) -> None:
    assert _heart(WHOLE.file(header_size=header_size)) == (_expected(300), "")


def test_a_header_checksum_of_zero_is_legal() -> None:
    data = bytearray(WHOLE.file())
    data[12:14] = b"\0\0"
    body = bytes(data[:-2])
    from fitparse.records import Crc

    assert _heart(body + struct.pack("<H", Crc.calculate(body))) == (_expected(300), "")


def test_a_wrong_checksum_loses_nothing_and_is_said() -> None:
    bpm, damage = _heart(WHOLE.file(crc=1))
    assert bpm == _expected(300)
    assert "checksum is wrong" in damage


def test_a_recording_the_device_never_finished_is_read_to_its_end() -> None:
    bpm, damage = _heart(activity(seconds=300, session=False, local_s=None).file(data_size=0)[:-2])
    assert bpm == _expected(300)
    assert damage.startswith("The recording was never finished by the device")


@pytest.mark.parametrize("cut", [3, 500, 2001, 2500])
def test_a_cut_file_is_read_up_to_the_cut(cut: int) -> None:
    data = WHOLE.file()
    bpm, damage = _heart(data[:-cut])
    assert bpm == _expected(len(bpm))
    assert len(bpm) >= 300 - cut // 7 - 2
    assert damage


@pytest.mark.parametrize("lie", [-700, -7, 7, 100_000])
def test_a_header_that_lies_about_the_length_loses_nothing(lie: int) -> None:
    size = len(WHOLE.body)
    bpm, damage = _heart(WHOLE.file(data_size=size + lie))
    assert bpm == _expected(300)
    assert damage


def test_bytes_behind_the_file_are_counted() -> None:
    bpm, damage = _heart(WHOLE.file() + b"junk that is not FIT")
    assert bpm == _expected(300)
    assert "20 bytes could not be read" in damage


def test_bytes_before_the_header_are_counted() -> None:
    bpm, damage = _heart(b"\xc7" * 23 + WHOLE.file())
    assert bpm == _expected(300)
    assert "23 bytes could not be read" in damage


def test_damaged_letters_in_the_header_are_no_reason_to_refuse() -> None:
    bpm, damage = _heart(WHOLE.file().replace(b".FIT", b"XXXX", 1))
    assert bpm == _expected(300)
    assert damage


@pytest.mark.parametrize("at", [900, 1000, 1111, 1500])
@pytest.mark.parametrize("length", [1, 13, 60, 200])
def test_garbage_in_the_middle_costs_its_neighbours_only(at: int, length: int) -> None:
    rng = np.random.default_rng(at * length)
    data = bytearray(WHOLE.file())
    data[at : at + length] = rng.integers(0, 256, length, dtype=np.uint8).tobytes()
    recording = read_one(bytes(data))
    truth = dict(enumerate(_expected(300)))
    start_s = recording.start.timestamp() - T0 - 631_065_600 if recording.start else 0.0
    right = sum(
        truth.get(time_s + start_s) == bpm
        for time_s, bpm in zip(recording.heart_rate.time_s, recording.heart_rate.bpm, strict=True)
    )
    hit = length // 7 + 2
    assert right >= 300 - 2 * hit - 3
    assert recording.heart_rate.bpm.size - right <= hit
    assert recording.source.damage


def test_many_damaged_places_cost_their_neighbours_only() -> None:
    rng = np.random.default_rng(3)
    data = bytearray(activity(seconds=6000).file())
    for at in rng.integers(200, len(data) - 400, 60):
        data[at : at + 20] = rng.integers(0, 256, 20, dtype=np.uint8).tobytes()
    recording = read_one(bytes(data))
    assert recording.heart_rate.bpm.size > 6000 - 60 * 9
    assert recording.duration_s == 6000


def test_inserted_bytes_are_skipped_and_both_sides_kept() -> None:
    data = WHOLE.file()
    bpm, damage = _heart(data[:1000] + b"\x0f\x0e\x0d" + data[1000:])
    assert len(bpm) >= 297
    assert "could not be read" in damage


def test_a_message_whose_layout_was_lost_is_left_out_and_said_where() -> None:
    fit = activity(seconds=30, session=False, local_s=None)
    at = len(fit.body)
    fit.body += b"\x0b" + bytes(9)
    for second in range(40, 70):
        fit.message("record", 2, timestamp=T0 + second, heart_rate=90, speed=1.0)
    recording = read_one(fit.file())
    assert recording.heart_rate.bpm.size == 60
    assert any(StopReason.UNDEFINED in remark and str(at + 14) in remark for remark in recording.source.remarks)
    assert "10 bytes could not be read" in (recording.source.damage or "")


def test_a_broken_byte_order_in_a_definition_is_passed_over() -> None:
    fit = activity(seconds=30, session=False, local_s=None)
    fit.body += bytes([0x43, 0, 9, 20, 0, 1, 3, 1, 2])
    for second in range(40, 70):
        fit.message("record", 2, timestamp=T0 + second, heart_rate=90, speed=1.0)
    assert read_one(fit.file()).heart_rate.bpm.size == 60


def test_chained_files_are_each_their_own_recording() -> None:
    second = activity(seconds=40, begin=T0 + 86_400)
    first, later = read_all(WHOLE.file() + second.file())
    assert (first.heart_rate.bpm.size, later.heart_rate.bpm.size) == (300, 40)
    assert (first.source.place, later.source.place) == (0, 1)
    assert first.start is not None
    assert later.start is not None
    assert (later.start - first.start).days == 1


def test_damage_in_the_first_of_two_chained_files_leaves_the_second_whole() -> None:
    first = bytearray(WHOLE.file())
    first[1000:1040] = b"\xff" * 40
    _, later = read_all(bytes(first) + activity(seconds=40, begin=T0 + 86_400).file())
    assert later.heart_rate.bpm.tolist() == _expected(40)


def test_nothing_readable_is_a_damaged_file() -> None:
    with pytest.raises(DamagedFileError):
        read_all(FitBytes().file())


def test_times_that_jump_into_other_years_by_damage_do_not_stretch_the_recording() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.define(1, 20, [(253, 4, UINT32), (3, 1, UINT8)])
    for second in range(100):
        time_s = 0xF000_0000 if second == 50 else T0 + second
        fit.data(1, struct.pack("<IB", time_s, 80))
    recording = read_one(fit.file())
    assert recording.heart_rate.bpm.size == 99
    assert recording.duration_s == 99


def test_a_file_of_zeros_only_says_that_no_sensor_was_found() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(10):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=0)
    with pytest.raises(NoHeartRateError, match="0 in the whole file"):
        read_all(fit.file())


DATA = WHOLE.file()
NEVER = WHOLE.file(data_size=0)


def overwritten(at: int, count: int, byte: int = 0xFF) -> bytes:
    return DATA[:at] + bytes([byte]) * count + DATA[at + count :]


@pytest.mark.parametrize(
    ("data", "messages", "lost_bytes", "lost_s", "remark"),
    [
        (overwritten(1000, 20), 303, 24, 4.0, "never defined at byte 1007: 24 bytes left out"),
        (overwritten(1000, 20, 0), 303, 24, 4.0, "a definition that cannot be one at byte 1027: 24 bytes left out"),
        (overwritten(1003, 1), 306, 0, 0.0, "the checksum is wrong"),  # a value, not the order of messages
        (overwritten(1500, 40), 301, 40, 6.0, "never defined at byte 1503: 40 bytes left out"),
        (overwritten(2580, 5), 305, 11, 0.0, "a message that runs past the end at byte 2587: 11 bytes left out"),
        (DATA[:1500], 179, 5, 0.0, "a message that runs past the end at byte 1495: 5 bytes left out"),
        (NEVER[:1500], 179, 5, 0.0, "a message that runs past the end at byte 1495: 5 bytes left out"),
        (NEVER[:-2], 306, 0, 0.0, "never finished the recording"),
        (NEVER[:-2] + b"\0", 306, 0, 0.0, "never finished the recording"),  # where the checksum was to be
        (NEVER[:-2] + b"\0\0", 306, 0, 0.0, "never finished the recording"),
        (NEVER[:-2] + b"\0\0\0", 306, 3, 0.0, "a message that runs past the end at byte 2598: 3 bytes left out"),
        (WHOLE.file(data_size=1884)[:-2] + b"xx", 306, 0, 0.0, "the header announces fewer bytes than there are"),
        (WHOLE.file(data_size=1884)[:-2] + b"xx" + DATA, 612, 0, 0.0, "fewer bytes than there are"),
    ],
)
def test_what_damage_costs_is_counted_in_messages_bytes_and_seconds(
    data: bytes, messages: int, lost_bytes: int, lost_s: float, remark: str
) -> None:
    saved = salvage(data)
    assert sum(len(group.positions) for group in saved.groups) == messages
    assert (saved.account.lost_bytes, saved.account.lost_s) == (lost_bytes, lost_s)
    assert saved.account.remarks[-1].endswith(remark)
