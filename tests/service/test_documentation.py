"""The documentation is true: every command, setting and route is in it, and nothing that does not exist."""

import re
from pathlib import Path

import click
import pytest
from flask import Flask

from service.cli import main
from service.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
API = (ROOT / "docs" / "api.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_every_command_is_in_the_readme() -> None:
    """And every command the README names exists."""
    named = set(re.findall(r"`(?:\.venv/bin/)?wenda ([a-z]+)", README))
    assert named == set(main.commands)


@pytest.mark.parametrize("command", main.commands.values(), ids=str)
def test_every_command_has_help_with_an_example(command: click.Command) -> None:
    """What it does, and how it is typed; status needs no example."""
    assert command.help
    assert command.name == "status" or f"wenda {command.name}" in command.help
    assert "\\b" not in command.help, "click keeps lines apart after a backspace character"
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_every_setting_is_documented_with_its_default() -> None:
    """One row each, in the words of the code."""
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", SETTINGS, re.MULTILINE))
    assert set(rows) == set(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        assert f"WENDA_{name.upper()}" in rows[name]
        assert str(field.description).partition(";")[0] in rows[name]
        if field.default not in (None, ()):
            values = field.default if isinstance(field.default, tuple) else [field.default]
            assert ", ".join(f"`{value}`" for value in values) in rows[name]


def test_every_route_of_the_api_is_documented(app: Flask) -> None:
    """And every route the page names exists."""
    exist = {
        (method, re.sub(r"<(path:)?\w+>", "{id}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if not rule.endpoint.startswith(("pages.", "static")) and method in {"GET", "POST"}
    }
    assert {(method, path) for method, path in re.findall(r"^\| `(GET|POST) ([^?`]+)", API, re.MULTILINE)} == exist


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    """Relative links name files that are there."""
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")]:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            assert link.startswith("http") or (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_articles_say_that_they_are_no_legal_advice() -> None:
    """Each that ships, in its own language."""
    words = (
        "法律意见",
        "法律建议",
        "legal advice",
        "法的助言",
        "法的な助言",
        "法律上の助言",
        "asesoramiento jurídico",
        "asesoramiento legal",
        "استشارة قانونية",
    )
    articles = sorted((ROOT / "corpus" / "articles").glob("*.md"))
    assert len(articles) == 8
    for article in articles:
        assert any(word in article.read_text("utf-8") for word in words), article.name
