"""A caseload as plain data: the document of `pacing caseload`, and its rows for a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from pacing.codec.contract import SCHEMA_VERSION, refusal_document
from pacing.codec.values import finite
from pacing.model.assessment import Assessment, Program
from pacing.model.caseload import SPANS_DAYS, CaseloadRows, DiaryDays, PersonRow

Plain = dict[str, Any]
SPAN_COLUMNS = ("sessions", "judged", "flagged", "time_above_s")


def caseload_document(caseload: CaseloadRows, program: Program) -> Plain:
    """The document of `pacing caseload`: everybody's row, in the order of their names."""
    return {
        "schema": SCHEMA_VERSION,
        "document": "caseload",
        "program": {"name": program.name, "version": program.version},
        "until": caseload.until.isoformat(),
        "people": [_person(row) for row in caseload.rows],
    }


def _person(row: PersonRow) -> Plain:
    return {
        "name": row.name,
        "sessions": row.sessions,
        "spans": [
            {
                "days": span.days,
                "sessions": span.sessions,
                "judged": span.judged,
                "flagged": span.flagged,
                "time_above_s": finite(span.above_s),
            }
            for span in row.spans
        ],
        "last": _last(row.last),
        "trends": [
            {"index": trend.index.id, "title": trend.index.title, "change": trend.change, "sessions": trend.sessions}
            for trend in row.trends
        ],
        "note": None if row.note is None else dict(zip(("day", "kind", "text"), map(str, row.note), strict=True)),
        "diary": _diary(row.diary),
        "refused": [refusal_document(refusal) for refusal in row.refused],
        "failure": row.failure or None,
    }


def _last(last: Assessment | None) -> Plain | None:
    if last is None:
        return None
    began, exceedance = last.recording.began, last.exceedance
    return {
        "id": last.session_id,
        "began": None if began is None else began.isoformat(),
        "sport": last.recording.sport,
        "duration_s": finite(last.recording.duration_s),
        "verdict": None if exceedance is None else exceedance.verdict.value,
        "flagged": None if exceedance is None else exceedance.flagged,
        "time_above_s": None if exceedance is None else finite(exceedance.time_above_s),
    }


def _diary(diary: DiaryDays | None) -> Plain | None:
    if diary is None:
        return None
    return {
        "days": diary.days,
        "scored": diary.scored,
        "newest": diary.newest.isoformat(),
        "longest_gap_days": diary.gap_days,
    }


def caseload_lines(document: Plain) -> Iterator[Plain]:
    """One flat row a person, with the same names in each.

    Parameters
    ----------
    document
        As `caseload_document` gives it.
    """
    for person in document["people"]:
        spans = {span["days"]: span for span in person["spans"]}
        last, note, diary = (person[name] or {} for name in ("last", "note", "diary"))
        yield {
            "until": document["until"],
            "person": person["name"],
            "sessions": person["sessions"],
            **{f"{name}_{days}_days": spans.get(days, {}).get(name) for days in SPANS_DAYS for name in SPAN_COLUMNS},
            **{f"last_{name}": last.get(name) for name in ("id", "began", "sport", "duration_s", "verdict", "flagged")},
            "last_time_above_s": last.get("time_above_s"),
            "changes": "; ".join(f"{trend['index']} {trend['change']}" for trend in person["trends"]),
            **{f"note_{name}": note.get(name) for name in ("day", "kind", "text")},
            **{f"diary_{name}": diary.get(name) for name in ("scored", "newest", "longest_gap_days")},
            "refused": len(person["refused"]),
            "failure": person["failure"],
        }
