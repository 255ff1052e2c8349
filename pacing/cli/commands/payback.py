"""`pacing payback`: what follows exertion."""

import json

from pacing.cli.commands.history import Form, FormOption
from pacing.cli.options import HistoryOption, open_history


def command(form: FormOption = Form.TEXT, history: HistoryOption = None) -> None:
    """What follows exertion, one to three days later.

    One answer over all symptoms; it says so when there are not enough data.
    """
    from pacing.history.diary import symptoms
    from pacing.history.post_exertion import exertion_days, payback

    with open_history(history) as kept:
        found = payback(symptoms(kept), exertion_days(kept))
    if form is Form.JSON:
        from pacing.codec import payback_document

        print(json.dumps(payback_document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print(found.words)
