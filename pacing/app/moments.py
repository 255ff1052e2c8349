"""Moments of a session as a person types them, and back."""

import re

TYPED = re.compile(r"(?:(\d{1,2}):(\d{2})|(\d{1,3})):(\d{2})|(\d{1,3})", re.ASCII)


def moment(seconds: float) -> str:
    """Seconds since the start, as minutes and seconds, or hours too.

    Examples
    --------
    >>> moment(65), moment(3725)
    ('1:05', '1:02:05')
    """
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def seconds_of(typed: str) -> float | None:
    """What a person typed as seconds since the start: minutes, minutes and seconds, or hours too; None if neither.

    Examples
    --------
    >>> seconds_of("1:05"), seconds_of("1:02:05"), seconds_of("25"), seconds_of("half past")
    (65.0, 3725.0, 1500.0, None)
    """
    found = TYPED.fullmatch(typed.strip())
    if found is None:
        return None
    hours, of_the_hour, minutes, seconds, alone = (int(part or 0) for part in found.groups())
    return float(hours * 3600 + (of_the_hour + minutes + alone) * 60 + seconds)
