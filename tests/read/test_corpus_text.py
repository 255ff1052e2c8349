"""Real tables, lists and foreign files: what each holds, as its own makers and other programs count it."""

from pathlib import Path

import numpy as np
import pytest

from pacing.errors import NoHeartRateError, ReadError, UnitError, UnknownFormatError
from pacing.model.recording import Recording
from pacing.read.read import read_recordings

pytestmark = pytest.mark.corpus

# file: reader, heart rates above zero, beats
READ = {
    "csv/sweatpy__workout_1.csv": ("csv/garmin_connect", 3578, 0),
    "csv/IntervalsGenerator__Wahoo.csv": ("csv/intervals_icu", 7617, 0),
    "csv/IntervalsGenerator__i115462412_streams.csv": ("csv/intervals_icu", 3006, 6068),
    "csv/IntervalsGenerator__i115486244_streams.csv": ("csv/intervals_icu", 6626, 13662),
    "csv/IntervalsGenerator__i119022550_streams.csv": ("csv/intervals_icu", 7622, 16435),
    "csv/IntervalsGenerator__threshold_test_03_01_2026_2026-01-03.csv": ("csv/tymewear", 3007, 0),
    "csv/IntervalsGenerator__wahoo_sample.csv": ("csv/generic", 5, 0),
    "csv/Real-Time-Analysis__heartrate_seconds_merged.csv": ("csv/fitbit", 8418, 0),
    "csv/devicely__HR.csv": ("csv/empatica_e4_hr", 28, 0),
    "csv/devicely__IBI.csv": ("csv/empatica_e4_ibi", 0, 49),
    "csv/flirt__HR.csv": ("csv/empatica_e4_hr", 4998, 0),
    "csv/flirt__IBI.csv": ("csv/empatica_e4_ibi", 0, 4999),
    "csv/flirt__data.csv": ("csv/garmin_companion", 8747, 14316),  # of 8748 heart rates one is -1: none
    "csv/devicely__CsvData_signals_EV-EC39-7079-57A8.csv": ("csv/everion", 21, 0),
    "csv/devicely__CsvData_features_EV-EC39-7079-57A8.csv": ("csv/everion", 0, 347),
    "csv/spiro__hr_ramp.tcx": ("tcx", 924, 0),
    "rr/wearable-hrv__test_kyto.csv": ("csv/hrv_logger", 0, 2860),
    "rr/wearable-hrv__test_rhythm.csv": ("csv/hrv_logger", 0, 2604),
    "rr/wearable-hrv__test_empatica.csv": ("csv/generic", 0, 4139),
    "rr/wearable-hrv__test_vu.txt": ("csv/vu_ams", 0, 3040),  # 3041 rows, of which the first is 0
    "rr/hrate__20170808002e.txt": ("csv/selfloops_hrv", 7501, 7501),
    "rr/HRV__14121501.hrm": ("hrm", 0, 19001),
    "rr/hrv__exercise_rri.hrm": ("hrm", 0, 4117),
    "rr/hrv__noisy_rri.hrm": ("hrm", 0, 3581),
    "rr/HeartRateVariability.jl__e1304.txt": ("rr_text", 0, 7749),
    "rr/hrv__08012805.txt": ("rr_text", 0, 2380),
    "rr/hrv__real_rri.txt": ("rr_text", 0, 771),  # of 772 one is 0
    "rr/CardioCurveR__example_data.txt": ("rr_text", 0, 2001),
    "rr/kubios__SampleExport.txt": ("rr_text", 0, 423),
    "rr/flirt__holter.txt": ("csv/holter_beats", 0, 4762),
    "datasets/spiro__vyntus_test.txt": ("csv/vyntus", 7, 0),
}
REFUSED = {
    "csv/IntervalsGenerator__session_20260103_121419_avg.csv": NoHeartRateError,
    "csv/hrv-covid19__wearables.csv": NoHeartRateError,
    "csv/devicely__read_test_data.csv": NoHeartRateError,
    "csv/devicely__tags.csv": NoHeartRateError,
    "csv/flirt__tags.csv": UnknownFormatError,
    "rr/HRV__rrinterval.csv": UnitError,
    "rr/HRV__annotation.csv": UnitError,
    "rr/pyhrv__SampleNNISeriesLong.npy": UnknownFormatError,
    "rr/pyhrv__SampleReport.txt": ReadError,
    "rr/wearable-hrv__test_events.csv": UnknownFormatError,
    "datasets/hrv-covid19__hrv_measurements.csv": NoHeartRateError,
    "datasets/whippr__ramp_cosmed.xlsx": UnknownFormatError,
    "datasets/detectPVC__polar_h10.RData": UnknownFormatError,
    "bad/hrv__empty.txt": UnknownFormatError,
    "bad/hrv__test_file_3.txt": ReadError,
    "bad/hrv__test_file_mistake_2.hrm": NoHeartRateError,
    "bad/chiptime__container__gpx-renamed.fit": NoHeartRateError,
    "bad/chiptime__container__tcx-renamed.fit": NoHeartRateError,
    "bad/chiptime__container__json-error.fit": UnknownFormatError,
}


def only(path: Path) -> Recording:
    (recording,) = read_recordings(path)
    return recording


@pytest.mark.parametrize("name", READ)
def test_a_real_file_is_read_to_its_last_sample_and_beat(corpus: Path, name: str) -> None:
    recording = only(corpus / name)
    beats = 0 if recording.beats is None else recording.beats.rr_ms.size
    assert (recording.source.reader, int((recording.heart_rate.bpm > 0).sum()), beats) == READ[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_file_without_heart_rate_is_refused_with_a_hint(corpus: Path, name: str) -> None:
    with pytest.raises(REFUSED[name]) as caught:
        read_recordings(corpus / name)
    assert caught.value.hint


def test_the_published_mean_of_a_list_is_found_again(corpus: Path) -> None:
    beats = only(corpus / "rr/HeartRateVariability.jl__e1304.txt").beats
    assert beats is not None
    assert beats.rr_ms.mean() == pytest.approx(917.24, abs=0.005)
    assert np.std(beats.rr_ms, ddof=1) == pytest.approx(137.19, abs=0.005)


def test_gaps_of_an_optical_sensor_are_not_closed_up(corpus: Path) -> None:
    recording = only(corpus / "csv/flirt__IBI.csv")
    assert recording.beats is not None
    assert recording.duration_s == pytest.approx(8851, abs=2)
    assert recording.beats.rr_ms.sum() / 1000 == pytest.approx(5393, abs=1)


def test_seconds_with_several_intervals_add_up_to_the_session(corpus: Path) -> None:
    recording = only(corpus / "csv/IntervalsGenerator__i115462412_streams.csv")
    assert recording.beats is not None
    assert recording.beats.rr_ms.sum() / 1000 == pytest.approx(3002, abs=1)
