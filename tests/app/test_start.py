"""Starting and stopping: one page a history, found again by a second start, nothing left for others to read."""

import asyncio
import gc
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pacing.app import markup, serving, template
from pacing.app import start as starting
from pacing.app.entrance import Entrance
from pacing.app.phases_form import seconds_of
from pacing.app.place import Place, usual_place
from pacing.app.serving import HEADERS_S, IDLE_S, Watch, _before_anybody_asks
from pacing.app.start import OBJECTS, run_app
from tests.app.running import SAMPLES, Page, Start, files_below, started

HEAVY = ("numpy", "scipy", "matplotlib", "pandas", "typst")


def test_the_server_process_imports_nothing_heavy() -> None:
    ours = "pacing.app.start, pacing.app.serving, pacing.app.site, pacing.app.caseload_site, pacing.app.upload"
    code = f"import sys, {ours}; print([m for m in sys.modules if m.split('.')[0] in {HEAVY}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_page_needs_no_template() -> None:
    """Loading what fills templates takes a sixth of the start; the first page is the same for everybody."""
    code = (
        "import sys, pacing.app.serving, pacing.app.site; from pacing.app import markup; "
        "print(len(markup.first_page_filled()), 'jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    size, needs = done.stdout.split()
    assert int(size) > 1000
    assert needs == "False"


def test_the_first_page_as_it_ships_is_what_the_templates_say(request: pytest.FixtureRequest) -> None:
    """`pytest tests/app/test_start.py --rewrite-golden` fills it again."""
    now = markup.first_page(".")
    if request.config.getoption("--rewrite-golden"):
        (template.OURS / "first_page.html").write_bytes(now)
    assert now == (template.OURS / "first_page.html").read_bytes()


def test_a_second_start_finds_the_first_and_ends(page: Page) -> None:
    second = started(page.folder)
    second.process.wait(60)
    second.stop()
    assert second.port == page.port
    assert second.root == page.root
    assert page.get("/").status == 200


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_nobody_else_may_read_what_is_kept(walk: tuple[Page, str]) -> None:
    page, _ = walk
    page.post("/you", {"birth_year": "1980"})
    open_to_others = [
        path.name for path in page.folder.rglob("*") if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    assert open_to_others == []


def test_however_a_page_ended_the_next_one_starts_at_once(start: Start) -> None:
    """By its button it leaves word for nobody, its port is free again, and killed it leaves nothing in the way."""
    page = start()
    assert "has stopped" in page.post("/stop").text
    assert page.process.wait(60) == 0
    assert not (page.folder / "history.sqlite.page").exists()
    killed = start("--port", str(page.port), folder=page.folder)
    assert killed.port == page.port
    assert killed.get("/").status == 200
    killed.process.kill()
    killed.process.wait(60)
    (page.folder / "history.sqlite.incoming" / "half").write_bytes(b"x")
    again = start(folder=page.folder)
    assert again.get("/").status == 200
    assert files_below(page.folder / "history.sqlite.incoming") == []


def test_workers_of_a_page_that_was_killed_leave_alone_what_the_next_one_takes(tmp_path: Path) -> None:
    killed = Place(tmp_path / "history.sqlite", tmp_path / "profile.toml", "1")
    running = replace(killed, run="2")
    for place in (killed, running):
        place.incoming.mkdir(parents=True)
    (running.incoming / "walk.fit").write_bytes(b"x")
    worker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pacing.app.work",
            "draw",
            json.dumps({"history": str(killed.history), "profile": str(killed.profile), "run": "1", "root": "/x"}),
        ],
        stdin=subprocess.DEVNULL,
    )
    assert worker.wait(60) == 0
    assert files_below(tmp_path) == ["walk.fit"]


def test_a_taken_port_is_said_in_one_sentence(page: Page, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pacing", "app", "--no-browser", "--port", str(page.port)]
    command += ["--history", str(tmp_path / "other" / "history.sqlite"), "--profile", str(tmp_path / "profile.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot start" in done.stderr
    assert "Traceback" not in done.stderr


class StillServer:
    """A server with one connection on which nothing was ever asked."""

    def __init__(self) -> None:
        self.should_exit, self.closed = False, 0
        self.cycle, self.transport = None, self
        self.server_state, self.connections = self, {self}

    def close(self) -> None:
        self.closed += 1


def test_a_page_that_nobody_uses_ends_after_half_a_day_and_a_click_begins_it_anew() -> None:
    now, server = [0.0], StillServer()
    watch = Watch(server, lambda: now[0])  # type: ignore[arg-type]

    async def nothing(*_: object) -> None:
        """Answers nothing."""

    for at_s, clicks, ends in ((IDLE_S - 1, True, False), (2 * IDLE_S - 2, False, False), (2 * IDLE_S, False, True)):
        now[0] = at_s
        if clicks:
            asyncio.run(watch.seen(nothing)({}, nothing, nothing))  # type: ignore[arg-type]
        watch.look_once()
        assert server.should_exit is ends


def test_a_connection_that_never_asks_is_closed_after_a_minute() -> None:
    now, server = [0.0], StillServer()
    watch = Watch(server, lambda: now[0])  # type: ignore[arg-type]
    for at_s, closed in ((0.0, 0), (HEADERS_S - 1, 0), (HEADERS_S + 1, 1)):
        now[0] = at_s
        watch.look_once()
        assert server.closed == closed


def test_a_one_time_address_expires() -> None:
    now = [0.0]
    entrance = Entrance(lambda: now[0])
    way = entrance.one_time(for_s=60.0)
    now[0] = 61.0
    assert not entrance.lets_in(way)


@pytest.mark.parametrize("typed", ["", "abc", "1:2", "-5:00", "99:99:99:99", "1:5:00"])
def test_what_is_no_moment_is_not_taken_for_one(typed: str) -> None:
    assert seconds_of(typed) is None


def test_files_of_the_program_are_not_touched_beside_a_named_history(walk: tuple[Page, str]) -> None:
    """The folder of a named history may be a person's own: what lies there stays, also after forgetting."""
    page, _ = walk
    own = page.folder
    (own / "incoming").mkdir()
    (own / "incoming" / "letter.txt").write_text("mine", encoding="utf-8")
    (own / "walk.fit").write_bytes((SAMPLES / "walk_paced.fit").read_bytes())
    page.drop_and_wait("walk_paced.fit")
    page.post("/forget", {"sure": "yes"})
    assert (own / "incoming" / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert (own / "walk.fit").exists()
    (own / "walk.fit").unlink()
    shutil.rmtree(own / "incoming")


@pytest.mark.parametrize(("kept", "order"), [(True, ["begin", "page", "warm", "judge"]), (False, ["page", "warm"])])
def test_nothing_is_put_before_the_first_page(*, kept: bool, order: list[str]) -> None:
    """What is loaded for the first file takes seconds: a page that waited behind it would take as long."""
    done: list[str] = []

    def noted(name: str) -> Callable[[], Coroutine[None, None, None]]:
        async def note() -> None:
            done.append(name)

        return note

    draw = SimpleNamespace(begin=noted("begin"))
    desk: Any = SimpleNamespace(
        draw=draw, has_history=lambda: kept, warm=noted("warm"), catch_up=noted("judge"), helper=None
    )
    watch: Any = SimpleNamespace(first_page=noted("page"))
    asyncio.run(_before_anybody_asks(desk, None, watch))
    assert done == order


@pytest.fixture
def settings_of_the_process() -> Iterator[None]:
    """A page sets for its whole process who may read files, and how often garbage is looked for."""
    mask, threshold = os.umask(0o022), gc.get_threshold()
    yield
    os.umask(mask)
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("settings_of_the_process")
def test_garbage_is_looked_for_again_once_the_server_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading makes none, but a server that never looked would grow for half a day."""
    looking = []
    monkeypatch.setattr(serving, "serve", lambda *_: looking.append((gc.isenabled(), gc.get_threshold()[0])))
    run_app(Place(tmp_path / "h.sqlite", tmp_path / "p.toml"), opens_browser=False, say=lambda _: None)
    assert looking == [(True, OBJECTS)]


def test_what_is_not_named_is_the_persons_own_history_and_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for place in (usual_place(), usual_place(history=tmp_path / "h.sqlite"), usual_place(profile=tmp_path / "p.toml")):
        assert place.history.name in ("history.sqlite", "h.sqlite")
        assert place.profile.name in ("profile.toml", "p.toml")
        assert place.history.is_absolute()
    if sys.platform == "linux":
        assert usual_place().history == tmp_path / "data" / "pacing" / "history.sqlite"
        assert usual_place().profile == tmp_path / "config" / "pacing" / "profile.toml"


@pytest.mark.parametrize(
    ("opens_browser", "opened", "tried", "by_hand"),
    [(True, True, 1, False), (True, False, 1, True), (False, True, 0, True)],
)
def test_the_address_is_given_to_open_by_hand_unless_a_browser_opened_it(
    monkeypatch: pytest.MonkeyPatch, *, opens_browser: bool, opened: bool, tried: int, by_hand: bool
) -> None:
    asked: list[str] = []
    said: list[str] = []

    def open_it(address: str) -> bool:
        asked.append(address)
        return opened

    monkeypatch.setattr(starting, "_opened", open_it)
    starting._lead_in("http://here", opens_browser=opens_browser, say=said.append)
    assert len(asked) == tried
    assert said[0].startswith("Open this address in your browser") is by_hand
    assert "http://here" in said[-1]
