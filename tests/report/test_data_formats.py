"""JSON, CSV and FHIR say the same as the assessment, in forms other programs check."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from jsonschema import Draft202012Validator

import pacing.report
from pacing.model.assessment import Assessment, Outcome, Refusal
from pacing.report.document import Audience
from pacing.report.formats.csv import COLUMNS
from pacing.report.formats.fhir import CODES
from pacing.report.render import render_report

Maker = Callable[..., Outcome]
Cases = dict[str, Callable[[], Assessment]]
REFUSAL = Refusal("=cmd.fit", "UnknownFormatError", "No reader knows this file.", "Export it as FIT.")


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    path = Path(str(pacing.report.__file__)).parent / "schema" / "pacing-1.schema.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def rendered_json(outcome: Outcome) -> Any:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(render_report(outcome, "json", Audience.PATIENT), parse_constant=refuse)


def table(outcome: Outcome) -> list[dict[str, str]]:
    text = render_report(outcome, "csv", Audience.PATIENT).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_published_schema_accepts_every_session(
    schema: Draft202012Validator, case: Assessment, make_outcome: Maker
) -> None:
    schema.validate(rendered_json(make_outcome(case, refused=(REFUSAL,))))


def test_the_published_schema_refuses_a_value_without_its_interval(
    schema: Draft202012Validator, cases: Cases, make_outcome: Maker
) -> None:
    document = rendered_json(make_outcome(cases["within"]()))
    document["sessions"][0]["measurements"]["hr_mean"]["low"] = None
    assert not schema.is_valid(document)


def test_the_published_schema_refuses_an_unknown_reason(
    schema: Draft202012Validator, cases: Cases, make_outcome: Maker
) -> None:
    document = rendered_json(make_outcome(cases["within"]()))
    document["sessions"][0]["measurements"]["hrv_sdnn"]["unavailable"] = "because"
    assert not schema.is_valid(document)


def test_the_table_has_one_row_a_session_and_one_a_measurement(case: Assessment, make_outcome: Maker) -> None:
    rows = table(make_outcome(case, case, refused=(REFUSAL,)))
    kinds = [row["kind"] for row in rows]
    assert kinds.count("session") == 2
    assert kinds.count("measurement") == 2 * len(case.measurements)
    assert kinds.count("refused") == 1
    assert tuple(rows[0]) == COLUMNS


def test_the_table_gives_numbers_unrounded(cases: Cases, make_outcome: Maker) -> None:
    session = cases["within"]()
    rows = {row["index"]: row for row in table(make_outcome(session)) if row["kind"] == "measurement"}
    measurement = session.measurement("hr_recovery_120")
    assert measurement is not None
    assert float(rows["hr_recovery_120"]["value"]) == measurement.value
    assert rows["hrv_sdnn"]["value"] == ""
    assert rows["hrv_sdnn"]["unavailable"] == "needs_beats"


def test_a_file_name_never_becomes_a_formula(cases: Cases, make_outcome: Maker) -> None:
    rows = table(make_outcome(cases["within"](), refused=(REFUSAL,)))
    assert rows[-1]["file_name"] == "'=cmd.fit"


def test_the_bundle_is_valid_fhir(case: Assessment, make_outcome: Maker) -> None:
    text = render_report(make_outcome(case), "fhir", Audience.CLINICIAN)
    bundle = Bundle.model_validate_json(text)
    assert bundle.type == "collection"
    codes = [entry["resource"]["code"]["coding"][0]["code"] for entry in json.loads(text).get("entry", [])]
    present = [CODES[m.index.id].code for m in case.measurements if m.index.id in CODES]
    assert codes == present


def test_an_absent_number_has_a_reason_instead_of_a_value(cases: Cases, make_outcome: Maker) -> None:
    bundle = json.loads(render_report(make_outcome(cases["within"]()), "fhir", Audience.CLINICIAN))
    sdnn = next(e["resource"] for e in bundle["entry"] if e["resource"]["code"]["coding"][0]["code"] == "80404-7")
    assert "valueQuantity" not in sdnn
    assert "heartbeat" in sdnn["dataAbsentReason"]["text"]


def test_an_observation_without_a_date_has_no_invented_one(cases: Cases, make_outcome: Maker) -> None:
    bundle = json.loads(render_report(make_outcome(cases["no_limit"]()), "fhir", Audience.CLINICIAN))
    assert all("effectivePeriod" not in entry["resource"] for entry in bundle["entry"])


def test_no_session_with_a_fitting_number_gives_an_empty_bundle(cases: Cases, make_outcome: Maker) -> None:
    bare = replace(cases["within"](), measurements=())
    bundle = json.loads(render_report(make_outcome(bare), "fhir", Audience.CLINICIAN))
    assert "entry" not in bundle
    Bundle.model_validate(bundle)


def test_an_observation_lasts_from_the_beginning_to_the_end_of_what_was_measured(
    cases: Cases, make_outcome: Maker
) -> None:
    session = cases["exceeded"]()
    start = session.recording.start
    assert start is not None
    bundle = json.loads(render_report(make_outcome(session), "fhir", Audience.CLINICIAN))
    seconds = [
        [round((datetime.fromisoformat(when) - start).total_seconds()) for when in resource["effectivePeriod"].values()]
        for resource in (entry["resource"] for entry in bundle["entry"])
    ]
    shown = [m for m in session.measurements if m.index.id in CODES]
    assert seconds == [[round(at_s) for at_s in m.window or (0.0, session.recording.duration_s)] for m in shown]
    assert len({tuple(pair) for pair in seconds}) > 1
