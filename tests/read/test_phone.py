"""What a phone keeps besides heart rate: values of days, symptoms, and when medicines were begun and changed."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pacing.errors import ReadError
from pacing.model.daily import DailyKind
from pacing.read.archive import find_sources
from pacing.read.daily.apple import rmssd_of_clocks
from pacing.read.daily.medicines import Dose, dose_notes
from pacing.read.phone_diary import is_phone_diary, read_phone_diary
from pacing.read.read import read_daily
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from tests.contracts.conftest import Runner

FIRST = date(2026, 5, 1)
WATCH = 'sourceName="Jane&#8217;s Apple Watch" device="name:Apple Watch"'


def daily(path: Path) -> list[tuple[str, str, float, str]]:
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    found = read_daily(source, ReadOptions())
    return [(one.day.isoformat(), one.kind.value, round(one.value, 2), one.source) for one in found]


def apple(tmp_path: Path, *records: str) -> Path:
    path = tmp_path / "export.xml"
    text = "\n".join(records)
    path.write_text(f'<?xml version="1.0"?>\n<HealthData locale="en_GB">\n{text}\n</HealthData>', encoding="utf-8")
    return path


def quantity(kind: str, value: float, start: str, unit: str = "count/min", inside: str = "") -> str:
    head = f'<Record type="HKQuantityTypeIdentifier{kind}" {WATCH} unit="{unit}" startDate="{start}" endDate="{start}"'
    return f'{head} value="{value}">{inside}</Record>'


def category(kind: str, value: str, start: str, stop: str) -> str:
    head = f'<Record type="HKCategoryTypeIdentifier{kind}" {WATCH} startDate="{start}" endDate="{stop}"'
    return f'{head} value="{value}"/>'


def beats(steps_ms: list[int], at: float = 3 * 3600.0) -> str:
    lines = []
    for step in [0, *steps_ms]:
        at += step / 1000
        clock = f"{int(at) // 3600}:{int(at) % 3600 // 60:02d}:{at % 60:05.2f}"
        lines.append(f'<InstantaneousBeatsPerMinute bpm="{60_000 / (step or 800):.0f}" time="{clock}&#8239;AM"/>')
    return f"<HeartRateVariabilityMetadataList>{''.join(lines)}</HeartRateVariabilityMetadataList>"


def test_a_reading_of_apple_runs_on_over_the_full_minute(tmp_path: Path) -> None:
    """Twenty-one differences of neighbours, one more than are needed: two less, and nothing were known."""
    metadata = beats([800, 850] * 11, at=3 * 3600.0 + 50.0)
    path = apple(tmp_path, quantity("HeartRateVariabilitySDNN", 40, "2026-06-01 03:00:50 +0200", "ms", metadata))
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    found = [one for one in read_daily(source, ReadOptions()) if one.kind is DailyKind.SPOT_RMSSD]
    assert [round(one.value) for one in found] == [49]


def test_apple_gives_its_own_resting_rate_and_readings_and_ours_from_beats_apart(tmp_path: Path) -> None:
    path = apple(
        tmp_path,
        quantity("RestingHeartRate", 57, "2026-06-01 00:00:00 +0200"),
        quantity("HeartRateVariabilitySDNN", 40, "2026-06-01 03:10:00 +0200", "ms", beats([800, 850] * 20)),
        quantity("HeartRateVariabilitySDNN", 50, "2026-06-01 14:10:00 +0200", "ms"),
        quantity("HeartRateVariabilityRMSSD", 25, "2026-06-01 03:10:00 +0200", "ms"),
        quantity("StepCount", 100, "2026-06-01 08:00:00 +0200", "count"),
        quantity("StepCount", 150, "2026-06-01 09:00:00 +0200", "count"),
    )
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    found = read_daily(source, ReadOptions())
    values = {(one.kind, "beats" in one.method): round(one.value) for one in found}
    assert values == {
        (DailyKind.RESTING_HR, False): 57,
        (DailyKind.SPOT_SDNN, False): 45,
        (DailyKind.SPOT_RMSSD, False): 25,
        (DailyKind.SPOT_RMSSD, True): 49,
        (DailyKind.STEPS, False): 250,
    }
    assert {one.source for one in found} == {"Apple Health: Apple Watch"}, "no name of a person"


def test_a_night_in_pieces_is_one_sleep_of_the_day_of_waking(tmp_path: Path) -> None:
    def piece(start: str, stop: str, stage: str) -> str:
        value = f"HKCategoryValueSleepAnalysis{stage}"
        return category("SleepAnalysis", value, start, stop)

    path = apple(
        tmp_path,
        piece("2026-05-31 22:00:00 +0200", "2026-06-01 08:00:00 +0200", "InBed"),
        piece("2026-06-01 03:00:00 +0200", "2026-06-01 06:30:00 +0200", "AsleepREM"),
        piece("2026-05-31 23:30:00 +0200", "2026-06-01 02:30:00 +0200", "AsleepCore"),
        piece("2026-06-01 13:00:00 +0200", "2026-06-01 13:30:00 +0200", "AsleepCore"),
    )
    assert [row[:3] for row in daily(path)] == [
        ("2026-06-01", "sleep_duration", 7.0),
        ("2026-06-01", "sleep_end", 6.5),
        ("2026-06-01", "sleep_start", -0.5),
    ]


@pytest.mark.parametrize("true_rmssd", [10.0, 25.0, 60.0])
def test_the_rmssd_of_rounded_clocks_has_no_bias_of_the_rounding(true_rmssd: float) -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(200):
        rr_s = 0.85 + rng.normal(0, true_rmssd / np.sqrt(2) / 1000, 60)
        clock = np.asarray(np.round(np.cumsum(rr_s), 2), dtype=np.float64)
        found.append(rmssd_of_clocks(clock, 60 / rr_s))
    assert np.sqrt(np.nanmean(np.square(found))) == pytest.approx(true_rmssd, rel=0.05)


def test_a_missed_beat_makes_no_difference_of_neighbours() -> None:
    rr_s = np.full(60, 0.8)
    rr_s[30] = 1.6
    assert np.isnan(rmssd_of_clocks(np.cumsum(rr_s), np.full(60, 75.0)))  # even beats: rounding is all there is


def test_clocks_that_pass_noon_go_on() -> None:
    clock = np.mod(43_190.0 + np.cumsum(np.where(np.arange(40) % 2, 0.80, 0.85)), 43_200.0)
    assert rmssd_of_clocks(clock, np.full(40, 72.0)) == pytest.approx(50.0, abs=1.0)


def hae(tmp_path: Path, **parts: Any) -> Path:
    path = tmp_path / "hae.json"
    path.write_text(json.dumps({"data": parts}), encoding="utf-8")
    return path


def test_values_of_days_of_health_auto_export_do_not_hang_on_the_order_of_its_parts(tmp_path: Path) -> None:
    at = "2026-06-01 00:00:00 +0200"
    metrics = [
        {"name": "resting_heart_rate", "units": "count/min", "data": [{"date": at, "qty": 57}]},
        {"name": "heart_rate_variability", "units": "ms", "data": [{"date": at, "qty": 41.5}]},
        {"name": "heart_rate", "units": "count/min", "data": [{"date": at, "Min": 60, "Avg": 61, "Max": 62}]},
        {"name": "sleep_analysis", "data": [
            {"date": at, "sleepStart": "2026-05-31 23:00:00 +0200", "sleepEnd": "2026-06-01 07:00:00 +0200"}]},
    ]  # fmt: skip
    found = daily(hae(tmp_path, metrics=metrics))
    assert ("2026-06-01", "resting_hr", 57.0, "Health Auto Export") in found
    assert ("2026-06-01", "spot_sdnn", 41.5, "Health Auto Export") in found
    assert ("2026-06-01", "sleep_start", -1.0, "Health Auto Export") in found


def test_symptoms_of_apple_are_scores_by_their_degree_and_presence_alone_is_none(tmp_path: Path) -> None:
    def record(kind: str, value: str, day: str) -> str:
        at = f"2026-06-{day} 21:00:00 +0200"
        return category(kind, f"HKCategoryValue{value}", at, at)

    path = apple(
        tmp_path,
        record("Fatigue", "SeverityModerate", "01"),
        record("Fatigue", "SeveritySevere", "01"),
        record("Fatigue", "SeverityNotPresent", "02"),
        record("ShortnessOfBreath", "SeverityMild", "01"),
        record("Headache", "SeverityUnspecified", "01"),
        record("MindfulSession", "NotApplicable", "01"),
        record("SleepAnalysis", "SleepAnalysisAsleep", "01"),
    )
    found = read_phone_diary(path)
    assert [(one.day.day, one.name, one.score) for one in found.scores] == [
        (1, "fatigue", 3.0),
        (1, "shortness of breath", 1.0),
        (2, "fatigue", 0.0),
    ]
    assert found.without_degree == 1


def doses(amounts: Sequence[float | None], name: str = "Naltrexone") -> list[Dose]:
    """One dose a day of so many mg; None = none taken."""
    return [
        Dose(FIRST + timedelta(days=n), f"{name} {amount:g} mg")
        for n, amount in enumerate(amounts)
        if amount is not None
    ]


def test_a_titration_becomes_a_start_and_dated_steps() -> None:
    notes = dose_notes(doses([1.5] * 14 + [3.0] * 14 + [4.5] * 30))
    assert [(day, kind, words) for day, kind, words in notes] == [
        (FIRST, "treatment", "Naltrexone begun: 1.5 mg a day"),
        (FIRST + timedelta(days=14), "dose", "Naltrexone: 1.5 mg to 3 mg a day"),
        (FIRST + timedelta(days=28), "dose", "Naltrexone: 3 mg to 4.5 mg a day"),
    ]


def test_one_forgotten_or_doubled_dose_is_no_step() -> None:
    assert len(dose_notes(doses([3.0] * 10 + [None] + [3.0] * 10 + [6.0] + [3.0] * 10))) == 1


def test_a_medicine_for_when_it_is_needed_gives_no_note() -> None:
    assert dose_notes(doses([400.0 if n % 4 == 0 else None for n in range(60)], "Ibuprofen")) == ()


def test_left_off_is_said_only_while_others_are_noted_on() -> None:
    stopped, other = doses([3.0] * 20), doses([5.0] * 60, "Ivabradine")
    assert dose_notes(stopped)[-1][2] == "Naltrexone begun: 3 mg a day"
    assert (FIRST + timedelta(days=20), "treatment", "Naltrexone left off") in dose_notes([*stopped, *other])


def test_symptoms_and_medicines_of_health_auto_export_go_into_the_diary(tmp_path: Path, pacing: Runner) -> None:
    def stamp(day: int) -> str:
        return f"{FIRST + timedelta(days=day)} 21:00:00 +0200"

    medicines = [
        {"displayText": "Naltrexone 1.5 mg", "start": stamp(n), "status": "Taken", "dosage": 1 if n < 14 else 2}
        for n in range(28)
    ] + [{"displayText": "Naltrexone 1.5 mg", "start": stamp(28), "status": "Skipped", "dosage": 1}]
    path = hae(
        tmp_path,
        heartRateNotifications=[],
        symptoms=[{"start": stamp(0), "end": stamp(0), "name": "Fatigue", "severity": "Moderate", "userEntered": True},
                  {"start": stamp(1), "name": "Fatigue", "severity": "Not Present"}],
        medications=medicines,
    )  # fmt: skip
    done = pacing("diary", "import", path, "--history", "h.sqlite")
    assert done.code == 0
    assert "2 scores of 1 symptom kept" in done.err
    listed = pacing("diary", "list", "--history", "h.sqlite").out
    assert "2026-05-01  fatigue 2, treatment: Naltrexone begun: 1.5 mg a day" in listed
    assert "2026-05-15  dose: Naltrexone: 1.5 mg to 3 mg a day" in listed
    again = pacing("diary", "import", path, "--history", "h.sqlite")
    assert again.code == 0
    assert pacing("diary", "list", "--history", "h.sqlite").out == listed


def test_what_is_no_phone_export_says_so(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"things": []}', encoding="utf-8")
    (tmp_path / "table.csv").write_text("date,fatigue\n2026-05-01,3\n", encoding="utf-8")
    assert not is_phone_diary(tmp_path / "table.csv")
    with pytest.raises(ReadError, match="no export of a phone"):
        read_phone_diary(tmp_path / "other.json")


def test_being_active_is_no_symptom(tmp_path: Path, pacing: Runner) -> None:
    path = tmp_path / "visible.csv"
    rows = ["Fatigue,General,2", "Physically active,Physical,3", "Mentally demanding,Exertion,1", "HRV,Measurement,40"]
    text = "\n".join(
        ["observation_date,tracker_name,tracker_category,observation_value", *(f"2026-06-01,{r}" for r in rows)]
    )
    path.write_text(text, encoding="utf-8")
    assert "1 score of 1 symptom kept" in pacing("diary", "import", path, "--history", "h.sqlite").err
    assert pacing("diary", "list", "--history", "h.sqlite").out == "2026-06-01  fatigue 2\n"


def taken_on(*days: int, count: float = 1.0) -> list[Dose]:
    return [Dose(FIRST + timedelta(days=day), "Ivabradine 5 mg", count) for day in days]


@pytest.mark.parametrize(
    ("days", "noted"),
    [
        (range(5), True),  # five days of treatment
        (range(4), False),
        ([0, 2, 4, 6, 8, 9], True),  # on six of its ten days
        ([0, 3, 6, 8, 9], False),
    ],
)
def test_a_medicine_taken_on_most_days_of_five_is_a_treatment(days: Sequence[int], noted: bool) -> None:
    assert bool(dose_notes(taken_on(*days))) is noted


@pytest.mark.parametrize(("others_until", "left_off"), [(23, True), (22, False)])
def test_a_medicine_is_left_off_when_others_are_noted_two_weeks_longer(others_until: int, left_off: bool) -> None:
    other = Dose(FIRST + timedelta(days=others_until), "Ibuprofen 400 mg")
    words = [words for _, _, words in dose_notes([*taken_on(*range(10)), other])]
    assert ("Ivabradine left off" in words) is left_off


@pytest.mark.parametrize(("held_days", "changes"), [(3, 1), (2, 0)])
def test_a_new_amount_counts_from_its_third_day(held_days: int, changes: int) -> None:
    taken = [*taken_on(*range(10)), *taken_on(*range(10, 10 + held_days), count=2.0)]
    assert sum(kind == "dose" for _, kind, _ in dose_notes(taken)) == changes


@pytest.mark.parametrize(("beats_written", "known"), [(22, True), (21, False)])
def test_twenty_differences_of_neighbours_make_a_reading(beats_written: int, known: bool) -> None:
    clock_s = np.cumsum(np.where(np.arange(beats_written) % 2, 0.80, 0.85))
    assert bool(np.isfinite(rmssd_of_clocks(clock_s, np.full(beats_written, 72.0)))) is known


@pytest.mark.parametrize(("bpm", "known"), [(64.0, True), (63.5, False), (81.0, True), (81.5, False)])
def test_intervals_that_differ_by_over_15_percent_from_the_rate_beside_them_miss_a_beat(
    bpm: float, known: bool
) -> None:
    """Intervals of 800 and 850 ms in turn: 15 % from them are 63.75 and 81.2 bpm."""
    clock_s = np.cumsum(np.where(np.arange(60) % 2, 0.80, 0.85))
    assert bool(np.isfinite(rmssd_of_clocks(clock_s, np.full(60, bpm)))) is known


def test_steps_that_rounding_alone_makes_are_no_variability() -> None:
    clock_s = np.round(0.8 * np.arange(60.0), 2)
    assert np.isnan(rmssd_of_clocks(clock_s, np.full(60, 75.0)))
