"""The search page in a real browser: Chromium, at the sizes of a phone and a desk."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.serving import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGSHIP = "微粒贷会起诉吗"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[(390, 844), (1280, 800)], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Give a page without JavaScript; whatever the browser complains of fails the test."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    # A request that the next page cuts short is nobody's fault.
    opened.on("requestfailed", lambda failed: complaints.append(failed.url) if failed.failure != "net::ERR_ABORTED" else None)
    yield opened
    context.close()
    assert complaints == []


def test_a_question_is_answered_with_the_keyboard_alone(page: Page, served: Served) -> None:
    """Type, press Enter, read the answer; follow the first passage to its place in the article."""
    page.goto(served.address)
    expect(page.locator("input[name=q]")).to_be_focused()
    page.keyboard.type(FLAGSHIP)
    page.keyboard.press("Enter")
    expect(page.locator(".card .sentence")).to_contain_text("起诉")
    expect(page.locator("input[name=q]")).to_have_value(FLAGSHIP)
    expect(page.locator(".hits > li")).to_have_count(10)
    page.locator(".hits h2 a").first.click()
    expect(page).to_have_url(re.compile(r"/documents/weilidai-overdue\?q=.*#p2$"))
    expect(page.locator("#p2")).to_be_in_viewport()
    page.get_by_role("link", name=f"返回“{FLAGSHIP}”的搜索结果").click()
    expect(page.locator(".card")).to_be_visible()


def test_nothing_is_wider_than_the_screen(page: Page, served: Served) -> None:
    """No sideways scrolling, in any language, with any length of word."""
    size = page.viewport_size
    assert size is not None
    for path in (f"?q={FLAGSHIP}", "?q=هل يمكن", f"?q={'w' * 400}", "documents/weilidai-overdue.es", ""):
        page.goto(f"{served.address}/{path}")
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark(browser: Browser, served: Served, scheme: str) -> None:
    """The contrast of text, terms and marks against their ground is at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served.address}/?q={FLAGSHIP}")
    for selector in (".passage", ".passage b", "mark.answer", "mark.answer b", ".quiet", ".hits h2 a", ".search button"):
        colours = page.locator(selector).first.evaluate(GROUND_AND_INK)
        assert _contrast(*colours) >= 4.5, selector
    context.close()


GROUND_AND_INK = """element => {
    const ink = getComputedStyle(element).color;
    for (let at = element; at; at = at.parentElement) {
        const ground = getComputedStyle(at).backgroundColor;
        if (ground !== "rgba(0, 0, 0, 0)") return [ink, ground];
    }
    return [ink, "rgb(255, 255, 255)"];
}"""


def _contrast(ink: str, ground: str) -> float:
    """Give the contrast ratio of two CSS colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)
