"""Whether questions are cut into words as an index was."""

import logging

from index.analysis import analyzer_name
from index.generations import Manifest

log = logging.getLogger(__name__)


def warn_of_other_words(manifest: Manifest) -> None:
    """Log a warning where an index was built with another segmenter than the one at hand."""
    if manifest.segmenter != analyzer_name():
        log.warning(
            "the index was segmented by %s, questions are by %s; rebuild it with `wenda rebuild`",
            manifest.segmenter,
            analyzer_name(),
        )
