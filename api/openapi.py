"""OpenAPI: every schema and every answer gets an example, put together from its fields'."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.schemas.imports import ImportBody

Schema = dict[str, Any]

READ_BY_HAND: tuple[type[BaseModel], ...] = (ImportBody,)
"""Bodies that come in several kinds, which `api.uploads` reads."""

PREFIX = "#/components/schemas/"
PLAIN: dict[str, object] = {
    "string": "",
    "integer": 1,
    "number": 1.0,
    "boolean": False,
    "null": None,
    "object": {},
}
"""Examples of types where a field gives none."""
FORMATS = {"date-time": "2026-01-01T00:00:00+08:00", "date": "2026-01-01"}
PROBLEM_STATUSES = {
    "401": "No or a wrong token",
    "403": "Not for this role to do",
    "404": "No such thing",
    "422": "A bad value",
    "429": "Too many calls, or failed sign-ins: go on after Retry-After",
}

KEYED = frozenset({"post", "put", "patch"})
IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key of this call, best a random UUID: sent twice with it, it is done once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "example": "7f1c1f6e-6a52-4d0e-9f1b-0c0f3f1f6a11",
}
EXAMPLES_BY_NAME: dict[str, object] = {
    "enterprise": "91150600MA0EXAMPL4",
    "region": "150622",
    "subject": "enterprise:91150600MA0EXAMPL4",
    "holder": "enterprise:91150600MA0EXAMPL4",
    "gateway": "GW1",
    "point": "T1.EP",
    "carrier": "electricity",
    "indicator": "coal_calorific_tce",
    "benchmark_key": "无机盐/电石//单位产品综合能耗",
    "start": "2026-01-01",
    "end": "2026-02-01",
    "at": "2026-01-01",
    "verdict": "3f9a0c11d2e45b67",
    "name": "energy-office",
    "code": "register_gap",
    "year": 2026,
}
"""Examples of parameters whose schema gives none."""


def install_openapi(app: FastAPI) -> None:
    """Let the application give a document with examples, made once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
            )
            _add_bodies(document["components"]["schemas"])
            add_examples(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def add_examples(document: dict[str, Any]) -> None:
    """Add examples to a document's schemas and answers, and the problems to its calls."""
    schemas: dict[str, Schema] = document["components"]["schemas"]
    for name, schema in schemas.items():
        if "__" in name:  # models of one name in two modules
            schema["title"] = "".join(part.capitalize() for part in name.split("__")[-2:-1])
            schema["title"] += name.split("__")[-1]
        if schema.get("type") == "object" and "example" not in schema:
            schema["example"] = example_of(schema, schemas)
    for calls in document["paths"].values():
        for method, call in calls.items():
            _finish_call(method, call, schemas)
    _name_calls(document)


def _finish_call(method: str, call: dict[str, Any], schemas: dict[str, Schema]) -> None:
    if method in KEYED:
        call.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    for parameter in call.get("parameters", []):
        if "example" not in parameter and "examples" not in parameter:
            parameter["example"] = _example_of_parameter(parameter, schemas)
    good = [one for status, one in call["responses"].items() if status.startswith("2")]
    for body in (call.get("requestBody", {}), *good):
        content = body.get("content", {}).get("application/json", {})
        if "schema" in content:
            content.setdefault("example", example_of(content["schema"], schemas))
    _add_problems(call["responses"])


def _name_calls(document: dict[str, Any]) -> None:
    """Name calls by their function, which clients call theirs by; where two are alike by tag too.

    Clients put calls of one tag together, so that a name is short where it is read.
    """
    calls = [
        call
        for path in sorted(document["paths"])
        for _, call in sorted(document["paths"][path].items())
    ]
    taken: set[str] = set()
    for call in calls:
        name = call["operationId"].partition("_api_v1_")[0]
        tagged = "_".join((*str(call["tags"][0]).split(), name))
        call["operationId"] = next(n for n in (name, tagged, call["operationId"]) if n not in taken)
        taken.add(call["operationId"])


def _add_problems(responses: dict[str, Any]) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": f"{PREFIX}Problem"}}}
    for status, text in PROBLEM_STATUSES.items():
        responses.setdefault(status, {"description": text})["content"] = problem
    for status, answer in responses.items():
        if not status.startswith("2"):
            answer.setdefault("content", problem)
    responses["default"] = {"description": "Refused, or failed", "content": problem}


def _add_bodies(schemas: dict[str, Schema]) -> None:
    """Add the models of bodies that routes read by themselves."""
    for model in READ_BY_HAND:
        made = model.model_json_schema(ref_template=f"{PREFIX}{{model}}")
        schemas.update(made.pop("$defs", {}))
        schemas[model.__name__] = made


def _example_of_parameter(parameter: dict[str, Any], schemas: dict[str, Schema]) -> object:
    """Return an example of a parameter: its schema's, or one that its name asks for."""
    schema = parameter["schema"]
    found = example_of(schema, schemas)
    told = any(schema.get(key) for key in ("examples", "enum", "const", "default"))
    return found if told and found is not None else EXAMPLES_BY_NAME.get(parameter["name"], found)


def example_of(schema: Schema, schemas: dict[str, Schema], depth: int = 0) -> object:
    """Return an example of a schema; lists hold one item, trees end after three levels [1]."""
    if "$ref" in schema:
        named = schemas[schema["$ref"].removeprefix(PREFIX)]
        return example_of(named, schemas, depth + 1)
    given = [schema[key][0] for key in ("examples", "enum") if schema.get(key)]
    given += [schema[key] for key in ("const", "default") if key in schema]
    if given:
        return given[0]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas, depth)
    if schema.get("type") == "array":
        return [] if depth > 3 else [example_of(schema["items"], schemas, depth + 1)]
    if "properties" in schema:
        properties: dict[str, Schema] = schema["properties"]
        return {name: example_of(one, schemas, depth) for name, one in properties.items()}
    return FORMATS.get(schema.get("format", "")) or PLAIN.get(schema.get("type", "null"))
