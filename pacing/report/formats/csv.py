"""A table for spreadsheets and scripts: one row a session, one row a measurement, one row a refused file.

The layout is long: every row has all columns, and `kind` says which of them are filled.

- `session`: what the recording is, its limit and what it did against it. The bounds of `time_above_s` are those for
  what was not recorded; `time_above_by_sensor_...` are the wider ones of the pages, for the sensor's own error too.
- `measurement`: one index of the session named by `session_id`; `value`, `low`, `high` with `unit`, or `unavailable`
  (the reason's code) with `advice`.
- `refused`: a file that could not be read, with `error`, `message` and `hint`.

UTF-8, commas, decimal points, times in seconds, instants in ISO 8601. Numbers are not rounded. A text that a sheet
would take for a formula is preceded by an apostrophe.
"""

import csv
import io
from typing import Any, TypeAlias

from pacing.model.assessment import Outcome
from pacing.report.document import Audience
from pacing.report.format import Format

Row: TypeAlias = dict[str, Any]

COLUMNS = (
    "kind",
    "session_id",
    "file_name",
    "start",
    "sport",
    "device",
    "sensor",
    "duration_s",
    "measured_share",
    "longest_gap_s",
    "limit_bpm",
    "limit_rule",
    "limit_uncertainty_bpm",
    "verdict",
    "flagged",
    "borderline",
    "time_above_s",
    "time_above_low_s",
    "time_above_high_s",
    "longest_s",
    "excursions",
    "dose_bpm_min",
    "unknown_s",
    "index",
    "title",
    "value",
    "low",
    "high",
    "unit",
    "window_start_s",
    "window_stop_s",
    "unavailable",
    "advice",
    "error",
    "message",
    "hint",
    "clock_start",
    "time_above_by_sensor_low_s",
    "time_above_by_sensor_high_s",
)
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def _render(outcome: Outcome, audience: Audience) -> bytes:  # noqa: ARG001 - data have no audience
    from pacing.codec import outcome_document  # noqa: PLC0415 - the endings of all formats are known without it

    document = outcome_document(outcome)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="")
    writer.writeheader()
    for session in document["sessions"]:
        writer.writerow(safe_row(_session_row(session)))
        for name, measurement in session["measurements"].items():
            writer.writerow(safe_row(_measurement_row(session, name, measurement)))
    for refusal in document["refused"]:
        writer.writerow(safe_row({"kind": "refused", **refusal}))
    return stream.getvalue().encode()


def _session_row(session: Row) -> Row:
    source, limit, exceedance = session["source"], session["limit"] or {}, session["exceedance"] or {}
    above, by_sensor = exceedance.get("time_above_s", {}), exceedance.get("time_above_by_sensor_s") or {}
    return {
        "kind": "session",
        "session_id": session["id"],
        "file_name": source["file_name"],
        "start": session["start"],
        "clock_start": source["clock_start"],
        "sport": session["sport"],
        "device": source["device"],
        "sensor": source["sensor"],
        "duration_s": session["duration_s"],
        "measured_share": session["coverage"]["measured_share"],
        "longest_gap_s": session["coverage"]["longest_gap_s"],
        "limit_bpm": limit.get("bpm"),
        "limit_rule": limit.get("rule"),
        "limit_uncertainty_bpm": limit.get("uncertainty_bpm"),
        **{name: exceedance.get(name) for name in ("verdict", "flagged", "borderline")},
        "time_above_s": above.get("value"),
        "time_above_low_s": above.get("low"),
        "time_above_high_s": above.get("high"),
        **{f"time_above_by_sensor_{end}_s": by_sensor.get(end) for end in ("low", "high")},
        **{name: exceedance.get(name) for name in ("longest_s", "dose_bpm_min", "unknown_s")},
        "excursions": len(exceedance["excursions"]) if exceedance else None,
    }


def _measurement_row(session: Row, name: str, measurement: Row) -> Row:
    start_s, stop_s = measurement["window"] or (None, None)
    return {
        "kind": "measurement",
        "session_id": session["id"],
        "file_name": session["source"]["file_name"],
        "start": session["start"],
        "index": name,
        **{key: measurement[key] for key in ("title", "value", "low", "high", "unit", "unavailable", "advice")},
        "window_start_s": start_s,
        "window_stop_s": stop_s,
    }


def safe_row(row: Row) -> Row:
    """A row as a sheet may read it: no text is taken for a formula, truths are words.

    Parameters
    ----------
    row
        Values by the names of their columns.
    """
    return {key: _safe_text(value) if isinstance(value, str) else _plain(value) for key, value in row.items()}


def _safe_text(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


FORMAT = Format("Table for spreadsheets (CSV)", ".csv", _render)
