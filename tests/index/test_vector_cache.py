"""The cache of vectors: what is put stays, through kill -9 too; what no recent build used goes."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.generations import KEPT, Generations
from index.vector_cache import HASH_BYTES, VectorCache, text_hash

DIMENSION = 8
ROW = np.linspace(0, 1, DIMENSION + 1, dtype=np.float32)[:DIMENSION]

WRITER = """
import sys, pathlib, numpy
from index.vector_cache import VectorCache, text_hash
with VectorCache(pathlib.Path(sys.argv[1]), 8) as cache:
    for number in range(10**9):
        cache.put({text_hash(f"{number} {part}"): numpy.full(8, number, "f4") for part in range(10)})
        print(number, flush=True)
"""


def test_vectors_come_back(tmp_path: Path) -> None:
    """What was put is given to the next build too, to 16 bits; other texts have none."""
    with VectorCache(tmp_path / "c.sqlite", DIMENSION) as cache:
        assert cache.get([text_hash("a")]) == {}
        cache.put({text_hash("a"): ROW, text_hash("\ud800"): ROW})
    with VectorCache(tmp_path / "c.sqlite", DIMENSION) as cache:
        found = cache.get([text_hash("a"), text_hash("b"), *(text_hash(str(number)) for number in range(2000))])
        assert list(found) == [text_hash("a")]
        assert found[text_hash("a")].dtype == np.float32
        assert found[text_hash("a")].tolist() == ROW.tolist()
        assert len(cache) == 2
    assert len(text_hash("a")) == HASH_BYTES


def test_vectors_of_another_length_do_not_count(tmp_path: Path) -> None:
    """A vector of another dimension is as good as none, and is replaced."""
    with VectorCache(tmp_path / "c.sqlite", DIMENSION) as cache:
        cache.put({text_hash("a"): ROW[:4]})
        assert cache.get([text_hash("a")]) == {}
        cache.put({text_hash("a"): ROW})
        assert list(cache.get([text_hash("a")])) == [text_hash("a")]


def test_a_killed_writer_loses_nothing_it_had_put(tmp_path: Path) -> None:
    """After kill -9 in the middle of writing, every vector of every finished put is there."""
    file = tmp_path / "c.sqlite"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for line in writer.stdout:
            if int(line) >= 20:
                break
        writer.kill()
    with VectorCache(file, DIMENSION) as cache:
        hashes = [text_hash(f"{number} {part}") for number in range(21) for part in range(10)]
        found = cache.get(hashes)
        assert len(found) == len(hashes)
        assert found[text_hash("20 9")].tolist() == [20] * DIMENSION


def test_what_recent_builds_did_not_use_goes(tmp_path: Path) -> None:
    """A vector stays for KEPT builds that came to their end without using it; builds that did not end do not count."""
    for number in range(KEPT + 1):
        with VectorCache(tmp_path / "c.sqlite", DIMENSION) as cache:
            if number == 0:
                cache.put({text_hash("old"): ROW, text_hash("always"): ROW})
            cache.get([text_hash("always")])
            assert len(cache) == 2
            cache.finish()
        with VectorCache(tmp_path / "c.sqlite", DIMENSION) as interrupted:
            interrupted.put({})
    with VectorCache(tmp_path / "c.sqlite", DIMENSION) as cache:
        assert len(cache) == 1
        assert cache.get([text_hash("old")]) == {}


@pytest.mark.parametrize("content", [b"", b"no database, but long enough to be taken for one" * 100])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """A cache is never a reason to fail: what cannot be read is forgotten."""
    file = Generations(tmp_path).vector_cache("e5-1")
    file.parent.mkdir()
    file.write_bytes(content)
    with VectorCache(file, DIMENSION) as cache:
        assert len(cache) == 0
        cache.put({text_hash("a"): ROW})
        assert list(cache.get([text_hash("a")])) == [text_hash("a")]


def test_damage_inside_is_found_when_it_is_read(tmp_path: Path) -> None:
    """A file whose pages are overwritten behind its first gives nothing, and works from then on."""
    file = tmp_path / "c.sqlite"
    names = [text_hash(str(number)) for number in range(2000)]
    with VectorCache(file, DIMENSION) as cache:
        cache.put(dict.fromkeys(names, ROW))
        cache.finish()
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with VectorCache(file, DIMENSION) as cache:
        assert cache.get(names) == {}
        cache.put({names[0]: ROW})
        assert list(cache.get(names)) == names[:1]
