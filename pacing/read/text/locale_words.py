"""Words of clocks and dates in every language of the Unicode locale data (CLDR, through Babel).

Loaded only where a cell holds a word that is not understood otherwise: the whole of it takes about a second.
"""

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# blanks and marks of writing direction that phones and spreadsheets put between a time and its words
BLANKS = re.compile("[\u00a0\u1680\u2000-\u200b\u200e\u200f\u202a-\u202f\u205f\u2066-\u2069\u3000\ufeff]")
# signs between the numbers of a date in Chinese, Japanese and Korean: year, month, day
DATE_SIGNS = re.compile("[年月日년월일]")
SHORTEST_BEFORE = 4  # design: shorter plain words before a time are weekdays and prepositions as often
_LETTER = r"[^\W\d_]"


def plain_blanks(text: bytes) -> bytes:
    r"""The cell with every unusual blank, and the signs between the numbers of a date, as plain blanks of equal length.

    Parameters
    ----------
    text
        The text as written.

    Returns
    -------
    The cell, of the same length in bytes.

    Examples
    --------
    >>> plain_blanks("7:57\u202fam".encode())
    b'7:57   am'
    """
    if text.isascii():
        return text
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        return text
    for signs in (BLANKS, DATE_SIGNS):
        decoded = signs.sub(lambda match: " " * len(match.group().encode()), decoded)
    return decoded.encode()


def split_half_day(text: bytes) -> tuple[bytes, str] | None:
    """A cell without the word for its half of the day, blanks of equal length in its place, and `a` or `p`.

    None where no such word of any language stands beside its time.

    Parameters
    ----------
    text
        The text as written.

    Returns
    -------
    The cell without the word, and `a` or `p`; or None.

    Examples
    --------
    >>> split_half_day("2026/6/1 下午 3:04".encode())
    (b'2026/6/1        3:04', 'p')
    >>> split_half_day(b"2026/6/1 3:04 nm")
    (b'2026/6/1 3:04   ', 'p')
    """
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        return None
    after, before = _patterns()
    result = after.search(decoded) or before.search(decoded)
    if result is None:
        return None
    begin, end = result.span("word")
    half = half_days()[_folded(result["word"])]
    blanked = decoded[:begin] + " " * len(result["word"].encode()) + decoded[end:]
    return blanked.encode(), half


@cache
def half_days() -> MappingProxyType[str, str]:
    """`a` or `p` for each word of any language for a half of the day; words that mean either are left out."""
    result: dict[str, set[str]] = {}
    for locale in _locales():
        for form in locale.day_periods.values():
            for words in form.values():
                for half in ("am", "pm"):
                    if half in words:
                        result.setdefault(_folded(words[half]), set()).add(half[0])
    # a single plain letter is a unit or a zone as often
    unambiguous = {
        word: halves.pop()
        for word, halves in result.items()
        if len(halves) == 1 and (len(word) > 1 or not word.isascii())
    }
    return MappingProxyType(unambiguous)


@cache
def months() -> MappingProxyType[str, int]:
    """Number of the month for each of its names, long and short; names that mean different months are left out."""
    result: dict[str, set[int]] = {}
    for locale in _locales():
        for form in locale.months.values():
            for width in ("wide", "abbreviated"):
                for number, name in form.get(width, {}).items():
                    result.setdefault(_folded(name), set()).add(int(number))
    return MappingProxyType(
        {name: numbers.pop() for name, numbers in result.items() if len(numbers) == 1 and not name.isdigit()}
    )


@cache
def weekdays() -> frozenset[str]:
    """Names of weekdays, long and short."""
    return frozenset(
        _folded(name)
        for locale in _locales()
        for form in locale.days.values()
        for width in ("wide", "abbreviated")
        for name in form.get(width, {}).values()
    )


def folded_word(word: str) -> str:
    """A word as the tables here hold it: lower case, without points and blanks around.

    Parameters
    ----------
    word
        A word as it is written.

    Returns
    -------
    str

    Examples
    --------
    >>> folded_word("Dez."), folded_word("μ.μ.")
    ('dez', 'μ.μ')
    """
    return _folded(word)


def _folded(word: str) -> str:
    return " ".join(BLANKS.sub(" ", word).casefold().split()).rstrip(".")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A time with a word for its half of the day after it, and before it."""
    words = sorted(half_days(), key=len, reverse=True)

    def either(members: list[str]) -> str:
        spelled = (r"\s*".join(re.escape(piece) for piece in word.split()) for word in members)
        return rf"(?P<word>(?:{'|'.join(spelled)})\.?)"

    time = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    early = [word for word in words if not word.isascii() or "." in word or len(word) >= SHORTEST_BEFORE]
    early += ["de", "du"]  # Hungarian, whose words stand before the time with a point behind
    flags = re.IGNORECASE
    return (
        re.compile(rf"{time}\s*{either(words)}(?!{_LETTER})", flags),
        re.compile(rf"(?<!{_LETTER}){either(early)}\s*(?={time})", flags),
    )


@cache
def _locales() -> tuple["Locale", ...]:
    from babel import Locale  # noqa: PLC0415 - heavy, rarely needed
    from babel.localedata import locale_identifiers  # noqa: PLC0415

    return tuple(Locale.parse(name) for name in sorted(locale_identifiers()) if name != "root" and "_" not in name)
