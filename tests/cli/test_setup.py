"""Set up once: the answers become the profile that every command uses, and kept sessions follow them."""

import io
import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from pacing.cli.commands import setup as command
from pacing.cli.commands.setup import _ask_all
from pacing.errors import UsageError
from pacing.history.store import History
from pacing.keeping.history_file import usual_history
from pacing.keeping.own_profile import Offer, profile_text, with_limit, write_profile
from pacing.model.person import Condition, LimitSetting, Medication, Person, Posture, RestingFrom, Sex
from pacing.profile import Profile, read_profile, usual_profile
from tests.contracts.conftest import Done, Runner
from tests.keeping.test_again import FIRST_DAY, walk

NONE = {field.name: False for field in fields(Medication)}
ANSWERS = ["1980", "66", "90", "beta blocker", "Europe/Berlin"]


@pytest.fixture
def setup(pacing: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Run `pacing setup` with typed answers."""

    def runner(answers: list[str], *arguments: object) -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
        return pacing("setup", *arguments)

    return runner


def report(pacing: Runner, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pacing("report", *arguments, "--format", "json", "--out", "-").out)
    return found


def test_five_answers_are_used_by_default_named_in_the_report_and_left_out_on_request(
    setup: Runner, pacing: Runner, tmp_path: Path
) -> None:
    path = walk(tmp_path, 0)
    assert setup(ANSWERS).code == 0
    person = report(pacing, path)["person"]
    assert person["birth_year"] == 1980
    assert person["limits"][0]["bpm"] == 90.0
    assert person["medication"]["beta_blocker"] is True
    assert report(pacing, path, "--no-profile")["person"] is None
    assert "profile.toml" in pacing("report", path, "--format", "text", "--out", "-").out
    assert "profile.toml" not in pacing("report", path, "--no-profile", "--format", "text", "--out", "-").out


def test_every_question_can_be_skipped_and_the_end_of_the_input_skips_the_rest(setup: Runner) -> None:
    assert setup(["", "", "", "", "-"]).code == 0
    assert read_profile(usual_profile()) == Profile(Person())
    assert setup(["1980"]).code == 0
    assert read_profile(usual_profile()).person.birth_year == 1980


def test_an_answer_that_cannot_be_is_one_sentence_and_leaves_the_profile_as_it_was(setup: Runner) -> None:
    setup(ANSWERS)
    before = usual_profile().read_bytes()
    for answers, said in (
        (["198"], "1890"),
        (["", "six"], "`six` is not a number"),
        (["", "", "resting_plus_1"], "Did you mean `resting_plus_15`?"),
        (["", "", "", "betablocker"], "Did you mean `beta_blocker`?"),
        (["", "", "", "", "Berlin"], "time zone"),
    ):
        done = setup(answers)
        assert (done.code, said in done.err) == (2, True), done.err
    assert usual_profile().read_bytes() == before


def test_another_limit_keeps_the_earlier_one_with_its_date(setup: Runner) -> None:
    setup(ANSWERS)
    setup(["", "", "100"])
    first, second = read_profile(usual_profile()).person.limits
    assert (first.bpm, first.since, second.bpm) == (90.0, None, 100.0)
    assert second.since is not None
    assert "bpm = 90" in usual_profile().with_name("profile.toml.before").read_text(encoding="utf-8")


def test_what_the_watch_keeps_is_offered_by_name_and_never_taken_by_itself(setup: Runner, corpus: Path) -> None:
    path = corpus / "fit" / "fitdecode__garmin-fenix-5-walk.fit"
    done = setup(["", "", "", "", "-"], path)
    assert "47 by garmin fenix5" in done.err
    assert "answer watch" in done.err
    assert read_profile(usual_profile()).person.resting_bpm is None
    setup(["", "watch", "", "", "-"], path)
    person = read_profile(usual_profile()).person
    assert (person.resting_from, person.resting_bpm) == (RestingFrom.DEVICE, 47.0)


def test_sessions_that_are_kept_follow_the_profile(setup: Runner, pacing: Runner, tmp_path: Path) -> None:
    pacing("add", walk(tmp_path, 0))
    done = setup(ANSWERS)
    assert "measured again" in done.err
    (session,) = json.loads(pacing("history", "list", "--format", "json").out)["sessions"]
    assert session["verdict"] == "sustained"
    assert session["start"] == "2026-05-01T10:00:00+02:00"
    assert "measured" not in pacing("add", tmp_path).err


def test_a_profile_written_by_setup_reads_back_whole(tmp_path: Path) -> None:
    person = Person(
        birth_year=1980,
        sex=Sex.FEMALE,
        resting_bpm=61.5,
        resting_from=RestingFrom.MORNING,
        maximum_bpm=171.0,
        condition=Condition.ME_CFS,
        worse_after_exertion=True,
        medication=Medication(beta_blocker=False, digoxin=True),
        limits=(
            LimitSetting("fixed", bpm=104.0, set_by='physio "Anna"'),
            LimitSetting("share_of_reserve", share_percent=40.0, since=FIRST_DAY),
        ),
        weight_kg=60.0,
    )
    profile = Profile(person, Posture.SITTING, "Europe/Berlin")
    path = tmp_path / "deep" / "me.toml"
    write_profile(profile, path)
    assert read_profile(path) == profile
    assert path.stat().st_mode & 0o077 == 0
    assert "nan" not in profile_text(profile)


def test_the_same_limit_again_is_no_new_one() -> None:
    person = Person(limits=(LimitSetting("fixed", bpm=104.0, set_by="physio"),))
    assert with_limit(person, LimitSetting("fixed", bpm=104.0), FIRST_DAY) is person


def test_files_without_a_zone_say_how_to_tell_it_once(pacing: Runner, setup: Runner, tmp_path: Path) -> None:
    assert "do not name their time zone" in pacing("add", walk(tmp_path, 0)).err
    setup(["", "", "", "", "Europe/Berlin"])
    assert "time zone" not in pacing("add", walk(tmp_path, 1)).err


@pytest.mark.parametrize("word", ["a\x7fb", "a\udcffb", "a\x00b", "a\u2028b", 'a"\\b'])
def test_a_profile_can_be_read_whatever_was_typed_into_it(tmp_path: Path, word: str) -> None:
    path = tmp_path / "profile.toml"
    write_profile(Profile(Person(), symptoms=(word,)), path)
    (kept,) = read_profile(path).symptoms
    assert kept.isprintable()
    assert len(kept) == len(word)


def test_a_profile_stands_in_its_place_also_while_it_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "profile.toml"
    write_profile(Profile(Person(age_years=40)), path)
    stood: list[bool] = []
    replace_file = Path.replace

    def watched(self: Path, target: Path) -> Path:
        stood.append(path.exists())
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    write_profile(Profile(Person(age_years=41)), path)
    assert stood == [True]
    assert read_profile(path).person.age_years == 41
    assert path.with_name("profile.toml.before").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("before", "offered_bpm", "answer", "after"),
    [
        ((47.0, RestingFrom.MORNING), 47.0, "", (47.0, RestingFrom.MORNING)),  # measured by hand, and so it stays
        ((52.0, RestingFrom.MORNING), 47.0, "watch", (47.0, RestingFrom.DEVICE)),
        ((52.0, RestingFrom.MORNING), 47.0, "Watch", (47.0, RestingFrom.DEVICE)),
        ((52.0, RestingFrom.MORNING), 47.0, "55", (55.0, None)),
        ((52.0, RestingFrom.MORNING), None, "55", (55.0, None)),
        ((52.0, RestingFrom.MORNING), None, "52", (52.0, RestingFrom.MORNING)),
        ((52.0, RestingFrom.MORNING), None, "-", (None, None)),
    ],
)
def test_where_a_resting_rate_is_from_changes_only_with_the_number(
    monkeypatch: pytest.MonkeyPatch,
    before: tuple[float, RestingFrom],
    offered_bpm: float | None,
    answer: str,
    after: tuple[float | None, RestingFrom | None],
) -> None:
    offers = {} if offered_bpm is None else {"resting": Offer("resting", offered_bpm, "a watch")}
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"\n{answer}\n\n\n\n"))
    person = _ask_all(Profile(Person(resting_bpm=before[0], resting_from=before[1])), offers).person
    assert (person.resting_bpm, person.resting_from) == after


def test_a_watch_that_offers_nothing_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\nwatch\n"))
    with pytest.raises(UsageError, match="`watch` is not a number"):
        _ask_all(Profile(Person()), {})


@pytest.mark.parametrize(
    ("answer", "medication"),
    [("", Medication(beta_blocker=True)), ("-", Medication()), ("digoxin", Medication(**{**NONE, "digoxin": True}))],
)
def test_medicines_stay_are_taken_out_or_are_those_of_the_answer(
    monkeypatch: pytest.MonkeyPatch, answer: str, medication: Medication
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"\n\n\n{answer}\n\n"))
    person = _ask_all(Profile(Person(medication=Medication(beta_blocker=True))), {}).person
    assert person.medication == medication


@pytest.mark.parametrize(
    ("kept", "local", "zone"), [("Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"), (None, "Europe/Berlin", "Europe/Berlin")]
)
def test_the_zone_that_is_offered_is_that_of_the_profile_or_else_of_the_computer(
    monkeypatch: pytest.MonkeyPatch, kept: str | None, local: str, zone: str
) -> None:
    monkeypatch.setattr("pacing.keeping.own_profile.local_time_zone", lambda: local)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\n\n\n\n"))
    assert _ask_all(Profile(Person(), time_zone=kept), {}).time_zone == zone


@pytest.mark.parametrize(
    ("named", "exists", "judged"), [(True, True, 1), (True, False, 0), (False, True, 1), (False, False, 0)]
)
def test_the_history_that_is_used_is_judged_again_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, named: bool, exists: bool, judged: int
) -> None:
    usual, own = usual_history(), tmp_path / "own.sqlite"
    usual.parent.mkdir(parents=True, exist_ok=True)
    again: list[Path] = []
    monkeypatch.setattr("pacing.keeping.again.judge_again", lambda store, _: again.append(store.path))
    monkeypatch.setattr("pacing.cli.output.say_again", lambda _: None)
    if exists:
        with History(own if named else usual):
            pass
    write_profile(Profile(Person()), tmp_path / "profile.toml")
    command._judge_again(tmp_path / "profile.toml", own if named else None)
    assert again == [own if named else usual] * judged
