"""What one run may spend on files: bytes unpacked, members, sessions, samples, seconds and memory.

A small file must not keep a machine busy without end. Each bound grows with what was given, so that years of honest
recordings fit; `--budget N` makes all of them N times as large.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from pacing.errors import DamagedFileError, TooLargeError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MIB = 1 << 20
FREE_BYTES = 256 * MIB  # design: what archives may unpack to whatever their size; a second or two of work
TIMES_GIVEN = 50  # design: text of a watch packs at most about 40 to 1
FREE_MEMBERS, BYTES_A_MEMBER = 2_000, 100  # design: a member takes over 100 bytes of its archive with its names alone
FREE_SESSIONS, BYTES_A_SESSION = 500, 2_000  # design: ten minutes, a value a second, take more in every format
MOST_SAMPLES = 5_000_000  # design: two months at one a second; more needs over 600 MiB
FREE_SECONDS, SECONDS_A_MIB = 20.0, 30.0  # design: a usual session takes 0.3 s; a slow computer five times as long
CHANNELS = 4  # design: series of full length that a file of such a length may hold
MEMORY_BYTES = 2048 * MIB  # design: what one process may use beyond the program itself
MAX_MEMBER_BYTES = 1 << 33  # design: 8 GiB; the largest Apple Health exports are about 4
FREE_GZIP_BYTES, GZIP_RATIO = MIB // 4, 40
SHORTER = "Export a shorter time, or give --budget 10 if you trust it."
UNPACK = "Unpack it yourself and use what you need, or give --budget 10 if you trust it."


@dataclass(frozen=True, slots=True)
class Budget:
    """The bounds, `factor` times as large as usual."""

    factor: float = 1.0

    def unpacked_bytes(self, given_bytes: int) -> int:
        """Bytes that archives of together `given_bytes` may unpack to.

        Examples
        --------
        >>> Budget().unpacked_bytes(0) // MIB, Budget(2.0).unpacked_bytes(MIB) // MIB
        (256, 612)
        """
        return int(self.factor * (FREE_BYTES + TIMES_GIVEN * given_bytes))

    def members(self, given_bytes: int) -> int:
        """Members that archives of together `given_bytes` may hold."""
        return int(self.factor * (FREE_MEMBERS + given_bytes / BYTES_A_MEMBER))

    def sessions(self, file_bytes: int) -> int:
        """Sessions that a file may hold."""
        return int(self.factor * (FREE_SESSIONS + file_bytes / BYTES_A_SESSION))

    @property
    def samples(self) -> int:
        """Samples and beats that a file may hold."""
        return int(self.factor * MOST_SAMPLES)

    @property
    def memory_bytes(self) -> int:
        """Memory that reading one file may use."""
        return int(self.factor * MEMORY_BYTES)

    def seconds(self, file_bytes: int) -> float:
        """Seconds of work [s] that a file may take."""
        return self.factor * (FREE_SECONDS + SECONDS_A_MIB * file_bytes / MIB)


USUAL = Budget()


def gzip_bytes(packed_bytes: int) -> int:
    """Bytes that a gzip file of `packed_bytes` may unpack to, whatever it says of itself.

    Parameters
    ----------
    packed_bytes
        Size before unpacking [bytes].

    Returns
    -------
    int
    """
    return max(FREE_GZIP_BYTES, GZIP_RATIO * packed_bytes)


class GuardedStream(io.RawIOBase):
    """A stream that stops with a `DamagedFileError` where the unpacked bytes outgrow every reasonable file.

    `most_bytes`: what it may unpack to. Broken packing becomes a `DamagedFileError` too.
    """

    def __init__(self, stream: BinaryIO, name: str, most_bytes: int, beneath: BinaryIO | None = None) -> None:
        self._stream = stream
        self._beneath = beneath
        self._name = name
        self._limit = min(most_bytes, MAX_MEMBER_BYTES)
        self._seen = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Bytes into `buffer`."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except (zlib.error, EOFError, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise DamagedFileError(
                self._name, "The archive is broken here.", hint="Download or export it again."
            ) from error
        self._seen += len(data)
        if self._seen > self._limit:
            raise DamagedFileError(
                self._name,
                "The file unpacks to more than any recording could (a so-called bomb).",
                hint=UNPACK,
            )
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it and what it reads from."""
        if not self.closed:
            self._stream.close()
            if self._beneath is not None:
                self._beneath.close()
        super().close()


@dataclass(slots=True)
class Spending:
    """What the archives of one run have used up so far."""

    budget: Budget = field(default_factory=Budget)
    given_bytes: int = 0
    unpacked_bytes: int = 0
    members: int = 0

    def take(self, name: str, unpacked_bytes: int) -> None:
        """Count a member called `name` that unpacks to so much.

        Raises
        ------
        TooLargeError
            It does not fit any more.
        """
        most_bytes = self.budget.unpacked_bytes(self.given_bytes)
        most_members = self.budget.members(self.given_bytes)
        if self.unpacked_bytes + unpacked_bytes > most_bytes:
            what = f"unpack to over {most_bytes // MIB:,} MiB"
        elif self.members + 1 > most_members:
            what = f"hold over {most_members:,} members"
        else:
            self.unpacked_bytes += unpacked_bytes
            self.members += 1
            return
        raise TooLargeError(name, f"The archives {what} in all; the rest of this one was not read.", hint=UNPACK)


def require_samples(name: str, budget: Budget, sizes: Sequence[int]) -> None:
    """Refuse a file one of whose series, or all together, are longer than of any recording.

    Parameters
    ----------
    name
        What it is called.
    budget
        How much work may be spent.
    sizes
        How many samples each session has.

    Raises
    ------
    TooLargeError
        They are.
    """
    if max(sizes, default=0) > budget.samples or sum(sizes) > CHANNELS * budget.samples:
        raise TooLargeError(name, f"The file holds over {budget.samples:,} samples.", hint=SHORTER)


def require_sessions(name: str, budget: Budget, file_bytes: int, sessions: int) -> None:
    """Refuse a file with more sessions than its bytes can hold.

    Parameters
    ----------
    name
        What it is called.
    budget
        How much work may be spent.
    file_bytes
        Size of the file [bytes].
    sessions
        How many sessions.

    Raises
    ------
    TooLargeError
        It has.
    """
    if sessions > budget.sessions(file_bytes):
        message = f"The file holds {sessions:,} sessions, which {file_bytes:,} bytes cannot."
        raise TooLargeError(name, message, hint=SHORTER)


def took_too_long(name: str, seconds: float) -> TooLargeError:
    """The error for a file that took more work than it may.

    Parameters
    ----------
    name
        What it is called.
    seconds
        How long it took [s].

    Returns
    -------
    TooLargeError
    """
    return TooLargeError(name, f"Reading the file took over {seconds:.0f} s of work, so it was given up.", hint=SHORTER)


def needs_too_much_memory(name: str) -> TooLargeError:
    """The error for a file that needed more memory than it may, or than there is.

    Parameters
    ----------
    name
        What it is called.

    Returns
    -------
    TooLargeError
    """
    return TooLargeError(name, "The file needs more memory than this computer has for it.", hint=SHORTER)
