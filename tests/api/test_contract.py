"""The shapes people and scripts rely on, and the OpenAPI document."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import TypeAdapter

from api.app import create_app
from api.schemas.accounts import AccountRow
from api.schemas.base import Page
from api.schemas.books import BookRow
from api.schemas.verdicts import VerdictRow
from tests.api.conftest import Client, Platform

DESIGNED = {
    BookRow: "enterprise, gateway, received, stored, duplicate, quarantined, dropped, pending, "
    "decoded, readings_stored, readings_quarantined, readings_dropped, delivery, as_of",
    AccountRow: "subject, period, start, indicator, basis, amount, unit, measured, estimated, "
    "coverage, version",
    VerdictRow: "id, subject, rule, period, start, level, severity, value, reference, unit, basis, "
    "coverage, provisional, reason, since, version",
}
PATHS = {"books": BookRow, "accounts": AccountRow, "verdicts": VerdictRow}


@pytest.mark.parametrize("row", DESIGNED, ids=lambda row: row.__name__)
def test_fields_are_those_of_the_design_in_its_order(row: type[Any]) -> None:
    assert list(row.model_fields) == DESIGNED[row].split(", ")


@pytest.mark.parametrize("path", PATHS)
def test_answers_have_these_fields(client: Client, path: str) -> None:
    for item in client.items(f"/api/v1/{path}"):
        assert list(item) == DESIGNED[PATHS[path]].split(", ")


@pytest.fixture(scope="module")
def document(client: Client) -> dict[str, Any]:
    return client.ok("/openapi.json")


def calls(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, call)
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    ]


def test_every_call_is_described(document: dict[str, Any]) -> None:
    assert len(calls(document)) > 30
    for path, method, call in calls(document):
        assert call["summary"], (path, method)
        assert "application/problem+json" in call["responses"]["422"]["content"]
        for parameter in call.get("parameters", []):
            described = parameter.get("description") or parameter["schema"].get("description")
            assert described or parameter["in"] == "path", (path, parameter)


def test_examples_are_valid(platform: Platform, document: dict[str, Any]) -> None:
    app = create_app(platform.parts)
    models = {
        (route.path_format, method.lower()): route.response_model
        for route in every_route(app)
        for method in route.methods
    }
    seen = 0
    for path, method, call in calls(document):
        for status, answer in call["responses"].items():
            content = answer.get("content", {}).get("application/json")
            if not status.startswith("2") or content is None:
                continue
            TypeAdapter(models[path, method]).validate_python(content["example"])
            seen += 1
    assert seen > 30


def every_route(app: Any) -> list[Any]:
    from api.app import root
    from api.routes import ROUTERS

    return [route for router in (root, *ROUTERS) for route in router.routes]


def test_fields_have_descriptions_and_numbers_units(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, content in schema.get("properties", {}).items():
            if "$ref" in content:
                continue
            text = content.get("description", "")
            assert text, f"{name}.{field}"
            kinds = {content.get("type")} | {one.get("type") for one in content.get("anyOf", [])}
            if kinds & {"number", "integer"} and field != "year":
                assert re.search(r"\[[^\]]+\]", text), f"{name}.{field}: {text}"


def test_page_of_nothing() -> None:
    assert Page[BookRow](items=[]).next is None
