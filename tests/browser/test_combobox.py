"""Suggestions while typing, in a real browser: keyboard, input methods, answers that come late, what a screen reader is told."""

import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect, sync_playwright

from tests.serving import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FIRST = "微粒贷逾期会被起诉吗"
QUIET = 400
"""Milliseconds after which whatever a keystroke sets off has been set off."""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """Give the first page, its field focused; whatever the browser complains of fails the test, and so does another host."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda sent: complaints.append(sent.url) if not sent.url.startswith(served.address) else None)
    opened.goto(served.address)
    opened.locator("#q").focus()
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Give a list that grows with each request for suggestions."""
    found: list[str] = []

    def note(sent: Request) -> None:
        if "/api/v1/suggest" in sent.url:
            found.append(sent.url)

    page.on("request", note)
    return found


def _field(page: Page) -> Locator:
    return page.get_by_role("combobox")


def _options(page: Page) -> Locator:
    return page.get_by_role("option")


def _active(page: Page) -> str:
    """Give the text of the option that aria-activedescendant names, or nothing."""
    return str(
        page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent ?? ''")
    )


def test_a_question_is_chosen_with_the_keyboard(page: Page) -> None:
    """Type, go down and up, round through the field, choose with Enter: the answer is there, the address tells it."""
    field = _field(page)
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("微粒")
    expect(_options(page)).to_have_count(8)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert page.locator(f"#{field.get_attribute('aria-controls')}").get_attribute("role") == "listbox"
    assert _active(page) == ""
    page.keyboard.press("ArrowUp")
    assert _active(page) == _options(page).last.text_content()
    page.keyboard.press("ArrowDown")
    assert _active(page) == ""
    page.keyboard.press("ArrowDown")
    assert _active(page) == FIRST
    expect(page.locator("[role=option][aria-selected=true]")).to_have_text(FIRST)
    expect(field).to_have_value("微粒")
    page.keyboard.press("Home")
    assert _active(page) == ""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value(FIRST)
    expect(page).to_have_url(re.compile(r"\?q=%E5%BE%AE"))
    expect(page.locator("main mark").first).to_be_visible()


def test_what_was_typed_is_marked_and_counted(page: Page) -> None:
    """The ranges typed, whatever they were typed as; the number of suggestions in a live region."""
    page.keyboard.type("weilidai")
    expect(_options(page).first.locator("mark")).to_have_text("微粒贷")
    expect(page.locator(".suggestions-status")).to_contain_text("8")
    assert _options(page).first.get_attribute("lang") == "zh"


def test_escape_closes_then_clears(page: Page) -> None:
    """The first keeps what was typed, the second does not; an arrow opens the list again without asking."""
    page.keyboard.type("微粒")
    expect(_options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    expect(_field(page)).to_have_value("微粒")
    page.keyboard.press("ArrowDown")
    expect(_options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(_field(page)).to_have_value("")
    expect(_field(page)).to_have_attribute("aria-expanded", "false")


def test_tab_leaves_and_a_finger_chooses(page: Page) -> None:
    """Tab goes on to the button and closes the list; a click on an option asks it."""
    page.keyboard.type("微粒")
    expect(_options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#search button")).to_be_focused()
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.locator("#q").focus()
    page.keyboard.type("贷")
    _options(page).nth(1).click()
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(page.locator("main mark").first).to_be_visible()


def test_nothing_is_sent_while_an_input_method_composes(page: Page, asked: list[str]) -> None:
    """Letters on their way to characters are no question; when they have become characters, one request is sent."""
    session = page.context.new_cdp_session(page)
    for letters in ("w", "we", "wei", "wei li"):
        session.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        page.wait_for_timeout(QUIET / 2)
    page.wait_for_timeout(QUIET)
    assert asked == []
    expect(_field(page)).to_have_value("wei li")
    session.send("Input.insertText", {"text": "微粒"})
    expect(_options(page)).to_have_count(8)
    expect(_field(page)).to_have_value("微粒")
    page.wait_for_timeout(QUIET)
    assert len(asked) == 1


ENTER_ENDS_COMPOSITION = """([order]) => {
    const input = document.getElementById("q");
    const start = new CompositionEvent("compositionstart", {bubbles: true});
    const end = new CompositionEvent("compositionend", {bubbles: true, data: "微粒"});
    const enter = (name, isComposing) =>
        new KeyboardEvent(name, {key: "Enter", keyCode: 229, isComposing, bubbles: true, cancelable: true});
    input.value = "微粒";
    input.dispatchEvent(start);
    if (order === "chromium") {
        input.dispatchEvent(enter("keydown", true));
        input.form.requestSubmit();
        input.dispatchEvent(end);
    } else {
        input.dispatchEvent(end);
        input.dispatchEvent(enter("keydown", false));
        input.form.requestSubmit();
    }
    input.dispatchEvent(new KeyboardEvent("keyup", {key: "Enter", bubbles: true}));
}"""


@pytest.mark.parametrize("order", ["chromium", "safari"])
def test_the_enter_that_ends_a_composition_never_submits(page: Page, order: str) -> None:
    """Whether compositionend comes after its keydown or before; the next Enter asks."""
    page.evaluate(ENTER_ENDS_COMPOSITION, [order])
    page.wait_for_timeout(QUIET)
    assert "?q=" not in page.url
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q="))


def test_an_answer_that_comes_late_is_not_shown(page: Page) -> None:
    """What is typed further withdraws the request for what was typed before."""
    withdrawn: list[str] = []
    page.on("requestfailed", lambda failed: withdrawn.append(str(failed.failure)))

    def answer_never(route: Route) -> None:
        pass

    late = re.compile(r"/suggest\?q=%E5%BE%AE%E7%B2%92&")
    page.route(late, answer_never)
    with page.expect_request(late):
        page.keyboard.type("微粒")
    page.keyboard.type("贷逾期会")
    expect(_options(page).first).to_have_text(FIRST)
    assert withdrawn == ["net::ERR_ABORTED"]
    page.unroute(late)


def _answering(found: Any) -> Any:
    return lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps({"suggestions": found}))


def test_suggestions_are_text(page: Page) -> None:
    """Markup in a title is shown, not run; marks are in code points, beyond the basic plane too."""
    text = "𠮷<img src=x onerror=alert(1)>"
    page.route(re.compile("/suggest"), _answering([{"text": text, "language": "zh", "highlights": [[1, 2]]}]))
    page.keyboard.type("x")
    expect(_options(page)).to_have_text([text])
    expect(_options(page).locator("mark")).to_have_text("<")
    assert page.locator(".suggestions img").count() == 0


def test_arabic_reads_from_right_to_left(page: Page) -> None:
    """In a list whose page reads the other way."""
    page.keyboard.type("قضائي")
    expect(_options(page).first).to_have_attribute("dir", "rtl")
    assert _options(page).first.evaluate("one => getComputedStyle(one).textAlign") == "start"


@pytest.mark.parametrize("status", [400, 429, 503])
def test_the_field_works_without_suggestions(page: Page, status: int) -> None:
    """A server that refuses leaves a search field."""
    page.evaluate("status => { window.fetch = async () => new Response('{}', {status}) }", status)
    page.keyboard.type("微粒贷")
    page.wait_for_timeout(QUIET)
    expect(_field(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page.locator("main mark").first).to_be_visible()


def test_keys_lead_to_the_field_until_they_are_turned_off(page: Page) -> None:
    """/ and Ctrl-K; in the field / is a character; the choice outlives the page."""
    page.locator("#q").blur()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_have_value("/")
    page.locator("#q").fill("")
    page.locator("#q").blur()
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("checkbox", name=re.compile("Ctrl")).uncheck()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.reload()
    page.locator("#q").blur()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    expect(page.get_by_role("checkbox", name=re.compile("Ctrl"))).not_to_be_checked()


def test_nothing_moves_when_the_list_opens(page: Page) -> None:
    """The list lies over the page."""
    page.evaluate(
        "window.shifts = []; new PerformanceObserver(l => window.shifts.push(...l.getEntries()))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    before = page.locator("main").bounding_box()
    page.keyboard.type("微粒")
    expect(_options(page).first).to_be_visible()
    assert page.locator("main").bounding_box() == before
    assert page.evaluate("window.shifts.reduce((sum, one) => sum + one.value, 0)") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_has_no_faults_of_accessibility(page: Page, scheme: str) -> None:
    """By axe-core, in both colour schemes, with an option chosen."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.keyboard.type("微粒")
    expect(_options(page)).to_have_count(8)
    page.keyboard.press("ArrowDown")
    found = Axe().run(page)
    assert [(one["id"], one["nodes"]) for one in found.response["violations"]] == []
