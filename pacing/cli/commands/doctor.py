"""`pacing doctor`: the self-test, inputs that give wrong numbers elsewhere, read on this machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenCommand

if TYPE_CHECKING:
    from pacing.model.assessment import Outcome
    from pacing.synthetic.wrong_inputs import WrongInput

TESTED = "hrv_rmssd"


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What happened to one input, what should have happened, and what other programs answer."""

    title: str
    expected: str
    happened: str
    elsewhere: str
    as_expected: bool


def run_cases() -> list[CaseOutcome]:
    """Every case, each as the file a person would bring."""
    import tempfile

    from pacing.synthetic.wrong_inputs import wrong_inputs

    with tempfile.TemporaryDirectory() as folder:
        return [_run(case, Path(folder)) for case in wrong_inputs()]


def _run(case: "WrongInput", folder: Path) -> CaseOutcome:
    from pacing.model.person import Conditions
    from pacing.pipeline import assess_file

    path = folder / case.file_name
    path.write_text(case.text, encoding="utf-8")
    value, refusal, words = _answer(assess_file(path, conditions=Conditions(hrv_window="whole")))
    return CaseOutcome(case.title, _expected(case), words, case.elsewhere, case.right.accepts(value, refusal))


def _answer(outcome: "Outcome") -> tuple[float | None, str | None, str]:
    """RMSSD [ms], or the name of the refusal, and both in words."""
    if outcome.refused:
        refusal = outcome.refused[0]
        return None, refusal.error, f"file refused: {refusal.message}"
    measurement = outcome.sessions[0].measurement(TESTED)
    if measurement is None or measurement.value is None:
        reason = None if measurement is None else measurement.unavailable
        advice = "" if measurement is None else measurement.advice
        return None, None if reason is None else reason.value, f"RMSSD refused ({reason}): {advice}"
    return measurement.value, None, f"RMSSD {measurement.value:.1f} ms"


def _expected(case: "WrongInput") -> str:
    right = [] if case.right.rmssd_ms is None else [f"RMSSD {case.right.rmssd_ms:.1f} ms"]
    if case.right.refusals:
        right.append(f"a refusal ({', '.join(case.right.refusals)})")
    return " or ".join(right)


@click.command(cls=SpokenCommand)
def command() -> None:
    """A self-test on inputs that go wrong elsewhere."""
    outcomes = run_cases()
    for outcome in outcomes:
        print(f"{'ok  ' if outcome.as_expected else 'NOT '} {outcome.title}")
        print(f"      expected: {outcome.expected}")
        print(f"      happened: {outcome.happened}")
        print(f"      elsewhere: {outcome.elsewhere}")
    wrong = [outcome for outcome in outcomes if not outcome.as_expected]
    print(f"\n{len(outcomes) - len(wrong)} of {len(outcomes)} cases as they should be.")
    raise Exit(ExitCode.SOME_REFUSED if wrong else ExitCode.ALL_READ)
