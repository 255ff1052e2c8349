"""Columns in the words of many languages and programs, with and without accents, units and signs."""

import pytest

from pacing.read.table.generic import meaning, unit_of
from pacing.read.table.layout import MEANINGS, Layout, plain_name, without_accents


@pytest.mark.parametrize(
    "name",
    [
        *("Frecuencia cardíaca", "Frecuencia cardiaca", "FRÉQUENCE CARDIAQUE (bpm)", "Frequenza cardiaca [bpm]"),
        *("Hartslag (slagen/min)", "Puls (slag/min)", "Herzfrequenz (Schläge/min)", "HF [1/min]", "FC (lpm)"),
        *("HR chest (bpm)", "External Heart Rate (bpm)", "heart-rate", "HeartRate", "Hrate", "hr_bpm"),
    ],
)
def test_a_heart_rate_is_known_by_its_name(name: str) -> None:
    assert meaning(name) == "heart_rate"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Avg HR (bpm)",
            "HR max",
            "Ruhepuls",
            "HR zone",
            "Heart Rate Variability (ms)",
            "HF (ms2)",
            "FC",
            "HF",
            "hr (%)",
        ),
        *("Fréquence cardiaque moyenne", "HR Limit (bpm)", "Resting Heart Rate (bpm)", "heart_rate (Hz)"),
    ],
)
def test_what_is_no_course_of_heart_rate_is_not_taken_for_one(name: str) -> None:
    assert meaning(name) != "heart_rate"


@pytest.mark.parametrize("name", ["RR-Intervall (ms)", "Intervalle RR", "rr_ms", "IBI", "PP-interval [ms]"])
def test_beat_intervals_are_known_by_their_name(name: str) -> None:
    assert meaning(name) == "rr"


def test_every_word_of_the_list_can_be_found_again() -> None:
    lost = [word for word in MEANINGS if plain_name(word) not in MEANINGS]
    assert lost == []


def test_a_speed_named_by_its_unit_has_that_unit() -> None:
    assert [unit_of(name, "") for name in ("kph", "Km/h", "speed (km/h)", "km")] == ["kph", "km/h", "km/h", "km"]


def test_accents_are_left_out_and_nothing_else() -> None:
    assert without_accents("Höhe élan ø 心率") == "Hohe elan ø 心率"


def test_a_column_is_the_one_written_so_before_one_that_only_means_the_same() -> None:
    layout = Layout(",", ".", ("Heart-Rate", "heart rate", "Time"), ("", "", ""), 1, ())
    assert plain_name("Heart-Rate") == plain_name("heart rate")
    assert [layout.position(name) for name in (" HEART RATE ", "heart-rate", "heart_rate", "#2", "pulse")] == [
        1,
        0,
        0,
        2,
        None,
    ]
