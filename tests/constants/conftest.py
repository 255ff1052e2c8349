"""The command line as the tests of its promises run it."""

from tests.contracts.conftest import pacing

__all__ = ["pacing"]
