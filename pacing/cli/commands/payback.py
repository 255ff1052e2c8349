"""`pacing payback`: what follows exertion."""

import json
from typing import TYPE_CHECKING

import click

from pacing.cli.options import Form, form_option, history_option, open_kept
from pacing.cli.spoken import SpokenCommand

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=SpokenCommand)
@form_option
@history_option
def command(*, form: Form, history: "Path | None") -> None:
    """What follows exertion, one to three days later.

    One answer over all symptoms, and one over nights and resting rates where values of days are kept; each says when
    there is not enough to tell.
    """
    from pacing.history.daily import daily_values
    from pacing.history.diary import symptoms
    from pacing.history.nights_after import nights_after
    from pacing.history.post_exertion import exertion_days, payback
    from pacing.longitudinal.daily_range import daily_series

    with open_kept(history) as store:
        days = exertion_days(store)
        result = payback(symptoms(store), days)
        nights = nights_after(daily_series(daily_values(store)), days)
    if form is Form.JSON:
        from pacing.codec import payback_document

        print(json.dumps(payback_document(result, nights), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print(result.words)
        if nights is not None:
            print(nights.payback.words)
