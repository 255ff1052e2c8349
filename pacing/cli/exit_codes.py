"""What the exit codes mean: promises of the contract."""

from enum import IntEnum


class ExitCode(IntEnum):
    """0 all read; 1 some file refused or only partly saved; 2 wrong usage; 3 nothing read; 4 `--fail-on` was met."""

    ALL_READ = 0
    SOME_REFUSED = 1
    USAGE = 2
    NOTHING_READ = 3
    LIMIT_EXCEEDED = 4
    INTERRUPTED = 130
