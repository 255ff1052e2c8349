"""A report as blocks: what is said, in which order; nothing about how it looks."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a note is meant: never a judgement of the person."""

    PLAIN = "plain"
    CAUTION = "caution"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the session's title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One thought in plain sentences; `lead` marks the one sentence to read first."""

    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, column titles and rows of ready text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: which one (a plug-in id), for which session, what it is called, and what it shows in words."""

    figure: str
    session: int
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside the text."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Fold:
    """Details that stay folded away on a screen and open on paper."""

    title: str
    blocks: "tuple[Block, ...]"


Block = Heading | Paragraph | Table | Picture | Note | Fold


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: its title, its language and its blocks in order."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en"
