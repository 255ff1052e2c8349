"""The command line for tests of what it imports."""

from tests.contracts.conftest import pacing

__all__ = ["pacing"]
