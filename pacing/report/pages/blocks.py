"""Parts that several pages share: what a session is called, how its page was made, and the diary around its day."""

from collections import Counter
from datetime import date, timedelta
from types import MappingProxyType

from pacing.model.assessment import Assessment
from pacing.model.cleaned import CleaningStep
from pacing.model.recording import RecordingKind
from pacing.plural import plural
from pacing.report.document import Block, Table
from pacing.report.wording.format_numbers import number_text, share_text
from pacing.report.wording.format_times import date_text, day_text, span_text

MADE_BY = "Made by {name} {version} on this computer; nothing was sent anywhere."
FILE = "File: {name} (read as {reader}; SHA-256 begins {sha256})."
ASSUMED = "Assumed when reading: {remarks}"
CLEANING = "Cleaning that changed something: {steps}."
STEP_WORDS = MappingProxyType(
    {
        "resample": "seconds between two values filled in",
        "no_value": "samples without a heart rate left out",
        "heart_rate_from_beats": "seconds of heart rate taken from the beats",
    }
)
"""Steps of cleaning that are no correction, in words that do not sound like one."""
HASH_DIGITS = 12  # design: enough to recognise a file by


def step_text(step: CleaningStep) -> str:
    """One cleaning step in a line."""
    changed = "" if step.name in STEP_WORDS else " changed"
    return f"{_step_name(step)}: {step.changed}{changed} ({share_text(step.share)})"


def _step_name(step: CleaningStep) -> str:
    return STEP_WORDS.get(step.name, step.name.replace("_", " "))


def cleaning_text(steps: tuple[CleaningStep, ...]) -> str:
    """Every step that changed something, and how many did not."""
    changing = [step_text(step) for step in steps if step.changed]
    idle = len(steps) - len(changing)
    if not changing:
        return plural(idle, "1 step, which changed nothing", "{} steps, none of which changed anything")
    rest = (plural(idle, "1 other step changed nothing", "{} other steps changed nothing"),) if idle else ()
    return "; ".join((*changing, *rest))


def file_line(assessment: Assessment) -> str:
    """Which file a session is from, and how it was read."""
    source = assessment.recording.source
    return FILE.format(name=source.file_name, reader=source.reader, sha256=source.sha256[:HASH_DIGITS])


def common_method_lines(sessions: tuple[Assessment, ...]) -> tuple[str, ...]:
    """How several sessions' page was made, apart from their files."""
    program = sessions[0].program
    steps = dict.fromkeys(_step_name(step) for s in sessions for step in s.cleaned.steps if step.changed)
    made = MADE_BY.format(name=program.name, version=program.version)
    return (made, CLEANING.format(steps="; ".join(steps))) if steps else (made,)


def method_lines(assessment: Assessment) -> tuple[str, ...]:
    """Everything needed to make the same page again."""
    program = assessment.program
    lines = [
        MADE_BY.format(name=program.name, version=program.version),
        file_line(assessment),
    ]
    if assessment.profile_name is not None:
        lines.append(f"Your settings come from the profile {assessment.profile_name}.")
    remarks = assessment.recording.source.remarks
    if remarks:
        lines.append(ASSUMED.format(remarks=" ".join(_sentence(remark) for remark in remarks)))
    if assessment.cleaned.steps:
        lines.append(f"Cleaning: {cleaning_text(assessment.cleaned.steps)}.")
    return tuple(lines)


def _sentence(text: str) -> str:
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "!", "?")) else f"{begun}."


NO_SPORT = ("generic", "unknown", "all")
UNNAMED = {
    RecordingKind.ACTIVITY: "Session",
    RecordingKind.DAY: "Day",
    RecordingKind.BEATS: "Heartbeat recording",
}


def sport_text(assessment: Assessment) -> str:
    """The sport as the file names it, or what kind of recording it is."""
    sport = assessment.recording.sport
    if sport in NO_SPORT:
        return UNNAMED[assessment.recording.kind]
    return sport.replace("_", " ").capitalize() if sport else UNNAMED[assessment.recording.kind]


DAYS_TOGETHER = ("{} day", "{} days")


def session_title(assessment: Assessment) -> str:
    """Sport and date, the same form every time."""
    began = assessment.recording.began
    if began is None:
        return f"{sport_text(assessment)}, date not recorded"
    dated = [day.day for day in assessment.days if day.day is not None]
    if len(dated) > 1:
        return f"{plural(len(dated), *DAYS_TOGETHER)}, {span_text(dated[0], dated[-1])}"
    whole_day = assessment.recording.kind is RecordingKind.DAY
    return f"{sport_text(assessment)}, {date_text(began) if whole_day else day_text(began)}"


MOST = 3  # design: the key three that person and clinician agreed on; of more, those noted most often
DAYS = {"Day before": -1, "Same day": 0, "1 day after": 1, "2 days after": 2, "3 days after": 3}
NO_ENTRY = "no entry"


def symptom_blocks(assessment: Assessment) -> tuple[Block, ...]:
    """A table of at most three symptoms by day; nothing without a diary. Days after count from the recording's end."""
    recording = assessment.recording
    if not assessment.symptoms or recording.began is None:
        return ()
    begins = recording.began.date()
    ends = (recording.began + timedelta(seconds=recording.duration_s)).date()
    noted = Counter(score.name for score in assessment.symptoms)
    chosen = sorted(noted, key=lambda name: (-noted[name], name))[:MOST]
    scores = {(score.name, score.day): score.score for score in assessment.symptoms}
    rows = tuple(
        (name, *(_score_text(scores.get((name, _day(begins, ends, after)))) for after in DAYS.values()))
        for name in chosen
    )
    return (Table("Symptoms around the session, 0 to 10, higher is worse", ("Symptom", *DAYS), rows),)


def _day(begins: date, ends: date, after: int) -> date:
    return (ends if after > 0 else begins) + timedelta(days=after)


def _score_text(score: float | None) -> str:
    return NO_ENTRY if score is None else number_text(score, 0 if score == round(score) else 1)
