"""Whether plain data have the shape that the published schema promises; knows only the keywords this schema uses."""

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

TYPES: dict[str, Callable[[object], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value),
}
Schema = dict[str, Any]


@cache
def published_schema() -> Schema:
    """The JSON Schema of every document, as it ships with the program."""
    path = files("pacing").joinpath("report", "schema", "pacing-1.schema.json")
    schema: Schema = json.loads(path.read_text(encoding="utf-8"))
    return schema


def first_problem(value: object, name: str) -> str | None:
    """Where plain data first leave the shape called `name`; None where they keep to it.

    What a newer version of the program requires beyond what is there is no problem: older data lack it.

    Examples
    --------
    >>> first_problem({"file_name": 3}, "refusal")
    'file_name'
    >>> first_problem({"file_name": "a.fit"}, "refusal") is None
    True
    """
    return next(_problems(value, published_schema()["$defs"][name], ""), None)


def _problems(value: object, schema: Schema, index: str) -> Iterator[str]:
    """Each place, as keys with dots between them, at which `value` breaks a promise of `schema`."""
    if "$ref" in schema:
        yield from _problems(value, published_schema()["$defs"][schema["$ref"].rpartition("/")[2]], index)
        return
    if "oneOf" in schema:
        result = [list(_problems(value, choice, index)) for choice in schema["oneOf"]]
        if all(result):
            yield max(result, key=lambda places: len(places[0]))[0]
        return
    if not _fits(value, schema):
        yield index or "the whole"
    elif isinstance(value, dict):
        known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
        for key, item in value.items():
            if isinstance(shape := known.get(key, other), dict):
                yield from _problems(item, shape, f"{index}.{key}".lstrip("."))
    elif isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from _problems(item, schema["items"], f"{index}.{number}".lstrip("."))


def _fits(value: object, schema: Schema) -> bool:
    """Whether the value itself, whatever is in it, is as promised."""
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(TYPES[name](value) for name in types):
        return False
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return False
    fits = True
    match value:
        case str():
            fits = re.search(schema.get("pattern", ""), value) is not None
        case int() | float() if not isinstance(value, bool):
            fits = schema.get("minimum", -math.inf) <= value <= schema.get("maximum", math.inf)
        case list():
            fits = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", math.inf)
    return fits
