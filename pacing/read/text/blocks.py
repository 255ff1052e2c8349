"""A text file as blocks of whole lines in UTF-8, whatever its encoding and line ends, with flat memory."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from pacing.read.head import decode_text
from pacing.read.source_file import SourceFile

BLOCK_BYTES = 1 << 20  # design: small enough that the byte matrices of a block stay small too
LONGEST_LINE_BYTES = 1 << 23  # design: a longer "line" is no line of a table
BROKEN_OFF = b"\0\n"  # stands for what comes after a stretch too long for a line
UTF8_MARK = b"\xef\xbb\xbf"


def text_blocks(source: SourceFile, skip_lines: int = 0) -> Iterator[bytes]:
    """Blocks of whole lines (UTF-8, each line ended by a newline) after the first `skip_lines` lines.

    A stretch of over 8 MiB without a line end ends the text (what follows cannot be lines of a table): the last block
    is then `BROKEN_OFF`.
    """
    _, encoding = decode_text(source.head.data)
    returns_only = b"\r" in source.head.data and b"\n" not in source.head.data
    rest = b""
    with source.open_bytes() as stream:
        for data in _decoded(stream, encoding):
            rest += data.replace(b"\r", b"\n") if returns_only else data
            cut = rest.rfind(b"\n") + 1
            if not cut:
                if len(rest) > LONGEST_LINE_BYTES:
                    yield BROKEN_OFF
                    return
                continue
            block, rest = rest[:cut], rest[cut:]
            while skip_lines and block:
                _, _, block = block.partition(b"\n")
                skip_lines -= 1
            if block:
                yield block
    if rest and not skip_lines:
        yield rest + b"\n"


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The stream's bytes in UTF-8."""
    decoder = None if encoding.startswith("utf-8") else codecs.getincrementaldecoder(encoding)(errors="replace")
    first = True
    while data := stream.read(BLOCK_BYTES):
        if decoder is not None:
            yield decoder.decode(data).encode("utf-8")
        else:
            yield data.removeprefix(UTF8_MARK) if first else data
        first = False
