"""PDF and Word documents: paragraphs as their authors wrote them, and refusals that say what to do."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

import corpus
from corpus.documents import CorpusError
from corpus.formats.docx import parse_docx
from corpus.formats.pdf import parse_pdf

ARTICLES = Path(corpus.__file__).parent / "articles"

Paragraphs = list[tuple[str, int]]


def _article(name: str) -> Paragraphs:
    """Give an article's paragraphs with their heading levels."""
    blocks = (ARTICLES / name).read_text(encoding="utf-8").strip().split("\n\n")
    return [(re.sub(r"\s+", " ", block.lstrip("# ")).strip(), len(block) - len(block.lstrip("#"))) for block in blocks]


def _pdf(paragraphs: Paragraphs, *, font: str = "Helvetica", title: str = "", password: str = "") -> bytes:
    """Print paragraphs as a book is: indented or spaced, wrapped, with a running header and page numbers."""
    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]  # noqa: PLC0415 - needed by these tests alone
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]  # noqa: PLC0415
    from reportlab.pdfbase import cidfonts, pdfmetrics  # type: ignore[import-untyped]  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]  # noqa: PLC0415

    wrap: dict[str, Any] = {}
    if font == "STSong-Light":
        pdfmetrics.registerFont(cidfonts.UnicodeCIDFont(font))
        wrap = {"wordWrap": "CJK", "firstLineIndent": 22}
    styles = [ParagraphStyle("0", fontName=font, fontSize=11, leading=15, spaceBefore=0 if wrap else 6, **wrap)]
    styles += [ParagraphStyle(str(size), fontName=font, fontSize=size, leading=1.3 * size, spaceBefore=12) for size in (20, 15)]

    def edges(canvas: Any, template: Any) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 800, "A guide to loans")
        canvas.drawCentredString(300, 30, f"- {template.page} -")

    file = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password else None
    template = SimpleDocTemplate(file, title=title or None, encrypt=encryption)
    template.build([Paragraph(text, styles[level]) for text, level in paragraphs], onFirstPage=edges, onLaterPages=edges)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "font"),
    [("weilidai-overdue.md", "STSong-Light"), ("weilidai-overdue.en.md", "Helvetica"), ("weilidai-overdue.es.md", "Helvetica")],
)
def test_a_pdf_gives_the_paragraphs_that_were_printed(name: str, font: str) -> None:
    """Wrapped lines are joined, also over a page's end; headings keep their level; headers and page numbers are gone."""
    printed = [(text.replace("微粒贷", "Weilidai") if font == "Helvetica" else text, level) for text, level in _article(name)]
    article = parse_pdf(_pdf(printed, font=font))
    assert [(block.text, block.level) for block in article.blocks] == printed
    assert article.title == printed[0][0]


def test_a_hyphen_at_a_lines_end_goes() -> None:
    """A word divided by the printer is one word again; a compound before a capital keeps its hyphen."""
    article = parse_pdf(_pdf([("The lender usually re-<br/>minds you first and calls Anglo-<br/>American banks.", 0)]))
    assert "The lender usually reminds you first and calls Anglo-American banks." in [block.text for block in article.blocks]


def test_a_pdf_is_titled_by_its_metadata() -> None:
    """Where a person wrote a title, it counts; one made up by a program does not."""
    assert parse_pdf(_pdf([("Heading", 1), ("Text of it.", 0)], title="Loans explained")).title == "Loans explained"
    assert parse_pdf(_pdf([("Heading", 1), ("Text of it.", 0)], title="Microsoft Word - 1.doc")).title == "Heading"


def test_unreadable_pdfs_say_what_to_do() -> None:
    """Cut off, protected by a password, no PDF at all, or only pictures."""
    whole = _pdf([("Some text of a page.", 0)])
    for data, reason in (
        (whole[: len(whole) // 3], "damaged or cut off.*get the file again"),
        (b"", "damaged or cut off"),
        (b"no pdf at all", "damaged or cut off"),
        (_pdf([("Secret text.", 0)], password="x"), "password; save a copy without one"),
    ):
        with pytest.raises(CorpusError, match=reason):
            parse_pdf(data)


def test_a_scanned_pdf_asks_for_text_recognition() -> None:
    """A page without text is no empty document but one that needs OCR."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - as in the product

    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 400)
    file = io.BytesIO()
    document.save(file)
    document.close()
    with pytest.raises(CorpusError, match="OCR"):
        parse_pdf(file.getvalue())


def _docx() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Microsoft Word - 文档1.docx"
    document.add_heading("贷款指南", 0)
    document.add_heading("第一章", 1)
    paragraph = document.add_paragraph("正文一段")
    paragraph.add_run("，分两截。").bold = True
    paragraph.add_run().add_break()
    paragraph.add_run("换了一行。")
    document.add_paragraph("列表一项", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("项目", "费用", "利息", "万分之五"), strict=True):
        cell.text = text
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "框里的话。"
    frame.cell(0, 0).add_table(1, 2).cell(0, 1).text = "框里的表。"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_document_gives_headings_lists_and_tables() -> None:
    """Styles make headings, a row is a line, a frame is running text; a made-up title gives way to the Title paragraph."""
    article = parse_docx(_docx())
    assert article.title == "贷款指南"
    assert [(block.text, block.level) for block in article.blocks] == [
        *[("贷款指南", 1), ("第一章", 1), ("正文一段，分两截。", 0), ("换了一行。", 0), ("列表一项", 0)],
        *[("项目 | 费用", 0), ("利息 | 万分之五", 0), ("框里的话。", 0), ("框里的表。", 0)],
    ]


def _with_body(body: str, prologue: str = "") -> bytes:
    """Make a Word document whose body is the given XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_docx())) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
                data = (
                    f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()
                )
            new.writestr(part, data)
    return file.getvalue()


def test_tracked_changes_and_content_controls_are_read() -> None:
    """Inserted text is text, deleted text is not, and what a template's controls hold is not lost."""
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:ins><w:r><w:t>加</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert [block.text for block in parse_docx(_with_body(body)).blocks] == ["留加", "控件里"]


def test_unreadable_word_documents_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """No zip file, a cut one, an old or protected one, one without a document, and bombs of entities or nesting."""
    whole = _docx()
    entities = "<!DOCTYPE d [" + "<!ENTITY a0 'aaaaaaaaaa'>"
    entities += "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("readme.txt", "x")
    for data, reason in (
        (b"plain text", "not a readable Word document .*; save it anew"),
        (b"", "not a readable Word document"),
        (whole[: len(whole) // 2], "not a readable Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password, or an old .doc"),
        (empty.getvalue(), "not a readable Word document"),
        (_with_body("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "not a readable Word document"),
    ):
        with pytest.raises(CorpusError, match=reason):
            parse_docx(data)
    try:
        blocks = parse_docx(_with_body("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", entities)).blocks
    except CorpusError:
        blocks = ()
    assert sum(len(block.text) for block in blocks) < 1000


def test_a_zip_bomb_is_refused_before_it_is_parsed() -> None:
    """By what it declares, and a part that unpacks to more than it declares by that too."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 40_000_000)
    assert len(file.getvalue()) < 100_000
    with pytest.raises(CorpusError, match="unpacks to more than"):
        parse_docx(file.getvalue())
    lying = file.getvalue().replace((40_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(CorpusError, match=r"not a readable Word document|unpacks"):
        parse_docx(lying)
