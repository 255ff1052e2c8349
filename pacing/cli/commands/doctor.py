"""`pacing doctor`: self-test on cases that are known to go wrong elsewhere."""

import typer

from pacing.cli.exit_codes import ExitCode


def command() -> None:
    """A self-test on inputs that go wrong elsewhere."""
    from pacing.cli.self_test import run_cases

    outcomes = run_cases()
    for outcome in outcomes:
        print(f"{'ok  ' if outcome.as_expected else 'NOT '} {outcome.title}")
        print(f"      expected: {outcome.expected}")
        print(f"      happened: {outcome.happened}")
        print(f"      elsewhere: {outcome.elsewhere}")
    wrong = [outcome for outcome in outcomes if not outcome.as_expected]
    print(f"\n{len(outcomes) - len(wrong)} of {len(outcomes)} cases as they should be.")
    raise typer.Exit(ExitCode.SOME_REFUSED if wrong else ExitCode.ALL_READ)
