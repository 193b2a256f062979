"""The language and the look of the pages: who chooses them, and whether every message is translated."""

import re
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from lxml import html

import service
from service.interface import INTERFACES, catalogue_file, load_interface, preferred

TEMPLATES = Path(service.__file__).parent / "templates"
TRANSLATED = [code for code in INTERFACES if code != "en"]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%")
BROWSER = {"Accept": "text/html"}


def _messages() -> dict[str, tuple[str, ...]]:
    """Give the messages of the templates: the forms of each, by the first."""
    found = extract_from_dir(TEMPLATES, [("**.html", "jinja2")], {"**.html": {"trimmed": "true"}})
    forms = [message if isinstance(message, tuple) else (message,) for _, _, message, _, _ in found]
    return {form[0]: form for form in forms}


def _catalogue(code: str) -> Catalog:
    with catalogue_file(code).open("rb") as file:
        return read_po(file, locale=Locale.parse(code, sep="-"), abort_invalid=True)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated(code: str) -> None:
    """No message is missing, empty, doubtful or left over, and each has the plural forms of its language."""
    catalogue = _catalogue(code)
    wanted = _messages()
    translated = {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id}
    assert translated.keys() == wanted.keys()
    assert not catalogue.obsolete
    for name, message in translated.items():
        assert not message.fuzzy, name
        assert all(form.strip() for form in _forms(message)), name
        assert len(_forms(message)) == (catalogue.num_plurals if len(wanted[name]) == 2 else 1), name


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_match(code: str) -> None:
    """A translation names what its message names; a form for one or two things may leave the number out."""
    for message in _catalogue(code):
        original = message.id if isinstance(message.id, str) else message.id[-1]
        wanted = sorted(PLACEHOLDER.findall(original))
        *special, general = _forms(message) if message.id else ("",)
        assert sorted(PLACEHOLDER.findall(general)) == (wanted if message.id else []), original
        assert all(set(PLACEHOLDER.findall(form)) <= set(wanted) for form in special), original


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_is_not_the_original(code: str) -> None:
    """Sentences are in the language of the catalogue: none was copied."""
    for message in _catalogue(code):
        if isinstance(message.id, str) and message.id.endswith("."):
            assert message.string != message.id


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        ("ru", 1, "Найден 1 фрагмент."),
        ("ru", 3, "Найдено 3 фрагмента."),
        ("ru", 11, "Найдено 11 фрагментов."),
        ("ru", 21, "Найден 21 фрагмент."),
        ("ar", 1, "عُثر على مقطع واحد."),
        ("ar", 2, "عُثر على مقطعين."),
        ("ar", 5, "عُثر على 5 مقاطع."),
        ("ar", 11, "عُثر على 11 مقطعًا."),
        ("ar", 100, "عُثر على 100 مقطع."),
        ("fr", 0, "0 passage trouvé."),
        ("en", 1, "1 passage found."),
        ("ja", 1, "1 件の段落が見つかりました。"),
    ],
)
def test_numbers_take_the_right_form(code: str, number: int, words: str) -> None:
    """As the grammar of each language has it."""
    translations = load_interface(code).translations
    form = translations.ngettext("%(number)s passage found.", "%(number)s passages found.", number)
    assert form % {"number": number} == words


def test_languages_have_names() -> None:
    """As they stand by themselves, in every language; what has no name is called by its code."""
    assert load_interface("ru").language_name("zh") == "Китайский"
    assert load_interface("zh-Hant").language_name("en") == "英文"
    assert load_interface("de").language_name("und") == "Unbekannte Sprache"
    assert load_interface("de").language_name("xx") == "xx"


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([], "zh-Hans"),
        (["zh"], "zh-Hans"),
        (["zh-CN", "en"], "zh-Hans"),
        (["zh-TW"], "zh-Hant"),
        (["zh-HK", "en"], "zh-Hant"),
        (["zh-Hans-HK"], "zh-Hans"),
        (["pt-BR"], "pt"),
        (["EN_us"], "en"),
        (["sw", "de-AT"], "de"),
        (["sw"], "en"),
    ],
)
def test_the_browser_is_asked_for_its_languages(tags: list[str], code: str) -> None:
    """The first that the pages speak; Chinese for who names none, English for who asks for others."""
    assert preferred(tags) == code


def _page(client: FlaskClient, path: str, **headers: str) -> html.HtmlElement:
    return html.document_fromstring(client.get(path, headers=BROWSER | headers).get_data(as_text=True))


@pytest.mark.parametrize("code", INTERFACES)
def test_every_language_shows_every_page(client: FlaskClient, code: str) -> None:
    """Pages, faults and errors say which language they are in, and which way it runs."""
    paths = (
        "/",
        "/?q=微立贷会起素吗",
        "/?q=cout summons",
        "/?q=天气",
        "/?q=？？",
        "/documents/credit-report",
        "/about",
        "/nothing",
    )
    for path in paths:
        page = _page(client, f"{path}{'&' if '?' in path else '?'}ui={code}")
        assert page.get("lang") == code
        assert page.get("dir") == ("rtl" if code == "ar" else "ltr")
        assert load_interface(code).translations.gettext("About this search") in page.xpath("//footer")[0].text_content()


def test_a_chosen_language_is_kept(client: FlaskClient) -> None:
    """The link works by itself, and what it chose goes before what the browser asks for."""
    german = {"Accept-Language": "de,en;q=0.5"}
    assert _page(client, "/", **german).get("lang") == "de"
    assert _page(client, "/?ui=ja", **german).get("lang") == "ja"
    assert _page(client, "/about", **german).get("lang") == "ja"
    assert _page(client, "/?ui=klingon", **german).get("lang") == "ja"


def test_a_chosen_look_is_kept(client: FlaskClient) -> None:
    """It comes with the page, so that nothing flashes; automatic takes it back."""
    assert _page(client, "/").get("data-theme") is None
    assert _page(client, "/?theme=dark").get("data-theme") == "dark"
    assert _page(client, "/about").get("data-theme") == "dark"
    assert _page(client, "/?theme=auto").get("data-theme") is None
    assert _page(client, "/about").get("data-theme") is None


def test_the_switches_keep_the_rest_of_the_address(client: FlaskClient) -> None:
    """Another language of the same search, and never another site."""
    page = _page(client, "/?q=起诉&lang=zh&offset=10&thanks=1")
    links = page.xpath("//*[@id='preferences']//a/@href")
    assert len(links) == len(INTERFACES) + 3
    assert all(link.startswith("?q=%E8%B5%B7%E8%AF%89&lang=zh&offset=10&") and "thanks" not in link for link in links)
    assert all(link.startswith("?") for link in _page(client, "//example.org").xpath("//*[@id='preferences']//a/@href"))


def test_caches_are_told_what_a_page_depends_on(client: FlaskClient) -> None:
    """A page in one visitor's language is not another's; the API has no language."""
    response = client.get("/", headers=BROWSER | {"Accept-Language": "fr"})
    assert {"accept-language", "cookie"} <= {name.lower() for name in response.vary}
    assert response.headers["Content-Language"] == "fr"
    assert "Content-Language" not in client.get("/api/v1/status").headers
    assert "Set-Cookie" not in client.get("/api/v1/status?ui=fr").headers


def test_an_error_is_explained_in_the_visitors_language(client: FlaskClient) -> None:
    """With the name of the parameter at fault, which is the same in all."""
    page = _page(client, "/?x%FF=%FF", **{"Accept-Language": "es"})
    assert "No se puede leer esta dirección" in page.xpath("//h1")[0].text_content()
    page = _page(client, "/documents/none", **{"Accept-Language": "ko"})
    assert page.xpath("//h1")[0].text_content() == "없는 페이지입니다"
