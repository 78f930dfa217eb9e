"""Lists on the page of one enterprise: books, findings, verdicts, certificates."""

from __future__ import annotations

from collections.abc import Mapping

from api.schemas.assessment import CertificateRow
from api.schemas.books import BookRow
from api.schemas.enterprises import EnterpriseDetail
from api.schemas.findings import FindingRow
from api.schemas.verdicts import VerdictDetail
from api.services import allotments, verdicts
from api.services.verdicts import VerdictFilter
from api.viewer import Viewer
from dashboards.console import colours
from dashboards.console.cards import Cell, card, chip, join, level_chip, link, quiet, table
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import (
    format_figure,
    format_moment,
    format_number,
    format_period,
    format_share,
)
from dashboards.console.texts import Texts

FINDINGS_SHOWN = 12
VERDICTS_SHOWN = 200


def draw_books(books: list[BookRow], texts: Texts, names: Mapping[str, str] | None = None) -> None:
    """Draw the books, with enterprises' `names` where given; one that does not close says so."""
    if not books:
        draw_empty(texts("nothing"))
        return
    keys = ("gateway", "received", "stored", "duplicate", "quarantined", "dropped", "pending")
    titles = [texts(key) for key in (*keys, "readings_stored", "delivery")]
    table(titles, [_book(book, texts, names) for book in books], numbers="-nnnnnnn-")
    quiet(texts("books_note"))


def _book(book: BookRow, texts: Texts, names: Mapping[str, str] | None) -> list[Cell]:
    terms = (book.stored, book.duplicate, book.quarantined, book.dropped, book.pending or 0)
    name: Cell = book.gateway or texts("unattributed")
    if names is not None and book.enterprise:
        known = names.get(book.enterprise, book.enterprise)
        name = join([link(known, f"/enterprises/{book.enterprise}"), name])
    if book.received != sum(terms):
        name = join([name, chip(texts("books_open"), colours.LEVEL["exceeded"], "error")])
    counts = (book.received, *terms, book.readings_stored)
    return [name, *(f"{count:,}" for count in counts), texts(f"delivery_{book.delivery}")]


def draw_findings(findings: list[FindingRow], texts: Texts) -> None:
    """Draw the newest findings."""
    if not findings:
        draw_empty(texts("nothing"))
        return
    table(
        [texts("time"), texts("point"), texts("finding")],
        [
            [format_moment(row.start), row.point, texts.either(row.text, row.text_en)]
            for row in findings[:FINDINGS_SHOWN]
        ],
        numbers="tt-",
    )


def read_verdicts(viewer: Viewer, detail: EnterpriseDetail) -> list[VerdictDetail]:
    """Return the newest verdicts on an enterprise."""
    chosen = VerdictFilter(subject=f"enterprise:{detail.enterprise.code}")
    return verdicts.list_details(viewer, chosen, limit=VERDICTS_SHOWN)


def draw_verdicts(rows: list[VerdictDetail], _detail: EnterpriseDetail, visit: Visit) -> None:
    """Draw verdicts, newest period first, those on years before those on months."""
    texts = visit.texts
    with card(texts("tab_verdicts")):
        if not rows:
            draw_empty(texts("no_verdicts"))
            return
        keys = ("time", "rule", "level", "value", "reference", "coverage", "reason")
        ordered = sorted(rows, key=lambda row: (row.start, row.period == "year"), reverse=True)
        table(
            [*(texts(key) for key in keys), ""],
            [_verdict(row, texts) for row in ordered],
            numbers="t-tnnn-t",
        )


def _verdict(row: VerdictDetail, texts: Texts) -> list[Cell]:
    return [
        format_period(row.start, row.period),
        f"{texts.rule(row.rule)} {texts.detail(row.detail)}".strip(),
        level_chip(row.level, texts),
        format_figure(row.value, row.unit),
        format_number(row.reference),
        format_share(row.coverage),
        texts.either(row.reason, row.reason_en),
        link(texts("explain"), f"/explain/{row.id}"),
    ]


def read_certificates(viewer: Viewer, detail: EnterpriseDetail) -> list[CertificateRow]:
    """Return the certificates an enterprise holds."""
    holder = f"enterprise:{detail.enterprise.code}"
    return allotments.list_certificates(viewer, holder=holder).items


def draw_certificates(rows: list[CertificateRow], _detail: EnterpriseDetail, visit: Visit) -> None:
    """Draw certificates with what is used of each."""
    texts = visit.texts
    with card(texts("tab_certificates")):
        if not rows:
            draw_empty(texts("no_certificates"))
            return
        keys = ("certificate", "kind", "month", "origin", "mwh", "used_mwh", "left_mwh", "source")
        table(
            [texts(key) for key in keys],
            [
                [
                    row.code,
                    texts(f"certificate_{row.kind}"),
                    row.month.strftime("%Y-%m"),
                    row.origin,
                    format_number(row.mwh),
                    format_number(row.used),
                    format_number(row.left),
                    row.source,
                ]
                for row in rows
            ],
            numbers="t-t-nnn-",
        )
