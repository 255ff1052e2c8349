"""The contract's JSON document: for other programs; the same for every audience."""

import json

from pacing.codec import outcome_document
from pacing.model.assessment import Outcome
from pacing.report.document import Audience
from pacing.report.format import Format


def _render(outcome: Outcome, audience: Audience) -> bytes:  # noqa: ARG001 - data have no audience
    text = json.dumps(outcome_document(outcome), ensure_ascii=False, allow_nan=False, indent=1)
    return f"{text}\n".encode()


FORMAT = Format("Data for other programs (JSON)", ".json", _render)
