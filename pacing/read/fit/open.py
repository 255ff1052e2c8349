"""Bytes of a FIT file to recordings, by our own decoder or by fitparse."""

from pacing.errors import DamagedFileError
from pacing.model.recording import Recording
from pacing.read.fit.recordings import FileFacts, recordings_of
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from pacing.read.fit.wire.second_decoder import decode_with_fitparse
from pacing.read.options import ReadOptions
from pacing.read.source_file import SourceFile

FITPARSE = "fitparse"
MOST_MESSAGES = 5_000_000  # design: two months at one a second; bounds the memory that a hostile file can ask for


def read_fit(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    """All recordings of a FIT file.

    Raises
    ------
    DamagedFileError
        No message at all can be read.
    NoHeartRateError
        The file holds no heart rate and no beats.
    """
    data = source.read_bytes()
    if options.decoder == FITPARSE:
        second = decode_with_fitparse(data)
        if not second.tables:
            raise _nothing_readable(source.name)
        remarks = tuple(second.remarks)
        facts = FileFacts(source.name, source.sha256, options.time_zone, remarks, second.damage)
        return recordings_of(second, facts)
    salvaged = salvage(data)
    if sum(len(group.positions) for group in salvaged.groups) > MOST_MESSAGES:
        raise DamagedFileError(
            source.name,
            f"The file holds more than {MOST_MESSAGES:,} messages, which no recording does.",
            hint="It is no recording of a watch, or it is broken: export it again from the app.",
        )
    decoded = ColumnMessages(data, salvaged.groups)
    if not decoded.kinds:
        raise _nothing_readable(source.name)
    account = salvaged.account
    facts = FileFacts(source.name, source.sha256, options.time_zone, tuple(account.remarks), account.sentence())
    return recordings_of(decoded, facts)


def _nothing_readable(file_name: str) -> DamagedFileError:
    return DamagedFileError(
        file_name,
        "No message of this FIT file can be read.",
        hint="Copy the file from the watch again, or export it again from the app: this copy is empty or broken.",
    )
