"""What every decoder offers of one message kind, and where each message stood in the file."""

from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray

IntArray: TypeAlias = npt.NDArray[np.int64]


class DeveloperColumn(NamedTuple):
    """A developer field: its own name and unit, the native field it stands for (or None), one value a message."""

    name: str
    unit: str
    native_field: int | None
    values: FloatArray


class MessageTable(Protocol):
    """All messages of one kind, in file order, as columns; a field that is not there is all NaN.

    `positions`: shape (n,), byte offsets (or any rising order) of the messages. `parts`: shape (n,), which part of a
    chained file each belongs to.
    """

    @property
    def positions(self) -> IntArray:
        """Shape (n,), rising."""

    @property
    def parts(self) -> IntArray:
        """Shape (n,)."""

    def __len__(self) -> int:
        """Number of messages."""

    def has(self, field: str) -> bool:
        """Whether any message defines the field."""

    def number(self, field: str) -> FloatArray:
        """Shape (n,), the field scaled to its unit (codes as they are), NaN = none; an array field's first value."""

    def series(self, field: str) -> FloatArray:
        """Shape (n, width), an array field scaled to its unit, NaN = none or shorter."""

    def texts(self, field: str) -> list[str]:
        """Texts of a field, "" = none."""

    def developer_columns(self) -> list[DeveloperColumn]:
        """All developer fields of this kind that hold numbers."""


class Decoded(Protocol):
    """A decoded file: a table for each message kind, empty for kinds that are not there."""

    def table(self, message: str) -> MessageTable:
        """The table of a message kind by its name."""
