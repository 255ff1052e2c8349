"""The program from Python: `assess` gives a result that shows itself, and turns into plain data or tables."""

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacing.codec import encode, finite, outcome_document
from pacing.model.assessment import Assessment, Outcome
from pacing.model.conditions import Conditions
from pacing.model.person import LimitSetting, Person, Posture, Sex
from pacing.pipeline import Request, assess_paths, collect_outcome
from pacing.profile import read_profile
from pacing.read.options import ReadOptions

if TYPE_CHECKING:
    import pandas as pd


class Result:
    """What was found in some files: sessions in order, and what was refused.

    Iterate over it for the sessions; a notebook shows it as the patient's page.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    @property
    def sessions(self) -> tuple[Assessment, ...]:
        """The sessions, in order."""
        return self.outcome.sessions

    @property
    def refused(self) -> Mapping[str, str]:
        """Why each refused file was refused, by its name."""
        return {refusal.file_name: f"{refusal.message} {refusal.hint}" for refusal in self.outcome.refused}

    def __len__(self) -> int:
        return len(self.sessions)

    def __iter__(self) -> Iterator[Assessment]:
        return iter(self.sessions)

    def __getitem__(self, place: int) -> Assessment:
        return self.sessions[place]

    def __repr__(self) -> str:
        return f"<{len(self)} sessions, {len(self.refused)} files refused>"

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
            ]
        )

    def to_html(self, audience: str = "patient") -> str:
        """The report as one self-contained page, for `patient` or `clinician`."""
        from pacing.report.document import Audience  # noqa: PLC0415 - loads the drawing
        from pacing.report.render import render_report  # noqa: PLC0415

        return render_report(self.outcome, "html", Audience(audience)).decode("utf-8")

    def _repr_html_(self) -> str:
        page = html.escape(self.to_html(), quote=True)
        return f'<iframe title="Report" srcdoc="{page}" style="width:100%;height:40em;border:0"></iframe>'


def assess(
    *paths: Path | str,
    profile: Path | str | None = None,
    limit: float | None = None,
    rule: str | None = None,
    age: float | None = None,
    sex: str | None = None,
    resting: float | None = None,
    recovery_posture: str | None = None,
) -> Result:
    """Everything found in files, folders or archives.

    Parameters
    ----------
    paths
        Files, folders or archives.
    profile
        The person's TOML file; what is told here wins over it.
    limit, rule
        The limit the person chose [bpm], or a pacing rule.
    age, sex, resting
        Years; `female` or `male`; resting heart rate [bpm].
    recovery_posture
        `lying`, `sitting`, `standing` or `walking`.

    Raises
    ------
    ProfileError
        The profile, or something told, cannot be.
    UsageError
        The rule is unknown.
    """
    told = read_profile(Path(profile)) if profile is not None else None
    base = told.person if told is not None else Person()
    person = Person(
        birth_year=base.birth_year,
        age_years=age if age is not None else base.age_years,
        sex=Sex(sex) if sex is not None else base.sex,
        resting_bpm=resting if resting is not None else base.resting_bpm,
        resting_from=base.resting_from if resting is None else None,
        maximum_bpm=base.maximum_bpm,
        condition=base.condition,
        worse_after_exertion=base.worse_after_exertion,
        medication=base.medication,
        limits=(LimitSetting("fixed", bpm=limit),) if limit is not None else base.limits,
    )
    posture = Posture(recovery_posture) if recovery_posture is not None else told.recovery_posture if told else None
    request = Request(
        person,
        Conditions(recovery_posture=posture),
        ReadOptions(time_zone=told.time_zone if told else None),
        rule=rule,
    )
    return Result(collect_outcome(assess_paths([Path(path) for path in paths], request), request))
