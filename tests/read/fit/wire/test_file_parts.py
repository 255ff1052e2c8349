"""The checksum against fitparse's own, byte by byte."""

import random

from fitparse.records import Crc
from hypothesis import given
from hypothesis import strategies as st

from pacing.read.fit.wire.file_parts import BLOCK_WORDS, PERIOD_BYTES, SHORT_BYTES, checksum


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
