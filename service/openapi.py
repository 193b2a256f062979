"""The OpenAPI 3.1 document, made of the routes and of the types of what goes in and out; and a page of it."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Literal

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template
from pydantic import TypeAdapter
from werkzeug.routing import Rule

from service.bodies import OpenApiBody, ProblemBody
from service.operations import Operation, operation, operation_of

documents = Blueprint("openapi", __name__, url_prefix="/api/v1")

Json = dict[str, Any]
Direction = Literal["validation", "serialization"]

REFERENCE = "#/components/schemas/"

ANY = (400, 429, 500)
"""Errors that every route can have; 400 where host or query cannot be read."""

DESCRIPTION = (
    "Questions in any language, answered by passages of the owner's articles. Offsets are in code points, half-open "
    "`[start, end)`. Every error is `application/problem+json`. Within `v1` names are added, never removed or changed in "
    "meaning; clients ignore names that they do not know."
)

HEADERS = {
    "X-Request-ID": "names the request in the server's logs",
    "RateLimit": "requests left, and seconds until all are there again (draft-ietf-httpapi-ratelimit-headers); with a limit",
    "RateLimit-Policy": "that limit: requests a window of seconds",
}


@documents.get("/openapi.json")
@operation(gives=OpenApiBody)
def openapi_json() -> Response:
    """Describe the API for programs (OpenAPI 3.1)."""
    return jsonify(openapi(current_app))


@documents.get("/docs")
@operation(gives=None)
def docs() -> str:
    """Describe the API for people."""
    document = openapi(current_app)
    return render_template("docs.html", document=document, schemas=document["components"]["schemas"], kind=kind)


def openapi(app: Flask) -> Json:
    """Make the document of an application's routes: of those that say of themselves what they are (service.operations)."""
    described = sorted(_described(app), key=lambda one: one[0].rule)
    schemas, definitions = _schemas(stated for _, stated in described)
    paths: Json = {}
    for rule, stated in described:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        summary = app.view_functions[rule.endpoint].__doc__ or ""
        paths.setdefault(path, {})[method.lower()] = {
            "operationId": rule.endpoint.replace(".", "_"),
            "summary": summary.partition("\n")[0],
            "parameters": [*_path_parameters(rule), *_query_parameters(stated, definitions)],
            "responses": _responses(stated, schemas),
            **_request_body(stated, schemas),
            **({"security": [{"key": []}]} if stated.key else {}),
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wenda", "version": version("wenda"), "description": DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "the owner's admin key"}},
        },
    }


def kind(schema: Json) -> str:
    """Say in a word or two what a schema is, for people; names of other schemas stand as they are."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    if "anyOf" in schema:
        return " or ".join(kind(one) for one in schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return " or ".join(f'"{value}"' for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return "list of " + kind(schema["items"]) if "items" in schema else "pair"
    least, most = (schema.get(name, schema.get(other)) for name, other in (("minimum", "minLength"), ("maximum", "maxLength")))
    bounds = "" if least is None and most is None else f" {'' if least is None else least}-{'' if most is None else most}"
    return str(schema.get("type", "anything")) + bounds


def _described(app: Flask) -> Iterator[tuple[Rule, Operation]]:
    for rule in app.url_map.iter_rules():
        stated = operation_of(app.view_functions[rule.endpoint])
        if stated:
            yield rule, stated


def _schemas(operations: Iterator[Operation]) -> tuple[dict[Any, Json], Json]:
    """Give the schema of each type, by the type, and the definitions that they refer to."""
    wanted: dict[Any, Direction] = {ProblemBody: "serialization"}
    for stated in operations:
        wanted |= {model: "validation" for model in (stated.query, stated.body) if model}
        if stated.gives:
            wanted[stated.gives] = "serialization"
    types = list(wanted)
    numbered = [(number, wanted[one], TypeAdapter(one)) for number, one in enumerate(types)]
    found, definitions = TypeAdapter.json_schemas(numbered, ref_template=REFERENCE + "{model}")
    return {types[number]: schema for (number, _), schema in found.items()}, definitions.get("$defs", {})


def _path_parameters(rule: Rule) -> list[Json]:
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in sorted(rule.arguments)]


def _query_parameters(stated: Operation, definitions: Json) -> list[Json]:
    if stated.query is None:
        return []
    schema = definitions[stated.query.__name__]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": one} for name, one in schema["properties"].items()
    ]


def _request_body(stated: Operation, schemas: dict[Any, Json]) -> Json:
    if stated.body is None:
        return {}
    needed = any(field.is_required() for field in stated.body.model_fields.values())
    return {"requestBody": {"required": needed, "content": {"application/json": {"schema": schemas[stated.body]}}}}


def _responses(stated: Operation, schemas: dict[Any, Json]) -> Json:
    """Describe what a route can answer."""
    headers = {name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()}
    given = (
        {"application/json": {"schema": schemas[stated.gives]}} if stated.gives else {"text/html": {"schema": {"type": "string"}}}
    )
    responses: Json = {
        str(stated.status): {"description": HTTPStatus(stated.status).phrase, "content": given, "headers": dict(headers)}
    }
    if stated.conditional:
        tag = {"ETag": {"description": "of revision and request", "schema": {"type": "string"}}}
        responses[str(stated.status)]["headers"] |= tag
        responses["304"] = {"description": "If-None-Match names the ETag that the answer would have", "headers": headers | tag}
    for status in sorted({*stated.errors, *ANY}):
        problem = {"application/problem+json": {"schema": schemas[ProblemBody]}}
        responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": problem, "headers": dict(headers)}
    if stated.status == HTTPStatus.ACCEPTED:
        responses["202"]["headers"]["Location"] = {"description": "where the task is", "schema": {"type": "string"}}
    return responses
