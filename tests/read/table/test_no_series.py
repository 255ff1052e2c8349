"""Tables without a heart-rate series: the sentence names what they hold instead."""

import pytest

from pacing.read.source import FileHead
from pacing.read.table.no_series import why_no_series


def _why(text: str) -> str:
    said = why_no_series(FileHead("x.csv", text.encode(), tuple(text.splitlines())))
    return "" if said is None else said[0]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Start time,Average heart rate (bpm),Max heart rate (bpm)", "Average heart rate (bpm)"),
        ("Runden,Zeit,Distanz,Ø HF bpm,Max. HF bpm", "Ø HF bpm"),
        ("Aktivitätstyp;Datum;Maximale Herzfrequenz", "Maximale Herzfrequenz"),
        ("Type d'activité,Date,Fréquence cardiaque moyenne", "Fréquence cardiaque moyenne"),
        ("Tipo,Fecha,FC máxima", "FC máxima"),
        ("Tipo\tData\tFrequenza cardiaca media", "Frequenza cardiaca media"),
        ("Split,Time,Avg HR", "Avg HR"),
        ("date,Lowest Resting Heart Rate", "Lowest Resting Heart Rate"),
    ],
)
def test_a_column_of_averages_or_extremes_is_named(header: str, column: str) -> None:
    assert f'only as "{column}"' in _why(f"{header}\n1,2,3\n")


def test_results_of_variability_are_told_from_beats() -> None:
    assert 'variability ("rmssd")' in _why("timestamp,rmssd,coverage\n2026-03-14T01:00:00,35,0.9\n")


def test_a_heart_rate_without_a_time_is_said_to_lack_it() -> None:
    assert 'The column "heart_rate" has no time' in _why("heart_rate\n70\n71\n")


def test_another_unit_than_beats_per_minute_is_named() -> None:
    assert '"heart_rate (Hz)" is not in beats per minute' in _why("time_s,heart_rate (Hz)\n0,1.2\n")


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "The maximum was high.\n", "1,2\n3,4\n", "zone,rest\n1,2\n", "lap,average speed\n1,2\n"]
)
def test_of_a_text_without_heart_rate_nothing_is_said(text: str) -> None:
    assert _why(text) == ""


def test_a_heart_rate_column_without_numbers_is_told_from_one_without_times() -> None:
    assert 'The column "hr" has no plain numbers in it' in _why("time,hr\n0,60-70\n")
