"""Files that are no recordings, known by their first bytes: what each is and what to do; also our own reports."""

import re
from dataclasses import dataclass

from pacing.read.source import FileHead

START_BYTES = 4096  # of these a report in a form for programs is known; a page of text is known by its closing words
LONGEST_PAGE = 1 << 20  # design: a page of text is a few thousand bytes a session
SQLITE = b"SQLite format 3\0"
OWNER = slice(68, 72)  # where the format keeps whose file it is
_DATA = (
    re.compile(rb'\s*\{\s*"schema"\s*:\s*"pacing/\d'),  # --format json, also of the season, of `inspect` and of `limit`
    re.compile(rb"(\xef\xbb\xbf)?kind,session_id,file_name,start,sport,device,"),  # --format csv
    re.compile(rb"(\xef\xbb\xbf)?until,person,sessions,sessions_7_days,"),  # of a caseload
    # a collection of observations, laid out as this program writes it (--format fhir)
    re.compile(
        rb'\{\n "resourceType": "Bundle",\n "type": "collection"(\n\}|,\n "entry": \[\n  \{\n   "fullUrl": "urn:)'
    ),
)
_UNDERLINED = re.compile(rb"[^\r\n]+\r?\n={3,80}\r?\n")
_CLOSING = b"This page describes your own recording. It is not a medical device:"


def is_own_data(start: bytes) -> bool:
    """Whether a file that begins so is a report as JSON, CSV or FHIR.

    Parameters
    ----------
    start
        First bytes of the file.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_own_data(b'{"schema": "pacing/1", "sessions": []}'), is_own_data(b'{"schema": "https://example.org"}')
    (True, False)
    """
    return any(pattern.match(start) for pattern in _DATA)


def is_own_history(start: bytes) -> bool:
    """Whether a file that begins so is a history of this program, which lies in a person's folder beside recordings.

    Parameters
    ----------
    start
        First bytes of the file.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_own_history(SQLITE + bytes(52) + b"pace"), is_own_history(SQLITE + bytes(56))
    (True, False)
    """
    return start.startswith(SQLITE) and start[OWNER] == b"pace"


def may_be_own_page(start: bytes) -> bool:
    """Whether a file begins as a report in plain text does: one line, underlined.

    Parameters
    ----------
    start
        First bytes of the file.

    Returns
    -------
    bool
    """
    return bool(_UNDERLINED.match(start))


def is_own_page(text: bytes) -> bool:
    """Whether these bytes, all of a file, are a report in plain text: they hold its closing words, however wrapped.

    Parameters
    ----------
    text
        The file's text.

    Returns
    -------
    bool
    """
    return may_be_own_page(text) and _CLOSING in b" ".join(text.split())


@dataclass(frozen=True, slots=True)
class KnownKind:
    """`what` completes "This is ..."; `hint` says what to do."""

    what: str
    hint: str


_SAVE_AS_CSV = "Open it in a spreadsheet, save the sheet with the heart rate as CSV, and use that."
_ORIGINAL = "Use the recording itself: .fit, .tcx, .csv or a list of RR intervals."
R_DATA = KnownKind("a data file of R", "In R write the table with write.csv, and use that.")
OFFICE = KnownKind("a spreadsheet or office document", _SAVE_AS_CSV)

OWN_REPORT = KnownKind("a report of this program", "Use the recording it was made from.")

_MAGIC = (
    (
        b"\x93NUMPY",
        KnownKind("an array saved by NumPy", 'Save it as text with one number a line and a first line "rr_ms".'),
    ),
    (b"RDX", R_DATA),
    (b"RDA", R_DATA),
    (b"MATLAB 5.0", KnownKind("a data file of MATLAB", "Save the intervals as text, one a line.")),
    (b"\x89HDF", KnownKind("an HDF5 file", "Save the series as CSV.")),
    (b"\xd0\xcf\x11\xe0", OFFICE),
    (b"%PDF", KnownKind("a PDF document", _ORIGINAL)),
    (b"\x89PNG", KnownKind("a picture", _ORIGINAL)),
    (b"\xff\xd8\xff", KnownKind("a picture", _ORIGINAL)),
    (b"GIF8", KnownKind("a picture", _ORIGINAL)),
    (b"PAR1", KnownKind("a Parquet table", "Save it as CSV.")),
    (b"7z\xbc\xaf\x27\x1c", KnownKind("a 7-Zip archive", "Unpack it, and bring the files or a .zip.")),
    (b"Rar!", KnownKind("a RAR archive", "Unpack it, and bring the files or a .zip.")),
    (b"BZh", KnownKind("a bzip2 archive", "Unpack it, and bring the files or a .zip.")),
    (b"\xfd7zXZ", KnownKind("an xz archive", "Unpack it, and bring the files or a .zip.")),
    (
        b"0       ",
        KnownKind("an EDF file (raw signals)", "Let the maker's program find the beats, and export RR intervals."),
    ),
)
WFDB_HEADER = "#wfdb-header"
_WORDS = (
    (
        re.compile(r"<!doctype html|<html", re.IGNORECASE),
        KnownKind("a web page", "The download may have failed; try it again."),
    ),
    (
        re.compile(r"(<\?[^>]*>\s*)*<ClinicalDocument", re.IGNORECASE),
        KnownKind("a clinical summary", "Use export.xml of the same export."),
    ),
    (re.compile(r"<\?xml|<\w", re.IGNORECASE), KnownKind("an XML file of another kind", _ORIGINAL)),
    (
        re.compile(r"no data\s*$", re.IGNORECASE),
        KnownKind('a file of an export that says "no data"', "Nothing is lost: there was nothing to export that day."),
    ),
    (
        re.compile(r"timestamp,activity,probability\b", re.IGNORECASE),
        KnownKind("a list of guessed activities", "The heart rate is in the files heart_rate of the same export."),
    ),
    (
        re.compile(r"com\.samsung\.s?health\.hrv\b", re.IGNORECASE),
        KnownKind(
            "Samsung Health's list of the nights with variability",
            "The values are in the folder jsons beside it; use the whole export.",
        ),
    ),
    (
        re.compile(r"com\.samsung\.s?health\.", re.IGNORECASE),
        KnownKind(
            "a table of Samsung Health without heart rate",
            "Heart rate is in com.samsung.shealth.tracker.heart_rate and in the folder jsons of the same export.",
        ),
    ),
    (re.compile(r'\{\s*["}]|\[\s*[\[{"\d\]-]'), KnownKind("a JSON file of another kind", _ORIGINAL)),
    (
        re.compile(re.escape(WFDB_HEADER)),
        KnownKind("the header of a WFDB record", "It is read with the .atr or .qrs of the record beside it."),
    ),
)
START_LINES = 20
_WFDB_HEADER = re.compile(r"\S+ +\d+ +\d")


def known_kind(head: FileHead) -> KnownKind | None:
    """What a file that no reader claims is, or None.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.

    Returns
    -------
    KnownKind | None
    """
    if is_own_data(head.data) or is_own_page(head.data):
        return OWN_REPORT
    if head.suffix in (".rdata", ".rda", ".rds"):
        return R_DATA  # packed by xz or bzip2, so its own first bytes are hidden
    for magic, kind in _MAGIC:
        if head.data.startswith(magic):
            return kind
    if head.data[257:262] == b"ustar":
        return KnownKind("a tar archive", "Unpack it, and bring the files or a .zip.")
    if not head.is_text:
        return KnownKind("a binary file of unknown kind", _ORIGINAL)
    start = "\n".join(head.lines[:START_LINES]).lstrip()
    if head.suffix == ".hea" and _WFDB_HEADER.match(start):
        start = WFDB_HEADER
    return next((kind for pattern, kind in _WORDS if pattern.match(start)), None)
