"""Lists as CSV, NDJSON, Parquet and XLSX: the same rows in every shape, all of them, in order."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_origin, get_type_hints

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from api.listing.columns import columns_of
from api.listing.kinds import CSV, JSON, LISTS, NDJSON, PARQUET, XLSX, choose_kind
from api.listing.route import ListRoute, find_row
from api.listing.writers import WRITERS
from api.schemas.readings import ReadingRow
from api.services.whole_series import walk_readings
from api.viewer import Viewer, operator
from core.readings import ReadingBatch
from core.store.protocol import SeriesKey
from tests.api.conftest import CARBIDE, FILES, NOW_MS, START_MS, Client, open_platform
from tests.api.test_lists import LISTS as CALLS

READINGS = CALLS["readings"]
MILLION = 1_000_000


def fetch(client: Client, path: str, kind: Any, **params: object) -> bytes:
    answer = client.get(f"/api/v1/{path}", params=params, headers={"Accept": kind.media_type})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == kind.header
    assert answer.headers["content-disposition"].endswith(f'.{kind.name}"')
    return answer.content


@pytest.mark.parametrize("path", CALLS)
def test_every_shape_has_the_rows_of_the_list(client: Client, path: str) -> None:
    query = CALLS[path]
    paged = {} if path == "regions" or path.startswith("catalogue") else {"limit": 1000}
    if path in ("readings", "amounts"):
        paged = {"limit": 10_000}
    wanted = client.items(f"/api/v1/{path}", **query, **paged)
    lines = fetch(client, path, NDJSON, **query).decode().splitlines()
    assert [json.loads(line) for line in lines] == wanted
    rows = list(csv.DictReader(io.StringIO(fetch(client, path, CSV, **query).decode())))
    assert [list(row) for row in rows] == [list(row) for row in wanted]
    table = pq.read_table(io.BytesIO(fetch(client, path, PARQUET, **query)))
    assert table.num_rows == len(wanted)
    sheet = load_workbook(io.BytesIO(fetch(client, path, XLSX, **query)), read_only=True)["1"]
    assert len(list(sheet.iter_rows())) == len(wanted) + 1
    for name, value in wanted[0].items():
        if isinstance(value, str):
            assert rows[0][name] == value
        if isinstance(value, float | int) and not isinstance(value, bool):
            assert table.column(name)[0].as_py() == value


def test_times_are_times(client: Client) -> None:
    table = pq.read_table(io.BytesIO(fetch(client, "readings", PARQUET, **READINGS)))
    assert table.schema.field("time").type == pa.timestamp("ms", tz="Asia/Shanghai")
    assert table.column("time")[0].cast(pa.int64()).as_py() == START_MS
    sheet = load_workbook(io.BytesIO(fetch(client, "readings", XLSX, **READINGS)))["1"]
    assert sheet.cell(2, 3).value == datetime(2026, 1, 1)  # noqa: DTZ001
    text = fetch(client, "readings", CSV, **READINGS).decode().splitlines()[1]
    assert "2026-01-01T00:00:00+08:00" in text


def test_limit_that_is_given_holds_and_the_rest_follows(client: Client) -> None:
    path: str | None = "/api/v1/verdicts?limit=2"
    lines: list[str] = []
    while path is not None:
        answer = client.get(path, headers={"Accept": "application/x-ndjson"})
        assert len(answer.text.splitlines()) <= 2
        lines += answer.text.splitlines()
        link = answer.headers.get("link")
        path = link.partition(">")[0].removeprefix("<") if link else None
    assert lines == fetch(client, "verdicts", NDJSON).decode().splitlines()


def test_refusals_are_problems_in_any_shape(client: Client) -> None:
    for query in ({"cursor": "x"}, {"subject": "nobody"}, {"limit": 0}):
        answer = client.get("/api/v1/accounts", params=query, headers={"Accept": "text/csv"})
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("text/html, */*;q=0.1", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV; charset=utf-8", CSV),
        ("text/*", CSV),
        ("application/json;q=0.5, text/csv", CSV),
        ("application/json;q=0, */*", CSV),
        ("text/csv;q=0.2, application/x-ndjson;q=0.9", NDJSON),
        (PARQUET.media_type, PARQUET),
    ],
)
def test_kind_that_is_liked_best(accept: str | None, kind: object) -> None:
    assert choose_kind(accept, LISTS) == kind


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*", ";;,"])
def test_nothing_that_is_accepted(client: Client, accept: str) -> None:
    answer = client.get("/api/v1/accounts", headers={"Accept": accept})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["fix"]


def test_every_list_of_the_api_gives_tables(client: Client) -> None:
    paths = client.ok("/openapi.json")["paths"]
    from api.routes import ROUTERS

    lists = [r for router in ROUTERS for r in router.routes if find_row(r.endpoint) is not None]
    given = [route for route in lists if isinstance(route, ListRoute)]
    assert len(given) > 30
    for route in given:
        described = paths[route.path]["get"]["responses"]
        assert set(described["200"]["content"]) == {kind.media_type for kind in LISTS}
        assert "406" in described


def test_no_list_is_left_out() -> None:
    from api.routes import ROUTERS

    reads = [r for router in ROUTERS for r in router.routes if "GET" in r.methods]
    plain = [r.path for r in reads if get_origin(get_type_hints(r.endpoint).get("return")) is list]
    assert plain == [], "lists that are no page"
    lists = [r for r in reads if find_row(r.endpoint) is not None]
    assert [r.path for r in lists if not isinstance(r, ListRoute)] == []
    assert len(lists) > 55


@pytest.mark.parametrize("path", ["users", "audit", "channels", "subscriptions", "maintenance"])
def test_lists_of_daily_work_are_tables_too(client: Client, path: str) -> None:
    wanted = client.items(f"/api/v1/{path}")
    rows = list(csv.DictReader(io.StringIO(fetch(client, path, CSV).decode())))
    assert len(rows) == len(wanted)


def test_rows_of_a_table_are_a_table(client: Client) -> None:
    wanted = client.items("/api/v1/tables/region/rows")
    lines = fetch(client, "tables/region/rows", NDJSON).decode().splitlines()
    assert [json.loads(line) for line in lines] == wanted


def test_text_is_never_a_formula() -> None:
    row = ReadingRow(
        enterprise="=1+1", point="@\x01x", time=NOW_MS, value=1.0, quality=0, sent=None, seq=1
    )
    content = b"".join(WRITERS[XLSX](ReadingRow, [[row]]))
    sheet = load_workbook(io.BytesIO(content))["1"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].value == "@\ufffdx"


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Viewer, Asked]]:
    """A point with a million readings, three hundred times as many as it said it would send."""
    directory = tmp_path_factory.mktemp("dense")
    for made in open_platform(directory, FILES, directory / "registry.db"):
        store = made.parts.store
        [series] = store.series_ids([SeriesKey(CARBIDE, "T1/EP")]).tolist()
        for first in range(0, MILLION, 100_000):
            number = np.arange(first, first + 100_000)
            store.write_readings(
                ReadingBatch(
                    np.full(len(number), series),
                    START_MS + number * 5000 + number % 2,
                    number.astype(float),
                    np.zeros(len(number), np.int8),
                    np.full(len(number), START_MS),
                    number,
                )
            )
        yield operator(made.parts), Asked(CARBIDE, "T1/EP", START_MS, NOW_MS)


@dataclass(frozen=True)
class Asked:
    enterprise: str
    point: str
    start: int
    end: int


def resident() -> int:
    gc.collect()
    pa.default_memory_pool().release_unused()
    return psutil.Process().memory_info().rss


@pytest.mark.parametrize("kind", [CSV, PARQUET], ids=lambda kind: kind.name)
def test_a_million_readings_are_given_in_bounded_memory(
    dense: tuple[Viewer, Asked], kind: Any
) -> None:
    pieces = WRITERS[kind](ReadingRow, walk_readings(*dense))
    for _ in range(3):
        next(pieces)
    before = most = resident()
    size = lines = 0
    for number, piece in enumerate(pieces):
        size += len(piece)
        lines += piece.count(b"\n")
        if number % 20 == 0:
            most = max(most, resident())
    assert size > 1_000_000
    if kind is not PARQUET:
        assert lines > 900_000
    assert most - before < 64 * 1024 * 1024


def test_times_of_a_series_are_spelt_as_in_json(dense: tuple[Viewer, Asked]) -> None:
    first = next(iter(WRITERS[NDJSON](ReadingRow, walk_readings(*dense)))).splitlines()[:2]
    for line in first:
        row = ReadingRow.model_validate_json(line)
        assert json.loads(row.model_dump_json()) == json.loads(line)
    assert b"2026-01-01T00:00:05.001000+08:00" in first[1]


def test_the_whole_series_is_what_the_pages_give(dense: tuple[Viewer, Asked]) -> None:
    batches = list(walk_readings(*dense))
    assert sum(len(batch) for batch in batches) == MILLION
    assert max(len(batch) for batch in batches) <= 8 * 20_000
    seq = np.concatenate([batch.column("seq").to_numpy() for batch in batches])
    assert (seq == np.arange(MILLION)).all()


def test_columns_of_nested_rows_are_json(client: Client) -> None:
    table = pq.read_table(io.BytesIO(fetch(client, "findings", PARQUET)))
    evidence = table.column("evidence")
    assert evidence.type == pa.string()
    for text in evidence.to_pylist():
        json.loads(text)
    assert [c.name for c in columns_of(ReadingRow)] == list(ReadingRow.model_fields)
