"""What is typed into a form, or stands in the name of a folder, brings no control character onto a page."""

import os
import sys
import threading
from pathlib import Path

import pytest

from tests.app.running import PAUSE_S, SAMPLES, Page, Start, progress_of
from tests.contracts.test_printable import PAYLOADS, _raw

PAGES = ("/", "/diary", "/you", "/week", "/season")


def _odd(page: Page, *paths: str) -> dict[str, set[str]]:
    shown = {path: page.get(path) for path in paths}
    assert {path: reply.status for path, reply in shown.items() if reply.status not in {200, 303}} == {}
    return {path: raw for path, reply in shown.items() if (raw := _raw(reply.body.decode()))}


def test_forms(walk: tuple[Page, str]) -> None:
    page, where = walk
    for payload in PAYLOADS.values():
        replies = [
            page.post(f"{where}/mark", {"text": f"note {payload}"}),
            page.post(f"{where}/mark", {"text": "note", "kind": payload}),
            page.post("/diary", {"day": "2026-05-11", "name0": f"ache {payload}", "score0": "6"}),
            page.post("/diary", {"day": payload, "name0": payload, "score0": payload, "text": payload}),
            page.post("/diary-words", {"word0": f"ache {payload}", "word1": "pain"}),
            page.post("/you", {"birth_year": payload, "sex": payload, "time_zone": payload}),
            page.post(f"{where}/limit", {"bpm": payload, "rule": payload}),
            page.post(f"{where}/phases", {"began": payload, "stopped": payload, "posture": payload}),
            page.post(f"{where}/mark", {"comfortable": payload, "flare": payload}),
        ]
        assert all(reply.status in {200, 303, 404, 422} for reply in replies), [one.status for one in replies]
        assert [raw for reply in replies if (raw := _raw(reply.body.decode()))] == []
    assert _odd(page, *PAGES, where) == {}
    assert _raw((page.folder / "profile.toml").read_text(encoding="utf-8")) == set()


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="no other system takes such names")
def test_folders_of_a_caseload(start: Start, tmp_path: Path) -> None:
    names = [b"a\x1b[31mred", "b\u202eb".encode(), b"c\xffc"]
    for name in names:
        folder = Path(os.fsdecode(os.fsencode(tmp_path / "practice") + b"/" + name))
        folder.mkdir(parents=True)
        (folder / "walk.fit").write_bytes((SAMPLES / "walk_paced.fit").read_bytes())
        (folder / "broken.fit").write_bytes(b"nothing")
    page = start("--caseload", str(tmp_path / "practice"))
    until = threading.Event()
    while progress_of(page)["running"]:
        until.wait(PAUSE_S)
    assert _odd(page, "/people", *(f"/person/{n}" for n in range(len(names)))) == {}
    assert "a?[31mred" in page.get("/people").text
