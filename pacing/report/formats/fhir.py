"""Observations for health records: a FHIR R4 collection, with LOINC codes only where LOINC has one for the number.

No person is named: whoever imports the bundle says whose it is. A number that cannot be measured is left out with its
reason as `dataAbsentReason`; the 95 % interval stands in a note, because FHIR has no field for it.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from pacing.model.assessment import Assessment, Outcome
from pacing.model.measurement import Measurement
from pacing.report.document import Audience
from pacing.report.format import Format
from pacing.report.wording.format_numbers import measured_text
from pacing.report.wording.quality import reason_briefly

Plain: TypeAlias = dict[str, Any]

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
NAMESPACE = uuid.UUID("6f0e7c1c-3b65-5d0a-9a59-0c7a5b1f6b11")  # design: makes the same ids from the same session


@dataclass(frozen=True, slots=True)
class Coding:
    """A LOINC code, its display name, and the observation's category and UCUM unit."""

    code: str
    display: str
    category: str
    unit: str


CODES = {
    "hr_mean": Coding("8867-4", "Heart rate", "vital-signs", "/min"),
    "hr_rest": Coding("40443-4", "Heart rate --resting", "vital-signs", "/min"),
    "hrv_sdnn": Coding("80404-7", "R-R interval.standard deviation (Heart rate variability)", "procedure", "ms"),
}


def _render(outcome: Outcome, audience: Audience) -> bytes:  # noqa: ARG001 - data have no audience
    observations = [
        _observation(session, measurement, CODES[measurement.index.id])
        for session in outcome.sessions
        for measurement in session.measurements
        if measurement.index.id in CODES
    ]
    bundle: Plain = {"resourceType": "Bundle", "type": "collection"}
    if observations:
        bundle["entry"] = [{"fullUrl": f"urn:uuid:{o['id']}", "resource": o} for o in observations]
    return f"{json.dumps(bundle, ensure_ascii=False, allow_nan=False, indent=1)}\n".encode()


def _observation(session: Assessment, measurement: Measurement, coding: Coding) -> Plain:
    recording = session.recording
    observation: Plain = {
        "resourceType": "Observation",
        "id": str(uuid.uuid5(NAMESPACE, f"{session.session_id}/{measurement.index.id}")),
        "status": "final",
        "category": [{"coding": [{"system": CATEGORIES, "code": coding.category}]}],
        "code": {
            "coding": [{"system": LOINC, "code": coding.code, "display": coding.display}],
            "text": measurement.index.title,
        },
        **_effective(session, measurement),
        "device": {"display": recording.source.device or "device not named in the file"},
        "method": {"text": f"{measurement.index.definition} {measurement.index.formula}"},
    }
    if measurement.unavailable is not None:
        observation["dataAbsentReason"] = {
            "coding": [{"system": ABSENT, "code": "not-performed"}],
            "text": reason_briefly(measurement),
        }
    if measurement.value is None:
        return observation
    value = round(measurement.value, measurement.index.decimals)
    observation["valueQuantity"] = {"value": value, "unit": measurement.index.unit, "system": UCUM, "code": coding.unit}
    notes = [f"{measured_text(measurement)}: value with its 95 % interval.", *measurement.caveats]
    result = measurement.parts.get("definition")
    if isinstance(result, str):
        notes.append(f"How it was found: {result}.")
    observation["note"] = [{"text": note} for note in notes]
    return observation


def _effective(session: Assessment, measurement: Measurement) -> Plain:
    start = session.recording.start
    if start is None:
        return {}
    begin_s, end_s = measurement.window or (0.0, session.recording.duration_s)
    begin, end = (start + timedelta(seconds=round(at_s)) for at_s in (begin_s, end_s))
    return {"effectivePeriod": {"start": begin.isoformat(), "end": end.isoformat()}}


FORMAT = Format("Observations for health records (FHIR R4)", ".fhir.json", _render)
