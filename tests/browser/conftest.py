"""Fixtures for tests in a real browser: Chromium, whose complaints fail the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

SCREENSHOTS = os.environ.pop("WENDA_SCREENSHOTS", "")
"""Taken out of the environment: wenda knows no such setting."""

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}

Open = Callable[..., AbstractContextManager[Page]]

REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation",
    (event) => console.error("content security policy: " + event.violatedDirective));"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("needs chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Open:
    """Give a function that opens a page of a context of its own, Chinese and at a desk unless told otherwise.

    Messages on the console, failed and foreign requests, and what the content policy forbids, fail the test; ``expected``
    are words of messages that are part of it.
    """

    @contextmanager
    def open_it(expected: tuple[str, ...] = (), **options: Any) -> Iterator[Page]:
        context = browser.new_context(**{"viewport": DESK, "locale": "zh-CN", "reduced_motion": "reduce"} | options)
        context.add_init_script(REPORT_VIOLATIONS)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        # A request that the next page cuts short is nobody's fault.
        page.on("requestfailed", lambda failed: complaints.append(failed.url) if failed.failure != "net::ERR_ABORTED" else None)
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
        yield page
        context.close()
        assert [one for one in complaints if not any(word in one for word in expected)] == []
        assert hosts <= {"127.0.0.1"}

    return open_it
