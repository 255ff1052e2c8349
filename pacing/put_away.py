"""Sessions put away while a run goes on, so that thousands of them need the memory of one.

They wait in a file that has no name and that the system removes by itself, whatever ends the program; only when there
are many, for the first of them fit into memory.
"""

import copyreg
import pickle
import weakref
from collections.abc import Callable, Collection, Sequence
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import IO, Any, overload

from pacing.model.assessment import Assessment
from pacing.model.measurement import IndexInfo

IN_MEMORY_BYTES = 1 << 21  # design: 2 MiB, some hundred sessions of an hour without their samples


def _mapping_of(items: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(items)


def _mapping_by_its_items(
    mapping: MappingProxyType[str, Any],
) -> tuple[Callable[..., MappingProxyType[str, Any]], tuple[dict[str, Any]]]:
    return _mapping_of, (dict(mapping),)


copyreg.pickle(MappingProxyType, _mapping_by_its_items)  # what a session holds travels between processes, and waits


class _Writer(pickle.Pickler):
    """Writes which index a number is of, not what that index is: all sessions have it in common."""

    def __init__(self, file: IO[bytes], indices: dict[IndexInfo, int]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._indices = indices

    def persistent_id(self, one: object) -> int | None:
        return self._indices.setdefault(one, len(self._indices)) if isinstance(one, IndexInfo) else None


class _Reader(pickle.Unpickler):
    """Reads what `_Writer` wrote."""

    def __init__(self, file: IO[bytes], indices: dict[IndexInfo, int]) -> None:
        super().__init__(file)
        self._indices = list(indices)

    def persistent_load(self, number: int) -> IndexInfo:
        return self._indices[number]


class PutAway(Sequence[Assessment]):
    """Sessions in their order: those appended are held as they are, those set at a place wait in the file.

    Each that waits is made anew whenever it is asked for.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - it is open as long as its sessions are held
        weakref.finalize(self, self._file.close)
        self._sessions: list[Assessment | int] = []  # or where in the file it begins
        self._indices: dict[IndexInfo, int] = {}

    def append(self, session: Assessment) -> None:
        """Add a session behind all others, as it is."""
        self._sessions.append(session)

    def __setitem__(self, position: int, session: Assessment) -> None:
        start = self._file.seek(0, 2)
        _Writer(self._file, self._indices).dump(session)
        self._sessions[position] = start

    def without(self, positions: Collection[int]) -> "PutAway":
        """The same sessions but for those at some positions."""
        self._sessions = [one for position, one in enumerate(self._sessions) if position not in positions]
        return self

    def __len__(self) -> int:
        return len(self._sessions)

    @overload
    def __getitem__(self, position: int) -> Assessment: ...

    @overload
    def __getitem__(self, position: slice) -> list[Assessment]: ...

    def __getitem__(self, position: int | slice) -> Assessment | list[Assessment]:
        if isinstance(position, slice):
            return [self._made(one) for one in self._sessions[position]]
        return self._made(self._sessions[position])

    def _made(self, one: Assessment | int) -> Assessment:
        if isinstance(one, Assessment):
            return one
        self._file.seek(one)
        session: Assessment = _Reader(self._file, self._indices).load()
        return session
