"""A recording whose every word of its file may be shown."""

from dataclasses import replace

from pacing.model.recording import Channel, Recording, Source
from pacing.printable import printable


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
