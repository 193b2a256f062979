"""Reading sources: every document of every format, and everything else skipped with its file, row and reason."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import opening, parsing
from corpus.batching import BATCH_ITEMS
from corpus.documents import CorpusError, Document
from corpus.reading import ReadingReport, find_files, read_sources
from corpus.reports import SKIPS_LISTED

GOOD = "贷款逾期之后应当尽快联系平台协商还款。"


def _read(source: Path, *, encoding: str | None = None) -> tuple[list[Document], ReadingReport]:
    report = ReadingReport()
    return list(read_sources([source], report, encoding=encoding)), report


def _reasons(report: ReadingReport, root: Path) -> dict[tuple[str, int], str]:
    return {(Path(skip.source).relative_to(root).as_posix(), skip.row): skip.reason for skip in report.skips}


def _rows(*texts: str) -> str:
    return "".join(json.dumps({"id": f"r{number}", "text": text}, ensure_ascii=False) + "\n" for number, text in enumerate(texts))


def test_patterns_choose_files(tmp_path: Path) -> None:
    """Include and exclude patterns work on paths below the source; * stays within a folder, ** does not."""
    for name in ("a.txt", "b.md", "drafts/c.txt", "blog/2019/d.txt", "blog/2020/e.md", ".hidden/f.txt", ".g.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD, encoding="utf-8")

    def names(**patterns: tuple[str, ...]) -> list[str]:
        return [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path, **patterns)]

    assert names() == ["a.txt", "b.md", "blog/2019/d.txt", "blog/2020/e.md", "drafts/c.txt"]
    assert names(include=("*.md",)) == ["b.md", "blog/2020/e.md"]
    assert names(exclude=("drafts", "blog/*/d.txt")) == ["a.txt", "b.md", "blog/2020/e.md"]
    assert names(include=("blog/**",), exclude=("*.md",)) == ["blog/2019/d.txt"]
    assert names(include=("?.txt",)) == ["a.txt", "blog/2019/d.txt", "drafts/c.txt"]
    with pytest.raises(CorpusError, match="patterns let through"):
        find_files(tmp_path, include=("*.pdf",))


def test_other_files_are_told(tmp_path: Path) -> None:
    """Documents in formats that are not read say what to save them as; pictures and styles are counted."""
    for name in ("a.txt", "b.doc", "c.xlsx", "d.jpg", "e.jpg", "f.css"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    documents, report = _read(tmp_path)
    assert len(documents) == 1
    assert {name: reason.split("; ")[1] for (name, _), reason in _reasons(report, tmp_path).items()} == {
        "b.doc": "save it as .docx or .pdf",
        "c.xlsx": "save it as .csv",
    }
    assert report.others == {".jpg": 2, ".css": 1}
    with pytest.raises(CorpusError, match=r"format \.doc is not read; save it as \.docx"):
        _read(tmp_path / "b.doc")


def test_bad_files_are_skipped_and_the_rest_is_read(tmp_path: Path) -> None:
    """One unreadable file costs itself alone."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "nul.txt").write_bytes(b"text \0 text")
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <<")
    (tmp_path / "fake.docx").write_bytes(b"no zip")
    (tmp_path / "headless.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    (tmp_path / "z.txt").write_text(GOOD + "再来。", encoding="utf-8")
    documents, report = _read(tmp_path)
    assert [document.id for document in documents] == ["a", "z"]
    reasons = _reasons(report, tmp_path)
    assert {name for name, _ in reasons} == {"binary.txt", "nul.txt", "empty.md", "cut.pdf", "fake.docx", "headless.csv"}
    assert all(row == 0 for _, row in reasons)
    assert all(";" in reason for (name, _), reason in reasons.items()), reasons


def test_bad_rows_are_skipped_and_the_rest_is_read(tmp_path: Path) -> None:
    """A row that is no object, lacks text, repeats an id or holds invalid bytes is named by its line; no text is damaged."""
    rows = [
        *('{"id": "a", "text": "一"}', "[1]", '{"id": "b"}', '{"id": "a", "text": "二"}', "", "not json"),
        *('{"id": "c", "text": "\udcff"}', '{"id": "d", "text": "四是另一行的正文"}'),
    ]
    (tmp_path / "rows.jsonl").write_bytes("\n".join(rows).encode("utf-8", "surrogateescape"))
    documents, report = _read(tmp_path)
    assert [(document.id, document.text) for document in documents] == [("a", "一"), ("d", "四是另一行的正文")]
    reasons = {skip.row: skip.reason for skip in report.skips}
    assert reasons.keys() == {2, 3, 4, 6, 7}
    assert "'a' was used before" in reasons[4]
    assert "not valid utf-8" in reasons[7]
    assert (report.files[0].documents, report.files[0].skipped) == (2, 5)


def test_invalid_bytes_in_a_table_cost_one_row(tmp_path: Path) -> None:
    """The row may span lines; the next one is read."""
    (tmp_path / "t.csv").write_bytes('id,text\n1,"一\n'.encode() + b"\xff" + '二"\n3,第三行的正文\n'.encode())
    documents, report = _read(tmp_path)
    assert [document.text for document in documents] == ["第三行的正文"]
    assert [skip.row for skip in report.skips] == [2]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_rows_are_read_in_every_encoding(tmp_path: Path, encoding: str, suffix: str) -> None:
    """Line feeds are found at their width, and bytes that look like one are not."""
    texts = [
        "首先要和平台取得聯絡，然後說明困難。",
        "上海ਊ਀ഊ的人" if encoding.startswith("utf") else "上海的人",
        "第三行在這裡，也是中文。",
    ]
    table = "id,text\r\n" + "".join(f'r{number},"{text}"\r\n' for number, text in enumerate(texts))
    path = tmp_path / f"rows{suffix}"
    path.write_bytes((_rows(*texts) if suffix == ".jsonl" else table).encode(encoding))
    for named in (None, encoding):
        documents, report = _read(path, encoding=named)
        assert [document.text for document in documents] == texts, report


def test_a_long_row_is_skipped_without_being_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line over the limit is named and passed over, wherever it stands."""
    monkeypatch.setattr(parsing, "ROW_LIMIT", 1000)
    monkeypatch.setattr(opening, "CHUNK", 256)
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / "rows.jsonl").write_bytes(_rows("x" * 5000, "短", "y" * 990, "z" * 700, "末", "q" * 3000).encode(encoding))
        documents, report = _read(tmp_path)
        kept = ["短", "z" * 700, "末"] if encoding == "utf-8" else ["短", "末"]
        assert [document.text for document in documents] == kept
        assert all("longer than" in skip.reason for skip in report.skips)
        assert len(report.skips) + len(documents) == 6


def test_millions_of_bad_rows_do_not_fill_the_report(tmp_path: Path) -> None:
    """The first are listed, the others counted."""
    (tmp_path / "wrong.jsonl").write_text("[]\n" * (SKIPS_LISTED + 5), encoding="utf-8")
    _, report = _read(tmp_path)
    assert len(report.skips) == SKIPS_LISTED + 1
    assert report.skips[-1].reason.startswith("5 more rows")
    assert report.files[0].skipped == SKIPS_LISTED + 5


def test_links_are_followed_once(tmp_path: Path) -> None:
    """Rings of links end, a folder or a file linked twice is read once, a link to itself is named."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again").symlink_to(tmp_path / "sub", target_is_directory=True)
    (tmp_path / "copy.txt").symlink_to(tmp_path / "sub" / "a.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    documents, report = _read(tmp_path)
    assert len(documents) == 1
    reasons = _reasons(report, tmp_path)
    assert "leads back to itself" in reasons["self.txt", 0]
    assert "disappeared" in reasons["gone.txt", 0]


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    """Opening a FIFO nobody writes to would wait for ever."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    for name in ("pipe.txt", "pipe.jsonl"):
        os.mkfifo(tmp_path / name)
    documents, report = _read(tmp_path)
    assert len(documents) == 1
    assert all("not a regular file" in reason for reason in _reasons(report, tmp_path).values())
    assert len(report.skips) == 2
    with pytest.raises(CorpusError, match="neither a file nor a folder"):
        _read(tmp_path / "pipe.txt")


def test_what_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file and a folder without permission, simulated: the tests may run as root."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "locked").mkdir()
    really_open, really_scan = os.open, os.scandir

    def refuse(path: object) -> None:
        if Path(str(path)).name in {"secret.txt", "locked"}:
            raise PermissionError(13, "Permission denied", str(path))

    def guarded_open(path: str, flags: int) -> int:
        refuse(path)
        return really_open(path, flags)

    def guarded_scan(path: str) -> object:
        refuse(path)
        return really_scan(path)

    monkeypatch.setattr(os, "open", guarded_open)
    monkeypatch.setattr(os, "scandir", guarded_scan)
    documents, report = _read(tmp_path)
    assert len(documents) == 1
    assert _reasons(report, tmp_path).keys() == {("secret.txt", 0), ("locked", 0)}
    assert all("permission" in reason.lower() for reason in _reasons(report, tmp_path).values())


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b'{"text": "half a ro')


@pytest.mark.parametrize(
    "change", [Path.unlink, _append, lambda path: os.truncate(path, 5)], ids=["vanishes", "grows", "shrinks"]
)
@pytest.mark.parametrize("name", ["b.txt", "b.jsonl"])
def test_a_file_that_changes_is_skipped(tmp_path: Path, name: str, change: Callable[[Path], None]) -> None:
    """It vanishes, grows or shrinks between listing and reading, or while it is read."""
    (tmp_path / "a.jsonl").write_text(_rows("一", "二"), encoding="utf-8")
    path = tmp_path / name
    path.write_text("".join(json.dumps({"text": f"{GOOD} {number}"}) + "\n" for number in range(30_000)), encoding="utf-8")
    report = ReadingReport()
    documents = read_sources([tmp_path], report)
    next(documents)
    if name == "b.jsonl" and change is not Path.unlink:
        for document in documents:
            if document.source == str(path):
                break
    change(path)
    rest = list(documents)
    if name == "b.txt" and change is not Path.unlink:
        assert rest  # changed before it was opened: read as it is
    else:
        assert any("run the rebuild again" in skip.reason for skip in report.skips)
        assert not any("half a ro" in document.text for document in rest)


def test_a_text_that_grows_while_read_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an article is no article."""
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    status = os.fstat
    calls = []

    def growing(descriptor: int) -> os.stat_result:
        calls.append(descriptor)
        if len(calls) == 3:
            _append(path)
        return status(descriptor)

    monkeypatch.setattr(os, "fstat", growing)
    documents, report = _read(path)
    assert not documents
    assert "changed while it was read" in report.skips[0].reason


def test_a_file_too_large_for_its_format_is_skipped(tmp_path: Path) -> None:
    """Formats that are read whole have a limit; the file is not even opened for more."""
    path = tmp_path / "huge.md"
    path.touch()
    os.truncate(path, 10**12)
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    documents, report = _read(tmp_path)
    assert len(documents) == 1
    assert "too large (1000000.0 MB; at most 8.0 MB in this format); split it" in report.skips[0].reason


def test_ids_differ_and_last(tmp_path: Path) -> None:
    """Files are named by their path, rows without an id by their text; equal texts are told apart, not dropped."""
    (tmp_path / "x.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "x.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "y.jsonl").write_text('{"text": "一"}\n{"text": "二"}\n{"text": "一"}\n', encoding="utf-8")
    ids = [document.id for document in _read(tmp_path)[0]]
    assert ids[:2] == ["x", "x.txt"]
    assert ids[4] == ids[2] + "#2"
    (tmp_path / "y.jsonl").write_text('{"text": "二"}\n{"text": "一"}\n', encoding="utf-8")
    assert [document.id for document in _read(tmp_path)[0]][2:] == [ids[3], ids[2]]


def test_a_pages_language_gives_way_to_its_text(tmp_path: Path) -> None:
    """Templates say `en` around any text; what a row says of itself counts; an unknown code leaves it to the text."""
    (tmp_path / "a.html").write_text(f'<html lang="en"><body><p>{GOOD}</p></body></html>', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        "".join(f'{{"text": "Hello, how are you today? {code}", "lang": "{code}"}}\n' for code in ("nl-BE", "zh-Hant", "xx", "")),
        encoding="utf-8",
    )
    assert [document.language for document in _read(tmp_path)[0]] == ["zh", "nl", "zh", "en", "en"]


def test_strict_reading_ends_at_the_first_skip(tmp_path: Path) -> None:
    """The error names the file and the row."""
    path = tmp_path / "rows.jsonl"
    path.write_text(_rows("一") + "[]\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"rows\.jsonl, row 2: not a JSON object"):
        list(read_sources([path], ReadingReport(), strict=True))


def test_an_unknown_encoding_ends_reading_at_once(tmp_path: Path) -> None:
    """It is the caller's mistake, not one of each file."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(CorpusError, match="unknown encoding 'utf-99'"):
        _read(tmp_path, encoding="utf-99")


def test_a_reader_that_stops_early_closes_the_file(tmp_path: Path) -> None:
    """Closing the generator closes the file it is in."""
    path = tmp_path / "rows.jsonl"
    path.write_text(_rows("一", "二", "三") * BATCH_ITEMS, encoding="utf-8")
    documents = read_sources([path], ReadingReport())
    next(documents)
    assert path in _open_files()
    documents.close()  # type: ignore[attr-defined]
    assert path not in _open_files()


def _open_files() -> set[Path]:
    return {link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}


MEASURE = """
import re, sys
from pathlib import Path
from corpus.reading import ReadingReport, read_sources
rows = sum(1 for _ in read_sources([Path(sys.argv[1])], ReadingReport()))
print(rows, int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_rows_are_streamed(tmp_path: Path) -> None:
    """40 MB of rows take less than 250 MB of memory (500 MB in 962,000 rows take 124 MB: measured by hand)."""
    path = tmp_path / "large.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(4_000):
            file.write(json.dumps({"text": f"{number} " + GOOD * 170, "lang": "zh"}, ensure_ascii=False) + "\n")
    assert path.stat().st_size > 38_000_000
    result = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    rows, megabytes = map(int, result.stdout.split())
    assert rows == 4_000
    assert megabytes < 250
