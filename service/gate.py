"""The quality gate: golden questions that a new index is asked before it goes live."""

from index.engines.embedded import EmbeddedEngine
from index.generations import Generation, Manifest, Unfinished
from index.golden import Failure, Golden, failures, load_golden
from index.synonyms import load_synonyms
from service.settings import Settings


def golden_questions(settings: Settings) -> list[Golden]:
    """Read the owner's golden questions; none if there is no such file where the owner named none.

    Raises index.golden.GoldenFileError.
    """
    if "golden" not in settings.model_fields_set and not settings.golden.exists():
        return []
    return load_golden(settings.golden)


def judge(settings: Settings, questions: list[Golden], unfinished: Unfinished, manifest: Manifest) -> list[Failure]:
    """Ask a generation that is being built the golden questions; give those that it answers otherwise."""
    engine = EmbeddedEngine(Generation(unfinished.folder, manifest), load_synonyms(settings.synonyms))
    return list(failures(engine, questions))
