"""Requests that schemathesis makes of the OpenAPI document, good ones and bad: every answer is as the document says.

In the long form (SOAK=1) 10,000 of them.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from pydantic import SecretStr
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service import admin, keys
from service.app import create_app
from service.settings import Settings
from tests.soak import LONG

EACH = 1_000 if LONG else 15
"""Requests to each operation; those without parameters get fewer, there being nothing to vary."""

KEY = "a key that nobody guesses"

PLENTY = 10**6

made: Counter[int] = Counter()
"""Responses by status."""


@pytest.fixture(scope="module")
def api_schema(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give the document of an application without limits that would hide its answers."""
    root = tmp_path_factory.mktemp("made")
    (root / "current").write_bytes((index_folder / "current").read_bytes())
    (root / "generations").symlink_to(index_folder / "generations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(admin, "FEEDBACK_PER_MINUTE", PLENTY)
        patch.setattr(keys, "WRONG_PER_MINUTE", PLENTY)
        app = create_app(Settings(index=root, admin_key=SecretStr(KEY)))
        app.testing = False
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    if LONG:
        print(f"\n{made.total()} requests: {dict(sorted(made.items()))}")  # noqa: T201 - for docs/reliability.md


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_as_documented(api_schema: Any, mode: GenerationMode) -> None:
    """Status, media type, headers and body; no 5xx; what the document does not allow is refused."""
    for found in api_schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.POSITIVE or operation.query or operation.body:
            _ask(operation, mode)


def _values(case: Any) -> list[Any]:
    """Give the values that a request states in its query and its body."""
    return [value for stated in (case.query, case.body) if isinstance(stated, dict) for value in stated.values()]


def _ask(operation: Any, mode: GenerationMode) -> None:
    """Ask one operation; what the document allows may be refused all the same: a question of punctuation alone."""

    @settings(max_examples=EACH, deadline=None, database=None, derandomize=not LONG, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        # White space around a value does not count, neither for its length: JSON Schema cannot say so.
        assume(not any(isinstance(value, str) and value != value.strip() for value in _values(case)))
        headers = {"Accept-Encoding": "identity"}  # what answers the requests here decodes nothing
        if case.path.startswith("/api/v1/tasks"):
            headers["Authorization"] = f"Bearer {KEY}"
        response = case.call(headers=headers)
        made[response.status_code] += 1
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    ask()
