"""What a batch adds to the summary: counts and histograms, small enough to be kept with every batch and added up."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pacing.model.assessment import Assessment

COUNTERS = ("refused", "sensors", "kinds", "verdicts", "values")


@dataclass(frozen=True, slots=True)
class Distribution:
    """A histogram with fixed ends: of one index, or of a fact of the session (`index_id` None).

    `bins`: how many between `low` and `high`; what lies outside is counted at the nearer end.
    """

    id: str
    title: str
    unit: str
    low: float
    high: float
    bins: int

    def place(self, value: float) -> int:
        """The bin of a value.

        Examples
        --------
        >>> one = Distribution("x", "X", "s", 0.0, 10.0, 5)
        >>> one.place(-3.0), one.place(4.0), one.place(10.0), one.place(99.0)
        (0, 2, 4, 4)
        """
        return min(max(bisect_right(self.ends, value) - 1, 0), self.bins - 1)

    @property
    def ends(self) -> list[float]:
        """Where bins begin, and where the last one ends."""
        return [self.low + (self.high - self.low) * n / self.bins for n in range(self.bins + 1)]


MEASURED, LENGTH, ABOVE = "measured_share", "duration_min", "above_min"
DISTRIBUTIONS: tuple[Distribution, ...] = (
    Distribution(MEASURED, "Share of the session with a usable heart rate", "%", 0.0, 100.0, 20),
    Distribution(LENGTH, "Length of the session", "min", 0.0, 120.0, 24),
    Distribution(ABOVE, "Time above the limit", "min", 0.0, 60.0, 20),
    Distribution("hr_rest", "Resting heart rate", "bpm", 40.0, 120.0, 20),
    Distribution("hr_peak", "Highest heart rate", "bpm", 60.0, 200.0, 28),
    Distribution("hr_recovery_60", "Heart-rate recovery in one minute", "bpm", -10.0, 70.0, 20),
    Distribution("hrv_rmssd", "RMSSD", "ms", 0.0, 120.0, 24),
)
BY_ID: Mapping[str, Distribution] = {one.id: one for one in DISTRIBUTIONS}


@dataclass(slots=True)
class PersonTally:
    """What was counted of one person; days as ISO dates, "" for none."""

    files: int = 0
    sessions: int = 0
    refused: int = 0
    recorded_s: float = 0.0
    above_s: float = 0.0
    judged: int = 0
    flagged: int = 0
    first_day: str = ""
    last_day: str = ""

    def add_session(self, session: Assessment) -> None:
        """Count a session."""
        self.sessions += 1
        self.recorded_s += session.recording.duration_s * session.cleaned.coverage.measured_share
        if session.exceedance is not None:
            self.judged += 1
            self.flagged += session.exceedance.flagged
            self.above_s += session.exceedance.time_above_s
        if session.recording.began is not None:
            self.add_days(session.recording.began.date().isoformat(), session.recording.began.date().isoformat())

    def add_days(self, first: str, last: str) -> None:
        """Widen the span of days; "" adds nothing."""
        self.first_day = min(filter(None, (self.first_day, first)), default="")
        self.last_day = max(self.last_day, last)

    def add(self, other: "PersonTally") -> None:
        """Add what was counted elsewhere."""
        self.files += other.files
        self.sessions += other.sessions
        self.refused += other.refused
        self.recorded_s += other.recorded_s
        self.above_s += other.above_s
        self.judged += other.judged
        self.flagged += other.flagged
        self.add_days(other.first_day, other.last_day)


@dataclass(slots=True)
class Tally:
    """Counts over any number of files. `values`: by index, how many sessions have it; `reasons`: why others have not.

    `bins`: by distribution, how many sessions lie in each bin.
    """

    people: dict[str, PersonTally] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    sensors: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    bins: dict[str, list[int]] = field(default_factory=lambda: {one.id: [0] * one.bins for one in DISTRIBUTIONS})

    def person(self, name: str) -> PersonTally:
        """What was counted of a person."""
        return self.people.setdefault(name, PersonTally())

    def add_session(self, person: str, session: Assessment) -> None:
        """Count a session of a person."""
        self.person(person).add_session(session)
        self.sensors[session.recording.source.sensor.value] += 1
        self.kinds[session.recording.kind.value] += 1
        self._bin(MEASURED, 100.0 * session.cleaned.coverage.measured_share)
        self._bin(LENGTH, session.recording.duration_s / 60.0)
        if session.exceedance is not None:
            self.verdicts[session.exceedance.verdict.value] += 1
            self._bin(ABOVE, session.exceedance.time_above_s / 60.0)
        for measurement in session.measurements:
            if measurement.value is not None:
                self.values[measurement.index.id] += 1
                self._bin(measurement.index.id, measurement.value)
            elif measurement.unavailable is not None:
                self.reasons.setdefault(measurement.index.id, Counter())[measurement.unavailable.value] += 1

    def _bin(self, name: str, value: float) -> None:
        if name in BY_ID:
            self.bins[name][BY_ID[name].place(value)] += 1

    def add(self, other: "Tally") -> None:
        """Add what was counted elsewhere."""
        for name, one in other.people.items():
            self.person(name).add(one)
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))
        for index, counts in other.reasons.items():
            self.reasons.setdefault(index, Counter()).update(counts)
        for name, more in other.bins.items():
            self.bins[name] = [mine + theirs for mine, theirs in zip(self.bins[name], more, strict=True)]

    def document(self) -> dict[str, Any]:
        """The counts as plain data."""
        return {
            "people": {name: asdict(one) for name, one in self.people.items()},
            **{name: dict(getattr(self, name)) for name in COUNTERS},
            "reasons": {name: dict(counts) for name, counts in self.reasons.items()},
            "bins": self.bins,
        }


def tally_from(document: Mapping[str, Any]) -> Tally:
    """The counts from what `document` gave."""
    return Tally(
        people={name: PersonTally(**one) for name, one in document["people"].items()},
        **{name: Counter(document[name]) for name in COUNTERS},
        reasons={name: Counter(counts) for name, counts in document["reasons"].items()},
        bins=document["bins"],
    )


def added_up(tallies: Iterable[Tally]) -> Tally:
    """All counts together."""
    result = Tally()
    for one in tallies:
        result.add(one)
    return result
