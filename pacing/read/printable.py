"""Words a file wrote, and names of files, as they may be shown: no control characters, no broken ones, one line."""

from dataclasses import replace

from pacing.model.recording import Channel, Recording, Source


def printable(text: str) -> str:
    r"""The text with a question mark for every character that cannot be printed.

    Examples
    --------
    >>> printable("walk\n1.fit"), printable("\x1b[31mred"), printable("bad\udcff.fit")
    ('walk?1.fit', '?[31mred', 'bad?.fit')
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


def with_printable_words(recording: Recording) -> Recording:
    """The recording with every word of its file printable."""
    source = recording.source
    return replace(
        recording,
        sport=_or_none(recording.sport),
        source=_source(source),
        markers=tuple(replace(marker, label=printable(marker.label)) for marker in recording.markers),
        channels=tuple(_channel(channel) for channel in recording.channels),
    )


def _or_none(text: str | None) -> str | None:
    return None if text is None else printable(text)


def _source(source: Source) -> Source:
    return replace(
        source,
        file_name=printable(source.file_name),
        device=_or_none(source.device),
        remarks=tuple(map(printable, source.remarks)),
        damage=_or_none(source.damage),
    )


def _channel(channel: Channel) -> Channel:
    if channel.name.isprintable() and channel.unit.isprintable():
        return channel
    return replace(channel, name=printable(channel.name), unit=printable(channel.unit))
