"""The secret that every path of the page begins with, and the ways in that are given out.

An address that opens a browser is seen by everybody in the list of processes: so it opens the page once, and soon
expires.
"""

import secrets
import time
from collections.abc import Callable

SECRET_BYTES = 24
ONCE_BYTES = 16
OPENS_WITHIN_S = 60.0  # design: a browser starts in less
PRINTED_FOR_S = 600.0  # design: an address that a person reads off a terminal and types


class Entrance:
    """One secret for the life of the server, and the one-time addresses given out.

    Examples
    --------
    >>> entrance = Entrance()
    >>> way = entrance.one_time()
    >>> entrance.lets_in(way), entrance.lets_in(way), entrance.lets_in("/start/guessed")
    (True, False, False)
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self.root = f"/{secrets.token_urlsafe(SECRET_BYTES)}"
        self._clock_s = clock_s
        self._until_s: dict[str, float] = {}

    def one_time(self, for_s: float = OPENS_WITHIN_S) -> str:
        """A new path that leads to the page once, within so many seconds."""
        path = f"/start/{secrets.token_urlsafe(ONCE_BYTES)}"
        self._until_s[path] = self._clock_s() + for_s
        return path

    def lets_in(self, path: str) -> bool:
        """Whether a path is a one-time address that still holds; it holds no longer afterwards."""
        return self._until_s.pop(path, float("-inf")) > self._clock_s()
