"""Exports that people hold in 2026, made up: each reads to the counts its maker states, and stays as it was."""

import hashlib
import warnings
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from pacing.errors import ReadError, UnknownFormatError
from pacing.read.archive import find_sources
from pacing.read.read import read_daily, read_source
from pacing.read.reader import ReadOptions


class Held(NamedTuple):
    """What an export holds: samples of each recording, beat intervals of each, and how many values of days a kind."""

    samples: tuple[int, ...] = ()
    beats: tuple[int, ...] = ()
    days: tuple[tuple[str, int], ...] = ()


APPLE = Held((480,), (), (("resting_hr", 1), ("spot_rmssd", 2), ("spot_sdnn", 1)))
SLEEP = (("sleep_duration", 1), ("sleep_end", 1), ("sleep_start", 1))
EXPORTS = {
    "health_connect/Health Connect.zip": Held((480, 26)),
    "gadgetbridge/Gadgetbridge": Held((470,), (), (("steps", 1),)),  # 10 of the 480 minutes hold 255: none
    "gadgetbridge/gadgetbridge_export.zip": Held((470,), (), (("steps", 1),)),
    "garmindb/garmin_monitoring.db": Held((480,)),
    "straplog/strap.db": Held((0,), (3676,)),
    "apple/export.zip": APPLE,
    "apple/export_de.zip": APPLE,
    "apple/export_es.zip": APPLE,
    "apple/export_zh.zip": APPLE,
    "fitbit_takeout/google_health_2026.zip": Held((480, 480), (), (("resting_hr", 90),)),
    "fitbit_takeout/takeout-20261101T000000Z-001.zip": Held(
        (480, 480),
        (),
        (("night_hr", 1), ("night_rmssd", 2), ("resting_hr", 2), ("steps", 1)),  # RMSSD: of the night, and by 5 minutes
    ),
    "garmin_account/export.zip": Held(
        (1890,), (), (("night_hr", 1), ("night_rmssd", 1), ("resting_hr", 1), *SLEEP, ("steps", 1))
    ),
    "garmin_api/heart_rates.json": Held((240,)),
    "garmin_api/hrv.json": Held((), (), (("night_rmssd", 1),)),
    "google_health_api/heart-rate.json": Held((480,)),
    "hae/issue60.json": Held((24,)),
    "hae/metrics_first.json": Held((360,), (), (("resting_hr", 1), ("spot_sdnn", 1))),
    "hae/notifications_first.json": Held((360,)),
    "hrv4training/MyMeasurements.csv": Held((), (), (("morning_hr", 1), ("morning_rmssd", 1), ("morning_sdnn", 1))),
    "hrv4training/MyMeasurements_60days.csv": Held(
        (), (), (("morning_hr", 60), ("morning_rmssd", 60), ("morning_sdnn", 60))
    ),
    "huawei/health detail data.json": Held((480,)),
    "huawei/motion path detail data.json": Held((480,)),
    "mifitness/20261101_1_MiFitness_hlth_center_fitness_data.csv": Held((480,), (), (("steps", 1),)),
    "oura/heartrate.json": Held((96,)),
    "oura/heartrate_semicolon.csv": Held((96,)),
    "samsung/samsunghealth_user_20261101000000.zip": Held((2400, 480), (), (("night_rmssd", 1), ("night_sdnn", 1))),
    "ultrahuman/app_export.csv": Held((480,)),
    "ultrahuman/metrics.json": Held((96,)),
    "visible/Visible_Data_Export.csv": Held((), (), (("morning_hr", 60), ("morning_rmssd", 60))),
    "wfdb/rec1.atr": Held((0,), (3675,)),  # 3676 marks of beats are 3675 intervals
    "firstbeat/rec.sdf": Held((0,), (3676,)),
}


def held(path: Path) -> Held:
    """What the readers find in an export, its members in their order."""
    options = ReadOptions(time_zone="Europe/Berlin")
    samples: list[int] = []
    beats: list[int] = []
    days: Counter[str] = Counter()
    for source in find_sources(path):
        assert not isinstance(source, ReadError), source
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = read_source(source, options)
        except ReadError:
            found = ()
        samples += [int(np.isfinite(one.heart_rate.bpm).sum()) for one in found]
        beats += [one.beats.rr_ms.size for one in found if one.beats is not None]
        try:
            days.update(value.kind.value for value in read_daily(source, options))
        except ReadError:
            continue
    return Held(tuple(samples), tuple(beats), tuple(sorted(days.items())))


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_a_made_up_export_reads_to_its_counts_and_stays_as_it_was(corpus: Path, name: str) -> None:
    path = corpus / "made_up" / name
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    assert held(path) == EXPORTS[name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no data", "no data"),
        ("no data\n", "no data"),
        ("timestamp,activity,probability\n2026-06-01T08:00:00Z,WALK,0.001\n", "guessed activities"),
        ("com.samsung.health.hrv,6320001,3\nstart_time,binning_data\n2026-06-01 00:00:00.000,b.json\n", "the nights"),
        ("com.samsung.shealth.sleep,6320001,3\nstart_time,end_time\n2026-06-01,2026-06-02\n", "without heart rate"),
    ],
)
def test_a_file_of_an_export_without_heart_rate_is_told_for_what_it_is(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "heart_rate_2026-06-02.csv"
    path.write_text(text, encoding="utf-8")
    (source,) = find_sources(path)
    assert not isinstance(source, ReadError)
    with pytest.raises(UnknownFormatError, match=said):
        read_source(source, ReadOptions())
