"""A file, or a member of an archive, as readers see it: its name, its bytes, and the beginning that recognisers see."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from pacing.read.budget import USUAL, Budget

HEAD_BYTES = 1 << 16
HEAD_LINES = 1000
WIDE_BYTES = 400
PLAIN_BYTES = frozenset(b"\t\r\n" + bytes(range(32, 127)))
WIDE_SHARE = 0.9  # of the characters of text in Latin letters, this share has an empty upper byte


@dataclass(frozen=True, slots=True)
class FileHead:
    """`name` (lower case suffix in `suffix`), the first 64 KiB, and its first lines decoded (empty for binary data)."""

    name: str
    data: bytes
    lines: tuple[str, ...]

    @property
    def suffix(self) -> str:
        """The file's suffix in lower case with its dot, or ""."""
        stem, dot, suffix = self.name.rpartition(".")
        return f".{suffix.lower()}" if dot and stem else ""

    @property
    def text_start(self) -> str:
        """The first written characters, or "" for binary data."""
        return next((line.strip() for line in self.lines if line.strip()), "")

    @property
    def is_text(self) -> bool:
        """Whether the beginning could be decoded as text."""
        return bool(self.lines)


def decode_text(data: bytes) -> tuple[str, str]:
    """Text of `data` and the name of its encoding: byte-order marks first, then UTF-8, then Windows Latin.

    Parameters
    ----------
    data
        Bytes of the file.

    Returns
    -------
    tuple[str, str]

    Raises
    ------
    UnicodeDecodeError
        The bytes are not text (they hold NULs and no byte-order mark).
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    if b"\0" in data:
        wide = _wide_encoding(data)
        if wide:
            return data[: len(data) // 2 * 2].decode(wide, errors="replace"), wide
        encoding, reason, position = "utf-8", "NUL bytes", data.index(b"\0")
        raise UnicodeDecodeError(encoding, data, position, position + 1, reason)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # a character cut at the end of the head
            return data[: error.start].decode("utf-8"), "utf-8"
        return data.decode("cp1252", errors="replace"), "cp1252"


def recognised_text(data: bytes) -> str:
    r"""Text of a file whose beginning was text: zero bytes further on are damage and never part of a number.

    Parameters
    ----------
    data
        Bytes of the file.

    Returns
    -------
    str

    Examples
    --------
    >>> recognised_text(b"72;7\x002")
    '72;7�2'
    """
    data = data.rstrip(b"\0")  # what a write that broke off leaves at the end
    try:
        return decode_text(data)[0]
    except UnicodeDecodeError:
        return decode_text(data.replace(b"\0", b"\x1a"))[0].replace("\x1a", "\ufffd")


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of the beginning is NUL, none of the others; else ""."""
    start = data[:WIDE_BYTES]
    low, high = start[0::2], start[1::2]
    for nuls, letters, encoding in ((high, low, "utf-16-le"), (low, high, "utf-16-be")):
        if nuls.count(0) < WIDE_SHARE * len(nuls):
            continue
        written = sum(byte in PLAIN_BYTES for byte in letters)
        if 0 < WIDE_SHARE * len(letters) <= written:
            return encoding
    return ""


def head_of(name: str, stream: BinaryIO) -> FileHead:
    """The head of a stream that stands at its beginning.

    Parameters
    ----------
    name
        What it is called.
    stream
        A stream at its beginning.

    Returns
    -------
    FileHead
    """
    data = stream.read(HEAD_BYTES)
    try:
        text, _ = decode_text(data)
    except UnicodeDecodeError:
        return FileHead(name, data, ())
    lines = text.splitlines()
    if len(data) == HEAD_BYTES and len(lines) > 1 and len(lines[-1]) < HEAD_BYTES // 2:
        del lines[-1]  # a row cut in its middle; a longer one is no row but all of an XML or JSON file
    return FileHead(name, data, tuple(lines[:HEAD_LINES]))


HASH_BLOCK_BYTES = 1 << 20
GZIP_WINDOW = 31  # zlib: a window of 32 KiB in the wrapping of gzip
QUICK = 1  # of the levels of packing: half the time of the usual one for a tenth more bytes


@dataclass(frozen=True)
class SourceFile:
    """`name` is what a person is shown; `open_bytes` gives a fresh binary stream at each call.

    `path`: where the file lies by itself, None inside an archive. `size`: its bytes, as far as they are known before it
    is read. `budget`: what may be spent on it. `open_beside`: gives the stream of another file of the same folder or
    archive by its name, for formats that stand in two files; raises `OSError` or a `ReadError` where there is none.
    """

    name: str
    open_bytes: Callable[[], BinaryIO]
    path: Path | None = None
    size: int = 0
    budget: Budget = USUAL
    open_beside: Callable[[str], BinaryIO] | None = None

    @cached_property
    def head(self) -> FileHead:
        """The beginning of the file: all that a recogniser may see."""
        with self.open_bytes() as stream:
            return head_of(self.name, stream)

    def blocks(self, size: int) -> Iterator[bytes]:
        """All bytes, so many at a time; after the last their hash, which costs another reading, is known as well.

        Parameters
        ----------
        size
            Bytes of a block.

        Yields
        ------
        bytes
        """
        digest = None if "sha256" in self.__dict__ else hashlib.sha256()  # there the cached property keeps it
        with self.open_bytes() as stream:
            while block := stream.read(size):
                if digest is not None:
                    digest.update(block)
                yield block
        if digest is not None:
            self.__dict__["sha256"] = digest.hexdigest()

    @cached_property
    def sha256(self) -> str:
        """Hash of all bytes, read in blocks."""
        digest = hashlib.sha256()
        with self.open_bytes() as stream:
            while block := stream.read(HASH_BLOCK_BYTES):
                digest.update(block)
        return digest.hexdigest()

    def packed(self, most_bytes: int, most_packed_bytes: int) -> bytes | None:
        """The whole file gzipped, or None where it has more than `most_bytes`, or packs to more than the other."""
        packing = zlib.compressobj(QUICK, wbits=GZIP_WINDOW)
        parts: list[bytes] = []
        seen = size = 0
        with self.open_bytes() as stream:
            while block := stream.read(HASH_BLOCK_BYTES):
                seen += len(block)
                parts.append(packing.compress(block))
                size += len(parts[-1])
                if seen > most_bytes or size > most_packed_bytes:
                    return None
        parts.append(packing.flush())
        return b"".join(parts) if size + len(parts[-1]) <= most_packed_bytes else None

    def copy_to(self, path: Path) -> None:
        """Write all bytes into a new file; their hash, which costs another reading, is then known as well.

        Parameters
        ----------
        path
            Where to write; nothing may lie there.
        """
        with path.open("xb") as copy:
            for block in self.blocks(HASH_BLOCK_BYTES):
                copy.write(block)

    def read_bytes(self) -> bytes:
        """All bytes at once."""
        with self.open_bytes() as stream:
            return stream.read()
