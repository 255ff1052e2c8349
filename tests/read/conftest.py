"""The command line for tests of what it imports, and the samples: one or more files for each dialect and format."""

from pathlib import Path

from tests.contracts.conftest import pacing

__all__ = ["SAMPLES", "pacing"]

SAMPLES = sorted(
    path
    for folder in ("dialects", "formats")
    for path in (Path(__file__).parent / folder).iterdir()
    if path.suffix not in (".json", ".py", ".pyc", ".fit") and path.is_file()
)
