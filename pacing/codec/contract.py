"""The published document: what `--format json` promises, from an assessment. No samples, no NaN."""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from pacing.codec.values import encode, finite
from pacing.model.assessment import Assessment, Outcome, Refusal
from pacing.model.exceedance import Day, Exceedance, Limit
from pacing.model.measurement import Finding, Measurement
from pacing.model.person import Person
from pacing.reference import SOURCES

SCHEMA_VERSION = "pacing/1"

Plain = dict[str, Any]


def outcome_document(outcome: Outcome) -> Plain:
    """The whole document of the contract: sessions and refusals."""
    return _document(outcome, [session_document(assessment) for assessment in outcome.sessions])


def outcome_text(outcome: Outcome) -> Iterator[str]:
    """The text of the whole document, a session at a time: thousands of them are never all in memory.

    Parameters
    ----------
    outcome
        What was found in one run.

    Returns
    -------
    Iterator[str]
        Pieces that together are the document, indented by one space a level.
    """
    before, after = _text(_document(outcome, [])).split(NO_SESSIONS)
    yield before + NO_SESSIONS.removesuffix("]")
    for number, assessment in enumerate(outcome.sessions):
        text = _text(session_document(assessment)).replace("\n", INDENTED)
        yield f"{',' if number else ''}{INDENTED}{text}"
    yield f"\n ]{after}" if outcome.sessions else f"]{after}"


NO_SESSIONS = '"sessions": []'  # no text of the document holds it: within a text, quotation marks are escaped
INDENTED = "\n  "  # a session lies two levels deep


def _text(document: Plain) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _document(outcome: Outcome, sessions: list[Any]) -> Plain:
    return {
        "schema": SCHEMA_VERSION,
        "program": {"name": outcome.program.name, "version": outcome.program.version},
        "person": person_document(outcome.person),
        "sessions": sessions,
        "refused": [refusal_document(refusal) for refusal in outcome.refused],
    }


def inspection_document(outcome: Outcome) -> Plain:
    """The document of `pacing inspect`: what is in each file, without analysis."""
    names = ("id", "source", "kind", "start", "duration_s", "sport", "coverage")
    each = (session_document(assessment) for assessment in outcome.sessions)
    whole = _document(outcome, [{key: session[key] for key in names} for session in each])
    return {
        "schema": whole["schema"],
        "document": "inspection",
        "program": whole["program"],
        "sessions": whole["sessions"],
        "refused": whole["refused"],
    }


def person_document(person: Person) -> Plain | None:
    """What the person said, without what they left out; None when they said nothing."""
    given = {key: value for key, value in encode(person).items() if value not in (None, [], {})}
    medication = {key: value for key, value in given.pop("medication", {}).items() if value is not None}
    if medication:
        given["medication"] = medication
    return given or None


def refusal_document(refusal: Refusal) -> Plain:
    """One refused file."""
    return {
        "file_name": refusal.file_name,
        "error": refusal.error,
        "message": refusal.message,
        "hint": refusal.hint,
    }


def session_document(assessment: Assessment) -> Plain:
    """One session of the contract: no samples, no NaN, instants with their offset."""
    recording, cleaned = assessment.recording, assessment.cleaned
    source, coverage = recording.source, cleaned.coverage
    return {
        "id": assessment.session_id,
        "source": {
            "file_name": source.file_name,
            "sha256": source.sha256,
            "reader": source.reader,
            "device": source.device,
            "sensor": source.sensor.value,
            "remarks": list(source.remarks),
            "damage": source.damage,
            "clock_start": None if recording.clock_start is None else recording.clock_start.isoformat(),
        },
        "kind": recording.kind.value,
        "start": None if recording.start is None else recording.start.isoformat(),
        "duration_s": finite(recording.duration_s),
        "sport": recording.sport,
        "coverage": {
            "measured_share": finite(coverage.measured_share),
            "longest_gap_s": finite(coverage.longest_gap_s),
            "hr_samples": coverage.hr_samples,
            "beats": coverage.beats,
            "beat_artefact_share": finite(coverage.beat_artefact_share),
            "sampling_s": finite(cleaned.sampling_s),
        },
        "cleaning": [
            {"name": step.name, "changed": step.changed, "share": finite(step.share)} for step in cleaned.steps
        ],
        "phases": [
            {
                "kind": phase.kind.value,
                "start_s": phase.start_s,
                "stop_s": phase.stop_s,
                "origin": phase.origin.value,
                "uncertainty_s": finite(phase.uncertainty_s),
                "movement": phase.movement,
            }
            for phase in assessment.phases.items
        ],
        **judgement_document(assessment),
        "measurements": {
            measurement.index.id: _measurement_document(measurement, assessment.findings)
            for measurement in assessment.measurements
        },
    }


def judgement_document(assessment: Assessment) -> Plain:
    """The parts of a session's document that say how it was judged."""
    return {
        "limit": _limit_document(assessment.limit),
        "limit_advice": assessment.limit_advice,
        "exceedance": _exceedance_document(assessment.exceedance),
        "other_limits": [_limit_document(limit) for limit in assessment.other_limits],
        "days": [_day_document(day) for day in assessment.days],
    }


def findings_document(findings: tuple[Finding, ...], index_id: str) -> list[Plain]:
    """What published criteria say of one number of a session."""
    return [
        {
            "verdict": finding.verdict.value,
            "criterion": finding.criterion_id,
            "bound": finding.bound,
            "unit": finding.unit,
            "source": _source_text(finding.source),
            "reason": finding.reason,
        }
        for finding in findings
        if finding.index_id == index_id
    ]


def _limit_document(limit: Limit | None) -> Plain | None:
    if limit is None:
        return None
    return {
        "bpm": finite(limit.bpm),
        "rule": limit.rule,
        "uncertainty_bpm": finite(limit.uncertainty_bpm),
        "inputs": _plain_values(limit.inputs),
        "sources": [_source_text(key) for key in limit.sources],
        "since": None if limit.since is None else limit.since.isoformat(),
        "set_by": limit.set_by,
        "warnings": list(limit.warnings),
    }


def _exceedance_document(exceedance: Exceedance | None) -> Plain | None:
    if exceedance is None:
        return None
    return {
        "verdict": exceedance.verdict.value,
        "flagged": exceedance.flagged,
        "borderline": exceedance.borderline,
        "borderline_reasons": [reason.value for reason in exceedance.borderline_reasons],
        "time_above_s": {
            "value": finite(exceedance.time_above_s),
            "low": finite(exceedance.time_above_low_s),
            "high": finite(exceedance.time_above_high_s),
        },
        "time_above_by_sensor_s": {
            "low": finite(exceedance.reading_low_s),
            "high": finite(exceedance.reading_high_s),
        },
        "share_above": finite(exceedance.share_above),
        "longest_s": finite(exceedance.longest_s),
        "dose_bpm_min": finite(exceedance.dose_bpm_min),
        "unknown_s": finite(exceedance.unknown_s),
        "paused_s": finite(exceedance.paused_s),
        "first_above_s": finite(exceedance.first_above_s),
        "peak_over_bpm": finite(exceedance.peak_over_bpm),
        "resolution_s": finite(exceedance.resolution_s),
        "excursions": [
            {
                "start_s": excursion.start_s,
                "stop_s": excursion.stop_s,
                "peak_bpm": finite(excursion.peak_bpm),
                "rest_after_s": finite(excursion.rest_after_s),
                "rest_reached": excursion.rest_reached,
            }
            for excursion in exceedance.excursions
        ],
    }


def _day_document(day: Day) -> Plain:
    plain: Plain = encode(day)
    plain["exceedance"] = _exceedance_document(day.exceedance)
    return plain


def _measurement_document(measurement: Measurement, findings: tuple[Finding, ...]) -> Plain:
    return {
        "title": measurement.index.title,
        "value": finite(measurement.value),
        "unit": measurement.index.unit,
        "low": finite(measurement.low),
        "high": finite(measurement.high),
        "window": None if measurement.window is None else list(measurement.window),
        "parts": _plain_values(measurement.parts),
        "unavailable": None if measurement.unavailable is None else measurement.unavailable.value,
        "advice": measurement.advice,
        "caveats": list(measurement.caveats),
        "evidence": measurement.index.evidence.value,
        "sources": [_source_text(key) for key in measurement.index.sources],
        "findings": findings_document(findings, measurement.index.id),
    }


def _source_text(key: str) -> str:
    source = SOURCES.get(key)
    return key if source is None else source.text


def _plain_values(values: Mapping[str, Any]) -> Plain:
    return {
        key: finite(value) if isinstance(value, float) else value.value if isinstance(value, Enum) else value
        for key, value in values.items()
    }
