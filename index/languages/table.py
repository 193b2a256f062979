"""The language table: code -> Language. Adding a language is adding a row (docs/languages.md)."""

from collections.abc import Mapping

from index.languages import asian, middle, northern, romance, slavic
from index.languages.record import Language

FALLBACK = Language("und", "any other")
"""What a language without a row gets: words by Unicode's letters, grams, no stems, no ignored words."""

ROWS = (*asian.ROWS, *northern.ROWS, *slavic.ROWS, *romance.ROWS, *middle.ROWS)
LANGUAGES: Mapping[str, Language] = {row.code: row for row in ROWS}


def language(code: str) -> Language:
    """Give the row of a language code, or the fallback."""
    return LANGUAGES.get(code, FALLBACK)
