"""Where the sample recordings lie: inside an installed package, or beside it in a checkout."""

from pathlib import Path

import pacing
from pacing.errors import UsageError

SUFFIXES = (".fit", ".csv")


def sample_files() -> list[Path]:
    """The sample recordings, sorted by name.

    Raises
    ------
    UsageError
        The installation has none.
    """
    package = Path(pacing.__file__).parent
    for folder in (package / "samples", package.parent / "sample_data"):
        found = sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES)
        if found:
            return found
    raise UsageError("This installation has no sample recordings.", hint="Install the program again from its wheel.")
