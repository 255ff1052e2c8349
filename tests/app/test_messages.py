"""Messages between the page and its workers: whole ones come as they were sent, cut ones never."""

from io import BytesIO

import pytest

from pacing.app.messages import framed, read_frame

SENT = framed({"task": "read", "name": "walk.fit"}, b"bytes of a file")


def test_messages_come_one_after_the_other_and_then_nothing() -> None:
    stream = BytesIO(SENT + framed({"task": "end"}, b""))
    assert read_frame(stream) == ({"task": "read", "name": "walk.fit"}, b"bytes of a file")
    assert read_frame(stream) == ({"task": "end"}, b"")
    assert read_frame(stream) is None


@pytest.mark.parametrize("size", range(len(SENT)))
def test_a_message_that_is_cut_anywhere_is_none(size: int) -> None:
    assert read_frame(BytesIO(SENT[:size])) is None
