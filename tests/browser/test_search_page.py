"""The pages in a real browser without JavaScript, at the sizes of a phone and a desk."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.serving import Served

FLAGSHIP = "微粒贷会起诉吗"
LIGHT, DARK = "rgb(250, 249, 246)", "rgb(21, 24, 27)"


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, open_page: Open) -> Iterator[Page]:
    """Give a page without JavaScript."""
    with open_page(viewport=request.param, java_script_enabled=False) as opened:
        yield opened


def test_a_question_is_answered_with_the_keyboard_alone(page: Page, served: Served) -> None:
    """Type, press Enter, read the answer; follow it to its place in the article, and come back."""
    page.goto(served.address)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(FLAGSHIP)
    page.keyboard.press("Enter")
    expect(page.locator(".card > .passage mark")).to_contain_text("起诉")
    expect(page.locator("#q")).to_have_value(FLAGSHIP)
    page.locator(".card .place a").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/documents/weilidai-overdue\?q=.*&p=2#p2"))
    expect(page.locator("mark#p2.here")).to_be_in_viewport()
    page.get_by_role("link", name=f"返回“{FLAGSHIP}”的搜索结果").click()
    expect(page.locator(".card")).to_be_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page, served: Served) -> None:
    """It is seen when it has the focus, and only then."""
    page.goto(f"{served.address}/about")
    skip = page.locator("a.skip")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_what_is_folded_unfolds_in_place(page: Page, served: Served) -> None:
    """The context of a passage, more passages of an article, and related questions; the passage is then seen once."""
    page.goto(f"{served.address}/?q={FLAGSHIP}")
    hit = page.locator(".hit").first
    hit.locator(".context > summary").click()
    expect(hit.locator(".around > p").first).to_be_visible()
    expect(hit.locator(":scope > .passage")).to_be_hidden()
    expect(hit.locator(".around > .passage")).to_be_visible()
    more = page.locator(".more").first
    expect(more.locator(".hit").first).to_be_hidden()
    more.locator(":scope > summary").click()
    expect(more.locator(".hit").first).to_be_visible()
    related = page.locator(".related details").first
    related.locator("summary").click()
    related.get_by_role("link", name="就问这个").click()
    expect(page.locator("#q")).not_to_have_value(FLAGSHIP)
    expect(page.locator(".card")).to_be_visible()


def test_the_address_holds_all_that_is_shown(page: Page, served: Served) -> None:
    """Filters and pages are in the address; back and forward lead through them, and a copy of it shows the same."""
    page.goto(f"{served.address}/?q=WeiLiDai")
    page.get_by_role("navigation", name="筛选").get_by_role("link", name="西班牙语").click()
    expect(page.locator(".hit .passage:not([lang=es])")).to_have_count(0)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".paging")).to_contain_text("第 2 页")
    page.wait_for_load_state()  # the style is there too, by which the lines of a text are told
    address, shown = page.url, page.locator("main").inner_text()
    page.go_back()
    expect(page.locator(".paging")).to_contain_text("第 1 页")
    page.go_back()
    expect(page.locator(".chip[aria-current]")).to_have_text("全部语言")
    page.go_forward()
    page.go_forward()
    expect(page.locator(".paging")).to_contain_text("第 2 页")
    page.goto(address)
    assert page.locator("main").inner_text() == shown


def test_language_and_look_are_chosen_and_kept(page: Page, served: Served) -> None:
    """By links in a menu that needs no script; the next page has them too, and the question stays."""
    page.goto(f"{served.address}/?q={FLAGSHIP}")
    page.locator("#preferences > summary").click()
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#q")).to_have_value(FLAGSHIP)
    page.locator("#preferences > summary").click()
    page.get_by_role("link", name="داكن").click()
    _expect_ground(page, DARK)
    page.goto(f"{served.address}/about")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    _expect_ground(page, DARK)


def test_the_look_follows_the_system_unless_chosen(page: Page, served: Served) -> None:
    """Dark where the system is dark; light all the same for who chose it."""
    page.emulate_media(color_scheme="dark")
    page.goto(served.address)
    _expect_ground(page, DARK)
    page.goto(f"{served.address}/?theme=light")
    _expect_ground(page, LIGHT)


def _expect_ground(page: Page, *colours: str) -> None:
    """Wait until the colour behind everything is one of these: a page just come to has none until its style sheet is there."""
    expect(page.locator("body")).to_have_css("background-color", re.compile("|".join(map(re.escape, colours))))


@pytest.mark.parametrize("code", ["zh-Hans", "ar", "de", "ru", "th"])
def test_nothing_is_wider_than_the_screen(open_page: Open, served: Served, code: str) -> None:
    """No sideways scrolling at 320 CSS pixels, which is a desk at 400 %; with any language, length of word, everything open."""
    paths = (
        f"?q={FLAGSHIP}",
        "?q=هل يمكن",
        f"?q={'w' * 400}",
        "?q=微立贷会起素吗",
        "documents/weilidai-overdue.es?p=3",
        "about",
        "",
        "x",
    )
    with open_page(expected=("404",), viewport={"width": 320, "height": 640}) as page:
        for path in paths:
            page.goto(f"{served.address}/{path}{'&' if '?' in path else '?'}ui={code}")
            page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_paper_has_the_answer_and_nothing_to_press(open_page: Open, served: Served) -> None:
    """What is only for the screen is left out, and it is dark on light whatever was chosen."""
    with open_page() as page:
        page.goto(f"{served.address}/?q={FLAGSHIP}&theme=dark")
        page.emulate_media(media="print")
        expect(page.locator(".card > .passage")).to_be_visible()
        expect(page.locator(".hit .passage").first).to_be_visible()
        for selector in ("#search", "#preferences", ".filters", ".feedback", ".paging", "footer"):
            expect(page.locator(selector)).to_be_hidden()
        _expect_ground(page, LIGHT, "rgba(0, 0, 0, 0)")
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_nothing_moves_for_who_wants_it_still(open_page: Open, served: Served) -> None:
    """With reduced motion no change of colour takes time; without, it does."""
    for wish, seconds in (("reduce", "0s"), ("no-preference", "0.12s")):
        with open_page(reduced_motion=wish) as page:
            page.goto(served.address)
            duration = page.locator(".samples a").first.evaluate("element => getComputedStyle(element).transitionDuration")
            assert duration.partition(",")[0] == seconds
