"""Words from outside (files, names of files, diaries, profiles, options) as they may be shown."""

import json
from typing import TextIO

KEPT_IN_TEXT = "\n\t"


def printable(text: str, keep: str = "") -> str:
    r"""The text with a question mark for every character that cannot be printed, on one line.

    Control characters, marks of direction and broken characters could change what a terminal or a page shows.

    Parameters
    ----------
    text
        From whatever source.
    keep
        Characters that may stay all the same.

    Examples
    --------
    >>> printable("walk\n1.fit"), printable("\x1b[31mred"), printable("bad\udcff.fit")
    ('walk?1.fit', '?[31mred', 'bad?.fit')
    """
    return text if text.isprintable() else "".join(c if c.isprintable() or c in keep else "?" for c in text)


def printable_json(text: str) -> str:
    r"""A JSON text whose own texts can all be printed.

    Examples
    --------
    >>> printable_json('{"a": ["\\u001b[31m", 1]}')
    '{"a": ["?[31m", 1]}'
    """
    return json.dumps(_printable_value(json.loads(text)), ensure_ascii=False)


def _printable_value(value: object) -> object:
    match value:
        case str():
            return printable(value)
        case dict():
            return {printable(key): _printable_value(item) for key, item in value.items()}
        case list():
            return [_printable_value(item) for item in value]
    return value


class PrintableStream:
    """A stream of text to a person: what cannot be printed is shown as a question mark, lines and tabs stay.

    `unfiltered` is the stream itself, for a library that moves the cursor; bytes go through `buffer` as they are.
    """

    def __init__(self, unfiltered: TextIO) -> None:
        self.unfiltered = unfiltered

    def write(self, text: str) -> int:
        """Write text as it may be shown."""
        self.unfiltered.write(printable(text, KEPT_IN_TEXT))
        return len(text)

    def __getattr__(self, name: str) -> object:
        """Everything else is the stream's own."""
        return getattr(self.unfiltered, name)
