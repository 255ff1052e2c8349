"""The checksum against fitparse's own, byte by byte."""

import random

import pytest
from fitparse.records import Crc
from hypothesis import given
from hypothesis import strategies as st

from pacing.read.fit.wire.file_parts import (
    BLOCK_WORDS,
    PERIOD_BYTES,
    SHORT_BYTES,
    Extent,
    Header,
    begins_with_file_id,
    checksum,
    extent_of,
    find_header,
    header_at,
)
from tests.read.fit.fit_bytes import activity


@given(st.integers(0, 40).flatmap(lambda k: st.binary(max_size=100).map(lambda b: b * k)))
def test_the_checksum_is_the_one_fitparse_computes(data: bytes) -> None:
    assert checksum(data) == Crc.calculate(data)


def test_the_checksum_holds_around_whole_blocks() -> None:
    block = 2 * BLOCK_WORDS
    for size in (1, SHORT_BYTES - 1, SHORT_BYTES, SHORT_BYTES + 1, 7 * block - 1, 7 * block, 7 * block + 1):
        data = bytes(7 * i % 256 for i in range(size))
        assert checksum(data) == Crc.calculate(data), size


def test_the_checksum_holds_around_whole_periods() -> None:
    for size in (PERIOD_BYTES, PERIOD_BYTES + 1, 2 * PERIOD_BYTES, 2 * PERIOD_BYTES + 7):
        data = random.Random(size).randbytes(size)
        assert checksum(data) == Crc.calculate(data), size


def test_the_checksum_of_data_with_its_own_checksum_behind_is_zero() -> None:
    data = b"any bytes at all"
    assert checksum(data + checksum(data).to_bytes(2, "little")) == 0


WHOLE = activity(seconds=20).file()
WRONG = WHOLE[:-2] + bytes((WHOLE[-2] ^ 1, WHOLE[-1]))


def extent(data: bytes) -> Extent:
    header = header_at(data, 0)
    assert header is not None
    return extent_of(data, header)


def test_a_whole_file_ends_before_its_checksum() -> None:
    assert extent(WHOLE) == Extent(len(WHOLE) - 2, checksum_right=True, next_at=len(WHOLE), remarks=())
    assert extent(WHOLE * 2) == extent(WHOLE)


@pytest.mark.parametrize(
    ("data", "end", "next_at", "remark"),
    [
        (WRONG, len(WHOLE) - 2, len(WHOLE), "the checksum is wrong"),
        (WHOLE[:-1], len(WHOLE) - 2, len(WHOLE) - 1, "the checksum at the end is missing"),
        (WHOLE[:-2], len(WHOLE) - 2, len(WHOLE) - 2, "the checksum at the end is missing"),
        (
            WHOLE[:-3],
            len(WHOLE) - 3,
            len(WHOLE) - 3,
            f"the file is cut: its header announces {len(WHOLE) - 2} bytes, {len(WHOLE) - 3} are there",
        ),
        (
            WRONG + b"x",
            len(WHOLE) - 2,
            len(WHOLE),
            "the checksum is wrong and the header announces fewer bytes than there are",
        ),
        (WRONG + WHOLE, len(WHOLE) - 2, len(WHOLE), "the checksum is wrong"),
    ],
)
def test_what_is_odd_at_the_end_of_a_file_is_said(data: bytes, end: int, next_at: int, remark: str) -> None:
    assert extent(data) == Extent(end, checksum_right=False, next_at=next_at, remarks=(remark,))


def test_a_length_of_zero_was_never_finished_and_a_wrong_one_is_seen_by_the_checksum() -> None:
    never = activity(seconds=20).file(data_size=0)
    assert extent(never) == Extent(len(never), checksum_right=False, next_at=len(never), remarks=(), unfinished=True)
    lies = activity(seconds=20).file(data_size=100)
    assert extent(lies) == Extent(
        len(lies) - 2,
        checksum_right=True,
        next_at=len(lies),
        remarks=("the header gives a wrong length; the checksum of what is there is right",),
    )


def test_a_header_is_twelve_bytes_and_its_letters() -> None:
    short = activity(seconds=20).file(header_size=12)
    assert header_at(short[:12], 0) == Header(0, 12, len(short) - 2, checksum_right=True)
    assert header_at(short[:11], 0) is None
    assert header_at(bytes((11,)) + short[1:], 0) is None
    spoilt = WHOLE[:8] + b"xFIT" + WHOLE[12:]
    assert header_at(spoilt, 0) is None
    assert header_at(spoilt, 0, magic=False) is not None
    assert header_at(spoilt[:14] + b"\x00" + spoilt[15:], 0, magic=False) is None  # no definition of a file id
    assert header_at(bytes((13,)) + spoilt[1:], 0, magic=False) is None


@pytest.mark.parametrize(
    ("at", "value", "begins"),
    [
        (0, 0x4F, True),
        (0, 0x50, False),
        (0, 0x00, False),
        (1, 1, False),
        (2, 1, True),
        (2, 2, False),
        (3, 1, False),
        (5, 0, False),
    ],
)
def test_a_file_begins_with_the_definition_of_its_id(at: int, value: int, begins: bool) -> None:
    raw = bytearray((0x40, 0, 0, 0, 0, 1, 0, 1, 0))
    assert begins_with_file_id(bytes(raw), 0)
    assert not begins_with_file_id(bytes(raw[:5]), 0)
    raw[at] = value
    assert begins_with_file_id(bytes(raw), 0) is begins


@pytest.mark.parametrize(("fields", "begins"), [(16, True), (17, False)])
def test_a_file_id_has_sixteen_fields_at_most(fields: int, begins: bool) -> None:
    raw = bytes((0x40, 0, 0, 0, 0, fields)) + bytes((0, 1, 0)) * fields
    assert begins_with_file_id(raw, 0) is begins


def test_the_next_header_is_one_that_a_definition_follows() -> None:
    fake = b"x" * 8 + b".FIT" + b"\x00" * 4
    for before in (b"", b"abc", fake, fake * 2 + b"z"):
        found = find_header(before + WHOLE, 0)
        assert found is not None
        assert found.position == len(before)
    assert find_header(fake, 0) is None
    assert find_header(WHOLE[:14], 0) is None
    assert find_header(WHOLE, 1) is None


def test_a_header_has_a_checksum_of_its_own_or_none() -> None:
    stored = int.from_bytes(WHOLE[12:14], "little")
    for behind, right in ((stored, True), (0, True), (stored ^ 1, False), (stored ^ 256, False)):
        data = b"xyz" + WHOLE[:12] + behind.to_bytes(2, "little") + WHOLE[14:]
        header = header_at(data, 3)
        assert header is not None
        assert (header.checksum_right, header.messages_at) == (right, 17)


def test_what_stands_before_a_part_does_not_count_to_it() -> None:
    data = b"x" * 7 + WHOLE[:-30]
    header = header_at(data, 7)
    assert header is not None
    (remark,) = extent_of(data, header).remarks
    assert f"announces {len(WHOLE) - 2} bytes, {len(WHOLE) - 30} are there" in remark
