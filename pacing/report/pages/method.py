"""How a session's page was made: program, reader, file, assumptions, cleaning."""

from pacing.model.assessment import Assessment
from pacing.model.cleaned import CleaningStep
from pacing.report.rounding import share_text

HASH_DIGITS = 12  # design: enough to recognise a file by


def step_text(step: CleaningStep) -> str:
    """One cleaning step in a line."""
    return f"{step.name.replace('_', ' ')}: {step.changed} changed ({share_text(step.share)})"


def cleaning_text(steps: tuple[CleaningStep, ...]) -> str:
    """Every step that changed something, and how many did not."""
    changing = [step_text(step) for step in steps if step.changed]
    idle = len(steps) - len(changing)
    if not changing:
        return f"{idle} steps, none of which changed anything"
    return "; ".join(changing) + (f"; {idle} other steps changed nothing" if idle else "")


def method_lines(assessment: Assessment) -> tuple[str, ...]:
    """Everything needed to make the same page again."""
    source, program = assessment.recording.source, assessment.program
    lines = [
        f"Made by {program.name} {program.version} on this computer; nothing was sent anywhere.",
        f"File: {source.file_name} (read as {source.reader}; SHA-256 begins {source.sha256[:HASH_DIGITS]}).",
    ]
    if source.remarks:
        lines.append("Assumed when reading: " + " ".join(_sentence(remark) for remark in source.remarks))
    if assessment.cleaned.steps:
        lines.append(f"Cleaning: {cleaning_text(assessment.cleaned.steps)}.")
    return tuple(lines)


def _sentence(text: str) -> str:
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "!", "?")) else f"{begun}."
