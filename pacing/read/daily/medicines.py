"""Doses that a phone noted, as the moments that matter: when a medicine was begun, changed and left off."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LASTS_DAYS = 3  # design: a new amount counts from the third day that it holds
REGULAR_SHARE = 0.6  # design: taken on fewer of its days, a medicine is one for when it is needed
LEAST_DAYS = 5  # design: fewer days are a trial, not a treatment
LEFT_OFF_DAYS = 14  # design: as long as this without any, while others are noted on
_STRENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mg|µg|mcg|ug|g|ml|iu|units?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose that was taken: its day, the medicine as the phone names it, and how many of it."""

    day: date
    medicine: str
    count: float = 1.0


def dose_notes(doses: Iterable[Dose]) -> tuple[tuple[date, str, str], ...]:
    """Dated notes of when regular medicines were begun, changed in amount, and left off.

    Parameters
    ----------
    doses
        Only those that were taken, in any order.

    Returns
    -------
    tuple of (date, str, str)
        Day, kind (`treatment` or `dose`) and words, in order of day. A medicine for when it is needed gives none.

    Examples
    --------
    >>> taken = [Dose(date(2026, 5, day), "Naltrexone 1.5 mg", 1.0 if day < 15 else 2.0) for day in range(1, 31)]
    >>> [(day.day, kind, words) for day, kind, words in dose_notes(taken)]
    [(1, 'treatment', 'Naltrexone begun: 1.5 mg a day'), (15, 'dose', 'Naltrexone: 1.5 mg to 3 mg a day')]
    """
    by_medicine: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    units: dict[str, str] = {}
    last = date.min
    for dose in doses:
        name, amount, unit = _strength(dose.medicine)
        by_medicine[name][dose.day] += amount * dose.count
        units.setdefault(name, unit)
        last = max(last, dose.day)
    notes = [
        note for name, by_day in by_medicine.items() for note in _of_medicine(name, units[name], dict(by_day), last)
    ]
    return tuple(sorted(notes))


def _of_medicine(name: str, unit: str, by_day: dict[date, float], last: date) -> list[tuple[date, str, str]]:
    days = sorted(by_day)
    span = (days[-1] - days[0]).days + 1
    if len(days) < LEAST_DAYS or len(days) < REGULAR_SHARE * span:
        return []
    amount = by_day[days[0]]
    notes = [(days[0], "treatment", f"{name} begun: {_amount(amount, unit)} a day")]
    for index, day in enumerate(days):
        following = [by_day[later] for later in days[index : index + LASTS_DAYS]]
        if by_day[day] != amount and len(following) == LASTS_DAYS and len(set(following)) == 1:
            notes.append((day, "dose", f"{name}: {_amount(amount, unit)} to {_amount(by_day[day], unit)} a day"))
            amount = by_day[day]
    if (last - days[-1]).days >= LEFT_OFF_DAYS:
        notes.append((days[-1] + timedelta(days=1), "treatment", f"{name} left off"))
    return notes


def _strength(medicine: str) -> tuple[str, float, str]:
    """Name, amount and unit of `Naltrexone 1.5 mg tablet`; one of it where no strength is written."""
    result = _STRENGTH.search(medicine)
    if result is None:
        return medicine.strip(), 1.0, ""
    name = medicine[: result.start()].strip(" ,(-") or medicine.strip()
    return name, float(result[1].replace(",", ".")), result[2]


def _amount(amount: float, unit: str) -> str:
    return f"{amount:g} {unit}" if unit else f"{amount:g}"
