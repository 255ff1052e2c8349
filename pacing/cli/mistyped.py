"""What was mistyped on the command line, in one sentence and a hint, as every other error of the program.

The library that reads the command line tells its errors apart by class and by words; both differ a little between its
releases, so classes are known by their names here and only the words that all share are looked for.
"""

import difflib
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from typer.core import TyperGroup

from pacing.errors import UsageError

NUMBER = re.compile(r"valid (number|float|integer)|greater than|less than|not in the range")
CHOICES = re.compile(r"is not one of (?P<words>.*?)\.?$", re.DOTALL)
DATE = re.compile(r"format|date", re.IGNORECASE)
QUOTED = re.compile(r"'([^']*)'")
EXAMPLES = {
    "--limit": "104",
    "--age": "46",
    "--resting": "62",
    "--maximum": "171",
    "--jobs": "2",
}
"""A number that each option would take; others get one that any would."""


class SpokenGroup(TyperGroup):
    """The commands of the program; what is mistyped is said in its own words."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command.

        Raises
        ------
        UsageError
            An option, an argument or the command itself was mistyped.
        """
        try:
            return super().invoke(ctx)
        except Exception as error:
            spoken = said_of(error, sys.argv[1:])
            if spoken is None:
                raise
            raise spoken from None


def said_of(error: Exception, typed: Sequence[str]) -> UsageError | None:
    """The library's error as one of ours; None where it is something else, such as a plea for help.

    Parameters
    ----------
    error
        What the library raised.
    typed
        The command line, to quote what was typed.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    if "UsageError" not in names or isinstance(error, UsageError) or "NoArgsIsHelpError" in names:
        return None
    mistake: Any = error
    context = getattr(mistake, "ctx", None)
    command = getattr(context, "command_path", "pacing").replace("python -m ", "")
    return _spoken(mistake, names, typed, f"`{command} -h` shows how it is used.")


def _spoken(mistake: Any, names: set[str], typed: Sequence[str], help_hint: str) -> UsageError:
    """One of the library's errors by its class."""
    command = getattr(getattr(mistake, "ctx", None), "command", None)
    if "MissingParameter" in names:
        what = "Something" if mistake.param is None else _name_of(mistake.param)
        return UsageError(f"{what} is missing.", hint=help_hint)
    if "BadOptionUsage" in names:
        return UsageError(f"{mistake.option_name} needs a value behind it.", hint=help_hint)
    if "NoSuchOption" in names:
        options = [name for param in getattr(command, "params", ()) for name in param.opts]
        return UsageError(
            f"There is no option {mistake.option_name}.", hint=_meant(mistake.option_name, options, help_hint)
        )
    if "BadParameter" in names and mistake.param is not None:
        return _bad_value(mistake, typed, help_hint)
    quoted = QUOTED.search(mistake.message)
    if quoted is not None and "No such command" in mistake.message:
        hint = _meant(quoted[1], list(getattr(command, "commands", ())), help_hint)
        return UsageError(f"There is no command `{quoted[1]}`.", hint=hint)
    return UsageError(f"{mistake.format_message().rstrip('.')}.", hint=help_hint)


def _bad_value(error: Any, typed: Sequence[str], help_hint: str) -> UsageError:
    """A value that its option, or its argument, cannot have."""
    name = _name_of(error.param)
    value = _typed_value(error.param.opts, typed)
    what = f"{name} cannot be" + (" that" if value is None else f" `{value}`")
    choices = CHOICES.search(error.message)
    if choices is not None:
        words = QUOTED.findall(choices["words"])
        return UsageError(f"{what}.", hint=f"{_nearest(value or '', words)}Choose one of: {', '.join(words)}.")
    if NUMBER.search(error.message):
        return UsageError(f"{what}: it takes a number.", hint=f"Write it such as {name} {EXAMPLES.get(name, '1')}.")
    if DATE.search(error.message):
        return UsageError(f"{what}: it takes a day.", hint="Write it such as 2026-05-31.")
    return UsageError(f"{what}.", hint=help_hint)


def _name_of(param: Any) -> str:
    """An option by its first name, an argument as the help calls it."""
    if param.param_type_name == "option":
        return str(param.opts[0])
    return str(param.metavar or param.name).strip("[]{}.")


def _typed_value(names: Iterable[str], typed: Sequence[str]) -> str | None:
    """What was typed for an option.

    Examples
    --------
    >>> _typed_value(["--limit"], ["x.fit", "--limit", "abc"]), _typed_value(["--limit"], ["--limit=abc"])
    ('abc', 'abc')
    """
    for name in names:
        for word, following in zip(typed, (*typed[1:], None), strict=True):
            if word == name and following is not None:
                return following
            if word.startswith(f"{name}="):
                return word.partition("=")[2]
    return None


def _meant(word: str, known: Sequence[str], otherwise: str) -> str:
    return _nearest(word, known).strip() or otherwise


def _nearest(word: str, known: Sequence[str]) -> str:
    nearest = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean `{nearest[0]}`? " if nearest else ""
