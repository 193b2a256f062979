"""The quality gate: golden questions that a new index is asked before it goes live."""

from index.golden import Golden, load_golden
from service.settings import Settings


def golden_questions(settings: Settings) -> list[Golden]:
    """Read the owner's golden questions; none if there is no such file where the owner named none.

    Raises index.golden.GoldenFileError.
    """
    if "golden" not in settings.model_fields_set and not settings.golden.exists():
        return []
    return load_golden(settings.golden)
