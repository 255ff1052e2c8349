"""No control character from outside reaches a terminal or a page, by whichever way it comes in."""

import io
import json
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pacing.history.daily import keep_daily
from pacing.history.diary import add_entries, add_note
from pacing.history.export import export_to, import_from
from pacing.history.store import History
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.longitudinal import SymptomScore
from pacing.printable import printable, printable_json
from tests.contracts.conftest import Done, Runner

PAYLOADS = {
    "colour": "\x1b[31mred", "title": "\x1b]0;title\x07", "clear": "\x1b[2J", "c1": "\x9b31m", "bell": "\x07",
    "backspace": "a\x08\x08b", "return": "one\rtwo", "line": "one\ntwo", "nul": "a\x00b", "delete": "\x7f",
    "escape": "\x1b", "string": "\x1bP1;2q\x1b\\", "link": "\x1b]8;;http://a\x07x\x1b]8;;\x07", "up": "\x1b[9A",
    "rtl": "a\u202eb", "ltr": "a\u202db", "isolate": "a\u2066b\u2069", "zero": "a\u200bb", "mark": "\ufeffa",
    "separator": "a\u2028b", "paragraph": "a\u2029b", "nel": "a\x85b", "vertical": "a\x0bb", "form": "a\x0cb",
    "private": "a\ue000b", "tag": "a\U000e0041b",
}  # fmt: skip
ALONE = ("nul", "line", "return", "separator", "paragraph")  # what may cut a text off or begin another line
TOGETHER = [name for name in PAYLOADS if name not in ALONE]
TRIED = {name: PAYLOADS[name] for name in ALONE} | {
    f"{names[0]} to {names[-1]}": "".join(PAYLOADS[name] for name in names) for names in (TOGETHER[:11], TOGETHER[11:])
}
ROWS = "time_s,heart_rate_bpm\n" + "".join(f"{second},{80 + second % 9}\n" for second in range(400))


def _raw(text: str) -> set[str]:
    """What of a text is no line, tab or character that can be seen."""
    odd = {c for c in text if unicodedata.category(c).startswith("C") and c not in "\n\t"}
    return odd | (set(text) & set("\u2028\u2029"))


def _toml(text: str) -> str:
    """A text as TOML writes it, every character by its number."""
    return '"' + "".join(f"\\U{ord(c):08x}" for c in text) + '"'


def _clean(*done: Done) -> None:
    for one in done:
        assert _raw(one.out) | _raw(one.err) == set()


def test_there_are_as_many_payloads_as_were_tried() -> None:
    assert len(PAYLOADS) == 26
    assert all(_raw(printable(payload)) == set() for payload in PAYLOADS.values())
    assert {sign for text in TRIED.values() for sign in text} == {sign for text in PAYLOADS.values() for sign in text}


@pytest.mark.parametrize("payload", TRIED.values(), ids=TRIED)
def test_words_on_the_command_line(pacing: Runner, payload: str) -> None:
    if "\0" in payload:
        payload = payload.replace("\0", "\x01")  # no system passes it on
    _clean(
        pacing("why", payload),
        pacing("report", payload),
        pacing("report", "a.csv", "--rule", payload),
        pacing("report", "a.csv", "--phases", payload),
        pacing("report", "a.csv", "--timezone", payload),
        pacing(f"--{payload}"),
        pacing(payload),
        pacing("diary", "add", f"{payload}=3"),
        pacing("diary", "note", payload),
        pacing("diary", "note", "x", "--kind", payload),
        pacing("diary", "list"),
        pacing("history", "show", payload),
    )


FORMS = ("html", "text", "json", "csv", "fhir")


@pytest.mark.parametrize("payload", TRIED.values(), ids=TRIED)
def test_a_label_on_a_report_of_any_format(pacing: Runner, tmp_path: Path, payload: str) -> None:
    (tmp_path / "a.csv").write_text(ROWS, encoding="utf-8")
    wanted = [word for form in FORMS for word in ("--format", form)]
    told = pacing("report", "a.csv", "--label", payload.replace("\0", "\x01"), *wanted, "--out", "page")
    _clean(told)
    pages = list(tmp_path.glob("page.*"))
    assert len(pages) == len(FORMS), told
    assert [page.name for page in pages if _raw(page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("payload", TRIED.values(), ids=TRIED)
def test_the_questions_of_a_setup(
    pacing: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{payload}\n" * 9))
    _clean(pacing("setup", "--profile", tmp_path / "profile.toml"))


@pytest.mark.parametrize("payload", TRIED.values(), ids=TRIED)
def test_values_of_days_that_a_version_of_before_kept(pacing: Runner, tmp_path: Path, payload: str) -> None:
    path = tmp_path / "a.sqlite"
    told = (f"a{payload}", f"b{payload}", payload, payload)
    with History(path) as history:
        keep_daily(history, [DailyValue(date(2026, 5, day), DailyKind.RESTING_HR, 55.0, *told) for day in (1, 2)])
    told_of = pacing("day", "--history", path)
    assert "resting" in told_of.out.lower()
    _clean(told_of)
    assert pacing("trend", "--format", "html", "--out", "t.html", "--history", path).code == 0
    assert _raw((tmp_path / "t.html").read_text(encoding="utf-8")) == set()
    with History(path, read_only=True) as history:
        export_to(history, tmp_path / "out")
    for name in ("daily.csv", "history.json"):
        assert _raw((tmp_path / "out" / name).read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("payload", TRIED.values(), ids=TRIED)
def test_a_diary_a_profile_and_names_of_files(pacing: Runner, tmp_path: Path, payload: str) -> None:
    name = payload.replace("\0", "").replace("/", "_") or "x"
    (tmp_path / f"{name}.csv").write_text(ROWS, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(f"1{payload}.csv", ROWS)
        archive.writestr(f"2{payload}.bin", b"\x00\x01junk")
    head = '"' + payload.replace('"', "") + '"'
    (tmp_path / "diary.csv").write_text(f"date,{head}\n2026-05-01,3\n", encoding="utf-8", newline="")
    (tmp_path / "key.toml").write_text(f"[person]\n{_toml(payload)} = 1\n", encoding="utf-8")
    told = f'[limit]\nrule = "fixed"\nbpm = 100\nset_by = {_toml(payload)}\n'
    (tmp_path / "set.toml").write_text(told, encoding="utf-8")
    paths = (tmp_path / f"{name}.csv", tmp_path / "a.zip")
    _clean(
        pacing("report", *paths, "--profile", "key.toml"),
        pacing("report", *paths, "--profile", "set.toml", "--format", "text", "--out", "-"),
        pacing("report", *paths, "--profile", "set.toml", "--format", "json", "--out", "-"),
        pacing("report", *paths, "--profile", "set.toml", "--format", "html", "--out", "page.html", "--force"),
        pacing("limit", "--profile", "set.toml"),
        pacing("inspect", *paths),
        pacing("add", *paths, "--profile", "set.toml"),
        pacing("history", "list"),
        pacing("diary", "import", "diary.csv"),
        pacing("diary", "list"),
        pacing("trend"),
    )
    assert _raw((tmp_path / "page.html").read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("payload", TRIED.values(), ids=TRIED)
def test_a_history_that_came_from_elsewhere(pacing: Runner, tmp_path: Path, payload: str) -> None:
    path = tmp_path / "a.sqlite"
    with History(path) as history:
        add_entries(history, [SymptomScore(date(2026, 5, 1), "fatigue", 3.0)], "told")
        add_note(history, date(2026, 5, 1), "dose", "half")
        export_to(history, tmp_path / "out")
    whole = tmp_path / "out" / "history.json"
    document = json.loads(whole.read_text(encoding="utf-8"))
    document["tables"]["symptom"][0]["name"] = document["tables"]["note"][0]["text"] = payload
    whole.write_text(json.dumps(document), encoding="utf-8")
    with History(tmp_path / "b.sqlite") as other:
        import_from(other, tmp_path / "out")
        kept = [word for table in ("symptom", "note") for row in other.rows(f"SELECT * FROM {table}") for word in row]
    assert _raw("".join(map(str, kept))) == set()
    with History(path) as history, history.change() as connection:  # as a version of before let it in
        connection.execute("UPDATE symptom SET name = ?", (payload,))
        connection.execute("UPDATE note SET text = ?", (payload,))
    _clean(pacing("diary", "list", "--history", path), pacing("trend", "--history", path))
    assert pacing("trend", "--format", "html", "--out", "t.html", "--history", path).code == 0
    assert _raw((tmp_path / "t.html").read_text(encoding="utf-8")) == set()


def test_texts_within_documents_too() -> None:
    assert printable_json(json.dumps({"a\x1b": ["\x9b", {"b": "c\u202e"}, 1.5, None]})) == (
        '{"a?": ["?", {"b": "c?"}, 1.5, null]}'
    )
