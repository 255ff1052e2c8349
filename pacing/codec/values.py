"""Any value of the model as plain data and back, samples included: what the history keeps."""

import dataclasses
import math
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import numpy as np

from pacing.model.arrays import FloatArray

ModelT = TypeVar("ModelT")


def finite(value: float | None) -> float | None:
    """`value`, or None where it is NaN or infinite: plain data know no NaN."""
    return None if value is None or not math.isfinite(value) else float(value)


def encode(value: object) -> Any:
    """Any value of the model as plain dicts, lists, strings and numbers; NaN becomes None.

    Raises
    ------
    TypeError
        The value is not of the model.

    Examples
    --------
    >>> from pacing.model.recording import HeartRate
    >>> encode(HeartRate([0.0, 1.0], [60.0, float("nan")]))
    {'time_s': [0.0, 1.0], 'bpm': [60.0, None]}
    """
    plain: Any
    match value:
        case Enum():
            plain = value.value
        case None | bool() | int() | str():
            plain = value
        case float():
            plain = finite(value)
        case datetime() | date():
            plain = value.isoformat()
        case np.ndarray():
            plain = [encode(item) for item in value.tolist()]
        case tuple() | list():
            plain = [encode(item) for item in value]
        case Mapping():
            plain = {str(key): encode(item) for key, item in value.items()}
        case _ if dataclasses.is_dataclass(value):
            plain = {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case _:
            message = f"cannot encode {type(value).__name__}"
            raise TypeError(message)
    return plain


def decode(kind: type[ModelT], plain: Any) -> ModelT:
    """The value of the model of type `kind` that `encode` made `plain` from.

    Raises
    ------
    TypeError
        `plain` does not have the shape of `kind`.
    """
    try:
        return typing.cast("ModelT", _decode(kind, plain))
    except (KeyError, ValueError, AttributeError) as error:
        message = f"these data are no {kind.__name__}: {error}"
        raise TypeError(message) from error


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _decode(kind: Any, plain: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(arguments, plain)
    if kind is FloatArray or origin is np.ndarray:
        return np.array([np.nan if item is None else item for item in plain], dtype=np.float64)
    if origin is tuple:
        return tuple(_decode(arguments[0], item) for item in plain)
    if origin is not None and issubclass(origin, Mapping):
        return types.MappingProxyType(dict(plain))
    return _decode_scalar(kind, plain)


def _decode_scalar(kind: Any, plain: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast("type", kind))
        fields = {
            field.name: _decode(hints[field.name], plain[field.name])
            for field in dataclasses.fields(kind)
            if field.name in plain or field.default is dataclasses.MISSING  # older data lack fields that came later
        }
        return typing.cast("type", kind)(**fields)
    if kind is datetime or kind is date:
        return kind.fromisoformat(plain)
    if kind is float:
        return math.nan if plain is None else float(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    if not isinstance(plain, kind):
        message = f"expected {kind}, got {type(plain).__name__}"
        raise TypeError(message)
    return plain


def _decode_union(arguments: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and types.NoneType in arguments:
        return None
    for argument in arguments:
        if argument is types.NoneType:
            continue
        try:
            return _decode(argument, plain)
        except (TypeError, ValueError, KeyError):
            continue
    message = f"{plain!r} is none of {arguments}"
    raise TypeError(message)
