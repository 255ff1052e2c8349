"""What people and files are called in a dataset: by their names, or by pseudonyms that only a key can make again.

The key is a file that whoever runs the study keeps apart from the data. Without it, nobody can tell from a dataset whom
a pseudonym stands for, nor try names until one fits.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pacing.errors import UsageError

LEAST_KEY_BYTES = 16  # design: 128 bits cannot be tried out
NEW_KEY_BYTES = 32
TOKEN_DIGITS = 16
OWNER_ONLY = 0o600
KNOWN_SPORTS = frozenset(
    [
        "walking",
        "walk",
        "running",
        "run",
        "cycling",
        "biking",
        "bike",
        "hiking",
        "hike",
        "swimming",
        "rowing",
        "yoga",
        "pilates",
        "training",
        "gymnastics",
        "dancing",
        "strength",
        "fitness",
        "sport",
        "sports",
        "generic",
        "cardio",
        "meditation",
        "rest",
        "sleep",
        "other",
    ]
)
"""Words for sports that can name nobody: what people call a session themselves may."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How people, files and sources are called; `key` None: by their own names."""

    key: bytes | None = None

    @property
    def hides(self) -> bool:
        """Whether names are replaced."""
        return self.key is not None

    def called(self, kind: str, name: str) -> str:
        """What something of a kind (`person`, `file` ...) is called: its name, or a token of it.

        Examples
        --------
        >>> Naming().called("person", "anna")
        'anna'
        >>> Naming(b"k" * 16).called("person", "anna") == Naming(b"k" * 16).called("file", "anna")
        False
        """
        if self.key is None:
            return name
        data = f"{kind}\0{name}".encode("utf-8", "surrogatepass")
        return hmac.new(self.key, data, hashlib.sha256).hexdigest()[:TOKEN_DIGITS]

    @property
    def mark(self) -> str | None:
        """What tells in a dataset by which key it was made, without telling the key."""
        return None if self.key is None else self.called("dataset", "key")


def sport_for(naming: Naming, sport: str | None) -> str | None:
    """The sport as it may be said: with pseudonyms only words that can name nobody.

    Examples
    --------
    >>> sport_for(Naming(b"k" * 16), "nordic walking"), sport_for(Naming(b"k" * 16), "annas sunday run")
    (None, None)
    >>> sport_for(Naming(b"k" * 16), None), sport_for(Naming(), None)
    (None, None)
    >>> sport_for(Naming(b"k" * 16), "walking"), sport_for(Naming(), "annas sunday run")
    ('walking', 'annas sunday run')
    """
    if sport is None or not naming.hides:
        return sport
    return sport if set(sport.replace("_", " ").split()) <= KNOWN_SPORTS else None


def naming_from(path: Path | None, out: Path) -> tuple[Naming, bool]:
    """The naming with the key in a file, and whether the file is new.

    Parameters
    ----------
    path
        The key's file; None: names stay. Where there is none, a new key is written, for its owner only.
    out
        The dataset's folder, in which no key may lie.

    Raises
    ------
    UsageError
        The key lies with the data, is too short, or cannot be read or written.
    """
    if path is None:
        return Naming(), False
    if path.resolve().is_relative_to(out.resolve()):
        message = f"The key {path.name} would lie with the data, where it hides nothing."
        raise UsageError(message, hint="Name a file outside the dataset's folder, and keep it apart.")
    try:
        if not path.exists():
            key = secrets.token_hex(NEW_KEY_BYTES).encode()
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as stream:
                stream.write(key)
            return Naming(key), True
        key = path.read_bytes().strip()
    except OSError as error:
        message = f"The key {path.name} cannot be used: {error.strerror or error}."
        raise UsageError(message, hint="Name a file that you may read, or one that does not exist yet.") from error
    if len(key) < LEAST_KEY_BYTES:
        message = f"The key in {path.name} has {len(key)} bytes; at least {LEAST_KEY_BYTES} are needed."
        raise UsageError(message, hint="Name a file that does not exist yet: a good key is then made.")
    return Naming(key), False
