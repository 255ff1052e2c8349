"""Every flow of the page by its forms alone, as a browser without scripts sends them."""

import io
import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from pacing.app.changing import JUDGED_AT_ONCE
from pacing.history.annotations import answers_of
from pacing.history.store import History
from pacing.keeping.adding import add_paths
from pacing.model.assessment import Outcome
from pacing.pipeline import Request, assess_file
from pacing.profile import read_profile
from pacing.report.formats.html import blocks_html
from pacing.report.pages.patient import patient_blocks
from tests.app.running import PAUSE_S, SAMPLES, Page, Start
from tests.keeping.test_again import walk as walk_file

NONE_SET = "enter the heart rate you want to stay under"


def document(page: Page, where: str) -> Mapping[str, object]:
    """What the history keeps of a session."""
    with History(page.folder / "history.sqlite") as kept:
        found: Mapping[str, object] = kept.document(where.rsplit("/", 1)[1])
    return found


def test_before_the_first_file_there_is_one_thing_to_do(emptied: Page) -> None:
    told = emptied.get("/")
    assert "Drop a file" in told.text
    assert "stays on this computer" in told.text
    assert "<nav" not in told.body.decode()


def test_a_walk_then_one_number_gives_the_verdict(walk: tuple[Page, str]) -> None:
    page, where = walk
    first = page.get(where)
    assert first.status == 200
    assert NONE_SET in first.text
    assert "nothing is held against one" not in first.text
    assert page.post(f"{where}/limit", {"bpm": "104"}).location == where
    second = page.get(where).text
    assert "Your heart rate was above the limit you chose (104 bpm) for about 7 minutes" in second
    assert NONE_SET not in second


def test_the_page_says_what_the_report_says(walk: tuple[Page, str]) -> None:
    """One home for words and blocks: between the forms stands the report's own markup, block by block."""
    page, where = walk
    session = assess_file(SAMPLES / "walk_exceeded.fit").sessions[0]
    outcome = Outcome((session,), (), session.person, session.program)
    shown = page.get(where).body.decode()
    folded = [
        block for block in patient_blocks(session, 0, 1) if type(block).__name__ in ("Heading", "Paragraph", "Fold")
    ]
    assert len(folded) >= 6
    for block in folded:
        if "figure" not in (markup := blocks_html([block], outcome)):
            assert markup in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"bpm": "abc"}, "a number of heartbeats"),
        ({"bpm": "500"}, "cannot be right"),
        ({"rule": "nonsense"}, "not known"),
        ({}, "a number of heartbeats"),
    ],
)
def test_an_impossible_limit_is_said_and_changes_nothing(
    walk: tuple[Page, str], fields: dict[str, str], said: str
) -> None:
    page, where = walk
    reply = page.post(f"{where}/limit", fields)
    assert (reply.status, said in reply.text) == (422, True)
    assert not (page.folder / "profile.toml").exists()
    assert f'href="{page.root}{where}"' in reply.body.decode()
    if "bpm" in fields:
        assert f'required value="{fields["bpm"]}"' in reply.body.decode(), "what was typed stays"


def test_rules_stand_side_by_side_and_one_can_be_chosen(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post("/you", {"birth_year": "1980", "resting_bpm": "65"})
    shown = page.get(where).body.decode()
    assert 'value="resting_plus_15"' in shown
    assert 'value="share_of_predicted_max_55"' in shown
    page.post(f"{where}/limit", {"rule": "resting_plus_15"})
    assert "80" in page.get(where).text
    assert document(page, where)["limit"]["rule"] == "resting_plus_15"  # type: ignore[index]


@pytest.mark.parametrize(
    ("rule", "name", "number", "wrong", "bpm"),
    [("measured_threshold", "bpm", "120", "999", 108.0), ("share_of_reserve", "share_percent", "40", "0", None)],
)
def test_a_rule_that_takes_a_number_has_a_field_for_it(
    walk: tuple[Page, str], rule: str, name: str, number: str, wrong: str, bpm: float | None
) -> None:
    """Every rule the page lists can be used there: none asks for something that only a file or a command can say."""
    page, where = walk
    page.post("/you", {"birth_year": "1980", "resting_bpm": "65"})
    assert f'<input type="number" name="{name}"' in _form_of(page, where, rule)
    assert page.post(f"{where}/limit", {"rule": rule, name: wrong}).status == 422
    assert page.post(f"{where}/limit", {"rule": rule}).status == 422
    assert page.post(f"{where}/limit", {"rule": rule, name: number}).status == 303
    limit = document(page, where)["limit"]
    assert limit["rule"] == rule  # type: ignore[index]
    assert bpm is None or limit["bpm"] == bpm  # type: ignore[index]
    assert f'value="{number}"' in _form_of(page, where, rule)


def _form_of(page: Page, where: str, rule: str) -> str:
    """The form of a page that sends this rule."""
    forms = page.get(where).body.decode().split("<form")
    return next(form for form in forms if f'type="hidden" name="rule" value="{rule}"' in form)


def test_what_a_rule_needs_beside_its_number_is_said_instead_of_a_field(walk: tuple[Page, str]) -> None:
    """A share of the reserve without a resting rate would be a limit that nothing can be held against."""
    page, where = walk
    shown = page.get(where).body.decode()
    assert 'name="share_percent"' not in shown
    assert "give it to the program, as agreed" not in shown


def test_a_later_limit_holds_from_today_and_one_click_holds_it_against_earlier_sessions(
    walk: tuple[Page, str],
) -> None:
    page, where = walk
    page.post(f"{where}/limit", {"bpm": "104"})
    page.post(f"{where}/limit", {"bpm": "115"})
    limits = read_profile(page.folder / "profile.toml").person.limits
    assert [(one.bpm, one.since is None) for one in limits] == [(104.0, True), (115.0, False)]
    shown = page.get(where)
    assert "104 bpm" in shown.text
    assert "115 bpm holds from today. This session of 11 May 2026 keeps 104 bpm, the limit of its time." in shown.text
    assert shown.text.count("limit of its time") == 1
    assert "holds from today." not in page.get(where).text
    for change in ("limit-here", "limit-earlier"):
        assert f'action="{page.root}{where}/{change}"' in shown.body.decode()
    page.post(f"{where}/limit-here")
    assert "(115 bpm)" in page.get(where).text
    page.post(f"{where}/limit-then")
    assert "(104 bpm)" in page.get(where).text
    page.post(f"{where}/limit-earlier")
    shown = page.get(where)
    assert "115 bpm" in shown.text
    assert "limit-earlier" not in shown.body.decode()
    page.post(f"{where}/limit-none")
    assert NONE_SET in page.get(where).text


def test_where_exercise_stopped_can_be_corrected_and_taken_back(walk: tuple[Page, str]) -> None:
    page, where = walk
    before = document(page, where)["phases"]
    page.post(f"{where}/phases", {"began": "5:00", "stopped": "20:10", "posture": "sitting"})
    given = document(page, where)["phases"]
    assert [(p["kind"], p["start_s"], p["stop_s"], p["origin"]) for p in given][1] == ("exercise", 300, 1210, "given")  # type: ignore[attr-defined]
    assert "These are the moments you gave" in page.get(where).text
    assert "sitting" in page.get(where).text
    page.post(f"{where}/phases", {"found": "yes"})
    assert document(page, where)["phases"] == before


@pytest.mark.parametrize("fields", [{"began": "20:00", "stopped": "5:00"}, {"began": "x", "stopped": "5:00"}, {}])
def test_impossible_moments_are_said_and_change_nothing(walk: tuple[Page, str], fields: dict[str, str]) -> None:
    page, where = walk
    before = document(page, where)
    assert page.post(f"{where}/phases", fields).status == 422
    assert document(page, where) == before


def test_how_it_felt_and_a_note_are_kept_and_shown(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/mark", {"comfortable": "no", "flare": "yes"})
    page.post(f"{where}/mark", {"text": "Windy & <b>cold</b>"})
    shown = page.get(where).body.decode()
    assert 'name="comfortable" value="no" checked' in shown
    assert 'name="flare" value="yes" checked' in shown
    assert "Windy &amp; &lt;b&gt;cold&lt;/b&gt;" in shown


def test_a_removed_session_is_gone_with_its_file(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/remove")
    assert page.get(where).status == 404
    assert "not kept here any more" in page.get(where).text
    assert "Drop a file" in page.get("/").text
    with History(page.folder / "history.sqlite") as kept:
        assert kept.rows("SELECT count(*) FROM original")[0][0] == 0


def test_the_list_the_week_and_the_month_lead_to_the_session(walk: tuple[Page, str]) -> None:
    page, where = walk
    link = f'href="{page.root}{where}"'
    assert link in page.get("/").body.decode()
    assert link in page.get("/week?to=2026-05-12").body.decode()
    assert link in page.get("/month?to=2026-05-20").body.decode()
    assert link in page.get("/season").body.decode()
    newest = page.get("/week")
    assert link in newest.body.decode()
    assert "This is the newest week with a session." in newest.text


def test_a_day_is_scored_in_three_taps_and_shown_again(walk: tuple[Page, str]) -> None:
    page, _ = walk
    reply = page.post(
        "/diary", {"day": "2026-05-11", "name0": "fatigue", "score0": "6", "name1": "pain", "score1": "0"}
    )
    assert reply.location == "/diary?to=2026-05-11"
    shown = page.get("/diary?to=2026-05-11").body.decode()
    assert 'name="score0" value="6" checked' in shown
    assert 'name="score1" value="0" checked' in shown
    assert page.get("/week?to=2026-05-12").text.count("Fatigue") == 1


def test_the_three_symptoms_never_change_places(walk: tuple[Page, str]) -> None:
    page, _ = walk
    order = [page.get("/diary").text.index(name) for name in ("Fatigue", "Pain", "Brain fog")]
    assert order == sorted(order)
    page.post("/diary", {"day": datetime.now().astimezone().date().isoformat(), "name2": "brain fog", "score2": "3"})
    after = [page.get("/diary").text.index(name) for name in ("Fatigue", "Pain", "Brain fog")]
    assert after == sorted(after)


def test_symptoms_in_ones_own_words(walk: tuple[Page, str]) -> None:
    page, _ = walk
    page.post("/diary-words", {"word0": "Dizzy", "word1": "pain"})
    shown = page.get("/diary").text
    assert "Dizzy" in shown
    assert "Fatigue" not in shown
    assert read_profile(page.folder / "profile.toml").symptoms == ("dizzy", "pain")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"day": "2026-05-11", "name0": "fatigue", "score0": "11"}, 422),
        ({"day": "tomorrow", "name0": "fatigue", "score0": "1"}, 422),
        ({"day": "1815-05-11", "name0": "fatigue", "score0": "1"}, 422),
        ({"day": "2026-05-11", "name0": "fatigue", "score0": "many"}, 422),
        ({"day": "2026-05-11"}, 303),
    ],
)
def test_an_impossible_entry_is_said(walk: tuple[Page, str], fields: dict[str, str], status: int) -> None:
    page, _ = walk
    assert page.post("/diary", fields).status == status


def test_what_is_said_of_oneself_is_kept_and_empty_fields_are_not_told(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/limit", {"bpm": "104"})
    page.post("/you", {"birth_year": "1980", "sex": "female", "beta_blocker": "no", "time_zone": "Europe/Berlin"})
    profile = read_profile(page.folder / "profile.toml")
    assert (profile.person.birth_year, profile.person.sex, profile.time_zone) == (1980, "female", "Europe/Berlin")
    assert (profile.person.medication.beta_blocker, profile.person.medication.digoxin) == (False, None)
    assert [one.bpm for one in profile.person.limits] == [104.0]
    page.post("/you", {})
    assert read_profile(page.folder / "profile.toml").person.sex is None
    assert [one.bpm for one in read_profile(page.folder / "profile.toml").person.limits] == [104.0]


@pytest.mark.parametrize(
    "fields", [{"birth_year": "800"}, {"sex": "x"}, {"time_zone": "Mars"}, {"resting_bpm": "200", "maximum_bpm": "150"}]
)
def test_what_cannot_be_is_said_by_the_field(walk: tuple[Page, str], fields: dict[str, str]) -> None:
    page, _ = walk
    assert page.post("/you", fields).status == 422
    assert not (page.folder / "profile.toml").exists()


@pytest.mark.parametrize("path", ["{where}/sheet.pdf", "/week/sheet.pdf?to=2026-05-12", "/season/sheet.pdf?for=me"])
def test_each_page_comes_on_paper(walk: tuple[Page, str], path: str) -> None:
    page, where = walk
    reply = page.get(path.format(where=where))
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.body.startswith(b"%PDF")


def test_everything_can_be_taken_along(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/limit", {"bpm": "104"})
    with zipfile.ZipFile(io.BytesIO(page.get("/export.zip").body)) as archive:
        names = {Path(name).name for name in archive.namelist()}
        history = json.loads(archive.read("pacing-history/history.json"))
    assert {"history.json", "sessions.csv", "profile.toml"} <= names
    assert len(history["tables"]["session"]) == 1


def test_forgetting_needs_the_box_and_leaves_nothing_to_be_found(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/mark", {"text": "a very private remark"})
    assert page.post("/forget", {}).status == 422
    assert page.post("/forget", {"sure": "yes"}).status == 303
    left = page.files()
    assert set(left) <= {"history.sqlite.page"}
    told = page.get("/")
    assert told.status == 200
    assert "Everything that was kept here is deleted." in told.text
    assert "Drop a file" in told.text
    assert "<nav" not in told.body.decode()
    assert page.drop_and_wait("walk_exceeded.fit") == where


def test_after_removing_nothing_of_the_session_is_found_on_the_disk(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with History(tmp_path / "data" / "history.sqlite") as kept:
        add_paths(kept, [SAMPLES / "walk_exceeded.fit"], Request())
        (removed,) = (row.id for row in kept.sessions())
        add_paths(kept, [SAMPLES / "walk_paced.fit"], Request())
        (stays,) = {row.id for row in kept.sessions()} - {removed}
    page, where = start(), f"/session/{removed}"
    page.post(f"{where}/mark", {"text": "kept with the day"})
    marks = [removed.encode(), b"walk_exceeded"]
    assert any(mark in content for mark in marks for content in page.files().values())
    page.post(f"{where}/remove")
    page.stop()
    found = [name for name, content in page.files().items() for mark in marks if mark in content]
    assert found == []
    assert stays.encode() in page.files()["history.sqlite"]


def test_a_whole_archive_is_read_file_by_file(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/remove")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("walk_paced.fit", "walk_exceeded.fit", "walk_stopped_early.fit"):
            archive.write(SAMPLES / name, f"export/{name}")
        archive.writestr("export/broken.fit", b"\x0e\x10nothing")
    assert page.settled(page.drop(("export.zip", packed.getvalue()))) == "/"
    shown = page.get("/")
    assert shown.body.decode().count("/session/") == 3
    assert "export.zip/export/broken.fit" in shown.text


def test_an_archive_without_recordings_says_so(walk: tuple[Page, str]) -> None:
    page, _ = walk
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    page.settled(page.drop(("photos.zip", packed.getvalue())))
    assert "nothing in it that could be a recording" in page.get("/").text


def test_sessions_that_the_command_line_added_have_pages_too(walk: tuple[Page, str]) -> None:
    page, where = walk
    added = [sys.executable, "-m", "pacing", "add", "--history", str(page.folder / "history.sqlite")]
    subprocess.run([*added, str(SAMPLES / "walk_paced.fit")], check=True, capture_output=True)
    shown = page.get("/").body.decode()
    assert shown.count("/session/") == 2
    others = [
        part.split('"')[0] for part in shown.split(f"{page.root}/session/")[1:] if part.split('"')[0] not in where
    ]
    assert page.get(f"/session/{others[0]}").status == 200


def test_a_clinicians_words_reach_no_patients_page(walk: tuple[Page, str]) -> None:
    page, where = walk
    for hidden in ("--limit", "--rule", "`pacing", "PACING_DEBUG", "[limit]"):
        assert hidden not in page.get(where).text


def test_the_sheet_for_an_appointment_is_another_than_ones_own(walk: tuple[Page, str]) -> None:
    page, _ = walk
    assert page.get("/season/sheet.pdf?for=me").body != page.get("/season/sheet.pdf").body


@pytest.fixture(scope="module")
def added_walks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose history keeps more sessions than are judged at once, none of them with a limit."""
    folder = tmp_path_factory.mktemp("walks")
    files = [walk_file(folder, day) for day in range(JUDGED_AT_ONCE + 1)]
    (folder / "data").mkdir()
    with History(folder / "data" / "history.sqlite") as kept:
        add_paths(kept, files, Request())
    return folder / "data"


@pytest.fixture
def kept_walks(added_walks: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return shutil.copytree(added_walks, tmp_path / "data")


def unjudged(folder: Path) -> list[str]:
    """The kept sessions without a verdict."""
    with History(folder / "history.sqlite", read_only=True) as kept:
        return [row.id for row in kept.sessions() if row.verdict is None]


def test_a_limit_answers_with_its_session_and_every_other_page_waits_for_the_rest(
    start: Start, kept_walks: Path
) -> None:
    page, (first, *_) = start(folder=kept_walks), unjudged(kept_walks)
    page.post(f"/session/{first}/limit", {"bpm": "90"})
    assert first not in unjudged(kept_walks)
    assert "90 bpm" in page.get(f"/session/{first}").text
    assert "no limit set" not in page.get("/?all=yes").text
    assert unjudged(kept_walks) == []


def test_sessions_that_a_killed_page_left_unjudged_are_judged_at_the_next_start(start: Start, kept_walks: Path) -> None:
    page, (first, *_) = start(folder=kept_walks), unjudged(kept_walks)
    page.post(f"/session/{first}/limit", {"bpm": "90"})
    page.process.kill()
    page.process.wait(60)
    assert first not in (waiting := unjudged(kept_walks))
    assert waiting
    start(folder=kept_walks)
    pause = threading.Event()
    while unjudged(kept_walks):
        pause.wait(PAUSE_S)


def test_after_the_last_session_is_removed_the_diary_and_the_way_to_forget_it_are_there(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/mark", {"comfortable": "yes", "text": "windy"})
    assert "windy" in page.get(where).text
    page.post(f"{where}/remove", {})
    told = page.get("/")
    assert "The session is removed." in told.text
    assert "/you" in told.body.decode()


def test_what_was_corrected_is_said_and_stays_in_the_form(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/phases", {"began": "5:00", "stopped": "25 min", "posture": "sitting"})
    told = page.get(where)
    assert "Measured again with the moments you gave." in told.text
    assert '<option value="sitting" selected>' in told.body.decode()
    wrong = page.post(f"{where}/phases", {"began": "25:00", "stopped": "5:00"})
    assert "The stop must come after the beginning" in wrong.text


def test_answers_and_a_note_are_kept_together_and_any_day_of_the_diary_is_one_step_away(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/mark", {"comfortable": "yes", "flare": "yes", "text": "slept badly"})
    told = page.get(where)
    assert told.body.decode().count('value="yes" checked') == 2
    assert "slept badly" in told.text
    day_after = re.search(r"/diary\?to=[\d-]+(?=\">the day after)", told.body.decode())
    assert day_after is not None
    assert 'type="date"' in page.get(day_after[0]).body.decode()


def test_an_answer_is_taken_back_on_the_page_and_the_sheet_follows(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/mark", {"comfortable": "no", "flare": "yes"})
    page.post(f"{where}/mark", {"comfortable": "open", "flare": "yes"})
    shown = page.get(where).body.decode()
    assert 'name="comfortable" value="open" checked' in shown
    assert 'name="flare" value="yes" checked' in shown
    with History(page.folder / "history.sqlite", read_only=True) as kept:
        assert answers_of(kept, where.rsplit("/", 1)[1]) == (None, True)
    page.post(f"{where}/mark", {"comfortable": "open", "flare": "yes"})
    assert "Nothing was changed." in page.get(where).text


def test_who_set_a_limit_can_be_said_changed_and_taken_back(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/limit", {"bpm": "104", "set_by": "physiotherapist"})
    shown = page.get(where)
    assert "Your heart rate was above your limit (104 bpm)" in shown.text
    assert "This limit: set by a physiotherapist." in shown.text
    assert '<option value="physiotherapist" selected>' in shown.body.decode()
    page.post(f"{where}/limit", {"bpm": "104", "set_by": "me"})
    by_you = page.get(where).text
    assert "above the limit you chose (104 bpm)" in by_you
    assert "This limit: set by you." in by_you
    page.post(f"{where}/limit", {"bpm": "104"})
    assert "This limit" not in page.get(where).text
    (limit,) = read_profile(page.folder / "profile.toml").person.limits
    assert (limit.bpm, limit.set_by, limit.since) == (104.0, None, None)


def test_another_word_for_who_set_a_limit_stays_as_it_was_written(walk: tuple[Page, str]) -> None:
    page, where = walk
    (page.folder / "profile.toml").write_text('[limit]\nbpm = 104\nset_by = "Anna <b>"\n', encoding="utf-8")
    page.post("/you", {})
    assert '<option value="as-before" selected>Anna &lt;b&gt;</option>' in page.get(where).body.decode()
    page.post(f"{where}/limit", {"bpm": "100", "set_by": "as-before"})
    assert [one.set_by for one in read_profile(page.folder / "profile.toml").person.limits] == ["Anna <b>"] * 2


def test_a_score_of_the_diary_can_be_taken_back(walk: tuple[Page, str]) -> None:
    page, _ = walk
    page.post("/diary", {"day": "2026-05-11", "name0": "fatigue", "score0": "6", "name1": "pain", "score1": "0"})
    assert page.get("/diary?to=2026-05-11").text.count("Take this score back") == 2
    page.post("/diary", {"day": "2026-05-11", "name0": "fatigue", "score0": "none", "name1": "pain", "score1": "0"})
    with History(page.folder / "history.sqlite", read_only=True) as kept:
        assert kept.rows("SELECT name, score FROM symptom") == [("pain", 0.0)]


def test_a_note_is_removed_in_the_diary_and_nothing_else_is(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/mark", {"text": "slept “badly” & <late>"})
    page.post("/diary", {"day": "2026-05-11", "kind": "illness", "text": "a cold"})
    shown = page.get("/diary?to=2026-05-11").body.decode()
    assert 'name="text" value="slept “badly” &amp; &lt;late&gt;"' in shown
    page.post("/diary-note", {"day": "2026-05-11", "kind": "other", "text": "slept “badly” & <late>"})
    after = page.get("/diary?to=2026-05-11").text
    assert "The note is removed." in after
    assert ("slept" in after, "a cold" in after) == (False, True)
    page.post("/diary-note", {"day": "2026-05-11", "kind": "other", "text": "never noted"})
    assert "Nothing was changed." in page.get("/diary?to=2026-05-11").text
