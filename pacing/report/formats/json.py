"""The contract's JSON document: for other programs; the same for every audience."""

from collections.abc import Iterator

from pacing.model.assessment import Outcome
from pacing.report.document import Audience
from pacing.report.format import Format


def _render(outcome: Outcome, audience: Audience) -> bytes:
    return b"".join(_pieces(outcome, audience))


def _pieces(outcome: Outcome, audience: Audience) -> Iterator[bytes]:  # noqa: ARG001 - data have no audience
    from pacing.codec import outcome_text  # noqa: PLC0415 - the endings of all formats are known without it

    for text in outcome_text(outcome):
        yield text.encode()
    yield b"\n"


FORMAT = Format("Data for other programs (JSON)", ".json", _render, _pieces)
