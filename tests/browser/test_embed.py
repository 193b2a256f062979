"""The search box for other sites, on a page of another origin with a policy of its own."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.serving import Served, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "embed.md"
FIRST = "微粒贷逾期会被起诉吗"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (apt-get install chromium)")


@dataclass(slots=True)
class Host:
    """A site that embeds the box: its origin, and what it answers with."""

    origin: str = ""
    page: str = ""
    policy: str = ""
    complaints: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, host: Host, *args: Any) -> None:
        self._host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        found = self.path == "/"
        self.send_response(200 if found else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self._host.policy)
        self.end_headers()
        if found:
            self.wfile.write(self._host.page.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@contextmanager
def _hosting() -> Iterator[Host]:
    host = Host()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host)) as server:
        host.origin = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield host
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """Serve pages of another origin."""
    with _hosting() as found:
        yield found


@pytest.fixture(scope="module")
def wenda(host: Host, index_folder: Path) -> Iterator[Served]:
    """Run Wenda, which lets that origin read its answers."""
    with serving(index_folder, WENDA_CORS_ORIGINS=host.origin) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, host: Host, wenda: Served) -> Iterator[Page]:
    """Give a browser's page; whatever it complains of fails the test, and so does a request to a third host."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    opened = context.new_page()
    host.complaints = []
    opened.on("console", lambda message: host.complaints.append(message.text))
    opened.on("pageerror", lambda error: host.complaints.append(str(error)))
    known = (host.origin, wenda.address)
    opened.on("request", lambda sent: None if sent.url.startswith(known) else host.complaints.append(sent.url))
    yield opened
    context.close()
    assert host.complaints == []


def _open(page: Page, host: Host, wenda: Served, element: str) -> None:
    """Open a page that holds an element, under the policy that the documentation gives and nothing besides."""
    documented = re.search(r"^Content-Security-Policy: (.+)$", DOCUMENTATION.read_text("utf-8"), re.MULTILINE)
    assert documented
    host.policy = f"default-src 'none'; {documented[1].replace('https://ask.example', wenda.address)}"
    host.page = (
        f'<!doctype html><html lang="en"><title>Help</title><script type="module" src="{wenda.address}/embed.js"></script>'
        f"<main><h1>Help</h1>{element}</main></html>"
    )
    page.goto(host.origin)
    page.wait_for_function("customElements.get('wenda-search') !== undefined")


def test_the_example_of_the_documentation_works(page: Page, host: Host, wenda: Served) -> None:
    """Type, choose a suggestion, read the answer and the passages, all with the keyboard; the owner's colour is used."""
    example = re.search(r"```html\n(.+?)```", DOCUMENTATION.read_text("utf-8"), re.DOTALL)
    assert example
    host.page, host.policy = example[1].replace("https://ask.example", wenda.address), ""
    page.goto(host.origin)
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("placeholder", "用自己的话提问")
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.type("wld")
    expect(page.get_by_role("option")).to_have_count(8)
    expect(page.get_by_role("option").first.locator("mark")).to_have_text("微粒贷")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value(FIRST)
    answer = page.get_by_role("region", name="答案")
    expect(answer).to_contain_text("起诉")
    assert answer.text_content() == page.locator("article mark").first.text_content()
    expect(page.get_by_role("article")).to_have_count(3)
    expect(page.get_by_role("status").last).to_contain_text("找到")
    assert page.get_by_role("button").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(122, 31, 92)"
    link = page.locator("article .title a").first.get_attribute("href")
    assert link
    assert link.startswith(f"{wenda.address}/passages/weilidai-overdue:")
    assert page.request.get(link).url.startswith(f"{wenda.address}/documents/weilidai-overdue")


def test_no_global_name_is_added(page: Page, host: Host, wenda: Served) -> None:
    """The element is all that the page gets."""
    page.add_init_script("window.before = Object.getOwnPropertyNames(window).concat('before')")
    _open(page, host, wenda, "<wenda-search></wenda-search>")
    page.get_by_role("combobox").fill(FIRST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").first).to_be_visible()
    added = page.evaluate("Object.getOwnPropertyNames(window).filter((name) => !before.includes(name))")
    assert [name for name in added if not name.isdigit()] == []
    assert page.evaluate("document.cookie + Object.keys(localStorage)") == ""


def test_the_box_can_be_closed(page: Page, host: Host, wenda: Served) -> None:
    """Scripts of the page see no inside; a visitor notices no difference."""
    _open(page, host, wenda, '<wenda-search shadow="closed"></wenda-search>')
    assert page.evaluate("document.querySelector('wenda-search').shadowRoot") is None
    page.evaluate("document.querySelector('wenda-search').focus()")
    with page.expect_response(re.compile("/suggest")) as suggested:
        page.keyboard.type("微粒")
    assert suggested.value.status == 200
    with page.expect_response(re.compile("/search")) as found:
        page.keyboard.press("Enter")
    assert found.value.status == 200


def test_shortcuts_of_the_page_are_left_alone(page: Page, host: Host, wenda: Served) -> None:
    """What is typed in the box is not taken for a command of the page around it."""
    _open(page, host, wenda, "<wenda-search></wenda-search>")
    page.evaluate("window.keys = []; document.addEventListener('keydown', (event) => window.keys.push(event.key))")
    page.get_by_role("combobox").focus()
    page.keyboard.type("s/")
    page.keyboard.press("Control+b")
    assert page.evaluate("window.keys") == ["Control", "b"]


def test_a_document_of_the_web_is_linked_where_it_came_from(page: Page, host: Host, wenda: Served) -> None:
    """With its answering sentence as a text fragment; an address that is no web address is never a link."""
    _open(page, host, wenda, "<wenda-search></wenda-search>")
    hit: dict[str, object] = {
        "id": "a/b:1",
        "document_id": "a/b",
        "title": "T",
        "heading": "",
        "language": "en",
        "highlights": [[0, 1]],
    }
    hit |= {"text": "𠮷 Yes-no.", "answer": [2, 9]}
    hits = [hit | {"url": "https://example.org/faq"}, hit | {"url": "javascript:alert(1)"}]
    body = {"answer": None, "hits": hits, "total": {"value": 2}}
    page.route(re.compile("/search"), _answering(200, body))
    page.get_by_role("combobox").fill("x")
    page.keyboard.press("Enter")
    links = page.locator("article .title a")
    expect(links).to_have_count(2)
    assert links.first.get_attribute("href") == "https://example.org/faq#:~:text=Yes%2Dno."
    assert links.last.get_attribute("href") == f"{wenda.address}/passages/a/b:1"
    assert page.locator("article mark").first.text_content() == "Yes-no."
    assert page.locator("article b").first.text_content() == "𠮷"


def _answering(status: int, body: object) -> Any:
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
    return lambda route: route.fulfill(status=status, headers=headers, body=json.dumps(body))


@pytest.mark.parametrize(
    ("status", "words"), [(429, "Demasiadas preguntas"), (503, "Ahora no se puede buscar"), (0, "Ahora no se")]
)
def test_what_goes_wrong_is_said_politely(page: Page, host: Host, wenda: Served, status: int, words: str) -> None:
    """In the visitor's language, in the live region; the field stays usable."""
    _open(page, host, wenda, '<wenda-search lang="es-MX"></wenda-search>')
    page.route(re.compile("/search"), _answering(status, {"detail": "no"}) if status else lambda route: route.abort())
    page.get_by_role("combobox").fill("微粒贷")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    host.complaints = [one for one in host.complaints if "Failed to load resource" not in one]
    page.unroute_all()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(5)


def test_a_question_without_words_finds_nothing(page: Page, host: Host, wenda: Served) -> None:
    """That is no fault of the search."""
    _open(page, host, wenda, "<wenda-search></wenda-search>")
    page.get_by_role("combobox").fill("？？")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Nothing was found")).to_be_visible()
    host.complaints = [one for one in host.complaints if "400" not in one]


def test_every_text_is_in_every_language(page: Page, host: Host, wenda: Served) -> None:
    """Thirteen languages, no text missing, empty or left in English, each with its number where it has one."""
    _open(page, host, wenda, "<wenda-search></wenda-search>")
    address = f"{wenda.address}/static/strings.js"
    strings = page.evaluate("async (address) => (await import(address)).STRINGS", address)
    assert set(strings) == set("zh-Hans zh-Hant en ja ko es ar de fr ru pt vi th".split())
    for code, texts in strings.items():
        assert set(texts) == set(strings["en"]), code
        for name, text in texts.items():
            assert ("{n}" in text) == (name in {"count", "found"}), (code, name)
            assert code == "en" or text != strings["en"][name] or (code, name) == ("fr", "suggestions"), (code, name)
    tags = ["zh-TW", "zh", "zh-Hant-HK", "zh_CN", "PT-br", "sw", ""]
    found = page.evaluate("async ([address, tags]) => tags.map((await import(address)).interfaceFor)", [address, tags])
    assert found == ["zh-Hant", "zh-Hans", "zh-Hant", "en", "pt", "en", "en"]


@pytest.mark.parametrize(("scheme", "language"), [("light", "ar"), ("dark", "zh-Hant")])
def test_the_box_has_no_faults_of_accessibility(page: Page, host: Host, wenda: Served, scheme: str, language: str) -> None:
    """By axe-core, with the list open and with results, in either scheme and direction."""
    _open(page, host, wenda, f'<wenda-search lang="{language}" theme="auto"></wenda-search>')
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    ground, ink = {"light": ("#fff", "#000"), "dark": ("#14181b", "#fff")}[scheme]
    page.evaluate("([ground, ink]) => Object.assign(document.body.style, {background: ground, color: ink})", [ground, ink])
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("微粒")
    expect(page.get_by_role("option")).to_have_count(8)
    page.keyboard.press("ArrowDown")
    report = Axe().run(page)
    assert [(one["id"], one["nodes"]) for one in report.response["violations"]] == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(5)
    expect(page.locator(".wenda")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    report = Axe().run(page)
    assert [(one["id"], one["nodes"]) for one in report.response["violations"]] == []
