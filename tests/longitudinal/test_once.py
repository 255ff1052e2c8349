"""What is worked out for some sessions is remembered as long as they are there, and no longer."""

import gc
from weakref import ref

from pacing.longitudinal.comparable import comparable_sessions
from pacing.longitudinal.once import once_for
from pacing.model.assessment import Assessment
from tests.longitudinal.made import made_session


def test_work_over_sessions_is_done_once_and_keeps_none_of_them_alive() -> None:
    asked: list[int] = []

    @once_for
    def counted(sessions: tuple[Assessment, ...]) -> int:
        asked.append(len(sessions))
        return len(sessions)

    first, second = made_session(1), made_session(2)
    assert [counted((first, second)), counted((first, second)), asked] == [2, 2, [2]]
    assert [counted((second, first)), counted((second,)), asked] == [2, 1, [2, 2, 1]]
    gone = ref(second)
    del second
    gc.collect()
    assert gone() is None


def test_sessions_that_were_compared_are_not_kept_alive() -> None:
    sessions = [made_session(number) for number in range(3)]
    found = comparable_sessions(sessions)
    assert comparable_sessions(tuple(sessions)) is found
    gone = ref(sessions[0])
    sessions.clear()
    gc.collect()
    assert gone() is None
