"""A report as blocks: what is said, in which order; nothing about how it looks."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who reads the report; both read the same numbers, in another order and with other words around them."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


class Tone(StrEnum):
    """How a note is meant: never a judgement of the person."""

    PLAIN = "plain"
    CAUTION = "caution"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title, every other follows in order. `anchor` is a target of links."""

    text: str
    level: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One thought in plain sentences; `lead` marks the one sentence to read first."""

    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Several short thoughts, one under the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A question and its answer, with a remark where it needs one."""

    label: str
    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts under each other."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell that leads somewhere: in the same document, or, where each has its own page, to a session."""

    text: str
    anchor: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, column titles and rows of ready text; the first column names the row.

    `numeric`: places of the columns that are set as numbers.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: which one (a plug-in id), of which sessions (their places in the outcome), its title, how to read it,
    and in words what it shows.
    """

    figure: str
    sessions: tuple[int, ...]
    caption: str
    key: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside the text; `topic` says what it is about, for a page on which something can be done about it."""

    text: str
    tone: Tone = Tone.PLAIN
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Details that stay folded away on a screen and open on paper; an `appendix` is printed only if opened."""

    title: str
    blocks: "tuple[Block, ...]"
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Footer:
    """How the page was made, in small print."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Here a new sheet begins on paper."""


Block = Heading | Paragraph | Listing | Facts | Table | Picture | Note | Fold | Footer | Break


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: its title, for whom, its language and its blocks in order."""

    title: str
    audience: Audience
    blocks: tuple[Block, ...]
    language: str = "en"
