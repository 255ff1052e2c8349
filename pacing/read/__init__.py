"""Bytes to recordings: whatever a wearable wrote, with every assumption said.

Called like a function, `pacing.read("walk.fit")`, the stage gives the recordings of one file.
"""

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacing.model.recording import Recording


class _CallableStage(ModuleType):
    """The stage itself, which may be called: so that Python users write `pacing.read(path)`."""

    def __call__(self, path: Path | str, time_zone: str | None = None) -> "tuple[Recording, ...]":
        """The recordings of a file, an archive or a folder as the device wrote them, nothing cleaned.

        Warns
        -----
        RefusedFileWarning
            A file was refused while others were read; says which, why and what to do.

        Raises
        ------
        ReadError
            Nothing could be read; says why and what to do.
        """
        from pacing.read.options import ReadOptions  # noqa: PLC0415 - loaded when first called
        from pacing.read.recordings import read_recordings  # noqa: PLC0415

        return read_recordings(Path(path), ReadOptions(time_zone=time_zone))


sys.modules[__name__].__class__ = _CallableStage
