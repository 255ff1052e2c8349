"""How a clock reading is written: from the shape of a cell to the places of its day, month and hour."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pacing.read.text.locale_words import folded_word, months, plain_blanks, split_half_day, weekdays

_MONTHS = (
    ("jan", "ene", "gen", "sty"),
    ("feb", "fév", "fev", "lut"),
    ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "maj", "mei", "mag"),
    ("jun", "juin", "giu", "cze"),
    ("jul", "juil", "lug", "lip"),
    ("aug", "aoû", "aou", "ago", "sie"),
    ("sep", "set", "wrz"),
    ("oct", "okt", "ott", "out", "paź"),
    ("nov", "lis"),
    ("dec", "dez", "déc", "dic", "gru"),
)
_TWO_MONTHS = frozenset({"lip", "lis", "listopad", "listopada"})  # Croatian months, one before the Polish or Czech
_ENGLISH = frozenset(
    {
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "sept",
    }
)
_ENGLISH_DAYS = frozenset(
    {
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    }
)
# words that stand in a written date beside day, month and year
_BESIDE = frozenset(
    {"de", "del", "da", "at", "um", "kl", "klo", "om", "le", "\u0433", "st", "nd", "rd", "th", "tháng", "ngày", "năm"}
)
_TOKEN = re.compile(r"\d+|[A-Za-z\x80-\xff]+|.", re.DOTALL)
_TIME = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,:](?P<f>\d{1,9}))?)?\s*(?P<half>[ap]\.?\s*m\b\.?)?"
# letters for a zone stand for several zones in the world: the reading stays one of a local clock
_LETTERS = r"(?:\s(?:[ecmp][sd]t|cest|cet|mesz|mez|eest|eet|west|wet|bst|ist|a[ekcw][sd]t|nz[sd]t))?"
_CLOCK = re.compile(
    _TIME + r"\s*(?P<zone>z|utc|gmt)?\s*(?:(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2})?)?\)?" + _LETTERS + "$",
    re.IGNORECASE,
)
_CLOCK_BEFORE = re.compile(  # a date, or the rest of one, stands behind it
    _TIME + r"\s*(?P<zone>utc|gmt)?(?:(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2})?)?" + _LETTERS + r"(?=,?\s+\S)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<=[ tT])(?P<h>\d{1,2})\.(?P<m>\d{2})\.(?P<s>\d{2})$")  # behind a date only: alone it is a date
_WORDS_BEFORE = re.compile(r"\s*([^\d,.:/]+[ -][^\d,.:/]+?),?\s+(?=\d)")  # two words or more
_WORD = re.compile(rb"[A-Za-z\x80-\xff]")
_COLON_TIME = re.compile(rb"\d:\d\d")
_COMPACT = re.compile(
    r"^(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})(?:[t_ -]?(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2}))?"
    r"(?:(?P<z>z)|(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2}))?$",
    re.IGNORECASE,
)
_DASHED = re.compile(  # as times stand in names of files
    r"^(?P<y>\d{4})-(?P<mo>\d{2})-(?P<d>\d{2})[ T_](?P<h>\d{2})-(?P<m>\d{2})-(?P<s>\d{2})(?P<z>z)?$", re.IGNORECASE
)
# the name of a zone behind an offset or a Z that says the same, and a Z written twice
_ZONE_NAMED_TOO = re.compile(r"(?<=[\dzZ])\s*(?:\[[A-Za-z_/+-]+\]|\([A-Za-z .]+\))\s*$")
_TWICE_Z = re.compile(r"(?<=\dz)z$", re.IGNORECASE)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the digits of a shape stand (byte spans); `dates`: three spans in the order written, or two and a month."""

    dates: tuple[Span, ...]
    month: int | None
    separator: str
    hour: Span | None
    minute: Span | None
    second: Span | None
    fraction: Span | None
    half: str
    zone: str
    offset: tuple[Span, Span | None, int] | None
    month_unsure: bool = False

    @property
    def year_first(self) -> bool:
        """Whether the first number of the date has four digits."""
        return bool(self.dates) and self.dates[0][1] - self.dates[0][0] == 4

    @property
    def ambiguous(self) -> bool:
        """Whether day and month can only be known by their values."""
        return len(self.dates) == 3 and not self.year_first and self.month is None and self.separator != "."


@lru_cache(maxsize=1024)
def plan_of(shape: bytes) -> Plan | None:
    """How to read a cell of this shape (its digits do not matter), or None when it is no clock reading.

    Parameters
    ----------
    shape
        A cell with each digit as 9.

    Returns
    -------
    Which digits are what, or None.
    """
    plain = plain_blanks(shape)
    plan = _plan_of(plain.decode("latin-1"))  # one character a byte: spans stay byte spans
    if plan is not None or not _WORD.search(plain) or not _COLON_TIME.search(plain):
        return plan
    split = split_half_day(plain)
    if split is None:
        return None
    plan = _plan_of(split[0].decode("latin-1"))
    return None if plan is None else replace(plan, half=split[1])


def _plan_of(text: str) -> Plan | None:
    for again in (_ZONE_NAMED_TOO, _TWICE_Z):
        text = again.sub("", text)
    compact = _COMPACT.match(text) or _DASHED.match(text)
    if compact:
        return _compact_plan(compact)
    text = _without_weekday(text.rstrip(" "))
    clock = _CLOCK.search(text)
    if clock is None and (clock := _CLOCK_BEFORE.search(text)) is not None:
        blanked = text[: clock.start()] + " " * (clock.end() - clock.start()) + text[clock.end() :]
        return _dated_plan(blanked, clock)
    if clock is None:
        dotted = _DOTTED.search(text)
        return _dated_plan(text, None) if dotted is None else _dotted_plan(text, dotted)
    return _dated_plan(text[: clock.start()], clock)


def _dotted_plan(text: str, result: re.Match[str]) -> Plan | None:
    """Plan of a date before a time of day with points between its numbers."""
    day = _dated_plan(text[: result.start()], None)
    if day is None:
        return None
    return replace(day, hour=result.span("h"), minute=result.span("m"), second=result.span("s"))


def _without_weekday(text: str) -> str:
    """The text with blanks in place of a weekday of several words before its first number."""
    result = _WORDS_BEFORE.match(text)
    if result is None:
        return text
    decoded = result[1].encode("latin-1", "ignore").decode("utf-8", "ignore")
    return " " * result.end(1) + text[result.end(1) :] if folded_word(decoded) in weekdays() else text


def _compact_plan(result: re.Match[str]) -> Plan:
    timed = result["h"] is not None
    hours = result.span("oh") if result.groupdict().get("oh") else None
    offset = None if hours is None else (hours, result.span("om"), 1 if result["sign"] == "+" else -1)
    return Plan(
        (result.span("y"), result.span("mo"), result.span("d")),
        None,
        "",
        result.span("h") if timed else None,
        result.span("m") if timed else None,
        result.span("s") if timed else None,
        None,
        "",
        "z" if result["z"] else "",
        offset,
    )


def _dated_plan(before: str, clock: re.Match[str] | None) -> Plan | None:
    """Plan from the text before the time of day and the time of day itself."""
    numbers: list[Span] = []
    month: int | None = None
    unsure = False
    separator = ""
    position = 0
    for piece in _TOKEN.findall(before):
        if piece.isdigit():
            numbers.append((position, position + len(piece)))
        elif len(piece) > 1:
            if month is None:
                month = _month(piece)
                unsure = month is not None and folded_word(piece) in _TWO_MONTHS
            if month is None and not _is_weekday(piece):
                return None
        elif piece in "/.-" and not separator:
            separator = piece
        elif piece not in " ,/.-_tT(":
            return None
        position += len(piece)
    if not _complete(numbers, month, clock):
        return None
    if clock is None:
        return Plan(tuple(numbers), month, separator, None, None, None, None, "", "", None, unsure)
    return replace(_timed_plan(tuple(numbers), month, separator, clock), month_unsure=unsure)


def _timed_plan(numbers: tuple[Span, ...], month: int | None, separator: str, clock: re.Match[str]) -> Plan:
    def span(name: str) -> Span | None:
        return clock.span(name) if clock[name] else None

    hours = span("oh")
    offset = None if hours is None else (hours, span("om"), 1 if clock["sign"] == "+" else -1)
    half = (clock["half"] or "").casefold()[:1]
    zone = clock["zone"] or ""
    return Plan(numbers, month, separator, span("h"), span("m"), span("s"), span("f"), half, zone, offset)


def _complete(numbers: list[Span], month: int | None, clock: re.Match[str] | None) -> bool:
    lengths = [stop - start for start, stop in numbers]
    if not numbers and month is None:
        return clock is not None
    if len(numbers) != (3 if month is None else 2):
        return False
    return all(length in (1, 2, 4) for length in lengths) and lengths.count(4) <= 1


def _month(word: str) -> int | None:
    """The month a word names; exact names of every language before the beginnings of words."""
    # UTF-8 read one character a byte: fold it back before comparing
    decoded = word.encode("latin-1", "ignore").decode("utf-8", "ignore") or word
    folded = folded_word(decoded)
    if folded in _BESIDE or folded in _ENGLISH_DAYS:
        return None
    beginning = next((number for number, names in enumerate(_MONTHS, start=1) if folded.startswith(names)), None)
    if beginning is not None and (folded in _ENGLISH or folded in _MONTHS[beginning - 1]):
        return beginning
    return months().get(folded, None if _is_weekday(word) else beginning)


def _is_weekday(word: str) -> bool:
    decoded = word.encode("latin-1", "ignore").decode("utf-8", "ignore") or word
    return word.casefold()[:2] in {"mo", "tu", "we", "th", "fr", "sa", "su", "di", "mi", "do", "so"} or (
        folded_word(decoded) in _BESIDE or folded_word(decoded) in weekdays()
    )
