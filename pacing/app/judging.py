"""Hold what a profile says now against every kept session: the rest of them after a limit was set, or of a person."""

from pacing.app.person_form import request_of
from pacing.app.tasks import Job, Reply
from pacing.history.store import History
from pacing.keeping.again import judge_again


def judge_all(job: Job) -> Reply:
    """Judge or measure again whatever something else holds for now, as adding on the command line does."""
    if job.place.history.exists():
        with History(job.place.history) as kept:
            judge_again(kept, request_of(job.place))
    return {}, b""
