"""Every error that may reach a person, as one tree.

```
PacingError(message, *, hint="")
├─ UsageError            an option or its value makes no sense
├─ ReadError(path)
│  ├─ UnknownFormatError     no reader knows the file
│  ├─ AmbiguousFormatError   two readers claim the file
│  ├─ DamagedFileError       the file is broken beyond what can be saved
│  ├─ NoHeartRateError       the file is well but has no heart rate
│  ├─ TooLargeError          the file, or its archive, asks for more than a recording can
│  └─ UnitError              the unit or clock of a column cannot be decided
├─ ProfileError          the person's file says something impossible
├─ PhasesError           given phases overlap or lie outside the session
├─ HistoryError
│  ├─ NewerSchemaError
│  └─ LockedError
├─ CohortError           the people's folder, the dataset or the workers of a cohort cannot be used (any more)
└─ ReportError           unknown format, or the file cannot be written
```

`RefusedFileWarning` is no error: `pacing.read` warns so of each file that was refused while others were read.
`message` is one plain sentence; `hint` says what the person can do next. `ValueError` stays for programmers' mistakes.
"""

from pacing.printable import KEPT_IN_TEXT, printable


class PacingError(Exception):
    """Root of all errors a person may see: one sentence and a hint."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message, self.hint = printable(message, KEPT_IN_TEXT), printable(hint, KEPT_IN_TEXT)
        super().__init__(self.message)


class UsageError(PacingError):
    """An option, or the combination of options, makes no sense."""


class ReadError(PacingError):
    """A file, or a member of an archive, cannot be read; `file_name` names it."""

    def __init__(self, file_name: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.file_name = file_name

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes when many files are read at once."""
        return (_rebuild, (type(self), self.file_name, self.message, self.hint))


def _rebuild(kind: type[ReadError], file_name: str, message: str, hint: str) -> ReadError:
    return kind(file_name, message, hint=hint)


class RefusedFileWarning(UserWarning):
    """A file beside others was refused while the others were read; `error` says which and why."""

    def __init__(self, error: ReadError) -> None:
        super().__init__(f"{error.file_name} was not read: {' '.join(filter(None, (error.message, error.hint)))}")
        self.error = error


class UnknownFormatError(ReadError):
    """No reader recognises the file."""


class AmbiguousFormatError(ReadError):
    """Two or more readers recognise the file."""


class DamagedFileError(ReadError):
    """The file is broken beyond what can be saved."""


class NoHeartRateError(ReadError):
    """The file can be read but has no heart-rate series."""


class TooLargeError(ReadError):
    """The file, or the archive around it, unpacks to, holds or needs more than a recording can."""


class UnitError(ReadError):
    """The unit or the clock of a column cannot be decided from evidence."""


class ProfileError(PacingError):
    """The person's profile says something impossible or unknown."""


class PhasesError(PacingError):
    """Given phases overlap, are empty or lie outside the session."""


class HistoryError(PacingError):
    """The history cannot do what was asked."""


class NewerSchemaError(HistoryError):
    """A newer version of the program wrote this history."""


class LockedError(HistoryError):
    """Another process holds the history."""


class ReportError(PacingError):
    """A report cannot be made or written."""


class CohortError(PacingError):
    """The people's folder, the dataset or the workers of a cohort cannot be used, or not any more."""
