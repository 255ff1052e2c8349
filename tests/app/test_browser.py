"""The page in a real browser: every flow with and without scripts, by keyboard, at every width, in every scheme."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pytest

from tests.app.running import SAMPLES, Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
NARROW, PHONE, DESK = 320, 390, 1280
PATIENCE_MS = 60_000
PAGES = ("/", "/week?to=2026-05-12", "/month?to=2026-05-20", "/season", "/diary?to=2026-05-11", "/you")
Scheme: TypeAlias = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


class Seen:
    """A browser's tab, with everything it asked for and complained about."""

    def __init__(self, browser: "Browser", page: Page, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        self.scripts: bool = options.get("java_script_enabled", True)
        self.tab: Tab = self.context.new_page()
        self.tab.set_default_timeout(PATIENCE_MS)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("console", lambda message: self.complaints.append(message.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.root = f"http://{page.host}{page.root}"

    def go(self, path: str) -> "Tab":
        """Open a page."""
        self.tab.goto(self.root + path)
        return self.tab

    def forget(self) -> None:
        """Leave the page as a tab that nothing was shown in, for the next test: a new one takes a second."""
        if self.scripts and self.tab.url.startswith(self.root):
            self.tab.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.context.clear_cookies()
        self.tab.emulate_media(media="screen", color_scheme="null", forced_colors="null")
        self.tab.goto(f"{self.root}/nowhere")  # of the same origin: for another one a process is started
        self.asked.clear()
        self.complaints.clear()


@pytest.fixture(scope="module")
def tabs(browser: "Browser", page: Page) -> Iterator[Callable[..., Seen]]:
    """One tab with scripts and one without for all tests, at the width that each wants."""
    opened: dict[bool, Seen] = {}

    def tab(*, width: int = DESK, height: int = 900, scripts: bool = True) -> Seen:
        if scripts in opened:
            opened[scripts].forget()
        else:
            opened[scripts] = Seen(browser, page, java_script_enabled=scripts)
        opened[scripts].tab.set_viewport_size({"width": width, "height": height})
        return opened[scripts]

    yield tab
    for one in opened.values():
        one.context.close()


@pytest.fixture
def seen(tabs: Callable[..., Seen], request: pytest.FixtureRequest) -> Iterator[Seen]:
    """A tab; with `indirect`, its options."""
    one = tabs(**getattr(request, "param", {}))
    yield one
    assert [url for url in one.asked if not url.startswith(one.root)] == [], "a request left the page"
    assert one.complaints == []


WITH_AND_WITHOUT = pytest.mark.parametrize(
    "seen",
    [{"width": PHONE, "height": 800}, {"scripts": False}],
    indirect=True,
    ids=["with scripts", "without scripts"],
)


def drop(seen: Seen, *names: str) -> None:
    """Choose files; without scripts also press the button."""
    seen.tab.set_input_files("#files", [SAMPLES / name for name in names])
    if seen.tab.locator(".drop button").is_visible():
        seen.tab.click(".drop button")


@WITH_AND_WITHOUT
def test_from_the_first_page_to_the_verdict(seen: Seen, walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/remove")
    tab = seen.go("/")
    drop(seen, "walk_exceeded.fit")
    tab.wait_for_url(re.compile("/session/"))
    tab.fill("input[name=bpm]", "104")
    tab.press("input[name=bpm]", "Enter")
    tab.locator(".lead", has_text="above the limit you chose (104 bpm)").wait_for()
    tab.go_back()
    tab.reload()
    assert tab.locator(".lead", has_text="104 bpm").count() == 1


@pytest.mark.parametrize("limit", [None, "104"], ids=["no limit", "limit"])
def test_a_page_on_paper_holds_what_is_said_and_nothing_to_press(
    seen: Seen, walk: tuple[Page, str], tmp_path: Path, limit: str | None
) -> None:
    pypdf = pytest.importorskip("pypdf")
    page, where = walk
    page.post(f"{where}/limit-none" if limit is None else f"{where}/limit", {} if limit is None else {"bpm": limit})
    tab = seen.go(where)
    tab.emulate_media(media="print")
    for pressed in ("header", "footer", "button", "input", "select", "textarea", ".act"):
        assert not any(one.is_visible() for one in tab.locator(pressed).all()), pressed
    assert tab.locator(".lead").is_visible()
    assert tab.locator("figure svg").first.is_visible()
    sheets = pypdf.PdfReader(io.BytesIO(tab.pdf(format="A4", prefer_css_page_size=True))).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert len(sheets) == 2
    assert ("104 bpm" if limit else "not set a limit yet") in text
    assert "The numbers" in text
    assert "Where did you stop" not in text


@WITH_AND_WITHOUT
def test_several_files_show_the_list_and_what_was_not_read(seen: Seen, walk: tuple[Page, str], tmp_path: Path) -> None:
    seen.go("/")
    broken = tmp_path / "broken.fit"
    broken.write_bytes(b"nothing")
    paths = [SAMPLES / "walk_paced.fit", SAMPLES / "walk_stopped_early.fit", broken]
    seen.tab.set_input_files("#files", paths)
    if seen.tab.locator(".drop button").is_visible():
        seen.tab.click(".drop button")
    seen.tab.locator(".remarked", has_text="broken.fit").wait_for()
    assert seen.tab.locator(".sessions li").count() == 3
    seen.tab.click("text=Close this remark")
    assert seen.tab.locator(".remarked").count() == 0


@WITH_AND_WITHOUT
def test_a_limit_is_changed_refused_and_held_against_this_walk(seen: Seen, walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/limit", {"bpm": "105", "set_by": "physiotherapist"})
    tab = seen.go("/you")
    tab.click("text=Change your limit")
    number = tab.locator("#limit input[name=bpm]").first
    number.fill("10")
    tab.click("text=Set this limit")
    tab.locator("h1", has_text="A limit of 10 bpm cannot be right.").wait_for()
    assert tab.input_value("input[name=bpm]") == "10"
    assert tab.input_value("select[name=set_by]") == "physiotherapist"
    tab.fill("input[name=bpm]", "110")
    tab.click("text=Set this limit")
    tab.locator(".remarked", has_text="110 bpm holds from today.").wait_for()
    tab.click("summary:has-text('Change your limit (110 bpm)')")
    tab.click("text=Use 110 bpm for this session too")
    tab.locator(".lead", has_text="your limit (110 bpm)").wait_for()
    seen.complaints[:] = [one for one in seen.complaints if "422" not in one]  # the refused form, as it should be


@WITH_AND_WITHOUT
def test_the_end_of_exercise_is_corrected_by_typing(seen: Seen, walk: tuple[Page, str]) -> None:
    tab = seen.go(walk[1])
    tab.click("text=Where did you stop, and what")
    tab.fill("#began", "5:00")
    tab.fill("#stopped", "20:00")
    tab.click("text=Measure again")
    tab.wait_for_url(re.compile("/session/"))
    tab.click("text=Where did you stop, and what")
    assert tab.input_value("#stopped") == "20:00"
    tab.locator("text=These are the moments you gave").wait_for()


def test_the_end_of_exercise_is_corrected_by_clicking_the_chart(seen: Seen, walk: tuple[Page, str]) -> None:
    tab = seen.go(walk[1])
    tab.click("text=Where did you stop, and what")
    chart = tab.locator("figure .drawing svg").first
    box = chart.bounding_box()
    assert box is not None
    as_recorded = tab.input_value("#began")
    for share in (0.8, 0.7):  # every click moves the stop ...
        tab.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
    assert tab.input_value("#began") == as_recorded
    tab.focus("#began")  # ... unless the other moment was chosen
    tab.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    began, stopped = tab.input_value("#began"), tab.input_value("#stopped")
    assert re.fullmatch(r"\d+:\d\d", began)
    assert 4 <= int(began.split(":")[0]) <= 8
    assert 17 <= int(stopped.split(":")[0]) <= 21
    assert tab.locator(".pick-line").count() == 2


@WITH_AND_WITHOUT
def test_a_day_is_scored_by_tapping(seen: Seen, walk: tuple[Page, str]) -> None:
    tab = seen.go("/diary?to=2026-05-11")
    for place, score in enumerate("630"):
        tab.locator(f"input[name=score{place}][value='{score}']").check(force=True)
    tab.click("button:text-is('Save')")
    tab.locator(".remarked", has_text="Kept").wait_for()
    assert tab.locator("input[name=score0][value='6']").is_checked()


def test_a_day_is_scored_by_keyboard_alone(seen: Seen, walk: tuple[Page, str]) -> None:
    tab = seen.go("/diary?to=2026-05-11")
    tab.locator("input[name=score0][value='0']").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    assert tab.locator("input[name=score0][value='3']").is_checked()
    tab.keyboard.press("Enter")
    tab.locator(".remarked", has_text="Kept").wait_for()


def test_everything_on_a_page_is_reached_by_tab(seen: Seen, walk: tuple[Page, str]) -> None:
    """From the top, the tab key visits the skip link, the pages, every form and fold, in the order of the page."""
    tab = seen.go(walk[1])
    visited = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        visited.append(
            tab.evaluate("document.activeElement.textContent.trim() || document.activeElement.getAttribute('name')")
        )
    assert visited[0] == "To the page"
    assert visited[1:6] == ["Sessions", "Week", "Diary", "Over time", "You"]
    wanted = [
        "bpm",
        "Set this limit",
        "Or choose one of the published rules",
        "Where did you stop, and what did you do then?",
        "The numbers",
    ]
    places = [visited.index(name) for name in wanted]
    assert places == sorted(places)


def test_files_dragged_onto_the_window_are_read(seen: Seen, walk: tuple[Page, str]) -> None:
    tab = seen.go("/")
    data = list((SAMPLES / "walk_paced.fit").read_bytes())
    tab.evaluate(
        """bytes => {
            const given = new DataTransfer();
            given.items.add(new File([new Uint8Array(bytes)], "walk_paced.fit"));
            window.dispatchEvent(new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
        }""",
        data,
    )
    tab.wait_for_url(re.compile("/session/"))


def test_a_choice_of_theme_is_remembered_from_page_to_page(seen: Seen, walk: tuple[Page, str]) -> None:
    tab = seen.go("/")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(colour)
    tab.click("#theme")
    tab.click("text=Week")
    tab.wait_for_url("**/week")
    tab.wait_for_function(f"{colour} !== '{light}'")  # the script runs after the page is there
    tab.click("#theme")


def test_after_forgetting_the_first_page_stands_there_again(seen: Seen, walk: tuple[Page, str]) -> None:
    tab = seen.go("/you")
    tab.click("text=Delete everything")
    tab.check("input[name=sure]")
    tab.click("button:text-is('Delete')")
    tab.locator("text=Drop a file from your watch or strap here").wait_for()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (PHONE, "dark"),
        *(
            pytest.param(*other, marks=pytest.mark.long)
            for other in ((PHONE, "light"), (DESK, "dark"), (DESK, "light"))
        ),
    ],
)
def test_axe_finds_nothing_on_any_page(
    tabs: Callable[..., Seen], walk: tuple[Page, str], width: int, scheme: Scheme
) -> None:
    one, found = tabs(width=width), []
    one.tab.emulate_media(color_scheme=scheme)
    for path in (walk[1], *PAGES, "/nowhere"):
        tab = one.go(path)
        tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        violations = axe.Axe().run(tab).response["violations"]
        found += [(path, v["id"], v["nodes"][0]["html"][:200]) for v in violations]
    assert found == []


def test_at_no_width_and_no_size_a_page_scrolls_sideways(browser: "Browser", walk: tuple[Page, str]) -> None:
    """A window of 1280 px at 200 % is one of 640 px with twice the dots, as phones have them too."""
    page, where = walk
    one = Seen(browser, page, viewport={"width": DESK, "height": 800}, device_scale_factor=2)
    wider = []
    for path in (where, *PAGES):
        tab = one.go(path)
        tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        for width in (DESK, DESK // 2, PHONE, NARROW):
            tab.set_viewport_size({"width": width, "height": 450 if width == DESK // 2 else 800})
            wider += [(path, width)] if tab.evaluate("document.documentElement.scrollWidth") > width else []
    one.context.close()
    assert wider == []


def test_in_forced_colours_the_chosen_score_is_seen(tabs: Callable[..., Seen], walk: tuple[Page, str]) -> None:
    page, _ = walk
    page.post("/diary", {"day": "2026-05-11", "name0": "fatigue", "score0": "6"})
    one = tabs(width=PHONE)
    one.tab.emulate_media(forced_colors="active")
    tab = one.go("/diary?to=2026-05-11")
    colour = "element => getComputedStyle(element.nextElementSibling).backgroundColor"
    chosen = tab.locator("input[name=score0][value='6']").evaluate(colour)
    other = tab.locator("input[name=score0][value='5']").evaluate(colour)
    assert chosen != other


def test_the_names_a_screen_reader_says_are_those_on_the_page(seen: Seen, walk: tuple[Page, str]) -> None:
    """The accessibility tree: landmarks, one first heading, and a name for every field and button."""
    tab = seen.go(walk[1])
    tree = tab.locator("body").aria_snapshot()
    for wanted in (
        'navigation "Pages"',
        "main",
        'heading "Walking, Monday 11 May 2026, 16:05" [level=1]',
        "contentinfo",
    ):
        assert wanted in tree
    assert re.search(r"spinbutton \"My limit.*\"", tree)
    assert re.search(r'img "Heart rate over', tree)
    assert not re.search(r"(button|textbox|spinbutton|radio|combobox|link)(:|\n|$)", tree.replace(" [checked]", ""))
