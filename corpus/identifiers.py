"""Document ids: each once, and the same at the next rebuild."""

import hashlib
from itertools import chain, count
from pathlib import Path

from corpus.documents import CorpusError


class Identifiers:
    """Hands out document ids, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def file(self, stated: str, path: Path, root: Path) -> str:
        """Take the stated id; else the path below the source, without its suffix where that is enough.

        Raises CorpusError, with the reason alone, if the stated id is in use.
        """
        if stated:
            return self._claim(stated)
        relative = path.relative_to(root) if path != root else Path(path.name)
        absolute = path.absolute().as_posix()
        candidates = [relative.with_suffix("").as_posix(), relative.as_posix(), (root.name / relative).as_posix(), absolute]
        name = next((name for name in candidates if self._take(name)), None)
        # Rows may state any id, even a path.
        return name or self._first(absolute)

    def row(self, stated: str, path: Path, text: str) -> str:
        """Take the stated id; else the file's name and a digest of the text, which outlives a reordering.

        Raises CorpusError, with the reason alone, if the stated id is in use.
        """
        if stated:
            return self._claim(stated)
        name = f"{path.stem}/{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        return self._first(name)

    def _first(self, name: str) -> str:
        """Take the name, numbered if it is in use."""
        return next(each for each in chain([name], (f"{name}#{number}" for number in count(2))) if self._take(each))

    def _claim(self, stated: str) -> str:
        if not self._take(stated):
            raise CorpusError(f"the id {stated!r} was used before; give every document an id of its own")
        return stated

    def _take(self, name: str) -> bool:
        if name in self._used:
            return False
        self._used.add(name)
        return True
