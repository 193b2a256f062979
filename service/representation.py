"""Records as the JSON that the API and the command line give."""

from typing import cast

from corpus.documents import Document, Passage
from index.answers import Analysis, Answer, BestAnswer, Correction, Expansion, Hit, Question
from index.generations import Manifest
from service.bodies import (
    AnalysisBody,
    AnswerBody,
    CorrectionBody,
    DocumentBody,
    ExpansionBody,
    HitBody,
    PassageBody,
    QuestionBody,
    Script,
    SearchBody,
    StatusBody,
)


def answer_json(answer: Answer) -> SearchBody:
    """Give the body of a search response."""
    body: SearchBody = {
        "question": _question(answer.question),
        "answer": None if answer.best is None else _best(answer.best),
        "hits": [_hit(hit) for hit in answer.hits],
        "related": list(answer.related),
        "total": {"value": answer.total, "relation": "eq"},
        "revision": answer.revision,
        "took_ms": round(answer.took_ms, 1),
    }
    if answer.warnings:
        body["warnings"] = list(answer.warnings)
    return body


def analysis_json(analysis: Analysis) -> AnalysisBody:
    """Give how a text is understood; what only an index can tell is null without one."""
    question = analysis.question
    return {
        "text": question.text,
        "language": question.language,
        "language_confidence": round(analysis.confidence, 4),
        "script": cast("Script | None", analysis.script or None),
        "folded": None if analysis.folded == question.text else analysis.folded,
        "type": question.type,
        "terms": [
            {
                "text": word.typed,
                "term": word.term,
                "passages": word.passages,
                "idf": None if word.idf is None else round(word.idf, 4),
            }
            for word in analysis.words
        ],
        "grams": list(question.grams),
        "ignored": list(question.ignored),
        "expansions": [
            {**_expansion(one), "terms": list(one.terms), "stands_for": list(one.stands_for), "grams": list(one.grams)}
            for one in question.expansions
        ],
        "correction": _correction(question.correction),
        "passages": analysis.passages or None,
        "revision": analysis.revision or None,
    }


def passage_json(passage: Passage, url: str) -> PassageBody:
    """Give a passage; start and end are its place in the document's text."""
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "title": passage.title,
        "heading": passage.heading,
        "url": url,
        "language": passage.language,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
    }


def document_json(document: Document, passages: list[Passage]) -> DocumentBody:
    """Give a document whole, with the ids and places of its passages; its source file stays private."""
    return {
        "id": document.id,
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "text": document.text,
        "headings": [{"start": one.start, "end": one.end, "level": one.level} for one in document.headings],
        "passages": [{"id": passage.id, "start": passage.start, "end": passage.end} for passage in passages],
    }


def status_json(manifest: Manifest) -> StatusBody:
    """Give what visitors may know of the live generation."""
    return {
        "revision": manifest.revision,
        "created": manifest.created,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "languages": manifest.languages,
        "segmenter": manifest.segmenter,
        "encoders": list(manifest.encoders.values()),
    }


def _question(question: Question) -> QuestionBody:
    return {
        "text": question.text,
        "language": question.language,
        "type": question.type,
        "terms": list(question.shown),
        "ignored": list(question.ignored),
        "correction": _correction(question.correction),
        "expansions": [_expansion(expansion) for expansion in question.expansions],
    }


def _correction(correction: Correction | None) -> CorrectionBody | None:
    return None if correction is None else {"text": correction.text, "applied": correction.applied}


def _expansion(expansion: Expansion) -> ExpansionBody:
    return {
        "text": expansion.text,
        "kind": expansion.kind,
        "source": expansion.source,
        "weight": round(expansion.weight, 4),
    }


def _best(best: BestAnswer) -> AnswerBody:
    return {
        "passage_id": best.passage.id,
        "text": best.text,
        "start": best.start,
        "end": best.end,
        "confidence": round(best.confidence, 4),
    }


def _hit(hit: Hit) -> HitBody:
    found = {
        "copies": list(hit.copies),
        "highlights": list(hit.highlights),
        "answer": hit.answer,
        "score": round(hit.score, 4),
    }
    shown = cast("HitBody", passage_json(hit.passage, hit.url) | found)
    if hit.explanation is not None:
        shown["explanation"] = {term: round(share, 4) for term, share in hit.explanation.items()}
    return shown
