"""The parts of a FIT file, which may be several files in a row: headers, lengths and 16-bit checksums."""

from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pacing.read.fit.wire.definition import definition_length, parse_definition

POLYNOMIAL = 0xA001
SHORT_BYTES = 1024  # design: shorter data are summed byte by byte
BLOCK_WORDS = 64  # design: words taken one after the other; the blocks beside each other are done at once
PERIOD_BYTES = (1 << 15) - 1  # FIT protocol: of the polynomial, x^16 + x^15 + x^2 + 1 = (x + 1)(x^15 + x + 1)

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


def _folded(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """`PERIOD_BYTES` bytes with the same checksum: bytes a period apart count alike, so they are summed."""
    whole = values.size // PERIOD_BYTES
    begin = values.size - whole * PERIOD_BYTES
    folded: npt.NDArray[np.uint8] = np.bitwise_xor.reduce(values[begin:].reshape(whole, PERIOD_BYTES), axis=0)
    folded[PERIOD_BYTES - begin :] ^= values[:begin]
    return folded


def checksum(data: bytes | memoryview) -> int:
    """FIT checksum of `data` (CRC-16, reflected polynomial 0x8005, beginning with 0).

    Parameters
    ----------
    data
        Bytes of the file.

    Returns
    -------
    int

    Notes
    -----
    The polynomial divides x^32767 + 1: bytes 32,767 apart have the same weight, long data are folded to that length.
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
    values = np.frombuffer(data, dtype=np.uint8)
    if values.size > PERIOD_BYTES:
        values = _folded(values)
    block_bytes = 2 * BLOCK_WORDS
    blocks = -(-values.size // block_bytes)
    padded = np.zeros(blocks * block_bytes, dtype=np.uint8)
    padded[padded.size - values.size :] = values
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


MAGIC = b".FIT"
MAGIC_AT = 8
SHORT_HEADER = 12
LONG_HEADER = 14
CRC_BYTES = 2
FILE_ID = 0
MOST_FILE_ID_FIELDS = 16  # design: the profile knows seven
FIRST_DEFINITION = 0x40


class Header(NamedTuple):
    """A file header: where its messages begin, and where they end by its own account."""

    position: int
    messages_at: int
    declared_end: int
    checksum_right: bool


class Extent(NamedTuple):
    """Where a part's messages end, whether the checksum holds, where the next part may begin, and what is odd."""

    end: int
    checksum_right: bool
    next_at: int
    remarks: tuple[str, ...]
    unfinished: bool = False


def header_at(data: bytes, position: int, *, magic: bool = True) -> Header | None:
    """The file header at `position`, or None.

    Without `magic` also one whose letters are damaged but whose first message is the definition of a file id.

    Parameters
    ----------
    data
        Bytes of the file.
    position
        Place in the bytes.
    magic
        Whether the header's letters must be right.

    Returns
    -------
    Header | None
    """
    if position + SHORT_HEADER > len(data):
        return None
    size = data[position]
    if size < SHORT_HEADER or (data[position + MAGIC_AT : position + SHORT_HEADER] != MAGIC and magic):
        return None
    if not magic and not (size in {SHORT_HEADER, LONG_HEADER} and begins_with_file_id(data, position + size)):
        return None
    length = int.from_bytes(data[position + 4 : position + MAGIC_AT], "little")
    right = True
    if size >= LONG_HEADER:
        stored = int.from_bytes(data[position + SHORT_HEADER : position + LONG_HEADER], "little")
        right = stored in {0, checksum(data[position : position + SHORT_HEADER])}
    return Header(position, position + size, position + size + length, right)


def begins_with_file_id(data: bytes, position: int) -> bool:
    """Whether the definition of a `file_id` message stands at `position`.

    Parameters
    ----------
    data
        Bytes of the file.
    position
        Place in the bytes.

    Returns
    -------
    bool
    """
    head = data[position : position + 6]
    if len(head) < 6 or head[0] & 0xF0 != FIRST_DEFINITION or head[1] or head[2] > 1:
        return False
    length = definition_length(data, position, len(data))
    definition = parse_definition(data[position : position + length]) if length else None
    return (
        definition is not None and definition.kind == FILE_ID and 0 < len(definition.plain) <= 3 * MOST_FILE_ID_FIELDS
    )


def find_header(data: bytes, position: int) -> Header | None:
    """The first header with its letters at or after `position` that is followed by a definition message.

    Parameters
    ----------
    data
        Bytes of the file.
    position
        Place in the bytes.

    Returns
    -------
    Header | None
    """
    while (magic_at := data.find(MAGIC, position + MAGIC_AT)) >= 0:
        header = header_at(data, magic_at - MAGIC_AT)
        if (
            header is not None
            and header.messages_at < len(data)
            and data[header.messages_at] & 0xD0 == FIRST_DEFINITION
        ):
            return header
        position = magic_at + 1 - MAGIC_AT
    return None


def extent_of(data: bytes, header: Header) -> Extent:
    """Where the messages of a part end: by its header where the checksum agrees, else by what is there.

    Parameters
    ----------
    data
        Bytes of the file.
    header
        A file's header.

    Returns
    -------
    Extent
    """
    begin, declared, size = header.position, header.declared_end, len(data)
    if declared != header.messages_at and declared + CRC_BYTES <= size and _checksum_holds(data, begin, declared):
        return Extent(declared, checksum_right=True, next_at=declared + CRC_BYTES, remarks=())
    following = find_header(data, header.messages_at)
    limit = following.position if following is not None else size
    if declared == header.messages_at:
        return Extent(limit, checksum_right=False, next_at=limit, remarks=(), unfinished=True)
    if _checksum_holds(data, begin, limit - CRC_BYTES):
        remark = "the header gives a wrong length; the checksum of what is there is right"
        return Extent(limit - CRC_BYTES, checksum_right=True, next_at=limit, remarks=(remark,))
    end, following_at, remark = declared, limit, "the checksum is wrong"
    if declared > limit:
        end, remark = (
            limit,
            f"the file is cut: its header announces {declared - begin} bytes, {limit - begin} are there",
        )
    elif declared + CRC_BYTES > limit:
        remark = "the checksum at the end is missing"
    elif declared + CRC_BYTES < limit:
        following_at = declared + CRC_BYTES
        remark = "the checksum is wrong and the header announces fewer bytes than there are"
    return Extent(end, checksum_right=False, next_at=following_at, remarks=(remark,))


def _checksum_holds(data: bytes, begin: int, end: int) -> bool:
    stored = int.from_bytes(data[end : end + CRC_BYTES], "little")
    return checksum(memoryview(data)[begin:end]) == stored
