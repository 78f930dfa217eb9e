"""Every schema and every call of the document has an example, and each fits its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.api.conftest import Client


@pytest.fixture(scope="module")
def document(client: Client) -> dict[str, Any]:
    return client.ok("/openapi.json")


def errors_of(document: dict[str, Any], schema: dict[str, Any], example: object) -> list[str]:
    whole = {**schema, "components": document["components"]}
    return [
        f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in Draft202012Validator(whole).iter_errors(example)
    ]


def contents(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body that JSON is sent or answered in, and every parameter."""
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            where = f"{method.upper()} {path}"
            for parameter in call.get("parameters", []):
                yield f"{where} {parameter['name']}", parameter
            bodies = [("body", call.get("requestBody", {}))]
            bodies += [(s, a) for s, a in call["responses"].items() if s.startswith("2")]
            for name, body in bodies:
                for kind, content in body.get("content", {}).items():
                    if kind == "application/json":
                        yield f"{where} {name}", content


def test_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert "example" in schema or "enum" in schema, name


def test_examples_of_schemas_fit(document: dict[str, Any]) -> None:
    wrong = {
        name: found
        for name, schema in document["components"]["schemas"].items()
        if "example" in schema and (found := errors_of(document, schema, schema["example"]))
    }
    assert wrong == {}


def test_every_call_has_examples_that_fit(document: dict[str, Any]) -> None:
    seen, wrong = 0, {}
    for where, content in contents(document):
        seen += 1
        assert "example" in content or content.get("examples"), where
        example = content.get("example")
        if "examples" in content:
            example = next(iter(content["examples"].values()))["value"]
        found = errors_of(document, content["schema"], example)
        if found:
            wrong[where] = found
    assert seen > 200
    assert wrong == {}


def test_an_example_that_does_not_fit_is_found(document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/ReadingRow"}
    assert errors_of(document, schema, {"enterprise": 1})
