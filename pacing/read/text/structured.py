"""XML element by element with flat memory, and JSON files whole, within a stated size.

Of XML no entity and no outside file is read, and a broken end keeps what came before. The document type declaration is
cut out before parsing: some watch exports write a broken one, and none is needed.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.parsers import expat

from pacing.errors import DamagedFileError
from pacing.read.budget import require_json
from pacing.read.source import SourceFile, decode_text, recognised_text
from pacing.read.text.numbers import plain_number, readable

BLOCK_BYTES = 1 << 18
LONGEST_DECLARATION = 1 << 20
LONGEST_TEXT = 1 << 12  # design: no value that is wanted is longer

_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_BLANKED = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))
_CONTROL_REFERENCE = re.compile(rb"&#(?:0*(?:[0-8]|1[1-2]|1[4-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")

StartElement = Callable[[str, Mapping[str, str]], None]
EndElement = Callable[[str, str], None]


def parse_xml(source: SourceFile, start: StartElement, end: EndElement) -> str | None:
    """Call `start(name, attributes)` and `end(name, text)` for each element (names without prefix or namespace).

    Characters that XML forbids (control characters, which phones put into names) are read as blanks.

    Parameters
    ----------
    source : the file
    start, end : what is called at the beginning and at the end of each element

    Returns
    -------
    None, or sentences on where the file broke off and how many forbidden characters it held.

    Raises
    ------
    DamagedFileError
        The file declares entities, or is broken before its first element.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    texts: list[str] = []
    seen, forbidden = 0, 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        texts.clear()
        start(name.rpartition(":")[2], attributes)

    def closed(name: str) -> None:
        end(name.rpartition(":")[2], "".join(texts).strip())
        texts.clear()

    def text(data: str) -> None:
        if len(texts) < LONGEST_TEXT:
            texts.append(data[:LONGEST_TEXT])

    def entity(*_: object) -> None:
        raise DamagedFileError(source.name, "The file declares entities, which recordings never do; it is not read.")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = entity
    try:
        for block in _without_declaration(source):
            clean, replaced = _without_control_characters(block)
            forbidden += replaced
            parser.Parse(clean, False)  # noqa: FBT003 - the signature is expat's
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        if not seen:
            raise DamagedFileError(
                source.name, "The file is not well-formed XML.", hint="Export or download it again."
            ) from error
        broken = f"The file is broken at line {error.lineno}; everything before that was read."
        return " ".join(filter(None, (broken, _forbidden(forbidden))))
    except (LookupError, ValueError) as error:
        raise DamagedFileError(
            source.name, "The file names a text encoding that is not known.", hint="Export or download it again."
        ) from error
    return _forbidden(forbidden)


def _forbidden(count: int) -> str | None:
    return f"Characters that XML forbids, read as blanks: {count}." if count else None


def _without_control_characters(block: bytes) -> tuple[bytes, int]:
    """The bytes with a blank for every control character, also written as a reference (`&#11;`), and how many."""
    if block.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in block:
        return block, 0  # two bytes a character: there a zero byte is none
    clean = block.translate(_BLANKED)
    count = sum(a != b for a, b in zip(block, clean, strict=True)) if clean != block else 0
    if b"&#" in clean:
        clean, references = _CONTROL_REFERENCE.subn(b" ", clean)
        count += references
    return clean, count


def _without_declaration(source: SourceFile) -> Iterator[bytes]:
    """The file's bytes without leading blanks and without `<!DOCTYPE ...>`."""
    with source.open_bytes() as stream:
        head = stream.read(BLOCK_BYTES)
        result = re.search(rb"<!DOCTYPE\b", head)
        if result:
            while b"]>" not in head and b"[" in head[result.start() :] and len(head) < LONGEST_DECLARATION:
                more = stream.read(BLOCK_BYTES)
                if not more:
                    break
                head += more
            head = _cut(source, head, result.start())
        yield head.lstrip() if not head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
        while block := stream.read(BLOCK_BYTES):
            yield block


def _cut(source: SourceFile, head: bytes, start: int) -> bytes:
    """`head` without the declaration that begins at `start`."""
    close = re.compile(rb"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL).match(head, start)
    if close is None:
        return head
    if b"<!ENTITY" in close.group():
        raise DamagedFileError(source.name, "The file declares entities, which recordings never do; it is not read.")
    return head[:start] + head[close.end() :]


LONGEST_FILE = 1 << 28  # design: 256 MiB


def load_json(source: SourceFile, mended: Callable[[str], str] | None = None) -> Any:
    """The value a JSON file holds.

    Parameters
    ----------
    source
        The file.
    mended
        What makes JSON of a text that an app is known to write not quite as JSON; tried only where it is none.

    Returns
    -------
    Any
        As the library gives it.

    Raises
    ------
    DamagedFileError
        It is not well-formed JSON, is nested too deeply, or is too long.
    TooLargeError
        Its values would take too much memory.
    """
    with source.open_bytes() as stream:
        data = stream.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise DamagedFileError(source.name, "The JSON file is over 256 MiB.", hint="Export a shorter time.")
    require_json(source.name, source.budget, data, is_packed=source.path is None)
    try:
        text, _ = decode_text(data)
        del data
        try:
            return json.loads(text)
        except ValueError:
            if mended is None:
                raise
            return json.loads(mended(text))
    except (ValueError, RecursionError) as error:
        raise DamagedFileError(
            source.name, "The file is not well-formed JSON.", hint="Export or download it again."
        ) from error


def json_lines(source: SourceFile) -> tuple[list[dict[str, Any]], str | None]:
    """The objects of a file that holds one a line, and a sentence where its last line breaks off.

    Parameters
    ----------
    source
        The file, with its name for messages.

    Returns
    -------
    tuple[list[dict[str, Any]], str | None]

    Raises
    ------
    DamagedFileError
        A line before the last is not a well-formed JSON object, or the file is too long.
    """
    with source.open_bytes() as stream:
        data = stream.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise DamagedFileError(source.name, "The JSON file is over 256 MiB.", hint="Export a shorter time.")
    result: list[dict[str, Any]] = []
    lines = [line for line in recognised_text(data).splitlines() if line.strip()]
    for number_of_line, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number_of_line == len(lines):
                return result, f"The file breaks off in line {number_of_line}; everything before that was read."
            raise DamagedFileError(
                source.name, f"Line {number_of_line} is not well-formed JSON.", hint="Export or download it again."
            ) from error
        result.extend(entries([value]))
    return result, None


def entries(value: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing when it is no list.

    Parameters
    ----------
    value
        A value of a JSON file.

    Returns
    -------
    list[dict[str, Any]]
    """
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def number(value: object) -> float:
    """A JSON number, NaN for anything else.

    Parameters
    ----------
    value
        A value of a JSON file.

    Returns
    -------
    float
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float("nan")
    try:
        return readable(float(value))
    except OverflowError:
        return float("nan")


def whole_number(value: object) -> float:
    """A JSON number that may stand as a text of digits, as whole numbers of 64 bits do; NaN for anything else.

    Parameters
    ----------
    value
        A value of a JSON file.

    Returns
    -------
    float

    Examples
    --------
    >>> whole_number("1749542400000000000"), whole_number("now")
    (1.7495424e+18, nan)
    """
    return plain_number(value) if isinstance(value, str) and value.isascii() and value.isdigit() else number(value)
