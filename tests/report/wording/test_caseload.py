"""What a row says of the newest session."""

from collections.abc import Callable, Mapping

from pacing.model.assessment import Assessment
from pacing.report.wording.caseload import NO_SESSION, last_words


def test_a_session_without_a_date_is_no_newest_one(cases: Mapping[str, Callable[[], Assessment]]) -> None:
    assert last_words(None, "Walking") == NO_SESSION
    assert last_words(cases["no_limit"](), "Walking") == NO_SESSION
    assert last_words(cases["within"](), "Walking").startswith("1 May 2026: Walking, 30 minutes; ")
