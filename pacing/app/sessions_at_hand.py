"""Kept sessions with all their samples, a few of them ready at hand: a page is drawn again without reading its file."""

import threading
from collections import OrderedDict

from pacing.app.tasks import NotKeptError
from pacing.history.annotations import past_sessions
from pacing.history.context import KeptContext
from pacing.history.store import History
from pacing.judge.applicable_limits import LEARNING_RULE
from pacing.keeping.again import whole_session, with_judgement
from pacing.keeping.what_holds import SessionSettings, settings_then, without_limit
from pacing.model.assessment import Assessment
from pacing.model.person import PastSession

MOST_AT_HAND = 40  # design: an hour of a strap takes about 1 MB

_at_hand: OrderedDict[str, tuple[KeptContext, Assessment]] = OrderedDict()
_lock = threading.Lock()


def context_of(kept: History, session_id: str) -> KeptContext:
    """What a kept session was measured and judged with.

    Raises
    ------
    NotKeptError
        There is no such session any more.
    """
    result = kept.contexts(session_id)
    if not result:
        message = "This is not kept here any more."
        raise NotKeptError(message)
    return result[0]


def session_of(kept: History, session_id: str) -> Assessment:
    """A kept session as it stands now, with its samples.

    Raises
    ------
    NotKeptError
        There is no such session any more.
    PacingError
        Its kept file cannot be read again.
    """
    context = context_of(kept, session_id)
    with _lock:
        known, session = _at_hand.get(session_id, (None, None))
    if session is None or known != context:
        past = past_of(kept, settings_then(context))
        if session is not None and known is not None and _differ_only_in_limit(known, context):
            session = with_judgement(session, settings_then(context), past)
        else:
            session = whole_session(kept, session_id, past)
        put_at_hand(context, session)
    return session


def put_at_hand(context: KeptContext, session: Assessment) -> None:
    """Have a session ready for the next page."""
    with _lock:
        _at_hand[context.session_id] = (context, session)
        _at_hand.move_to_end(context.session_id)
        while len(_at_hand) > MOST_AT_HAND:
            _at_hand.popitem(last=False)


def past_of(kept: History, holds: SessionSettings) -> tuple[PastSession, ...]:
    """The past sessions, where the rule that learns is used."""
    rules = {holds.rule, *(setting.rule for setting in holds.person.limits)}
    return past_sessions(kept) if LEARNING_RULE in rules else ()


def _differ_only_in_limit(one: KeptContext, other: KeptContext) -> bool:
    return without_limit(settings_then(one)) == without_limit(settings_then(other))
