"""The web page in a real browser: accessible, readable at every width and in the dark, and silent on the network."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

from pacing.report.document import Audience
from pacing.report.render import render_report
from tests.report.conftest import CASES, outcome_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE, DESK = 360, 1280
Scheme: TypeAlias = Literal["light", "dark"]
PATIENT_SHEETS_MOST = 2
SEVERAL = ("exceeded", "strap", "no_limit")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A page as a file; a page of the same sessions for the same reader is drawn once, for all tests."""
    written: dict[tuple[tuple[str, ...], Audience], Path] = {}
    folder = tmp_path_factory.mktemp("pages")

    def write(*names: str, audience: Audience = Audience.PATIENT) -> Path:
        if (names, audience) not in written:
            path = folder / f"report{len(written)}.html"
            path.write_bytes(render_report(outcome_of(*(CASES[name]() for name in names)), "html", audience))
            written[names, audience] = path
        return written[names, audience]

    return write


@pytest.fixture(scope="module")
def only_tab(browser: "Browser") -> "Iterator[Page]":
    """One tab for every test: a new one takes a second."""
    tab = browser.new_page()
    yield tab
    tab.close()


@pytest.fixture
def opened(only_tab: "Page") -> "Callable[..., Page]":
    """Show a page in the tab, which remembers nothing of the one before."""

    def show(path: Path, width: int = DESK, scheme: Scheme = "light") -> "Page":
        if only_tab.url.startswith("file:"):
            only_tab.evaluate("localStorage.clear()")
        only_tab.set_viewport_size({"width": width, "height": 800})
        only_tab.emulate_media(media="screen", color_scheme=scheme)
        only_tab.goto(path.as_uri())
        return only_tab

    return show


ALL = [(audience, width, scheme) for audience in Audience for width in (PHONE, DESK) for scheme in ("light", "dark")]
USUAL = (ALL[1], ALL[6])  # each reader, each width and each scheme once


@pytest.mark.parametrize(
    ("audience", "width", "scheme"),
    [pytest.param(*one, marks=[] if one in USUAL else [pytest.mark.long]) for one in ALL],
)
def test_axe_finds_nothing_to_complain_about(
    opened: "Callable[..., Page]", page_file: Callable[..., Path], audience: Audience, width: int, scheme: Scheme
) -> None:
    page = opened(page_file(*SEVERAL, audience=audience), width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_no_request_leaves_the_page(opened: "Callable[..., Page]", page_file: Callable[..., Path]) -> None:
    path = page_file("exceeded")
    asked: list[str] = []
    page = opened(path)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.click("#theme")
    page.wait_for_timeout(200)
    assert asked == [path.as_uri()]


@pytest.mark.parametrize("audience", list(Audience))
def test_a_phone_never_scrolls_sideways(
    opened: "Callable[..., Page]", page_file: Callable[..., Path], audience: Audience
) -> None:
    page = opened(page_file(*SEVERAL, audience=audience), PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE


def test_the_button_changes_the_theme_and_its_name(
    opened: "Callable[..., Page]", page_file: Callable[..., Path]
) -> None:
    page = opened(page_file("exceeded"), scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    assert page.inner_text("#theme") == "Dim page"
    page.click("#theme")
    dim = page.evaluate(colour)
    assert dim != light
    assert page.inner_text("#theme") == "Light page"
    dark = opened(page_file("exceeded"), scheme="dark")
    assert dark.evaluate(colour) == dim


def test_nothing_moves_by_itself(opened: "Callable[..., Page]", page_file: Callable[..., Path]) -> None:
    page = opened(page_file("exceeded"))
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("name", ["exceeded", "strap", "whole_day"])
def test_a_patients_page_prints_on_two_sheets_black_on_white(
    opened: "Callable[..., Page]", page_file: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = opened(page_file(name), scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.emulate_media(media="null")
    page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)
    printed = pypdf.PdfReader(tmp_path / "page.pdf")
    assert len(printed.pages) <= PATIENT_SHEETS_MOST
    text = "\n".join(sheet.extract_text() for sheet in printed.pages)
    assert "Resting heart rate" in text, "folded details must open on paper"


def test_the_page_reads_without_scripts(browser: "Browser", page_file: Callable[..., Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file("exceeded").as_uri())
    assert page.is_visible(".lead")
    assert not page.is_visible("#theme")
    context.close()
