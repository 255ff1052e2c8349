"""What compares speed is collected only where it is asked for: it loads what no other test needs."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these files out of a run that leaves `performance` out."""
    return True if "not performance" in config.option.markexpr else None
