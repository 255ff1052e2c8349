"""Plain text, 80 columns: for terminals, screen readers and mail."""

import textwrap
from collections.abc import Iterable, Iterator

from pacing.model.assessment import Outcome
from pacing.report.compose import compose
from pacing.report.document import (
    Audience,
    Block,
    Break,
    Cell,
    Facts,
    Fold,
    Footer,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Table,
)
from pacing.report.format import Format

COLUMNS = 80
UNDERLINES = {1: "=", 2: "-"}
CELL_GAP = "  "
NARROWEST = 8


def _render(outcome: Outcome, audience: Audience) -> bytes:
    lines: list[str] = []
    for block in compose(outcome, audience).blocks:
        lines.extend(_lines(block))
    return ("\n".join(line.rstrip() for line in _without_double_blanks(lines)).strip("\n") + "\n").encode()


def _without_double_blanks(lines: Iterable[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _wrap(text: str, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(text, COLUMNS, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def _lines(block: Block) -> list[str]:  # noqa: C901, PLR0911 - one case a kind of block
    match block:
        case Heading():
            return ["", block.text, UNDERLINES.get(block.level, "~") * min(len(block.text), COLUMNS), ""]
        case Paragraph():
            return [*_wrap(block.text), ""]
        case Listing():
            return [line for item in block.items for line in _wrap(item, "- ", "  ")] + [""]
        case Facts():
            return [line for fact in block.items for line in _fact(fact.label, fact.text, fact.remark)] + [""]
        case Table():
            return _table(block)
        case Picture():
            return [*_wrap(f"[{block.caption}] {block.alternative}"), ""]
        case Note():
            return [*_wrap(block.text, "  ", "  "), ""]
        case Fold():
            inside = [line for inner in block.blocks for line in _lines(inner)]
            return ["", block.title, UNDERLINES[2] * len(block.title), "", *inside]
        case Footer():
            return [line for text in block.lines for line in _wrap(text)] + [""]
        case Break():
            return ["", ""]


def _fact(label: str, text: str, remark: str) -> list[str]:
    return _wrap(f"{label}: {text}{' ' + remark if remark else ''}", "", "  ")


def _table(table: Table) -> list[str]:
    rows = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in table.rows]
    widths = _widths([list(table.columns), *rows])
    lines = [
        *_wrap(table.caption),
        *_row(list(table.columns), widths),
        "-" * min(COLUMNS, sum(widths) + 2 * len(widths) - 2),
    ]
    for row in rows:
        lines.extend(_row(row, widths))
    return [*lines, ""]


def _widths(rows: list[list[str]]) -> list[int]:
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    room = COLUMNS - len(CELL_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: list[str], widths: list[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    height = max(len(part) for part in wrapped)
    return [
        CELL_GAP.join(
            (part[line] if line < len(part) else "").ljust(width) for part, width in zip(wrapped, widths, strict=True)
        )
        for line in range(height)
    ]


FORMAT = Format("Plain text, 80 columns", ".txt", _render)
