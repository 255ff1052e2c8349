"""Assessments as plain data: the published document of the contract, and a full form that reads back the same."""

from pacing.codec.caseload import caseload_document, caseload_lines
from pacing.codec.contract import (
    SCHEMA_VERSION,
    findings_document,
    inspection_document,
    judgement_document,
    outcome_document,
    outcome_text,
    refusal_document,
    session_document,
)
from pacing.codec.season import history_document, payback_document, season_document
from pacing.codec.values import decode, encode, finite

__all__ = [
    "SCHEMA_VERSION",
    "caseload_document",
    "caseload_lines",
    "decode",
    "encode",
    "findings_document",
    "finite",
    "history_document",
    "inspection_document",
    "judgement_document",
    "outcome_document",
    "outcome_text",
    "payback_document",
    "refusal_document",
    "season_document",
    "session_document",
]
