"""Calendar days as diaries write them; day and month are told apart by the whole column, or not at all."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from pacing.errors import HistoryError

NUMBERS = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=\D|$)")
ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
WEEKDAY = re.compile(r"^[A-Za-z]+day,?\s+")
CENTURY, MONTHS = 2000, 12


def day_reader(name: str, texts: Sequence[str]) -> Callable[[str], date | None]:
    """How the days of one column are read; a text that is no day gives None.

    `3/4/2026` is read day first or month first by the other days of the column: a number above 12 decides for all.
    With dots the day comes first, as everywhere that writes dots.

    Raises
    ------
    HistoryError
        Both orders are possible, or the column contradicts itself.

    Examples
    --------
    >>> day_reader("diary.csv", ["3/4/2026", "13/4/2026"])("3/4/2026")
    datetime.date(2026, 4, 3)
    """
    found = [match for text in texts if (match := NUMBERS.match(text.strip()))]
    first = max((int(match[1]) for match in found), default=0) > MONTHS
    second = max((int(match[3]) for match in found), default=0) > MONTHS
    if first and second:
        raise HistoryError(
            f"{name} writes some dates day first and some month first.", hint="Write them as 2026-05-31 and try again."
        )
    dotted = all(match[2] == "." for match in found)
    same = all(match[1] == match[3] for match in found)
    if found and not (first or second or dotted or same):
        raise HistoryError(
            f"{name} writes dates such as {found[0][0]}, which could be day or month first.",
            hint="Write them as 2026-05-31, or bring a longer diary in which a day above 12 decides.",
        )
    return lambda text: _day(text.strip(), month_first=second)


def _day(text: str, *, month_first: bool) -> date | None:
    match = NUMBERS.match(text)
    try:
        if match is not None:
            day, month = (int(match[3]), int(match[1])) if month_first else (int(match[1]), int(match[3]))
            return date(int(match[4]) + (CENTURY if len(match[4]) == len("26") else 0), month, day)
    except ValueError:
        return None
    words = ORDINAL.sub("", WEEKDAY.sub("", text)).replace(",", "").partition("T")[0]
    for form in FORMS:
        for shown in (words, words.rpartition(" ")[0]):
            try:
                return datetime.strptime(shown, form).date()  # noqa: DTZ007 - a calendar day has no zone
            except ValueError:
                continue
    return None
