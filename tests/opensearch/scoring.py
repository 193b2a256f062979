"""The scores that a cluster gives for the queries that are asked of it."""

import base64
from typing import Any

import numpy as np

Json = dict[str, Any]

STEPS = 65536
CENTRE = 27648


def score_of(query: Json, row: Json) -> float | None:
    """Give the score of a row, or None where it does not match."""
    ((kind, what),) = query.items()
    match kind:
        case "match_all":
            return float(what.get("boost", 1.0))
        case "term":
            ((name, value),) = what.items()
            wanted, boost = (value["value"], value["boost"]) if isinstance(value, dict) else (value, 1.0)
            return _term(row.get(name), wanted, boost)
        case "terms":
            ((name, values),) = what.items()
            return 1.0 if row.get(name) in values else None
        case "dis_max":
            return max((score for one in what["queries"] if (score := score_of(one, row)) is not None), default=None)
        case "bool":
            return _all(what, row)
        case "script_score":
            inner = score_of(what["query"], row)
            score = None if inner is None else _log_odds(what["script"], row, inner)
            return None if score is None or score < what["min_score"] else score
    raise AssertionError(f"no such query: {kind}")


def _term(held: Any, wanted: str, boost: float) -> float | None:
    if isinstance(held, str) and "|" in held:
        impacts = dict(one.rsplit("|", 1) for one in held.split(" "))
        return boost * int(impacts[wanted]) / STEPS if wanted in impacts else None
    return boost if held == wanted else None


def _all(what: Json, row: Json) -> float | None:
    if any(score_of(one, row) is None for one in what.get("filter", [])):
        return None
    scores = [score for one in what["should"] if (score := score_of(one, row)) is not None]
    return sum(scores) if scores else None


def _log_odds(script: Json, row: Json, words: float) -> float:
    """Do what the script of index.opensearch.queries says, of the encoders that it names."""
    given = script["params"]
    share = min(1.0, words / given["best"])
    by_share, constant, *factors = given["languages"][row["language"]]
    total = by_share * share + constant
    keys = [line.split("doc['vector_")[1].split("'")[0] for line in script["source"].split("\n") if "doc['vector_" in line]
    for number, (key, factor) in enumerate(zip(keys, factors, strict=True)):
        if factor:
            steps = np.frombuffer(base64.b64decode(row[f"vector_{key}"]), np.int8).astype(np.int64)
            question = np.array([ord(one) - CENTRE for one in given[f"question_{number}"]])
            total += factor * row[f"scale_{key}"] * int(steps @ question)
    return total + 128.0 if share > 0 or total >= given["least"] else 0.0


def matched(query: Json, row: Json) -> dict[str, float]:
    """Give the scores of all named queries that match."""
    found: dict[str, float] = {}
    for kind, what in query.items():
        if kind == "term":
            ((_, value),) = what.items()
            score = score_of(query, row)
            if isinstance(value, dict) and "_name" in value and score is not None:
                found[value["_name"]] = score
        elif isinstance(what, dict):
            inside = [*what.get("should", []), *what.get("queries", []), *([what["query"]] if "query" in what else [])]
            for one in inside:
                found |= matched(one, row)
    return found


def sort_key(order: list[Json], row: Json, score: float) -> tuple[Any, ...]:
    """Give what rows are ordered by."""
    return tuple(-score if name == "_score" else row[name] for one in order for name in one)
