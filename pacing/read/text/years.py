"""Years that no recording can be of, as an unset clock writes them, and what is said of such a date."""

import re

WRITTEN_FIRST_YEAR, WRITTEN_LAST_YEAR = 1971, 2100  # design: 1970 is computers' zero; no recording is older or later
DATE_LEFT_OUT = "The date in the file cannot be; it was left out."
SET_CLOCK = (
    "The clock of the device or app was not set when this was recorded: set it before the next session. A table can be "
    "read if its times are written as seconds since the start, in a column time_s."
)
_LONGEST_EXAMPLE = 40  # characters of a date that a sentence quotes
_YEAR = re.compile(
    r"^\D*(?P<first>\d{4})[-/. ]\d{1,2}[-/. ]\d{1,2}(?!\d)|(?<!\d)\d{1,2}[-/. ]\d{1,2}[-/. ](?P<last>\d{4})(?!\d)"
    r"|^(?P<packed>\d{4})\d{4}(?:[tT_ -]?\d{6}[zZ]?)?$"
)


def impossible_year(text: str) -> bool:
    """Whether a date with a year of four digits stands in the text, and that year cannot be.

    Parameters
    ----------
    text
        A text as the file writes it.

    Returns
    -------
    bool

    Examples
    --------
    >>> impossible_year("0001-01-01T00:00:00Z"), impossible_year("1.1.1601"), impossible_year("19000101")
    (True, True, True)
    >>> impossible_year("2026-03-14"), impossible_year("1/1/01"), impossible_year("00:00:01")
    (False, False, False)
    """
    result = _YEAR.search(text)
    year = (
        next((int(group) for group in result.groups() if group), WRITTEN_FIRST_YEAR) if result else WRITTEN_FIRST_YEAR
    )
    return not WRITTEN_FIRST_YEAR <= year <= WRITTEN_LAST_YEAR


def why_impossible(text: str) -> str:
    """The sentence that refuses a file whose times are all of such a year.

    Parameters
    ----------
    text
        A text as the file writes it.

    Returns
    -------
    str
    """
    return f'The times in the file, such as "{text[:_LONGEST_EXAMPLE]}", are of a year that no recording can be of.'


def date_remarks(text: str) -> tuple[str, ...]:
    """What is to be said of a recording whose start is left out because of its year.

    Parameters
    ----------
    text
        A text as the file writes it.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    return (DATE_LEFT_OUT,) if impossible_year(text) else ()
