"""The beginning of a JSON file as a value: recognisers ask what stands in it, whatever the order of its keys.

Only the first 64 KiB of a file are looked at to recognise it, so most files end in the middle of something: what had
begun there is closed, and what was not whole is left out.
"""

import json
import re
from functools import lru_cache
from typing import Any

from pacing.read.source import FileHead

HEADS_KEPT = 4  # many recognisers ask for the same beginning in a row
DEEPEST = 60  # design: deeper nesting is no export of a program
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[{}\[\],]', re.DOTALL)  # a text may break off, too
_CLOSING = {"{": "}", "[": "]"}


@lru_cache(maxsize=HEADS_KEPT)
def beginning_of(head: FileHead) -> Any:
    """What the beginning of a file holds as JSON; None where it is none, or nothing whole stands in it.

    Parameters
    ----------
    head
        The beginning of a file: name, first bytes, first lines.

    Returns
    -------
    As the library gives it; of lists and objects that go on, the part that was there.
    """
    text = "\n".join(head.lines).strip().removeprefix("\ufeff")
    if not text.startswith(("{", "[")):
        return None
    for candidate in (text, _closed(text)):
        try:
            return None if candidate is None else json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    return None


def _closed(text: str) -> str | None:
    """The text up to its last whole value, with everything that is open closed; None where nothing is whole.

    Examples
    --------
    >>> _closed('{"a": [1, 2], "b": [{"c": 3}, {"c": ')
    '{"a": [1, 2], "b": [{"c": 3}]}'
    """
    open_brackets: list[str] = []
    whole: tuple[int, str] | None = None
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in _CLOSING:
            open_brackets.append(sign)
            if len(open_brackets) > DEEPEST:
                return None
        elif sign in "}]":
            if not open_brackets or _CLOSING[open_brackets.pop()] != sign:
                return None
            whole = token.end(), "".join(open_brackets)
        elif sign == ",":
            whole = token.start(), "".join(open_brackets)
    if whole is None:
        return None
    stop, brackets = whole
    return text[:stop] + "".join(_CLOSING[bracket] for bracket in reversed(brackets))
