"""What was mistyped on the command line, in one sentence and a hint, as every other error of the program."""

from collections.abc import Iterable, Sequence

import click

from pacing.errors import UsageError

NUMBERS = (type(click.INT), type(click.FLOAT))  # ranges are kinds of these
EXAMPLES = {
    "--limit": "104",
    "--age": "46",
    "--resting": "62",
    "--maximum": "171",
    "--jobs": "2",
}
"""A number that each option would take; others get one that any would."""


def no_such_command(word: str, known: Sequence[str], context: click.Context) -> UsageError:
    """The error about a command that there is not.

    Parameters
    ----------
    word
        What was typed.
    known
        The commands that could have been meant.
    context
        Where it was typed.
    """
    return UsageError(f"There is no command `{word}`.", hint=_meant(word, known, _help_hint(context)))


def said_of(error: click.UsageError, context: click.Context, typed: Sequence[str]) -> UsageError:
    """The library's error as one of ours.

    Parameters
    ----------
    error
        What the library raised.
    context
        The command whose options and arguments were read.
    typed
        What was typed behind the command, to quote it.
    """
    help_hint = _help_hint(context)
    if isinstance(error, click.MissingParameter):
        what = "Something" if error.param is None else _name_of(error.param)
        return UsageError(f"{what} is missing.", hint=help_hint)
    if isinstance(error, click.BadOptionUsage):
        takes = "takes no value" if _is_flag(error.option_name, context) else "needs a value behind it"
        return UsageError(f"{error.option_name} {takes}.", hint=help_hint)
    if isinstance(error, click.NoSuchOption):
        options = [name for one in context.command.params for name in (*one.opts, *one.secondary_opts)]
        hint = _meant(error.option_name, options, help_hint)
        return UsageError(f"There is no option {error.option_name}.", hint=hint)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error.param, typed, help_hint)
    return UsageError(f"{error.format_message().rstrip('.')}.", hint=help_hint)


def _help_hint(context: click.Context) -> str:
    return f"`{context.command_path} -h` shows how it is used."


def _is_flag(name: str, context: click.Context) -> bool:
    return any(
        isinstance(one, click.Option) and one.is_flag
        for one in context.command.params
        if name in (*one.opts, *one.secondary_opts)
    )


def _bad_value(param: click.Parameter, typed: Sequence[str], help_hint: str) -> UsageError:
    """A value that its option, or its argument, cannot have."""
    name = _name_of(param)
    value = _typed_value(param.opts, typed)
    what = f"{name} cannot be" + (" that" if value is None else f" `{value}`")
    if isinstance(param.type, click.Choice):
        words = [str(word) for word in param.type.choices]
        return UsageError(f"{what}.", hint=f"{_nearest(value or '', words)}Choose one of: {', '.join(words)}.")
    if isinstance(param.type, NUMBERS):
        return UsageError(f"{what}: it takes a number.", hint=f"Write it such as {name} {EXAMPLES.get(name, '1')}.")
    if isinstance(param.type, click.DateTime):
        return UsageError(f"{what}: it takes a day.", hint="Write it such as 2026-05-31.")
    return UsageError(f"{what}.", hint=help_hint)


def _name_of(param: click.Parameter) -> str:
    """An option by its first name, an argument as the help calls it."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return str(param.metavar or param.name).strip("[].")


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
    import difflib

    nearest = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean `{nearest[0]}`? " if nearest else ""
