"""What is worked out once for the sessions that are asked about last, and keeps none of them alive."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ref

from pacing.model.assessment import Assessment

ResultT = TypeVar("ResultT")


def once_for(work: Callable[[tuple[Assessment, ...]], ResultT]) -> Callable[[tuple[Assessment, ...]], ResultT]:
    """`work`, done once for the sessions that are asked for again and again; none of them is kept alive by it.

    Parameters
    ----------
    work
        What to do; its result holds no session.

    Returns
    -------
    Callable
        Gives the same result for the sessions of the last call, without working.
    """
    last: tuple[tuple[ref[Assessment], ...], ResultT] | None = None

    @wraps(work)
    def remembered(sessions: tuple[Assessment, ...]) -> ResultT:
        nonlocal last
        known = last
        if known is None or [session() for session in known[0]] != list(sessions):
            last = known = tuple(ref(session) for session in sessions), work(sessions)
        return known[1]

    return remembered
