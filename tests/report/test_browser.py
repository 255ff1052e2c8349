"""The web page in a real browser: accessible, readable at every width and in the dark, and silent on the network."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

from pacing.model.assessment import Assessment, Outcome
from pacing.report.document import Audience
from pacing.report.render import render_report

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

Maker = Callable[..., Outcome]
Cases = Mapping[str, Callable[[], Assessment]]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page_file(tmp_path: Path, cases: Cases, make_outcome: Maker) -> Callable[..., Path]:
    def write(*names: str, audience: Audience = Audience.PATIENT) -> Path:
        path = tmp_path / "report.html"
        path.write_bytes(render_report(make_outcome(*(cases[name]() for name in names)), "html", audience))
        return path

    return write


def opened(browser: "Browser", path: Path, width: int = DESK, scheme: Scheme = "light") -> "Page":
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(path.as_uri())
    return page


ALL = [(audience, width, scheme) for audience in Audience for width in (PHONE, DESK) for scheme in ("light", "dark")]
USUAL = (ALL[1], ALL[6])  # each reader, each width and each scheme once


@pytest.mark.parametrize(
    ("audience", "width", "scheme"),
    [pytest.param(*one, marks=[] if one in USUAL else [pytest.mark.long]) for one in ALL],
)
def test_axe_finds_nothing_to_complain_about(
    browser: "Browser", page_file: Callable[..., Path], audience: Audience, width: int, scheme: Scheme
) -> None:
    page = opened(browser, page_file("exceeded", "strap", "no_limit", audience=audience), width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    found = axe.Axe().run(page).response["violations"]
    page.close()
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_no_request_leaves_the_page(browser: "Browser", page_file: Callable[..., Path]) -> None:
    path = page_file("exceeded")
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.click("#theme")
    page.wait_for_timeout(200)
    page.close()
    assert asked == [path.as_uri()]


@pytest.mark.parametrize("audience", list(Audience))
def test_a_phone_never_scrolls_sideways(browser: "Browser", page_file: Callable[..., Path], audience: Audience) -> None:
    page = opened(browser, page_file("exceeded", "strap", audience=audience), PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= PHONE


def test_the_button_changes_the_theme_and_its_name(browser: "Browser", page_file: Callable[..., Path]) -> None:
    page = opened(browser, page_file("within"), scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    assert page.inner_text("#theme") == "Dim page"
    page.click("#theme")
    dim = page.evaluate(colour)
    assert dim != light
    assert page.inner_text("#theme") == "Light page"
    page.close()
    dark = opened(browser, page_file("within"), scheme="dark")
    assert dark.evaluate(colour) == dim
    dark.close()


def test_nothing_moves_by_itself(browser: "Browser", page_file: Callable[..., Path]) -> None:
    page = opened(browser, page_file("exceeded"))
    assert page.evaluate("document.getAnimations().length") == 0
    page.close()


@pytest.mark.parametrize("name", ["exceeded", "strap", "whole_day"])
def test_a_patients_page_prints_on_two_sheets_black_on_white(
    browser: "Browser", page_file: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = opened(browser, page_file(name), scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.emulate_media(media=None)
    page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)
    page.close()
    printed = pypdf.PdfReader(tmp_path / "page.pdf")
    assert len(printed.pages) <= PATIENT_SHEETS_MOST
    text = "\n".join(sheet.extract_text() for sheet in printed.pages)
    assert "Resting heart rate" in text, "folded details must open on paper"


def test_the_page_reads_without_scripts(browser: "Browser", page_file: Callable[..., Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file("within").as_uri())
    assert page.is_visible(".lead")
    assert not page.is_visible("#theme")
    context.close()
