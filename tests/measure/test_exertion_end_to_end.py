"""Standing tests and muscle oxygen from a file to the numbers, through the whole program as a person uses it."""

import html
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pacing
from pacing.model.measurement import FindingVerdict, Measurement, Reason
from pacing.synthetic.csv_file import csv_text
from pacing.synthetic.fit_file import write_fit
from pacing.synthetic.session import Bout, MarkerStyle, SessionPlan, Stand, SyntheticSession, make_session
from tests.read.fit.fit_bytes import T0, UINT8, UINT16, UINT32, FitBytes

RISE_BPM = 2.0  # two-minute medians of whole beats
REST_S, EXERCISE_S, EASY_S = 180, 300, 120
REST_PERCENT, LOW_PERCENT = 68.0, 46.0


def standing(*, rise_bpm: float, beats: bool = True, seed: int = 3) -> SyntheticSession:
    plan = SessionPlan(
        rest_s=1200.0,
        bouts=(),
        resting_bpm=64.0,
        stand=Stand(at_s=600.0, rise_bpm=rise_bpm),
        beats=beats,
        speed=False,
        sport=None,
        markers=MarkerStyle.USER,
    )
    return make_session(plan, seed=seed)


def found_in(path: Path, index_id: str, **told: Any) -> Measurement:
    (session,) = pacing.assess(path, **told)
    found = session.measurement(index_id)
    assert found is not None
    return found


def assert_held(found: Measurement, truth: float) -> None:
    assert found.low is not None
    assert found.high is not None
    assert found.low <= truth <= found.high


@pytest.mark.parametrize("rise_bpm", [14.0, 38.0])
def test_a_standing_test_with_one_press_of_the_lap_button_gives_its_rise_and_its_ratio(
    tmp_path: Path, rise_bpm: float
) -> None:
    made = standing(rise_bpm=rise_bpm)
    write_fit(made.recording, tmp_path / "stand.fit")
    rise = found_in(tmp_path / "stand.fit", "stand_hr_rise")
    assert rise.value == pytest.approx(made.truth.stand_rise_bpm(600.0), abs=RISE_BPM)
    assert_held(rise, made.truth.stand_rise_bpm(600.0))
    assert rise.parts["stood_up_s"] == pytest.approx(600.0, abs=1.0)
    for minute in (1, 2, 3, 5, 10):
        assert isinstance(rise.parts[f"rise_minute_{minute}_bpm"], float)
    ratio = found_in(tmp_path / "stand.fit", "stand_30_15")
    truth = made.truth.thirty_fifteen(600.0)
    assert truth is not None
    assert ratio.value == pytest.approx(truth, abs=0.03)
    assert_held(ratio, truth)


def test_a_rise_that_stays_high_is_worth_showing_a_clinician_and_nothing_more(tmp_path: Path) -> None:
    write_fit(standing(rise_bpm=38.0).recording, tmp_path / "high.fit")
    write_fit(standing(rise_bpm=14.0).recording, tmp_path / "low.fit")
    high, low = (" ".join(found_in(tmp_path / f"{n}.fit", "stand_hr_rise").caveats) for n in ("high", "low"))
    assert "stayed 30 bpm or more above lying" in high
    assert "worth showing a clinician" in high
    assert "worth showing" not in low
    for said in (high, low):
        assert "Heart rate alone cannot say why" in said
        assert not any(word in said.lower() for word in ("pots", "dysautonomia", "orthostatic", "abnormal"))


def test_standing_leaves_no_exercise_and_no_recovery(tmp_path: Path) -> None:
    write_fit(standing(rise_bpm=38.0).recording, tmp_path / "stand.fit")
    (session,) = pacing.assess(tmp_path / "stand.fit")
    assert [phase.kind.value for phase in session.phases.items] == ["rest"]
    for index_id in ("hr_recovery_120", "hr_recovery_60", "hr_onset_tau"):
        found = session.measurement(index_id)
        assert found is not None
        assert found.value is None


def test_a_table_without_marks_is_a_standing_test_when_told(tmp_path: Path) -> None:
    made = standing(rise_bpm=20.0, beats=False)
    path = tmp_path / "stand.csv"
    path.write_text(csv_text(made.recording, "plain"), encoding="utf-8")
    told = {"phases": "rest=0-600,recovery=600-1200", "recovery_posture": "standing"}
    rise = found_in(path, "stand_hr_rise", **told)
    assert rise.value == pytest.approx(made.truth.stand_rise_bpm(600.0), abs=RISE_BPM)
    assert rise.parts["found_by"] == "given"
    assert found_in(path, "stand_hr_rise").unavailable is Reason.NOT_RECORDED
    assert found_in(path, "stand_30_15", **told).unavailable is Reason.NEEDS_BEATS


def oxygen_percent() -> np.ndarray:
    fall = np.linspace(REST_PERCENT, LOW_PERCENT, EXERCISE_S - 60)
    back = np.linspace(LOW_PERCENT, REST_PERCENT, EASY_S)
    return np.concatenate([np.full(REST_S, REST_PERCENT), fall, np.full(60, LOW_PERCENT), back])


def beats_per_minute() -> np.ndarray:
    after = np.arange(float(EASY_S))
    rise = 72 + 46 * (1 - np.exp(-np.arange(float(EXERCISE_S)) / 40.0))
    bpm = np.concatenate([np.full(REST_S, 72.0), rise, 72 + 46 * np.exp(-after / 50.0)])
    return bpm.round()


def speeds_m_s() -> np.ndarray:
    return np.concatenate([np.zeros(REST_S), np.full(EXERCISE_S, 1.3), np.zeros(EASY_S)])


def native_oxygen() -> bytes:
    """The protocol's own field, as watches write it from an ANT+ muscle-oxygen sensor."""
    fit = FitBytes().message("file_id", 0, type="activity")
    for second, (bpm, speed, percent) in enumerate(
        zip(beats_per_minute(), speeds_m_s(), oxygen_percent(), strict=True)
    ):
        fit.message(
            "record", 1, timestamp=T0 + second, heart_rate=int(bpm), speed=speed, saturated_hemoglobin_percent=percent
        )
    return fit.file()


def oxygen_of_an_app(name: str, unit: str) -> bytes:
    """A developer field in tenths of a percent, as the apps of Moxy and Train.Red write."""
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.message("developer_data_id", 1, developer_data_index=0)
    fit.message(
        "field_description", 2, developer_data_index=0, field_definition_number=7, fit_base_type_id=UINT16,
        field_name=name, units=unit, native_mesg_num=20, native_field_num=None, scale=10,
    )  # fmt: skip
    fit.define(3, 20, [(253, 4, UINT32), (3, 1, UINT8), (6, 2, UINT16)], developer=[(7, 2, 0)])
    for second, (bpm, speed, percent) in enumerate(
        zip(beats_per_minute(), speeds_m_s(), oxygen_percent(), strict=True)
    ):
        fit.data(3, struct.pack("<IBHH", T0 + second, int(bpm), round(1000 * speed), round(10 * percent)))
    return fit.file()


@pytest.mark.parametrize(
    "data",
    [
        native_oxygen(),
        oxygen_of_an_app("SmO2", "%"),
        oxygen_of_an_app("SmO2 Sensor 1 on Left Quad", "percent"),
        oxygen_of_an_app("Saturated Hemoglobin", ""),
    ],
    ids=["native", "Moxy", "Train.Red", "without unit"],
)
def test_muscle_oxygen_gives_its_level_at_rest_and_its_change(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "oxygen.fit"
    path.write_bytes(data)
    rest, change = (found_in(path, f"muscle_oxygen_{what}") for what in ("rest", "change"))
    assert rest.value == pytest.approx(REST_PERCENT, abs=0.5)
    assert change.value == pytest.approx(LOW_PERCENT - REST_PERCENT, abs=1.0)
    assert_held(rest, REST_PERCENT)
    assert_held(change, LOW_PERCENT - REST_PERCENT)
    assert any("same placement" in said for said in rest.caveats)


def test_muscle_oxygen_in_a_table_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "oxygen.csv"
    rows = zip(beats_per_minute(), speeds_m_s(), oxygen_percent(), strict=True)
    lines = [f"{second},{bpm:.0f},{speed:.2f},{percent:.1f}" for second, (bpm, speed, percent) in enumerate(rows)]
    path.write_text("\n".join(["time,heart_rate,speed (m/s),smo2 (%)", *lines]) + "\n", encoding="utf-8")
    change = found_in(path, "muscle_oxygen_change")
    assert change.value == pytest.approx(LOW_PERCENT - REST_PERCENT, abs=1.0)


@pytest.mark.corpus
def test_a_real_table_of_muscle_oxygen_without_heart_rate_is_refused_and_not_measured(corpus: Path) -> None:
    result = pacing.assess(corpus / "csv" / "IntervalsGenerator__session_20260103_121419_avg.csv")
    assert len(result) == 0
    (said,) = result.refused.values()
    assert "heart rate" in said


def at_effort(share: float, tmp_path: Path) -> pacing.Result:
    bout = Bout(duration_s=900, share_of_reserve=share, recovery_s=240)
    made = make_session(SessionPlan(resting_bpm=65.0, maximum_bpm=175.0, bouts=(bout,)), seed=11)
    path = tmp_path / f"effort_{share:.2f}.fit"
    write_fit(made.recording, path)
    return pacing.assess(path, resting=65.0, maximum=175.0)


def test_the_same_effort_at_30_50_and_85_percent_is_worded_in_three_ways_that_are_right(tmp_path: Path) -> None:
    found = {}
    for share in (0.30, 0.50, 0.85):
        result = at_effort(share, tmp_path)
        measured = result[0].measurement("hr_reserve_share")
        assert measured is not None
        assert measured.value == pytest.approx(100 * share, abs=5.0)
        found[share] = (str(measured.parts["effort"]), measured.caveats[0])
        assert measured.caveats[0] in html.unescape(result.to_html("clinician"))
        assert {finding.verdict for finding in result[0].findings} <= {FindingVerdict.NOT_APPLICABLE}
    assert [word for word, _ in found.values()] == ["light", "moderate", "vigorous"]
    assert "not asked" not in found[0.85][1]
    assert "does not show how far the heart could rise" in found[0.30][1]
    assert "about half of the reserve" in found[0.50][1]
    assert "most of the reserve" in found[0.85][1]
