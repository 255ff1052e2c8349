"""The text reports on made-up sessions, alone and together, word for word.

The samples of test_text_reports.py are few; these go through more of what can be said. `pytest
tests/golden/test_made_reports.py --rewrite-golden` accepts what the program says now.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pacing import __version__
from pacing.model.assessment import Outcome, Refusal
from pacing.report.document import Audience
from pacing.report.render import render_report
from tests.golden.made_sessions import session_of

GOLDEN = Path(__file__).parent / "made_reports"
REFUSED = Refusal("torn.fit", "NotARecordingError", "It is torn.", "Copy it again.")
SHOWN: Mapping[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in (
            *("torn_beats", "still_optical", "locked_wrist", "ride_by_power", "slow_ramp", "stopped_timer"),
            *("minutes_of_a_day", "night_of_beats", "given_phases", "stranger", "sixth_session"),
        )
    },
    "several": ("lap_strap", "smart_watch", "standing_up", "late_wrist", "stopped_timer", "torn_beats"),
}


@pytest.mark.parametrize(
    ("name", "audience"),
    [
        *((name, Audience.PATIENT) for name in SHOWN),
        *((name, Audience.CLINICIAN) for name in ("torn_beats", "ride_by_power", "minutes_of_a_day")),
    ],
)
def test_a_made_session_is_reported_in_the_words_agreed(
    name: str, audience: Audience, request: pytest.FixtureRequest
) -> None:
    sessions = tuple(session_of(one) for one in SHOWN[name])
    refused = (REFUSED,) if len(sessions) > 1 else ()
    outcome = Outcome(sessions, refused, sessions[0].person, sessions[0].program)
    text = render_report(outcome, "text", audience).decode().replace(f"pacing {__version__}", "pacing <version>")
    golden = GOLDEN / f"{name}.{audience}.txt"
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
