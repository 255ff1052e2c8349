"""The array types of the model, and what keeps them read-only wherever a value travels."""

from dataclasses import fields
from typing import Any, TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
StateArray: TypeAlias = npt.NDArray[np.uint8]
BoolArray: TypeAlias = npt.NDArray[np.bool_]


class WithFrozenArrays:
    """What values of the model that hold arrays are: unpickled or copied, they are made anew, so checked and frozen.

    Pickling alone loses that an array is read-only (protocol 4, which processes use), and so would every process that a
    value crosses.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """The class, and its fields in order."""
        return type(self), tuple(getattr(self, field.name) for field in fields(self))  # type: ignore[arg-type]


def frozen(values: npt.ArrayLike) -> FloatArray:
    """A read-only one-dimensional float64 copy of `values`; itself, if it is one already that holds its own data.

    Raises
    ------
    ValueError
        `values` has more than one dimension.

    Examples
    --------
    >>> frozen([60, 61]).flags.writeable
    False
    """
    array = values if _is_frozen(values) else np.array(values, dtype=np.float64, copy=True)
    if array.ndim != 1:
        message = f"expected one dimension, got {array.ndim}"
        raise ValueError(message)
    array.flags.writeable = False
    return array


def _is_frozen(values: npt.ArrayLike) -> TypeGuard[FloatArray]:
    """Whether `values` is a float64 array that is read-only, and no view of data that others may write to."""
    if not isinstance(values, np.ndarray) or values.dtype != np.float64:
        return False
    return values.flags.owndata and not values.flags.writeable


def frozen_states(values: npt.ArrayLike) -> StateArray:
    """A read-only one-dimensional uint8 copy of `values` (codes of a state per sample); itself, if it is one."""
    array = values if _is_frozen_state(values) else np.array(values, dtype=np.uint8, copy=True)
    if array.ndim != 1:
        message = f"expected one dimension, got {array.ndim}"
        raise ValueError(message)
    array.flags.writeable = False
    return array


def _is_frozen_state(values: npt.ArrayLike) -> TypeGuard[StateArray]:
    """As `_is_frozen`, for states."""
    if not isinstance(values, np.ndarray) or values.dtype != np.uint8:
        return False
    return values.flags.owndata and not values.flags.writeable


def require_increasing(time_s: FloatArray, what: str) -> None:
    """Raise ValueError unless `time_s` is finite and strictly increasing."""
    if time_s.size and not np.isfinite(time_s).all():
        message = f"{what}: times must be finite"
        raise ValueError(message)
    if time_s.size > 1 and not (time_s[1:] > time_s[:-1]).all():
        message = f"{what}: times must increase strictly"
        raise ValueError(message)


def require_equal_length(what: str, *arrays: FloatArray | StateArray) -> None:
    """Raise ValueError unless all arrays have the same length."""
    if len({array.size for array in arrays}) > 1:
        message = f"{what}: arrays differ in length"
        raise ValueError(message)
