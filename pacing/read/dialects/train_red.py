"""TrainRed muscle-oxygen sensor: no heart rate."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="TrainRed muscle oxygen",
    header=("Timestamp (seconds passed)", "SmO2", "HBDiff"),
    unlike=("HR", "heart rate", "bpm"),
    refusal="The file has muscle oxygen only; this sensor records no heart rate.",
    hint="Use the file of the watch or strap worn in the same session.",
)
