"""Drawings of the sessions at hand, kept: a figure is drawn again only when something that it shows has changed."""

from collections import OrderedDict
from collections.abc import Callable

from pacing.model.assessment import Assessment, Outcome
from pacing.report.document import Picture
from pacing.report.drawing import drawn_svg, load_figure

MOST_KEPT = 80  # design: two figures of each session at hand

_kept: OrderedDict[tuple[str, str, tuple[int, ...]], tuple[tuple[object, ...], str]] = OrderedDict()


def drawing_of(session: Assessment, outcome: Outcome) -> Callable[[Picture, str], str]:
    """What draws the figures of a session's page, or gives one that was drawn before of the very same things.

    Parameters
    ----------
    session
        The session that is shown.
    outcome
        The same, as figures are drawn from it.

    Returns
    -------
    Callable
        Gives a picture as SVG, with what all its ids begin with.
    """

    def draw(picture: Picture, prefix: str) -> str:
        shown = _shown_by(picture, session)
        key = picture.figure, prefix, tuple(map(id, shown))
        if key not in _kept:
            _kept[key] = shown, drawn_svg(picture, outcome, prefix, themed=True)  # what is kept keeps its id
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return _kept[key][1]

    return draw


def _shown_by(picture: Picture, session: Assessment) -> tuple[object, ...]:
    """What of a session a figure can show."""
    measured = (session.recording, session.cleaned, session.phases, session.measurements)
    if not load_figure(picture.figure).shows_judgement:
        return measured
    return (*measured, session.limit, session.exceedance, session.days, session.findings)
