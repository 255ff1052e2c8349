"""Shimmer Consensys: raw signals, no heart rate."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="Shimmer raw signals",
    first_lines=r'"?sep=.[^\n]*\n"?Shimmer_',
    refusal="The file has raw sensor signals (such as ECG or acceleration), no heart rate.",
    hint="Let the maker's program find the beats, and export RR intervals or heart rate.",
)
