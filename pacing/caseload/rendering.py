"""A caseload as a page, a printed page, a table for spreadsheets, or data."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pacing.codec import caseload_document, caseload_lines
from pacing.model.assessment import Outcome
from pacing.model.caseload import CaseloadRows
from pacing.model.person import Person
from pacing.pipeline import PROGRAM
from pacing.report.formats.csv import safe_row
from pacing.report.pages.caseload import caseload_document as caseload_page


def render_caseload(caseload: CaseloadRows, form: str) -> bytes:
    """A caseload in one form; the same rows give the same bytes.

    Parameters
    ----------
    caseload
        Everybody's rows.
    form
        One of `FORMS`.
    """
    return FORMS[form](caseload)


def _html(caseload: CaseloadRows) -> bytes:
    from pacing.report.formats.html import page_html  # noqa: PLC0415 - data need no templates

    return page_html(caseload_page(caseload), _nothing_drawn())


def _pdf(caseload: CaseloadRows) -> bytes:
    from pacing.report.formats.pdf import printed_document  # noqa: PLC0415 - loads the compiler

    return printed_document(caseload_page(caseload), _nothing_drawn())


def _nothing_drawn() -> Outcome:
    return Outcome((), (), Person(), PROGRAM)


def _json(caseload: CaseloadRows) -> bytes:
    document = caseload_document(caseload, PROGRAM)
    return f"{json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)}\n".encode()


def _csv(caseload: CaseloadRows) -> bytes:
    lines = [safe_row(line) for line in caseload_lines(caseload_document(caseload, PROGRAM))]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue().encode()


FORMS: Mapping[str, Callable[[CaseloadRows], bytes]] = MappingProxyType(
    {"html": _html, "pdf": _pdf, "csv": _csv, "json": _json}
)
