"""XML element by element with flat memory: no entities, no outside files, a broken end keeps what came before.

The document type declaration is cut out before parsing: some watch exports write a broken one, and none is needed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from pacing.errors import DamagedFileError
from pacing.read.source_file import SourceFile

BLOCK_BYTES = 1 << 18
LONGEST_DECLARATION = 1 << 20
LONGEST_TEXT = 1 << 12  # design: no value that is wanted is longer

StartElement = Callable[[str, Mapping[str, str]], None]
EndElement = Callable[[str, str], None]


def parse_xml(source: SourceFile, start: StartElement, end: EndElement) -> str | None:
    """Call `start(name, attributes)` and `end(name, text)` for each element (names without prefix or namespace).

    Returns None, or a sentence on where the file broke off.

    Raises
    ------
    DamagedFileError
        The file declares entities, or is broken before its first element.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    texts: list[str] = []
    seen = 0

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
            parser.Parse(block, False)  # noqa: FBT003 - the signature is expat's
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        if not seen:
            raise DamagedFileError(
                source.name, "The file is no well-formed XML.", hint="Export or download it again."
            ) from error
        return f"The file is broken at line {error.lineno}; what stands before was read."
    except (LookupError, ValueError) as error:
        raise DamagedFileError(
            source.name, "The file names a text encoding that is not known.", hint="Export or download it again."
        ) from error
    return None


def _without_declaration(source: SourceFile) -> Iterator[bytes]:
    """The file's bytes without leading blanks and without `<!DOCTYPE ...>`."""
    with source.open_bytes() as stream:
        head = stream.read(BLOCK_BYTES)
        found = re.search(rb"<!DOCTYPE\b", head)
        if found:
            while b"]>" not in head and b"[" in head[found.start() :] and len(head) < LONGEST_DECLARATION:
                more = stream.read(BLOCK_BYTES)
                if not more:
                    break
                head += more
            head = _cut(source, head, found.start())
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
