"""FIT files are known by their content, and the corpus of real ones is read as far as it can be."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from pacing.errors import DamagedFileError, NoHeartRateError, ReadError
from pacing.model.recording import Recording
from pacing.read.formats.fit import READER
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from tests.read.fit.fit_bytes import activity, read_one, source

# What the corpus README counts: heart-rate records (after merging `hr` messages) and RR intervals; and how ours differ.
# `same_second`: records whose second is already taken, of which one is kept; `zeros` are read but are no heart rate.
COUNTS = {
    "fit/sweatpy__2020-06-01-16-52-40.fit": (96, 0),
    "fit/sweatpy__4801048867.fit": (5159, 0),
    "fit/sweatpy__6449921903_ACTIVITY.fit": (199, 0),
    "fit/sweatpy__6471559601_ACTIVITY.fit": (60, 0),
    "fit/sweatpy__2018-03-13-18-17-02.fit": (4365, 0),
    "fit/FitFileViewer__18857497810_ACTIVITY.fit": (3516, 0),
    "fit/FitFileViewer__Virtual_Zwift_Climb_Portal_Cauberg_at_100_Elevation_in_Watopia_12_miles.fit": (3365, 0),
    "fit/FitFileViewer___Fenton_Michigan_Afternoon_Ride_5_27_miles.fit": (1284, 0),
    "fit/php-fit-file-analysis__GitHub_stationary-bike-power_demo.FIT": (3887, 0),
    "fit/php-fit-file-analysis__power-analysis.fit": (3043, 0),
    "fit/python-fitparse__coros-pace-2-cycling-misaligned-fields.fit": (8946, 0),
    "fit/python-fitparse__sample_mulitple_header.fit": (1773, 0),
    "fit/Fit-File-Faker__activity_deprecated_profile.fit": (8029, 18233),
    "fit/Fit-File-Faker__activity_multiple_developer_index.fit": (4555, 0),
    "fit/Fit-File-Faker__karoo_20251119.fit": (8356, 0),
    "fit/Fit-File-Faker__mywhoosh_20260111.fit": (4118, 0),
    "fit/Fit-File-Faker__tpv_20250111.fit": (7898, 0),
    "fit/Fit-File-Faker__tpv_20251120.fit": (3699, 0),
    "fit/Fit-File-Faker__zwift_20250401.fit": (3691, 0),
    "fit/fit__valid_only_contain_fileid.fit": (1, 0),
    "fit/fitdecode__20170518-191602-1740899583.fit": (1641, 0),
    "fit/fitdecode__2019-02-17-062644-ELEMNT-297E-195-0.fit": (13402, 0),
    "fit/fitdecode__Edge810-Vector-2013-08-16-15-35-10.fit": (4671, 0),
    "fit/fitdecode__antfs-dump.63.fit": (685, 0),
    "fit/fitdecode__compressed-speed-distance.fit": (754, 0),
    "fit/fitdecode__developer-types-sample.fit": (3424, 0),
    "fit/fitdecode__event_timestamp.fit": (4376, 0),
    "fit/fitdecode__garmin-edge-500-activity.fit": (10686, 0),
    "fit/fitdecode__garmin-fenix-5-bike.fit": (19, 0),
    "fit/fitdecode__garmin-fenix-5-run.fit": (21, 113),
    "fit/fitdecode__garmin-fenix-5-walk.fit": (17, 62),
    "fit/fitdecode__garmin-fr935-cr.fit": (7483, 0),
    "fit/fitdecode__sample-activity-indoor-trainer.fit": (2263, 0),
    "fit/fitdecode__sample-activity.fit": (3098, 0),
    "fit/FitFileParser__gearstest.fit": (3666, 0),
    "fit/FitFileParser__running.fit": (6599, 0),
    "fit/fitparse-rs__hrv-activity.fit": (1072, 2705),
    "fit/fitparse-rs__ZeroHeaderCrc.fit": (80, 0),
    "fit/fit__0160487007.fit": (1056, 0),
    "fit/fit__garmin.fit": (8823, 22048),
    "fit/fit__activity-large-fenxi2-multisport.fit": (24227, 0),
    "fit/fit__activity-small-fenix2-run.fit": (2808, 0),
    "fit/fit__0161837998.fit": (254, 0),
    "fit/fq__test.fit": (6709, 13311),
    "bad/Fit-File-Faker__tpv_dev_fields_20260222.fit": (3400, 0),
    "bad/python-fitparse__ELEMNT_ROAM_Unterminated.fit": (7215, 0),
    "bad/python-fitparse__nick.fit": (14391, 0),
    "bad/fit__mornindew-broken.fit": (6857, 0),
    "bad/fit__unterminated-strings.fit": (31, 0),
}
SAME_SECOND = {
    "fit/fitdecode__event_timestamp.fit": 2,
    "fit/fitdecode__garmin-edge-500-activity.fit": 15,
    "fit/fitdecode__sample-activity.fit": 3,
    "fit/fit__activity-large-fenxi2-multisport.fit": 7,
    "bad/Fit-File-Faker__tpv_dev_fields_20260222.fit": 138,
    "bad/python-fitparse__nick.fit": 8,
}
BEATS_FROM_STRAPS = {  # beats a strap kept, which no other count holds
    "fit/python-fitparse__sample_mulitple_header.fit",
    "fit/fitdecode__event_timestamp.fit",
    "fit/fitdecode__garmin-fr935-cr.fit",
}
WITHOUT = {
    "fit/php-fit-file-analysis__swim.fit": "no heart rate",
    "fit/Fit-File-Faker__old_stage_lefthand_lee.fit": "course",
    "fit/Fit-File-Faker__palisade.fit": "no heart rate",
    "fit/Fit-File-Faker__stagesLink_25622166.fit": "planned workout",
    "fit/Fit-File-Faker__stagesLink_28832.fit": "course",
    "fit/Fit-File-Faker__trainerroad_744490.fit": "planned workout",
    "fit/fit__TestEncode.fit": "no times",
    "fit/fitdecode__null_compressed_speed_dist.fit": "0 in the whole file",
    "fit/FitFileParser__2023-01-13_heartratef.fit": "planned workout",
    "fit/fit__activity-settings.fit": "no heart rate",
    "fit/fit__0134902991.fit": "0 in the whole file",
    "fit/fit__2015-10-13-08-43-15.fit": "no heart rate",
    "fit/fit__2021-06-27-09-20-13.fit": "no heart rate",
    "fit/fit__Settings.fit": "device settings",
    "fit/fit__Settings2.fit": "device settings",
    "fit/fq__activity.fit": "no heart rate",
    "bad/chiptime__routing__monitoring-file.fit": "daily monitoring",
    "bad/chiptime__routing__workout-file.fit": "planned workout",
    "bad/python-fitparse__elemnt-bolt-no-application-id-inside-developer-data-id.fit": "no heart rate",
}
WITH_HEART_RATE_THOUGH_BROKEN = {
    "chiptime__structural__data-size-lies-short.fit": 120,
    "chiptime__structural__file-crc-zeroed.fit": 60,
    "chiptime__structural__garbage-block-midfile.fit": 118,
    "chiptime__structural__header-crc-bad.fit": 120,
    "chiptime__structural__magic-missing.fit": 60,
    "chiptime__structural__preamble-garbage.fit": 60,
    "chiptime__structural__undefined-local-resync.fit": 6,
}


def _read(path: Path) -> tuple[Recording, ...]:
    return READER.read(_source(path), ReadOptions())


def _source(path: Path) -> SourceFile:
    return SourceFile(path.name, lambda: path.open("rb"))


def _read_or_refusal(path: Path) -> tuple[tuple[Recording, ...], ReadError | None]:
    try:
        return _read(path), None
    except ReadError as error:
        return (), error


SECONDS_FROM_STRAPS = (
    "fit/python-fitparse__sample_mulitple_header.fit",
    "fit/fitdecode__event_timestamp.fit",
    "fit/fitdecode__garmin-fr935-cr.fit",
)


def _samples(recordings: tuple[Recording, ...]) -> int:
    return sum(int(np.isfinite(recording.heart_rate.bpm).sum()) for recording in recordings)


def _beats(recordings: tuple[Recording, ...]) -> int:
    return sum(recording.beats.rr_ms.size for recording in recordings if recording.beats is not None)


@pytest.mark.corpus
@pytest.mark.parametrize("name", COUNTS)
def test_heart_rate_and_beats_are_as_many_as_counted(corpus: Path, name: str) -> None:
    recordings = _read(corpus / name)
    samples, beats = COUNTS[name]
    if name in SECONDS_FROM_STRAPS:  # their memory has each second, records only some
        assert _samples(recordings) > samples
    else:
        assert _samples(recordings) == samples - SAME_SECOND.get(name, 0)
    if name in BEATS_FROM_STRAPS:
        assert _beats(recordings) > 5000
    else:
        assert _beats(recordings) == beats


@pytest.mark.corpus
@pytest.mark.parametrize("name", WITHOUT)
def test_files_without_heart_rate_say_what_they_are(corpus: Path, name: str) -> None:
    with pytest.raises(NoHeartRateError, match=WITHOUT[name]):
        _read(corpus / name)


@pytest.mark.corpus
@pytest.mark.parametrize("name", WITH_HEART_RATE_THOUGH_BROKEN)
def test_broken_files_are_read_as_far_as_they_can_be_and_say_so(corpus: Path, name: str) -> None:
    recordings = _read(corpus / "bad" / name)
    assert _samples(recordings) == WITH_HEART_RATE_THOUGH_BROKEN[name]
    assert all(recording.source.damage for recording in recordings)


@pytest.mark.corpus
def test_every_file_of_the_corpus_is_read_or_refused_with_a_reason(corpus: Path) -> None:
    for path in sorted([*corpus.glob("fit/*"), *corpus.glob("bad/*.fit")]):
        if not path.stat().st_size or not READER.matches(_source(path).head):
            continue
        recordings, refusal = _read_or_refusal(path)
        assert recordings or (isinstance(refusal, (NoHeartRateError, DamagedFileError)) and refusal.hint)
        for recording in recordings:
            assert recording.duration_s < 400 * 86_400
            assert "position" not in " ".join(channel.name for channel in recording.channels)


@pytest.mark.corpus
def test_a_gzip_a_page_and_an_error_text_are_not_taken_for_fit(corpus: Path) -> None:
    for name in ("gpx-renamed", "gzip-wrapped", "json-error", "tcx-renamed"):
        path = corpus / "bad" / f"chiptime__container__{name}.fit"
        assert not READER.matches(_source(path).head)


def test_content_decides_not_the_name() -> None:
    assert READER.matches(source(activity().file(), "anything.txt").head)
    assert not READER.matches(source(b"time,heart_rate\n0,60\n", "made.fit").head)
    assert not READER.matches(source(b".FIT is written in here: .FIT @@@@", "made.fit").head)


def test_a_fit_file_packed_in_another_is_left_to_the_container() -> None:
    assert not READER.matches(source(gzip.compress(activity().file()), "made.fit").head)
    assert not READER.matches(source(b"PK\x03\x04" + activity().file(), "made.zip").head)


def test_letters_and_preamble_may_be_damaged() -> None:
    data = activity().file()
    assert READER.matches(source(data.replace(b".FIT", b"XXXX", 1)).head)
    assert READER.matches(source(b"\xc7" * 23 + data).head)


def test_a_recording_begins_with_its_first_sample() -> None:
    recording = read_one(activity().file())
    assert recording.heart_rate.time_s[0] == 0
    assert recording.start is not None
    assert recording.start.isoformat() == "2026-06-01T11:00:00+02:00"
    assert (recording.sport, recording.duration_s) == ("walking", 60)
