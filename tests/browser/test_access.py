"""Every page and state is accessible: axe-core finds nothing, in light and dark, in Chinese and in Arabic."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Open
from tests.serving import Served

STATES = {
    "home": "/",
    "answer": "/?q=微粒贷会起诉吗",
    "filtered": "/?q=WeiLiDai&lang=es&document=weilidai-overdue.es&offset=10",
    "corrected": "/?q=微立贷会起素吗",
    "offered": "/?q=What is a cout summons?",
    "no answer": "/?q=今天的天气预报",
    "nothing": "/?q=zzzzqqq&lang=zh",
    "thanks": "/?q=微粒贷会起诉吗&thanks=1",
    "no words": "/?q=？？",
    "article": "/documents/weilidai-overdue?q=起诉&p=3",
    "about": "/about",
    "missing": "/nothing",
}
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => one.open = true)"


@pytest.mark.parametrize("path", STATES.values(), ids=STATES)
def test_axe_finds_nothing(open_page: Open, served: Served, path: str) -> None:
    """As it comes, with all that folds open, in the dark, and from right to left."""
    with open_page(expected=("400", "404"), viewport=PHONE) as page:
        page.goto(served.address + path)
        assert _violations(page) == []
        page.evaluate(OPEN_ALL)
        page.emulate_media(color_scheme="dark")
        assert _violations(page) == []
        page.goto(f"{served.address}{path}{'&' if '?' in path else '?'}ui=ar")
        assert _violations(page) == []


def _violations(page: Page) -> list[tuple[str, Any]]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], [(node["html"], node["failureSummary"]) for node in one["nodes"]]) for one in found]


def test_everything_can_be_reached_and_seen_with_the_keyboard(open_page: Open, served: Served) -> None:
    """Each stop of the Tab key is on the screen, in the order of the page, and shows that it has the focus."""
    with open_page(viewport=PHONE) as page:
        page.goto(f"{served.address}/?q=微粒贷会起诉吗")
        stops = []
        for _ in range(40):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            if stop is None:
                break
            assert stop["width"] > 0
            assert stop["outline"] != "none 0px", stop
            stops.append(stop["place"])
        assert len(stops) > 20
        assert stops == sorted(stops)


STOP = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const box = at.getBoundingClientRect(), style = getComputedStyle(at);
    return {place: [...document.querySelectorAll("*")].indexOf(at), width: box.width, text: at.outerHTML.slice(0, 80),
            outline: `${style.outlineStyle} ${style.outlineStyle === "none" ? "0px" : style.outlineWidth}`};
}"""


def test_what_can_be_pressed_is_large_enough(open_page: Open, served: Served) -> None:
    """24 by 24 CSS pixels for all that is not in running text (WCAG 2.2, 2.5.8)."""
    with open_page(viewport=PHONE) as page:
        for path in ("/", "/?q=微粒贷会起诉吗"):
            page.goto(served.address + path)
            page.locator("#preferences > summary").click()
            small = page.evaluate(SMALL, PRESSED)
            assert small == []


PRESSED = ".chip, .samples a, .titles a, .choices a, button, summary, .brand, .paging a, footer a"
SMALL = """(selector) => [...document.querySelectorAll(selector)]
    .filter((one) => one.checkVisibility())
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
    .map((one) => one.outerHTML)"""
