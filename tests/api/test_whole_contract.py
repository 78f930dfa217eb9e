"""Every call of the document, with data that fits it and data that does not: no 5xx, no surprise.

Schemathesis makes the data from the document, the same at every run; `SCHEMATHESIS_EXAMPLES` asks
for more of them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import httpx
import hypothesis
import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.routes import ROUTERS
from tests.api.conftest import FILES, TOKEN, Platform, feed, open_platform

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "2"))
CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
TAGS = sorted({str(tag) for router in ROUTERS for tag in router.tags} | {"platform"})
LEFT_OUT = {
    ("POST", "/api/v1/channels/{name}/test"): "would send to wherever the data say",
}
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own: the calls change it."""
    directory = tmp_path_factory.mktemp("fuzzed")
    for made in open_platform(directory, FILES, directory / "registry.db"):
        feed(made)
        made.settle()
        yield made


@pytest.fixture(scope="module")
def operations(fuzzed: Platform) -> list[Any]:
    schema = schemathesis.openapi.from_asgi("/openapi.json", fuzzed.app)
    return [found.ok() for found in schema.get_all_operations()]


async def send(app: FastAPI, case: Any) -> httpx.Response:
    """Send a case as it is; httpx would not send everything, so requests puts it together."""
    kwargs = case.as_transport_kwargs(base_url="http://127.0.0.1")
    for left_out in ("timeout", "verify"):
        kwargs.pop(left_out, None)
    made = requests.Request(**kwargs).prepare()
    headers = {**made.headers, "Authorization": f"Bearer {TOKEN}"}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport) as http:
        return await http.request(made.method, made.url, headers=headers, content=made.body)


def call_with(app: FastAPI, operation: Any, mode: GenerationMode) -> list[str]:
    """Call an operation with data of a kind; return what was wrong."""
    wrong: list[str] = []

    @SETTINGS
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def try_once(case: Any) -> None:
        for name in ("Idempotency-Key", "If-None-Match"):
            case.headers.pop(name, None)
        answer = asyncio.run(send(app, case))
        try:
            case.validate_response(answer, checks=list(CHECKS))
        except FailureGroup as error:
            wrong.append("\n".join(str(one) for one in error.exceptions) + answer.text[:300])
        except Failure as error:
            wrong.append(str(error))

    try:
        try_once()
    except hypothesis.errors.Unsatisfiable:
        return []
    return wrong


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("tag", TAGS)
def test_calls_answer_as_the_document_says(
    fuzzed: Platform, operations: list[Any], tag: str, mode: GenerationMode
) -> None:
    own = [one for one in operations if tag in (one.tags or [])]
    wrong = [
        f"{one.label} ({mode.name}):\n{text}"
        for one in own
        if (one.method.upper(), one.path) not in LEFT_OUT
        for text in call_with(fuzzed.app, one, mode)
    ]
    assert wrong == [], "\n\n".join(wrong)


def test_every_call_has_a_tag_that_is_walked(operations: list[Any]) -> None:
    assert len(operations) > 100
    assert [one.label for one in operations if not set(one.tags or []) & set(TAGS)] == []
