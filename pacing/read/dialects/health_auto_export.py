"""Health Auto Export (an app that writes Apple Health as tables): means by minute or longer, local clock."""

from pacing.model.recording import RecordingKind
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Health Auto Export, heart rate beside other measures",
    header=("Heart Rate [Avg] (bpm)",),
    any_of=("Date/Time", "Date"),
    columns=(
        Column("Date/Time", "time"),
        Column("Date", "date"),
        Column("Heart Rate [Avg] (bpm)", "heart_rate", "bpm"),
    ),
    clock=Clock(ClockKind.CALENDAR),
    kind=RecordingKind.DAY,
    means=True,
    remarks=("Each value is the mean of the minutes from its time on, as the app averaged it.",),
)
