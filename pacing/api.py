"""The program from Python: `assess` gives a result that shows itself, and turns into plain data or tables."""

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacing.codec import encode, finite, outcome_document
from pacing.model.assessment import Assessment, Outcome
from pacing.model.person import Correction, Posture, Sex
from pacing.pipeline import assess_paths, collect_outcome
from pacing.plural import plural
from pacing.settings import Settings, request_from

if TYPE_CHECKING:
    import pandas as pd

    from pacing.model.recording import Recording


COLUMNS = ("session", "start", "index", "value", "low", "high", "unit", "unavailable")


class Result:
    """What was found in some files: sessions in order, and what was refused.

    Iterate over it for the sessions; a notebook shows it as the patient's page. `outcome` holds all of it.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    @property
    def sessions(self) -> tuple[Assessment, ...]:
        """The sessions, in order."""
        return self.outcome.sessions

    @property
    def refused(self) -> Mapping[str, str]:
        """Why each refused file was refused, by its name; files that share a name are all in `outcome.refused`."""
        return {refusal.file_name: f"{refusal.message} {refusal.hint}" for refusal in self.outcome.refused}

    def __len__(self) -> int:
        return len(self.sessions)

    def __iter__(self) -> Iterator[Assessment]:
        return iter(self.sessions)

    def __getitem__(self, place: int) -> Assessment:
        return self.sessions[place]

    def __repr__(self) -> str:
        sessions = plural(len(self), "{} session", "{} sessions")
        refused = plural(len(self.outcome.refused), "{} file refused", "{} files refused")
        return f"<{sessions}, {refused}>"

    def to_dict(self) -> dict[str, Any]:
        """The document of the command line's `--format json`."""
        return outcome_document(self.outcome)

    def to_frame(self) -> "pd.DataFrame":
        """One row a measurement: session, start, index, value, low, high, unit, and why it is unavailable."""
        import pandas as pd  # noqa: PLC0415 - costs half a second, and only tables need it

        return pd.DataFrame(
            [
                {
                    "session": session.session_id,
                    "start": session.recording.start,
                    "index": measurement.index.id,
                    "value": finite(measurement.value),
                    "low": finite(measurement.low),
                    "high": finite(measurement.high),
                    "unit": measurement.index.unit,
                    "unavailable": encode(measurement.unavailable),
                }
                for session in self
                for measurement in session.measurements
            ],
            columns=list(COLUMNS),
        )

    def to_html(self, audience: str = "patient") -> str:
        """The report as one self-contained page, for `patient` or `clinician`."""
        from pacing.report.document import Audience  # noqa: PLC0415 - loads the drawing
        from pacing.report.render import render_report  # noqa: PLC0415

        return render_report(self.outcome, "html", Audience(audience)).decode("utf-8")

    def _repr_html_(self) -> str:
        page = html.escape(self.to_html(), quote=True)
        return f'<iframe title="Report" srcdoc="{page}" style="width:100%;height:40em;border:0"></iframe>'


def read_recordings(path: Path | str, time_zone: str | None = None) -> "tuple[Recording, ...]":
    """The recordings of a file, an archive or a folder as the device wrote them, nothing cleaned.

    Parameters
    ----------
    path
        A file, an archive or a folder.
    time_zone
        The zone of clocks that do not name theirs, such as `Europe/Berlin`; None: they stay without one.

    Returns
    -------
    tuple of Recording
        In the order in which the files hold them.

    Warns
    -----
    RefusedFileWarning
        A file was refused while others were read; says which, why and what to do.

    Raises
    ------
    ReadError
        Nothing could be read; says why and what to do.
    """
    from pacing.read.read import read_recordings as read  # noqa: PLC0415 - loaded when first called
    from pacing.read.reader import ReadOptions  # noqa: PLC0415

    return read(Path(path), ReadOptions(time_zone=time_zone))


def assess(
    *paths: Path | str,
    profile: Path | str | None = None,
    limit: float | None = None,
    rule: str | None = None,
    age: float | None = None,
    sex: str | None = None,
    resting: float | None = None,
    maximum: float | None = None,
    phases: str | None = None,
    recovery_posture: str | None = None,
    maximal_test: bool = False,
    timezone: str | None = None,
    dialect: str | None = None,
    hrv_window: str | tuple[float, float] = "standard",
    correction: str = "lipponen",
    compat: str | None = None,
    decoder: str = "columns",
    jobs: int = 1,
) -> Result:
    """Everything found in files, folders or archives: what `pacing report` finds, by the same words.

    Parameters
    ----------
    paths
        Files, folders or archives.
    profile
        The person's TOML file; the other arguments win over it.
    limit, rule
        The limit the person chose [bpm], or a pacing rule; not both.
    age, sex, resting, maximum
        Years; `female` or `male`; resting heart rate and measured maximum [bpm].
    phases
        Such as `exercise=300-1500,recovery=1500-1800` [s]; None: found.
    recovery_posture
        `lying`, `sitting`, `standing` or `walking`.
    maximal_test
        A clinician ran the session as a maximal test.
    timezone, dialect, decoder
        How files are read: the zone of clocks without one, the CSV dialect, `columns` or `fitparse`.
    hrv_window, correction, compat
        `standard`, `whole` or a stretch such as `60-360` or `(60, 360)` [s]; `lipponen`, `threshold` or `none`; the
        settings of another program.
    jobs
        How many processes read at once.

    Raises
    ------
    ProfileError, PhasesError, UsageError
        The profile, or one of the arguments, is impossible.
    ValueError
        `sex`, `recovery_posture` or `correction` is none of its words.

    Examples
    --------
    >>> found = assess("no such file.fit", limit=110)
    >>> found
    <0 sessions, 1 file refused>
    >>> found.refused["no such file.fit"]
    'There is no such file or folder. Check the name and the folder.'
    """
    request = request_from(
        Settings(
            profile=None if profile is None else Path(profile),
            limit=limit,
            rule=rule,
            age=age,
            sex=None if sex is None else Sex(sex),
            resting=resting,
            maximum=maximum,
            phases=phases,
            posture=None if recovery_posture is None else Posture(recovery_posture),
            maximal_test=maximal_test,
            timezone=timezone,
            dialect=dialect,
            hrv_window=hrv_window if isinstance(hrv_window, str) else f"{float(hrv_window[0])}-{float(hrv_window[1])}",
            correction=Correction(correction),
            compat=compat,
            decoder=decoder,
        )
    )
    return Result(collect_outcome(assess_paths([Path(path) for path in paths], request, jobs), request))
