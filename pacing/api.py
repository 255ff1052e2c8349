"""The program from Python: `assess` gives a result that shows itself, and turns into plain data or tables."""

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacing.codec import encode, finite, outcome_document
from pacing.model.assessment import Assessment, Outcome
from pacing.model.cleaned import SampleState
from pacing.model.exceedance import Day
from pacing.pipeline import assess_paths, collect_outcome
from pacing.plural import plural
from pacing.settings import Words, request_from, require_one_of, settings_from, showing_settings

if TYPE_CHECKING:
    from typing import Unpack

    import pandas as pd

    from pacing.model.recording import Recording


SESSION_COLUMNS = (
    *("session", "file_name", "start", "sport", "kind", "duration_s", "sensor", "measured_share", "limit_bpm"),
    *("verdict", "flagged", "time_above_s", "time_above_low_s", "time_above_high_s", "longest_s", "dose_bpm_min"),
)
EXCURSION_COLUMNS = ("session", "start_s", "stop_s", "peak_bpm", "rest_after_s")
DAY_COLUMNS = (
    *("session", "day", "recorded_s", "verdict", "time_above_s", "night_bpm", "night_low_bpm", "night_high_bpm"),
)
COLUMNS = ("session", "start", "index", "value", "low", "high", "unit", "unavailable")


class Result:
    """The sessions of some files, in order, and the files that were refused, with the reasons.

    Iterate over it for the sessions; a notebook shows it as the patient's page. `outcome` holds all of it.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    @property
    def sessions(self) -> tuple[Assessment, ...]:
        """The sessions, in order."""
        return tuple(self.outcome.sessions)

    @property
    def refused(self) -> Mapping[str, str]:
        """Why each refused file was refused, by its name; files that share a name are all in `outcome.refused`."""
        return {refusal.file_name: f"{refusal.message} {refusal.hint}" for refusal in self.outcome.refused}

    def __len__(self) -> int:
        return len(self.sessions)

    def __iter__(self) -> Iterator[Assessment]:
        return iter(self.sessions)

    def __getitem__(self, index: int) -> Assessment:
        return self.sessions[index]

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
                    "start": session.recording.began,
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

    def sessions_frame(self) -> "pd.DataFrame":
        """One row a session: when, what, how much was recorded, the limit and what it did against it.

        Returns
        -------
        DataFrame
            Times in s, heart rate in bpm; what is not known is missing.
        """
        return frame_of(SESSION_COLUMNS, [_session_row(session) for session in self])

    def excursions_frame(self) -> "pd.DataFrame":
        """One row a stretch above the limit, in order.

        Returns
        -------
        DataFrame
            `start_s` and `stop_s` since the session's start [s], the highest heart rate [bpm], and the seconds until
            rest was reached again, missing where it was not.
        """
        rows = [
            (session.session_id, e.start_s, e.stop_s, e.peak_bpm, e.rest_after_s)
            for session in self
            if session.exceedance is not None
            for e in session.exceedance.excursions
        ]
        return frame_of(EXCURSION_COLUMNS, rows)

    def days_frame(self) -> "pd.DataFrame":
        """One row a day of each all-day recording: what was recorded, the limit, and the night.

        Returns
        -------
        DataFrame
            Times in s, heart rate in bpm; `night_*` is the lowest half hour of the night with its 95 % interval.
        """
        return frame_of(DAY_COLUMNS, [_day_row(session, day) for session in self for day in session.days])

    def heart_rate_frame(self) -> "pd.DataFrame":
        """The cleaned heart rate of all sessions, one row a second.

        Returns
        -------
        DataFrame
            `time_s` since the session's start [s], `bpm` missing where it is not known, `state` in words.
        """
        import pandas as pd  # noqa: PLC0415 - costs half a second, and only tables need it

        parts = [
            pd.DataFrame(
                {
                    "session": session.session_id,
                    "time_s": session.cleaned.heart_rate.time_s,
                    "bpm": session.cleaned.heart_rate.bpm,
                    "state": [SampleState(state).name.lower() for state in session.cleaned.state.tolist()],
                }
            )
            for session in self
        ]
        return pd.concat(parts, ignore_index=True) if parts else frame_of(("session", "time_s", "bpm", "state"), [])

    def to_pdf(self, path: "Path | str | None" = None, audience: str = "clinician") -> bytes:
        """The report as PDF, for `clinician` or `patient`.

        Parameters
        ----------
        path
            Where to write it as well; None: nowhere.
        audience
            Whom it is for.

        Returns
        -------
        bytes
            The PDF.
        """
        from pacing.report.document import Audience  # noqa: PLC0415 - loads the drawing
        from pacing.report.render import render_report  # noqa: PLC0415

        require_one_of("audience", audience, tuple(member.value for member in Audience))
        data = render_report(self.outcome, "pdf", Audience(audience))
        if path is not None:
            Path(path).write_bytes(data)
        return data

    def to_html(self, audience: str = "patient") -> str:
        """The report as one self-contained page, for `patient` or `clinician`."""
        from pacing.report.document import Audience  # noqa: PLC0415 - loads the drawing
        from pacing.report.render import render_report  # noqa: PLC0415

        return render_report(self.outcome, "html", Audience(audience)).decode("utf-8")

    def _repr_html_(self) -> str:
        page = html.escape(self.to_html(), quote=True)
        return f'<iframe title="Report" srcdoc="{page}" style="width:100%;height:40em;border:0"></iframe>'


def frame_of(columns: tuple[str, ...], rows: "list[tuple[Any, ...]]") -> "pd.DataFrame":
    """A table of rows under columns."""
    import pandas as pd  # noqa: PLC0415 - costs half a second, and only tables need it

    return pd.DataFrame(rows, columns=list(columns))


def _session_row(session: Assessment) -> tuple[Any, ...]:
    recording, coverage, held = session.recording, session.cleaned.coverage, session.exceedance
    above = (None,) * 7
    if held is not None:
        times = (held.time_above_s, held.time_above_low_s, held.time_above_high_s)
        above = (held.verdict.value, held.flagged, *times, held.longest_s, held.dose_bpm_min)  # type: ignore[assignment]
    return (
        session.session_id,
        recording.source.file_name,
        recording.began,
        recording.sport,
        recording.kind.value,
        recording.duration_s,
        recording.source.sensor.value,
        coverage.measured_share,
        None if session.limit is None else session.limit.bpm,
        *above,
    )


def _day_row(session: Assessment, day: Day) -> tuple[Any, ...]:
    held, night = day.exceedance, day.night
    return (
        session.session_id,
        day.day,
        day.recorded_s,
        None if held is None else held.verdict.value,
        None if held is None else held.time_above_s,
        *((None,) * 3 if night is None else (night.bpm, night.low_bpm, night.high_bpm)),
    )


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


@showing_settings
def assess(*paths: Path | str, jobs: int = 1, **words: "Unpack[Words]") -> Result:
    """Analyse files, folders or archives as `pacing report` does, with the same options.

    Parameters
    ----------
    paths
        Files, folders or archives.
    jobs
        How many processes read at once.
    words
        The options that `pacing report --help` lists, by the same names with `_` for `-`: heart rates in bpm, age in
        years, times in s. An argument takes precedence over the profile.

    Returns
    -------
    Result
        All sessions and refusals; a notebook shows it as the patient's page.

    Raises
    ------
    ProfileError, PhasesError, UsageError
        The profile, or one of the arguments, is impossible.

    Examples
    --------
    >>> found = assess("no such file.fit", limit=110)
    >>> found
    <0 sessions, 1 file refused>
    >>> found.refused["no such file.fit"]
    'There is no such file or folder. Check the name and the folder.'
    """
    request = request_from(settings_from(words))
    return Result(collect_outcome(assess_paths([Path(path) for path in paths], request, jobs), request))
