import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from pacing.synthetic.csv_file import WRITERS, csv_text
from pacing.synthetic.session import Bout, Dropout, DropoutKind, SessionPlan, SyntheticSession, make_session


@pytest.fixture(scope="module")
def made() -> SyntheticSession:
    plan = SessionPlan(
        rest_s=60,
        bouts=(Bout(duration_s=100, recovery_s=60),),
        beats=True,
        power=True,
        cadence=True,
        dropouts=(Dropout(20, 5), Dropout(100, 4, DropoutKind.GAP)),
    )
    return make_session(plan, seed=2)


def rows_of(text: str, head: str) -> list[dict[str, str]]:
    lines = text.removeprefix("\ufeff").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(head))
    return list(csv.DictReader(io.StringIO("\n".join(lines[first:]))))


@pytest.mark.parametrize(
    ("dialect", "head", "column"),
    [
        ("plain", "time_s", "hr_bpm"),
        ("garmin_connect", "time", "heartrate"),
        ("polar_flow", "Sample rate", "HR (bpm)"),
        ("intervals_icu", "time", "heartrate"),
    ],
)
def test_heart_rate_comes_back_with_its_empty_cells(
    made: SyntheticSession, dialect: str, head: str, column: str
) -> None:
    read = [float(row[column] or "nan") for row in rows_of(csv_text(made.recording, dialect), head)]
    assert np.array_equal(np.array(read), made.recording.heart_rate.bpm, equal_nan=True)


def test_fitbit_leaves_out_what_it_did_not_measure(made: SyntheticSession) -> None:
    rows = rows_of(csv_text(made.recording, "fitbit"), "Id")
    bpm = made.recording.heart_rate.bpm
    assert [float(row["Value"]) for row in rows] == bpm[np.isfinite(bpm)].tolist()
    assert rows[0]["Time"] == "5/4/2026 9:30:00 AM"
    assert rows[-1]["Time"] == "5/4/2026 9:33:39 AM"


def test_intervals_icu_joins_the_intervals_of_a_second(made: SyntheticSession) -> None:
    text = csv_text(made.recording, "intervals_icu")
    assert text.startswith("\ufefftime,watts,cadence,heartrate,hrv")
    cells = [row["hrv"] for row in rows_of(text, "time")]
    read = [float(value) for cell in cells if cell for value in cell.split(":")]
    beats = made.recording.beats
    assert beats is not None
    written = beats.rr_ms[np.isin(np.floor(beats.time_s), made.recording.heart_rate.time_s)]
    assert read == written.tolist()
    assert any(":" in cell for cell in cells)


def test_polar_flow_names_no_person_and_tells_speed_in_km_h(made: SyntheticSession) -> None:
    text = csv_text(made.recording, "polar_flow")
    facts = next(csv.DictReader(io.StringIO("\n".join(text.splitlines()[:2]))))
    assert facts["Name"] == facts["Height (cm)"] == facts["HR max"] == ""
    assert (facts["Date"], facts["Start time"], facts["Duration"]) == ("04-05-2026", "09:30:00", "00:03:40")
    rows = rows_of(text, "Sample rate")
    speed = made.recording.channel("speed")
    assert speed is not None
    assert float(rows[90]["Speed (km/h)"]) == pytest.approx(speed.value[90] * 3.6, abs=0.051)
    assert rows[90]["Time"] == "00:01:30"


def test_every_line_of_a_table_has_as_many_cells_as_its_head(made: SyntheticSession) -> None:
    for dialect in WRITERS:
        lines = csv_text(made.recording, dialect).splitlines()
        body = lines[2:] if dialect == "polar_flow" else lines
        assert len({line.count(",") for line in body}) == 1, dialect


def test_an_unknown_dialect_and_a_missing_start_are_refused(made: SyntheticSession) -> None:
    with pytest.raises(ValueError, match="unknown dialect"):
        csv_text(made.recording, "papyrus")
    with pytest.raises(ValueError, match="start time"):
        csv_text(replace(made.recording, start=None), "fitbit")
