"""A caseload on one page: one calm row a person in the order of names, and beneath, what could not be read."""

from collections.abc import Sequence

from pacing.model.assessment import Assessment
from pacing.model.caseload import CaseloadRows, PersonRow
from pacing.report.document import (
    Audience,
    Block,
    Document,
    Fact,
    Facts,
    Fold,
    Heading,
    Listing,
    Paragraph,
    Table,
)
from pacing.report.pages.blocks import sport_text
from pacing.report.wording import caseload as words

COLUMNS = ("Person", "Last 7 days", "Last 28 days", "Last session", "Changes", "Newest note", "Diary")
REMARK = "Remark"


def caseload_document(caseload: CaseloadRows) -> Document:
    """The page of a caseload, for a clinician.

    Parameters
    ----------
    caseload
        Everybody's rows.
    """
    blocks: list[Block] = [
        Heading(words.TITLE, 1),
        Paragraph(words.as_of_words(len(caseload.rows), caseload.until)),
        _table(caseload.rows),
    ]
    refused = [(row.name, one) for row in caseload.rows for one in row.refused]
    if refused:
        facts = tuple(Fact(f"{name}: {one.file_name}", one.message, one.hint) for name, one in refused)
        blocks += [Heading("Files that were not read", 2), Facts(facts)]
    blocks.append(Fold("How to read this page", (Listing(words.HOW_READ),)))
    return Document(words.TITLE, Audience.CLINICIAN, tuple(blocks))


def _table(rows: Sequence[PersonRow]) -> Table:
    """One row a person; what nobody has to remark has no column."""
    remarks = [words.remark_words(row) for row in rows]
    titles = (*COLUMNS, *((REMARK,) if any(remarks) else ()))
    lines = ((row.name, *facts_of(row), remark)[: len(titles)] for row, remark in zip(rows, remarks, strict=True))
    return Table(words.ORDER, titles, tuple(lines))


def facts_of(row: PersonRow) -> tuple[str, ...]:
    """What is said of a person, in the order of the columns after their name; all empty where nothing is kept of them.

    Parameters
    ----------
    row
        The person's.
    """
    if not row.sessions and row.diary is None and row.note is None:
        return ("",) * (len(COLUMNS) - 1)
    week, month = row.spans or (None, None)
    return (
        words.span_words(week),
        words.span_words(month),
        words.last_words(row.last, _what(row.last)),
        words.trend_words(row.trends),
        words.note_words(row.note),
        words.diary_words(row.diary),
    )


def _what(last: Assessment | None) -> str:
    return "" if last is None else sport_text(last)
