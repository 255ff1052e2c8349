"""The 16-bit checksum of FIT files, over whole arrays at once."""

from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

POLYNOMIAL = 0xA001
SHORT_BYTES = 1024  # design: shorter data are summed byte by byte
BLOCK_WORDS = 128  # design: words taken one after the other; the blocks beside each other are done at once

Words: TypeAlias = npt.NDArray[np.uint16]


def _shifted(value: int, bits: int) -> int:
    """`value` after `bits` zero bits went through the shift register."""
    for _ in range(bits):
        value = (value >> 1) ^ (POLYNOMIAL if value & 1 else 0)
    return value


def _table_of(images: list[int]) -> Words:
    """Table of the linear map that sends bit k to `images[k]`, for all 65536 words."""
    table = np.zeros(1, dtype=np.uint16)
    for image in images:
        table = np.concatenate((table, table ^ np.uint16(image)))
    return table


@cache
def _word_table() -> Words:
    """What two zero bytes make of each register value."""
    return _table_of([_shifted(1 << bit, 16) for bit in range(16)])


@cache
def _block_shift(level: int) -> Words:
    """Images of the 16 register bits after `2**level` blocks of zeros."""
    if level == 0:
        images = np.array([1 << bit for bit in range(16)], dtype=np.uint16)
        for _ in range(BLOCK_WORDS):
            images = _word_table()[images]
        return images
    half = _block_shift(level - 1)
    return _mapped(half, half)


def _mapped(values: Words, images: Words) -> Words:
    """The linear map given by its bit images, applied to each of `values`."""
    bits = (values[:, None] >> np.arange(16, dtype=np.uint16)) & np.uint16(1)
    return np.asarray(np.bitwise_xor.reduce(bits * images, axis=1), dtype=np.uint16)


@cache
def _byte_table() -> tuple[int, ...]:
    """What a zero byte makes of the low byte of the register."""
    return tuple(_shifted(value, 8) for value in range(256))


def _byte_by_byte(data: bytes | memoryview) -> int:
    table, register = _byte_table(), 0
    for byte in data:
        register = table[(register ^ byte) & 0xFF] ^ register >> 8
    return register


def checksum(data: bytes | memoryview) -> int:
    """FIT checksum of `data` (CRC-16, reflected polynomial 0x8005, beginning with 0).

    Notes
    -----
    The register is linear over single bits: blocks are summed side by side, then joined in pairs, each left half moved
    on by the length of its right half. Zero bytes put in front change nothing, so any length fits the blocks.

    Examples
    --------
    >>> hex(checksum(b"123456789"))
    '0xbb3d'
    >>> checksum(b"")
    0
    """
    if len(data) < SHORT_BYTES:
        return _byte_by_byte(data)
    block_bytes = 2 * BLOCK_WORDS
    blocks = -(-len(data) // block_bytes)
    padded = np.zeros(blocks * block_bytes, dtype=np.uint8)
    padded[padded.size - len(data) :] = np.frombuffer(data, dtype=np.uint8)
    columns = np.ascontiguousarray(padded.view("<u2").reshape(blocks, BLOCK_WORDS).T)
    table = _word_table()
    register = np.zeros(blocks, dtype=np.uint16)
    index = np.empty(blocks, dtype=np.uint16)
    for column in columns:
        np.bitwise_xor(register, column, out=index)
        table.take(index, out=register, mode="clip")
    level = 0
    while register.size > 1:
        if register.size % 2:
            register = np.concatenate((np.zeros(1, dtype=np.uint16), register))
        register = _mapped(register[0::2], _block_shift(level)) ^ register[1::2]
        level += 1
    return int(register[0])
