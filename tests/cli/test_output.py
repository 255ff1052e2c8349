"""How a number of things is said at the command line."""

import pytest

from pacing.cli.output import say_again, say_remeasured
from pacing.keeping.again import Again


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (
            1,
            (
                "1 session kept before was measured again.",
                "1 session kept before was compared with the limit set now.",
                "Its file is not kept",
                "1 session could not be measured again and was left as before.",
            ),
        ),
        (
            2,
            (
                "2 sessions kept before were measured again.",
                "2 sessions kept before were compared with the limit set now.",
                "The files of 2 are not kept",
                "2 sessions could not be measured again and were left as before.",
            ),
        ),
    ],
)
def test_what_became_of_one_session_and_of_several(
    capsys: pytest.CaptureFixture[str], count: int, said: tuple[str, ...]
) -> None:
    say_again(Again(measured=count, judged=count, without_original=count, failed=count))
    shown = " ".join(capsys.readouterr().err.split())
    assert [words for words in said if words not in shown] == []


def test_what_was_asked_to_be_measured_again_is_counted_in_all(capsys: pytest.CaptureFixture[str]) -> None:
    say_remeasured(Again(measured=3, judged=2, changed=1))
    assert capsys.readouterr().err.startswith("5 sessions measured or judged again; 1 changed.")
