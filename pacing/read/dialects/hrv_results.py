"""Tables of HRV results by window: results, not recordings."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="HRV results by window",
    header=("t_start", "t_end", "SDNN", "RMSSD"),
    refusal="The table has results by time window, no heart-rate series.",
    hint="Use the recording these results were made from.",
)
