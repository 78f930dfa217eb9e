"""Imports through the application: whatever the files are called and hold, no answer is a 5xx."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import FILES, Client, open_platform
from tests.fuzz.spoiling import cut_bytes, spoil_document, spoil_table

PATH = "/api/v1/imports"
SEEDS = st.integers(0, 2**32 - 1)
STEMS = st.text(max_size=90) | st.integers(1, 90).map(lambda size: "\U00020000" * size)
NAMES = st.sampled_from(sorted(FILES)) | STEMS.map(lambda stem: f"{stem}.csv")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    directory = tmp_path_factory.mktemp("imports")
    for platform in open_platform(directory, FILES, directory / "registry.db"):
        yield platform.client()


def spoil_text(text: str, seeds: list[int]) -> str:
    for seed in seeds:
        text = spoil_table(text, Random(seed))
    return text


TEXTS = st.builds(spoil_text, st.sampled_from(list(FILES.values())), st.lists(SEEDS, max_size=3))


def check(answer: Any) -> None:
    given = answer.json()
    if answer.status_code == 200:
        assert given["problems"] == []
        return
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert given["title"]
    assert given["fix"]
    for row in (given.get("report") or {"problems": []})["problems"]:
        assert row["reason"]
        assert row["fix"]


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(files=st.lists(st.tuples(NAMES, TEXTS), min_size=1, max_size=4), seed=SEEDS)
def test_json_bodies(client: Client, files: list[tuple[str, str]], seed: int) -> None:
    document: Any = {"files": [{"name": n, "content": c} for n, c in files], "dry_run": False}
    random = Random(seed)
    if seed % 3 == 0:
        document = spoil_document(document, random)
    body = json.dumps(document, default=repr).encode("utf-8", "replace")
    if seed % 5 == 0:
        body = cut_bytes(body, random)
    check(client.post(PATH, content=body, headers={"Content-Type": "application/json"}))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(files=st.lists(st.tuples(NAMES, TEXTS), min_size=1, max_size=3), seed=SEEDS)
def test_forms(client: Client, files: list[tuple[str, str]], seed: int) -> None:
    pieces = [
        b'--sep\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n'
        % (name.encode("utf-8", "replace"), text.encode("utf-8", "surrogatepass"))
        for name, text in files
    ]
    body = b"".join(pieces) + b"--sep--\r\n"
    if seed % 3 == 0:
        body = cut_bytes(body, Random(seed), [b"--sep", b"\r\n", b'"', b"\xff", b"\0", b"--sep--"])
    kind = "multipart/form-data" + ("; boundary=sep" if seed % 7 else "")
    check(client.post(PATH, content=body, headers={"Content-Type": kind}))
