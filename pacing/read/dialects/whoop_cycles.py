"""WHOOP days and sleeps: summaries only. The export writes its names in the language of the account."""

from types import MappingProxyType

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

# English, German, Spanish
CYCLE_START = ("Cycle start time", "Startzeit des Zyklus", "Hora de inicio del ciclo")
CYCLE_ZONE = ("Cycle timezone", "Zeitzone des Zyklus", "Zona horaria del ciclo")
SLEEP_ONSET = ("Sleep onset", "Beginn des Schlafs", "Inicio del sueño")
WAKE_ONSET = ("Wake onset", "Beginn des Aufwachens", "Inicio de la vigilia")
RESTING = (
    "Resting heart rate (bpm)",
    "Ruheherzfrequenz (Schläge pro Minute)",
    "Frecuencia cardíaca en reposo (lpm)",
)
VARIABILITY = (
    "Heart rate variability (ms)",
    "Herzfrequenzvariabilität (ms)",
    "Variabilidad de la frecuencia cardíaca (ms)",
)
OWN = "WHOOP's, of the sleep"

DIALECT = CsvDialect(
    title="WHOOP cycles and sleeps",
    any_of=CYCLE_ZONE,
    unlike=("Workout start time", "Startzeit des Trainings", "Hora de inicio del entrenamiento"),
    refusal="WHOOP exports one row a day, without the heart rate itself.",
    daily=DailyTable(
        source="WHOOP",
        day=(*WAKE_ONSET, *CYCLE_START),
        columns=(
            *(DailyColumn(name, DailyKind.RESTING_HR, OWN) for name in RESTING),
            *(DailyColumn(name, DailyKind.NIGHT_RMSSD, OWN) for name in VARIABILITY),
        ),
        bounds=(SLEEP_ONSET, WAKE_ONSET),
        bounds_method="bounds of the sleep by WHOOP",
        skip=MappingProxyType({"Nap": ("true",)}),
    ),
    hint="Record sessions with a strap or watch that exports its heart rate, or broadcast WHOOP's heart rate to one.",
)
