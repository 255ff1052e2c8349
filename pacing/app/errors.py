"""What a worker says when something is not there any more, or a form makes no sense."""

from pacing.errors import PacingError


class NotKeptError(PacingError):
    """What an address names is not kept here any more."""


class FieldError(PacingError):
    """A field of a form makes no sense."""
