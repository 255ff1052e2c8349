"""`pacing trend`: what changed beyond the person's own noise."""

import json
import textwrap
from typing import TYPE_CHECKING

from pacing.cli.commands.history import Form, FormOption
from pacing.cli.history_option import HistoryOption, open_history

if TYPE_CHECKING:
    from pacing.history.trend import Trend

SHOWN = ("hr_recovery_120", "hr_rest", "hr_mean", "hr_peak", "hrv_ln_rmssd", "walking_speed_self_selected")
WORDS = {
    "within_usual": "within your usual variation",
    "higher": "higher than your usual variation",
    "lower": "lower than your usual variation",
}


def command(form: FormOption = Form.TEXT, history: HistoryOption = None) -> None:
    """What changed over the sessions, beyond your own noise.

    Only comparable sessions are held together: same sport, sensor and posture.
    """
    from pacing.codec import encode
    from pacing.history.trend import comparable_series, trend_of

    with open_history(history) as kept:
        trends = [
            trend_of(index_id, group, series)
            for index_id in SHOWN
            for group, series in comparable_series(kept, index_id).items()
        ]
    if form is Form.JSON:
        print(json.dumps({"schema": "pacing/1", "trends": [encode(trend) for trend in trends]}, indent=2))
        return
    for trend in trends:
        print(textwrap.fill(_sentence(trend), 88, subsequent_indent="  "))
    if not trends:
        print("There are no dated sessions in the history yet. `pacing add` keeps them.")


def _sentence(trend: "Trend") -> str:
    from pacing.measure.session import all_indices

    info = all_indices()[trend.index_id].info
    title = f"{info.title} ({trend.group})"
    if trend.level is None or trend.usual_low is None or trend.usual_high is None or trend.smallest_change is None:
        return f"{title}: {len(trend.days)} sessions, not enough yet to speak of a change."
    digits = info.decimals
    step = f" A lasting step is seen from {trend.change_point}." if trend.change_point else ""
    return (
        f"{title}: {WORDS[trend.change.value]}. Level {trend.level:.{digits}f} {info.unit}, usually "
        f"{trend.usual_low:.{digits}f} to {trend.usual_high:.{digits}f}, over {len(trend.days)} sessions; a change "
        f"below {trend.smallest_change:.{digits}f} {info.unit} cannot be told from noise ({trend.noise_from}).{step}"
    )
