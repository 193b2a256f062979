"""What JavaScript adds to the pages."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.serving import Served

FLAGSHIP = "微粒贷会起诉吗"


def test_the_number_of_passages_is_announced(open_page: Open, served: Served) -> None:
    """It comes into a live region after the page has loaded, which is when screen readers listen."""
    with open_page() as page:
        page.goto(f"{served.address}/?q={FLAGSHIP}")
        region = page.locator("#announcement")
        expect(region).to_contain_text("找到了答案")
        expect(region).to_contain_text("个段落")


def test_the_look_changes_in_place(open_page: Open, served: Served) -> None:
    """Without loading anything; the next page has it from the server, in its first bytes."""
    with open_page() as page:
        page.goto(f"{served.address}/?q={FLAGSHIP}")
        loaded: list[str] = []
        page.on("framenavigated", lambda frame: loaded.append(frame.url))
        page.locator("#preferences > summary").click()
        page.get_by_role("link", name="深色").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(page.get_by_role("link", name="深色")).to_have_attribute("aria-current", "true")
        assert loaded == []
        response = page.goto(f"{served.address}/about")
        assert response is not None
        assert 'data-theme="dark"' in response.text()
        page.locator("#preferences > summary").click()
        page.get_by_role("link", name="自动").click()
        expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_the_menu_closes_by_itself(open_page: Open, served: Served) -> None:
    """On Escape, which gives the focus back; on a click elsewhere; and when the focus leaves it."""
    with open_page() as page:
        page.goto(f"{served.address}/about")
        menu, button = page.locator("#preferences"), page.locator("#preferences > summary")
        button.click()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(button).to_be_focused()
        button.click()
        page.locator("footer p, footer a").first.focus()
        expect(menu).not_to_have_attribute("open", "")
        button.click()
        page.mouse.click(5, 500)
        expect(menu).not_to_have_attribute("open", "")
        button.click()
        button.focus()
        page.keyboard.press("Shift+Tab")
        expect(menu).not_to_have_attribute("open", "")


def test_the_address_to_share_holds_no_choice_of_one_visitor(open_page: Open, served: Served) -> None:
    """Language, look and thanks leave it; what is shown stays."""
    with open_page() as page:
        page.goto(f"{served.address}/?q=WeiLiDai&lang=es&ui=fr&theme=dark&thanks=1&offset=10#main")
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        assert page.url == f"{served.address}/?q=WeiLiDai&lang=es&offset=10#main"


def test_a_judgement_that_cannot_be_sent_is_said(open_page: Open, served: Served) -> None:
    """In place and in words, with the focus on them."""
    with open_page(expected=("ERR_INTERNET_DISCONNECTED", "/feedback", "/static/icon")) as page:
        page.goto(f"{served.address}/?q={FLAGSHIP}")
        page.context.set_offline(True)
        page.get_by_role("button", name="没有").click()
        line = page.locator("p.feedback")
        expect(line).to_have_text("没有发送成功，请稍后再试。")
        expect(line).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_judgement_is_sent_and_thanked_for(open_page: Open, served: Served, script: bool) -> None:  # noqa: FBT001
    """In place with JavaScript, on the page that comes back without."""
    if not _takes_feedback(served):
        pytest.skip("this server has no route for feedback")
    with open_page(java_script_enabled=script) as page:
        page.goto(f"{served.address}/?q={FLAGSHIP}")
        page.get_by_role("button", name="有", exact=True).click()
        expect(page.locator("p.feedback")).to_have_text("谢谢，您的反馈会让搜索变得更好。")
        expect(page.locator("#q")).to_have_value(FLAGSHIP)
        assert ("thanks=1" in page.url) is not script


def _takes_feedback(served: Served) -> bool:
    try:
        urllib.request.urlopen(urllib.request.Request(f"{served.address}/feedback", data=b"", method="POST"), timeout=10).close()
    except urllib.error.HTTPError as error:
        with error:
            return error.code not in {404, 405}
    return True


def test_the_answer_is_found_by_its_words_in_the_article(open_page: Open, served: Served) -> None:
    """A click leads to the sentence itself: the browser looks for the text that the link quotes."""
    with open_page() as page:
        page.goto(f"{served.address}/?q=收到法院传票怎么办")
        sentence = page.locator(".card > .passage mark").inner_text()
        page.locator(".card .place a").click()
        expect(page.locator("mark.here").first).to_contain_text(sentence[:20])
        expect(page.locator("mark.here").first).to_be_in_viewport()
        assert page.evaluate("performance.getEntriesByType('navigation')[0].name").count(":~:text=") == 1
