"""Words for the summary of many people: counts in whole sentences, reasons of refusals, what changed."""

from collections.abc import Mapping

from pacing.plural import plural
from pacing.report.wording.format_numbers import share_text

REFUSED_FOR: Mapping[str, str] = {
    "UnknownFormatError": "Nothing here can read this kind of file",
    "AmbiguousFormatError": "Two kinds of file look the same here",
    "DamagedFileError": "The file is broken",
    "NoHeartRateError": "The file holds no heart rate",
    "TooLargeError": "The file asks for too much",
    "UnitError": "The unit or the clock of a column cannot be decided",
    "InternalError": "The program failed at it",
    "ReadError": "It cannot be opened as a file",
    "PhasesError": "The given phases do not fit",
}
VERDICTS: Mapping[str, str] = {
    "within": "Within the limit",
    "brief": "Above it briefly",
    "sustained": "Above it for two minutes or more at a stretch",
    "dose": "Above it by its dose",
    "cannot_judge": "Cannot be judged",
}
SENSORS: Mapping[str, str] = {"strap": "Chest strap", "optical": "Optical sensor", "unknown": "Not known"}
KINDS: Mapping[str, str] = {"activity": "Session", "day": "All-day recording", "beats": "Heartbeat recording"}
CHANGES: Mapping[str, str] = {
    "higher": "Higher",
    "lower": "Lower",
    "within_usual": "Within the usual",
    "not_enough": "Not enough sessions",
}
ANSWERS: Mapping[str, str] = {
    "link_seen": "Worse after exertion",
    "no_link_seen": "No link stands out",
    "not_enough": "Not enough days",
}
ASKED_OF: Mapping[str, str] = {"symptoms": "Symptoms", "nights": "Nights and resting rates"}
NOT_JUDGED = (
    "This page counts and describes; it ranks nobody. Each person is held against their own limit and their own usual"
    " range."
)
BINS_KEY = "Each bar counts sessions; what lies beyond an end is counted in the last bar there."
TRENDS_KEY = "Each person's own comparable sessions, the last four against the first four, beyond that person's noise."
TWICE = (
    "{} session is a second recording of the same time. The table doubles lists it, and the counts above hold both.",
    "{} sessions are second recordings of the same time. The table doubles lists them, and the counts above hold both.",
)


def title_text(people: int) -> str:
    """What the page is called."""
    return plural(people, "A cohort of {} person", "A cohort of {} people")


def lead_text(files: int, people: int, sessions: int, refused: int) -> str:
    """The one sentence to read first.

    Examples
    --------
    >>> lead_text(2000, 40, 1990, 1)
    'In 2,000 files of 40 people, 1,990 sessions were read; 1 file was refused.'
    """
    looked = plural(files, "In {} file of", "In {} files of")
    of = plural(people, "{} person", "{} people")
    read = plural(sessions, "{} session was read", "{} sessions were read")
    refusals = "no file was refused" if not refused else plural(refused, "{} file was refused", "{} files were refused")
    return f"{looked} {of}, {read}; {refusals}."


def counted_share(count: int, of: int) -> str:
    r"""A count with its share.

    Examples
    --------
    >>> counted_share(5, 20), counted_share(0, 0)
    ('5 (25\xa0%)', '0')
    """
    return f"{count:,} ({share_text(count / of)})".replace(" %", "\u00a0%") if of else f"{count:,}"
