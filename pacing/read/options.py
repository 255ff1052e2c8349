"""What the person told about how to read a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`dialect`: the CSV dialect to use (None: find it). `decoder`: `columns` or `fitparse`.
    `time_zone`: an IANA name.
    """

    dialect: str | None = None
    decoder: str = "columns"
    time_zone: str | None = None
