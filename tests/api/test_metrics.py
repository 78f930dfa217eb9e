"""Metrics: parsed as Prometheus does, true to the books, and all on the page about them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from analytics.scheduler import Scheduler
from api.app import create_app
from api.carried_books import COUNTS
from api.metrics import _write_books
from ingest.books import BookRow
from tests.api.conftest import CARBIDE, TOKEN, Client, Platform

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"


def scrape(app: FastAPI) -> dict[str, Metric]:
    client = Client(app, {"Authorization": f"Bearer {TOKEN}"})
    client.ok("/api/v1/books")
    text = client.get("/metrics").text
    return {family.name: family for family in text_string_to_metric_families(text)}


def figure(found: dict[str, Metric], name: str, **labels: str) -> float:
    [value] = [s.value for s in found[name].samples if s.name == name and s.labels == labels]
    return value


def test_the_page_and_the_process_name_the_same_metrics(platform: Platform) -> None:
    scheduler = Scheduler(platform.context)
    found = scrape(create_app(replace(platform.parts, scheduler=scheduler)))
    shown = {name + ("_total" if m.type == "counter" else "") for name, m in found.items()}
    written = set(re.findall(r"`((?:nengheng|process)_\w+)`", PAGE.read_text("utf-8")))
    assert shown == written


def test_figures_are_those_of_the_books(platform: Platform) -> None:
    found = scrape(platform.app)
    books = platform.client().items("/api/v1/books")
    for term in ("received", "stored", "quarantined", "pending", "readings_stored"):
        assert figure(found, "nengheng_books", term=term) == sum(row[term] for row in books)
    [mine] = [row for row in books if row["enterprise"] == CARBIDE]
    assert (
        figure(found, "nengheng_book_readings_stored", enterprise=CARBIDE, gateway="GW1")
        == mine["readings_stored"]
    )
    assert figure(found, "nengheng_quarantine_open", reason="unknown_point") == 1
    assert figure(found, "nengheng_part_up", part="collector") == 1
    assert figure(found, "nengheng_part_figure", part="collector.drain", figure="batches") >= 1
    commits = found["nengheng_commit_seconds"].samples
    [count] = [s.value for s in commits if s.name.endswith("_count")]
    assert count >= 1
    assert [s.value for s in commits if s.labels.get("le") == "+Inf"] == [count]


def test_books_of_single_gateways_can_be_left_out(platform: Platform) -> None:
    settings = platform.parts.settings.model_copy(update={"metrics_gateways": False})
    found = scrape(create_app(replace(platform.parts, settings=settings)))
    assert not [name for name in found if name.startswith("nengheng_book_")]
    assert "nengheng_books" in found


def test_any_name_of_a_gateway_is_written_so_that_it_is_read_back() -> None:
    names = ["GW1", 'a"b', "a\\b", "a\nb", "a\\nb", "煤", ""]
    books = [BookRow("E", name, *range(10, 20), "broker", 0) for name in names]
    found = list(text_string_to_metric_families("".join(_write_books(books))))
    assert [family.name for family in found] == [f"nengheng_book_{name}" for name in COUNTS]
    for family in found:
        assert [sample.labels["gateway"] for sample in family.samples] == names
        term = family.name.removeprefix("nengheng_book_")
        assert [sample.value for sample in family.samples] == [getattr(b, term) for b in books]
