"""The language and the look of the pages: what a visitor chose, else what the browser asks for."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import Flask, Response, g, request

TRANSLATIONS = Path(__file__).parent / "translations"

INTERFACES = {
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "en": "English",
    "ja": "日本語",
    "ko": "한국어",
    "es": "Español",
    "ar": "العربية",
    "de": "Deutsch",
    "fr": "Français",
    "ru": "Русский",
    "pt": "Português",
    "vi": "Tiếng Việt",
    "th": "ไทย",
}
"""Every language that the pages speak, by its code, with its own name. The messages in the templates are English."""

FIRST = "zh-Hans"
"""The language for a client that names none."""
COMMON = "en"
"""The language for a browser that asks for others than these."""

TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
"""Parts of a language tag that say that its Chinese is written in traditional characters."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

THEMES = ("light", "dark")
AUTOMATIC = "auto"
"""The choice of no theme: the system's."""

YEAR = 365 * 24 * 3600
"""Seconds that a choice is kept."""

OF_THE_MOMENT = frozenset({"ui", "theme", "thanks"})
"""Parameters that are no part of what a page shows: a choice, which is kept, and a thank-you."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One language of the pages: its code (BCP 47), its conventions, its messages."""

    code: str
    locale: Locale
    translations: NullTranslations

    @property
    def direction(self) -> str:
        """The writing direction, for the dir attribute."""
        return direction(self.code)

    def language_name(self, code: str) -> str:
        """Give the name of a language in this one, as it stands by itself; the code itself where it has none."""
        name = str(self.locale.languages.get(code, ""))
        return name[:1].upper() + name[1:] or code

    def number(self, value: int) -> str:
        """Give a number with its thousands kept apart."""
        return format_decimal(value, locale=self.locale)

    def date(self, created: str) -> str:
        """Give the day of a time in ISO 8601, in UTC."""
        return format_date(_utc(created), "medium", locale=self.locale)

    def time(self, created: str) -> str:
        """Give a time in ISO 8601 as people write it, in UTC."""
        return format_datetime(_utc(created), "long", locale=self.locale)


def _utc(created: str) -> datetime:
    return datetime.fromisoformat(created).astimezone(UTC)


def direction(language: str) -> str:
    """Give the writing direction of a language, for the dir attribute."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def catalogue_file(code: str) -> Path:
    """Give the file of a language's messages."""
    return TRANSLATIONS / f"{code}.po"


@cache
def load_interface(code: str) -> Interface:
    """Read the messages of a language; those of English stand in the templates."""
    locale = Locale.parse(code, sep="-")
    if code == COMMON:
        return Interface(code, locale, NullTranslations())
    compiled = io.BytesIO()
    with catalogue_file(code).open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale))
    compiled.seek(0)
    return Interface(code, locale, GNUTranslations(compiled))


def preferred(tags: Iterable[str]) -> str:
    """Give the first of a browser's languages that the pages speak: zh-TW is zh-Hant, pt-BR is pt."""
    empty = True
    for tag in tags:
        empty = False
        parts = tag.lower().replace("_", "-").split("-")
        code = parts[0]
        if code == "zh":
            code = "zh-Hant" if TRADITIONAL & {*parts} and "hans" not in parts else "zh-Hans"
        if code in INTERFACES:
            return code
    return FIRST if empty else COMMON


def interface() -> Interface:
    """Give the language of this request: the one in the address, else the one kept, else the browser's."""
    if "interface" not in g:
        chosen = (request.args.get("ui", ""), request.cookies.get("ui", ""))
        code = next((one for one in chosen if one in INTERFACES), None)
        g.interface = load_interface(code or preferred(request.accept_languages.values()))
    found: Interface = g.interface
    return found


def theme() -> str:
    """Give the look that was chosen, ``light`` or ``dark``; empty for the system's."""
    chosen = request.args.get("theme") or request.cookies.get("theme")
    return chosen if chosen in THEMES else ""


def here(**changes: str) -> str:
    """Give the address of this page with some parameters changed, relative to it."""
    if request.method != "GET":
        return "/?" + urlencode(changes)
    kept = {name: value for name, value in request.args.items() if name not in OF_THE_MOMENT}
    return "?" + urlencode(kept | changes)


def install(app: Flask) -> None:
    """Have every template speak the visitor's language, and keep what the visitor chooses."""
    jinja = app.jinja_env
    jinja.add_extension("jinja2.ext.i18n")
    jinja.policies["ext.i18n.trimmed"] = True
    jinja.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        _translated,
        _translated_for,
        newstyle=True,
    )
    app.context_processor(_spoken)
    app.after_request(_keep)


def _translated(message: str) -> str:
    return interface().translations.gettext(message)


def _translated_for(one: str, many: str, number: int) -> str:
    return interface().translations.ngettext(one, many, number)


def _spoken() -> dict[str, Any]:
    return {"ui": interface(), "theme": theme(), "interfaces": INTERFACES, "here": here, "direction": direction}


def _keep(response: Response) -> Response:
    """Keep a choice made in the address, and tell caches what a page depends on."""
    if response.mimetype != "text/html":
        return response
    response.vary.update(["Accept-Language", "Cookie"])
    response.content_language.add(interface().code)
    allowed = {"ui": INTERFACES, "theme": (*THEMES, AUTOMATIC)}
    for name, values in allowed.items():
        chosen = request.args.get(name, "")
        if chosen in values:
            response.set_cookie(name, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return response
