"""Pictures of every state of the pages, for docs/screenshots: made only with WENDA_SCREENSHOTS=1, to be looked at."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS, Open
from tests.serving import Served

pytestmark = pytest.mark.skipif(not SCREENSHOTS, reason="makes pictures with WENDA_SCREENSHOTS=1 only")

DOCS = Path(__file__).resolve().parents[2] / "docs"

COLOURS = 96
"""Of a picture: few enough for 30 KB, enough for smooth letters."""

STATES: dict[str, tuple[str, str]] = {
    "home": ("/", ""),
    "menu": ("/about", "#preferences > summary"),
    "answer": ("/?q=微粒贷会起诉吗", ""),
    "context": ("/?q=微粒贷会起诉吗", ".card .context > summary"),
    "related": ("/?q=微粒贷会起诉吗", ".related summary"),
    "passages": ("/?q=微粒贷会起诉吗#passages", ""),
    "filtered": ("/?q=WeiLiDai&lang=es&document=weilidai-overdue.es&offset=10", ""),
    "corrected": ("/?q=微立贷会起素吗", ""),
    "offered": ("/?q=What is a cout summons?&ui=en", ""),
    "thanks": ("/?q=微粒贷会起诉吗&thanks=1", ""),
    "no-answer": ("/?q=今天的天气预报", ""),
    "nothing": ("/?q=zzzzqqq&lang=zh", ""),
    "no-words": ("/?q=？？", ""),
    "arabic": ("/?q=هل يمكن أن ترفع دعوى قضائية ضدي؟&ui=ar", ""),
    "article": ("/documents/weilidai-overdue?q=微粒贷会起诉吗&p=2", ".contents summary"),
    "passage": ("/documents/weilidai-overdue?q=微粒贷会起诉吗&p=5#p5", ""),
    "about": ("/about", ""),
    "missing": ("/nothing", ""),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "viewport"), [("phone", PHONE), ("desk", DESK)], ids=["phone", "desk"])
def test_every_state_has_its_picture(open_page: Open, served: Served, device: str, viewport: Any, scheme: str) -> None:
    """On a phone and at a desk, in light and dark."""
    with open_page(expected=("400", "404"), viewport=viewport, color_scheme=scheme) as page:
        for name, (path, pressed) in STATES.items():
            page.context.clear_cookies()
            page.goto(served.address + path)
            if pressed:
                page.locator(pressed).first.click()
            _take(page, DOCS / "screenshots" / f"{name}-{device}-{scheme}.png")


def test_the_readme_has_its_picture(open_page: Open, served: Served) -> None:
    """The answer to the flagship question."""
    with open_page(viewport={"width": 900, "height": 900}) as page:
        page.goto(f"{served.address}/?q=微粒贷会起诉吗")
        _take(page, DOCS / "search-page.png")


def test_paper_has_its_picture(open_page: Open, served: Served) -> None:
    """As wide as a sheet."""
    with open_page(viewport={"width": 720, "height": 1018}) as page:
        page.goto(f"{served.address}/?q=微粒贷会起诉吗")
        page.emulate_media(media="print")
        _take(page, DOCS / "screenshots" / "print.png")


def _take(page: Page, file: Path) -> None:
    """Store what is on the screen, in few colours."""
    file.parent.mkdir(exist_ok=True)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size > 1000
