"""Two independent decoders must agree on every message kind both can read; each difference has its reason here."""

from pathlib import Path

import numpy as np
import pytest

from pacing.errors import DamagedFileError
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from pacing.read.fit.wire.second_decoder import decode_with_fitparse
from pacing.read.fit.wire.table import MessageTable
from tests.read.fit.fit_bytes import FitBytes, activity, read_all, read_one

FIELDS = {
    "record": (
        "timestamp", "heart_rate", "speed", "enhanced_speed", "power", "cadence", "distance", "altitude",
        "enhanced_altitude", "temperature", "grade", "enhanced_respiration_rate",
    ),
    "hrv": ("time",),
    "event": ("timestamp", "event", "event_type"),
    "lap": ("timestamp", "start_time", "total_elapsed_time", "lap_trigger", "intensity"),
    "session": ("timestamp", "start_time", "sport", "sub_sport", "total_elapsed_time", "avg_heart_rate"),
    "activity": ("timestamp", "local_timestamp"),
    "hr": ("timestamp", "fractional_timestamp", "event_timestamp", "filtered_bpm"),
    "device_info": ("manufacturer", "product", "device_type", "source_type"),
    "file_id": ("type", "manufacturer", "product", "time_created"),
}  # fmt: skip
# Files on which fitparse gives up part of the way: there ours must begin as fitparse does, and have no fewer messages.
FITPARSE_STOPS = {
    "Fit-File-Faker__tpv_dev_fields_20260222.fit": "a developer field of size 0",
    "chiptime__devfields__missing-field-description.fit": "a developer field nobody described",
    "chiptime__devfields__no-developer-data-id.fit": "a description without its developer",
    "chiptime__protocol__frame-shift-insert.fit": "an inserted byte",
    "chiptime__structural__data-size-lies-short.fit": "a wrong length",
    "chiptime__structural__garbage-block-midfile.fit": "garbage in the middle",
    "chiptime__structural__header-crc-bad.fit": "a wrong checksum of the header",
    "chiptime__structural__undefined-local-resync.fit": "a lost definition",
    "chiptime__structural__magic-missing.fit": "damaged letters in the header",
    "chiptime__structural__preamble-garbage.fit": "bytes before the header",
}
# fitparse keeps a last message that the end of the file cuts in two; ours leaves it out and says so.
CUT_IN_THE_LAST_MESSAGE = {
    "fit__activity-unexpected-eof.fit",
    "python-fitparse__ELEMNT_ROAM_Unterminated.fit",
    "python-fitparse__nick.fit",
}
DIFFERENT_FIELDS = {
    # a field of base type 0x55: fitparse gives its bytes, ours says none, for nobody knows what they mean
    ("chiptime__protocol__invalid-base-type.fit", "record", "power"),
    # a timestamp declared as four bytes: fitparse gives the first byte
    ("chiptime__temporal__timestamp-as-bytes.fit", "record", "timestamp"),
}


def _names(corpus_files: list[Path]) -> list[Path]:
    return [path for path in corpus_files if path.stat().st_size and b".FIT" in path.read_bytes()[:64]]


def _same(ours: MessageTable, theirs: MessageTable, field: str) -> bool:
    a, b = ours.series(field), theirs.series(field)
    if field == "timestamp":  # a compressed time has no field of its own
        a, b = ours.number(field)[:, None], theirs.number(field)[:, None]
    width, count = max(a.shape[1], b.shape[1]), min(a.shape[0], b.shape[0])
    a, b = (np.pad(x, ((0, 0), (0, width - x.shape[1])), constant_values=np.nan)[:count] for x in (a, b))
    return bool(np.allclose(a, b, rtol=0, atol=1e-6, equal_nan=True))


@pytest.mark.corpus
@pytest.mark.parametrize("largest", [30_000, pytest.param(100_000_000, marks=pytest.mark.long)])
def test_both_decoders_agree_on_every_message_over_the_corpus(corpus: Path, largest: int) -> None:
    """Four in five files are small, and of every kind; in the larger ones the second decoder takes its time."""
    files = sorted([*corpus.glob("fit/*"), *corpus.glob("bad/*.fit")])
    for path in _names([path for path in files if path.stat().st_size <= largest]):
        _compare(path)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    [
        "fit/fitdecode__garmin-fenix-5-run.fit",
        "fit/fitdecode__antfs-dump.63.fit",
        "fit/fitdecode__compressed-speed-distance.fit",
        "fit/fitparse-rs__hrv-activity.fit",
        "fit/sweatpy__6471559601_ACTIVITY.fit",
        "fit/fit__activity-settings.fit",
        "bad/fit__unterminated-strings.fit",
        "bad/chiptime__protocol__invalid-base-type.fit",
        "bad/chiptime__temporal__timestamp-as-bytes.fit",
        "bad/fit__activity-unexpected-eof.fit",
        "bad/chiptime__structural__garbage-block-midfile.fit",
    ],
)
def test_both_decoders_agree_on_every_message_of_a_few_files(corpus: Path, name: str) -> None:
    _compare(corpus / name)


def _compare(path: Path) -> None:
    data = path.read_bytes()
    ours, theirs = ColumnMessages(data, salvage(data).groups), decode_with_fitparse(data)
    for message, fields in FIELDS.items():
        a, b = ours.table(message), theirs.table(message)
        if path.name in FITPARSE_STOPS:
            assert len(a) >= len(b), (path.name, message)
        elif path.name in CUT_IN_THE_LAST_MESSAGE:
            assert len(b) - 1 <= len(a) <= len(b), (path.name, message)
        else:
            assert len(a) == len(b), (path.name, message)
        for field in fields:
            differs = (path.name, message, field) in DIFFERENT_FIELDS
            assert _same(a, b, field) is not differs, (path.name, message, field)


def test_a_recording_is_the_same_through_either_decoder() -> None:
    fit = activity(seconds=120)
    for _ in range(0, 120, 2):
        fit.message("hrv", 6, time=[0.6, 0.55, 0.58, None, None])
    ours, theirs = read_one(fit.file()), read_one(fit.file(), decoder="fitparse")
    assert (ours.heart_rate.time_s == theirs.heart_rate.time_s).all()
    assert (ours.heart_rate.bpm == theirs.heart_rate.bpm).all()
    assert ours.markers == theirs.markers
    assert ours.start == theirs.start
    assert [channel.name for channel in ours.channels] == [channel.name for channel in theirs.channels]
    assert ours.beats is not None
    assert theirs.beats is not None
    assert (ours.beats.time_s == theirs.beats.time_s).all()
    assert "decoded by fitparse" in theirs.source.remarks


def test_what_fitparse_cannot_read_is_said_in_its_own_words() -> None:
    recording = read_one(activity(seconds=30).file()[:-40], decoder="fitparse")
    assert recording.source.damage is not None
    assert recording.source.damage.startswith("Fitparse stopped before the end of part 1")


def test_nothing_readable_is_a_damaged_file_through_fitparse_too() -> None:
    with pytest.raises(DamagedFileError):
        read_all(FitBytes().file(), decoder="fitparse")
