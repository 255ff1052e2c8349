"""A file, or a member of an archive, as the readers see it: a name and bytes that can be opened again and again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from pacing.read.head import FileHead, head_of

HASH_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """`name` is what a person is shown; `open_bytes` gives a fresh binary stream at each call."""

    name: str
    open_bytes: Callable[[], BinaryIO]

    @cached_property
    def head(self) -> FileHead:
        """The beginning of the file: all that a recogniser may see."""
        with self.open_bytes() as stream:
            return head_of(self.name, stream)

    @cached_property
    def sha256(self) -> str:
        """Hash of all bytes, read in blocks."""
        digest = hashlib.sha256()
        with self.open_bytes() as stream:
            while block := stream.read(HASH_BLOCK_BYTES):
                digest.update(block)
        return digest.hexdigest()

    def read_bytes(self) -> bytes:
        """All bytes at once."""
        with self.open_bytes() as stream:
            return stream.read()
