"""Reports of this program that lie among the recordings: known by how they begin, whatever they are called."""

import re

START_BYTES = 4096  # of these a report in a form for programs is known; a page of text is known by its closing words
LONGEST_PAGE = 1 << 20  # design: a page of text is a few thousand bytes a session
_DATA = (
    re.compile(rb'\s*\{\s*"schema"\s*:\s*"pacing/\d'),  # --format json, also of the season, of `inspect` and of `limit`
    re.compile(rb"(\xef\xbb\xbf)?kind,session_id,file_name,start,sport,device,"),  # --format csv
    # a collection of observations, laid out as this program writes it (--format fhir)
    re.compile(
        rb'\{\n "resourceType": "Bundle",\n "type": "collection"(\n\}|,\n "entry": \[\n  \{\n   "fullUrl": "urn:)'
    ),
)
_UNDERLINED = re.compile(rb"[^\r\n]+\r?\n={3,80}\r?\n")
_CLOSING = b"This page describes your own recording. It is not a medical device:"


def is_own_data(start: bytes) -> bool:
    """Whether a file that begins so is a report as JSON, CSV or FHIR.

    Examples
    --------
    >>> is_own_data(b'{"schema": "pacing/1", "sessions": []}'), is_own_data(b'{"schema": "https://example.org"}')
    (True, False)
    """
    return any(pattern.match(start) for pattern in _DATA)


def may_be_own_page(start: bytes) -> bool:
    """Whether a file begins as a report in plain text does: one line, underlined."""
    return bool(_UNDERLINED.match(start))


def is_own_page(text: bytes) -> bool:
    """Whether these bytes, all of a file, are a report in plain text: they hold its closing words, however wrapped."""
    return may_be_own_page(text) and _CLOSING in b" ".join(text.split())
