"""What the person says of a session stays with it."""

from datetime import timedelta
from pathlib import Path

import pytest

from pacing.errors import HistoryError
from pacing.history.past import mark, past_sessions
from pacing.history.store import History
from tests.history.test_store import START, made_session


def test_a_mark_is_kept_and_what_is_not_told_again_stays(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    history.add("a" * 64, "a.fit", [made_session(start=START)])
    history.add("b" * 64, "b.fit", [made_session("b" * 64, start=START + timedelta(days=1))])
    mark(history, "a", comfortable=True, flare_after=None)
    mark(history, "a", comfortable=None, flare_after=False)
    told, silent = past_sessions(history)
    assert (told.comfortable, told.flare_after, told.tolerated) == (True, False, True)
    assert (silent.comfortable, silent.flare_after, silent.tolerated) == (None, None, False)
    assert told.recorded_s == 60
    assert told.median_bpm == pytest.approx(91.5, abs=0.1)
    with pytest.raises(HistoryError):
        mark(history, "zzz", comfortable=True, flare_after=True)
