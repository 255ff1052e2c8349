"""Commands of the program: their help explains the arguments, and what is mistyped is said in its own words."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import Any

import click

from pacing.cli.mistyped import no_such_command, said_of
from pacing.cli.output import ExitCode, say


class SpokenArgument(click.Argument):
    """An argument whose help stands beneath the usage, above the options."""

    def __init__(self, *given: Any, **also_given: Any) -> None:
        self.explained: str = also_given.pop("help", "")
        super().__init__(*given, **also_given)


argument = partial(click.argument, cls=SpokenArgument)


class SpokenCommand(click.Command):
    """A command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed behind the command.

        Raises
        ------
        UsageError
            It was mistyped.
        """
        typed = [*args]
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise said_of(error, ctx, typed) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help of the arguments, then that of the options."""
        arguments = [one for one in self.get_params(ctx) if isinstance(one, SpokenArgument)]
        if arguments:
            with formatter.section("Arguments"):
                formatter.write_dl([(one.metavar or "", _explanation(one)) for one in arguments])
        super().format_options(ctx, formatter)


def _explanation(one: SpokenArgument) -> str:
    return "  ".join(part for part in (one.explained, "[required]" if one.required else "") if part)


class SpokenGroup(click.Group):
    """Several commands under one name, which alone shows its help."""

    command_class = SpokenCommand

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the name is the library's
        """The names of the commands, in the order of the code, which is that of the help."""
        return [*self.commands]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed before the command.

        Raises
        ------
        UsageError
            It was mistyped.
        """
        if not args:
            say(ctx.get_help())
            ctx.exit(ExitCode.USAGE)
        typed = [*args]
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise said_of(error, ctx, typed) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed.

        Raises
        ------
        UsageError
            There is none such.
        """
        if self.get_command(ctx, args[0]) is None:
            raise no_such_command(args[0], self.list_commands(ctx), ctx)
        return super().resolve_command(ctx, args)


def word_of(kind: type[StrEnum]) -> dict[str, Any]:
    """What makes an option take a word of an enumeration, and the command its members; what was not given stays so.

    Parameters
    ----------
    kind
        The enumeration.
    """
    return {"type": click.Choice([member.value for member in kind]), "callback": partial(_members, kind)}


def _members(
    kind: type[StrEnum], _context: click.Context, _option: click.Parameter, given: str | Sequence[str] | None
) -> StrEnum | tuple[StrEnum, ...] | None:
    if given is None or isinstance(given, str):
        return None if given is None else kind(given)
    return tuple(map(kind, given))
