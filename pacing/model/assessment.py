"""All that a report or the history may see of one session or one run, and what is said of files that were refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pacing.errors import PacingError
from pacing.internal_errors import REPORT_IT
from pacing.model.cleaned import Cleaned
from pacing.model.exceedance import Day, Exceedance, Limit
from pacing.model.longitudinal import NOTHING_SAID, Felt, Season, SymptomScore
from pacing.model.measurement import Finding, Measurement
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phases
from pacing.model.recording import Recording


@dataclass(frozen=True, slots=True)
class Program:
    """Which program made an assessment."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Assessment:
    """One session, read, cleaned, divided, measured and judged.

    `limit_advice`: why there is no limit, and how to set one; None when there is a limit. `other_limits`: what other
    pacing rules would give this person, for a clinician to see beside the limit; empty where nobody asked. `days`: an
    all-day recording, judged day by day; empty for a session. `symptoms`: what a diary says of the days around the
    session, for a clinician; empty where none was asked for. `felt`: what the person said of it. `profile_name`: the
    file in which the person said what holds for all their sessions; None where there was none.
    """

    recording: Recording
    cleaned: Cleaned
    phases: Phases
    person: Person
    conditions: Conditions
    measurements: tuple[Measurement, ...]
    limit: Limit | None
    limit_advice: str | None
    exceedance: Exceedance | None
    findings: tuple[Finding, ...]
    program: Program
    other_limits: tuple[Limit, ...] = ()
    days: tuple[Day, ...] = ()
    symptoms: tuple[SymptomScore, ...] = ()
    felt: Felt = NOTHING_SAID
    profile_name: str | None = None

    def __repr__(self) -> str:
        """In one line: what it is of, how much could be measured, and the verdict where there is one."""
        there = sum(measurement.value is not None for measurement in self.measurements)
        verdict = "" if self.exceedance is None else f", {self.exceedance.verdict}"
        return f"<Assessment of {self.recording!r}: {there} of {len(self.measurements)} numbers{verdict}>"

    @property
    def session_id(self) -> str:
        """Stable id: from the file's hash and the session's place in it."""
        return f"{self.recording.source.sha256[:16]}-{self.recording.source.place}"

    def measurement(self, index_id: str) -> Measurement | None:
        """The measurement of one index, or None when it was not asked for."""
        for measurement in self.measurements:
            if measurement.index.id == index_id:
                return measurement
        return None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a member of an archive, that could not be read (or only partly): said in one sentence and a hint."""

    file_name: str
    error: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Everything one run of the program found: the sessions, in order, and what was refused.

    `label`, `printed`: whose report it is and when it was printed, where that was given; a label is shown, never read.
    `since`: the day from which on it tells, where only a part was asked for. `season`: what a whole history says beside
    its sessions; None for a run over files.
    """

    sessions: Sequence[Assessment]
    refused: tuple[Refusal, ...]
    person: Person
    program: Program
    season: Season | None = None
    since: date | None = None
    label: str = ""
    printed: date | None = None

    def from_day(self, since: date | None) -> "Outcome":
        """What of it lies on a day or after it: sessions that began then, and the days of all-day recordings.

        Sessions without a date are left out.

        Parameters
        ----------
        since
            The first day; None: all of it.
        """
        if since is None:
            return self
        sessions = tuple(_from_day(session, since) for session in self.sessions)
        return replace(self, sessions=tuple(s for s in sessions if s is not None), since=since)


def _from_day(session: Assessment, since: date) -> Assessment | None:
    began = session.recording.began
    days = tuple(day for day in session.days if day.day is not None and day.day >= since)
    if days:
        return replace(session, days=days)
    return session if began is not None and began.date() >= since else None


def damaged_files(sessions: Sequence[Assessment]) -> tuple[Refusal, ...]:
    """Files of which only a part could be saved, each with what was lost."""
    damaged = {s.recording.source.file_name: s.recording.source.damage for s in sessions}
    return tuple(
        Refusal(name, "DamagedFileError", damage, "What could be read was used; export the file again if you can.")
        for name, damage in damaged.items()
        if damage
    )


def refusal_of(name: str, error: PacingError) -> Refusal:
    """A file refused for a reason the person can do something about."""
    return Refusal(name, type(error).__name__, error.message, error.hint)


def internal_error(name: str, error: BaseException) -> Refusal:
    """A file on which the program itself failed, or the memory ran out: said as such, never the person's fault."""
    if isinstance(error, MemoryError):
        hint = "Bring it in smaller parts, or close other programs."
        return Refusal(name, "TooLargeError", "Reading this file takes more memory than this computer can give.", hint)
    return Refusal(
        name,
        "InternalError",
        f"The program made a mistake with this file ({type(error).__name__}); nothing was calculated from it.",
        REPORT_IT,
    )


def process_ended(name: str, how: str) -> Refusal:
    """A file whose process ended while it was read, twice."""
    return Refusal(
        name,
        "InternalError",
        f"The process that read this file ended twice ({how}); nothing was calculated from it.",
        "Is there enough memory? Other programs may need it; try the file on its own.",
    )
