"""`EnterpriseFacts`: what the registry knows of an enterprise, read once for a whole job."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import RegistryError
from core.registry.dated import Stay, read_attribute
from core.registry.formula import parse_formula
from core.registry.models import Enterprise, Entry, MeterEpoch, Point, Product, Region
from core.registry.structure import Equipment, ProcessLine
from core.vocabulary import AttributeName

OPEN_MS = 1 << 62
"""End of what is still in service [ms]."""
BATCH = 500
"""Enterprises asked for in one statement [1]."""

Row = TypeVar("Row")


class PointFacts(NamedTuple):
    """A point as the accounts see it; in service in ``[from_ms, to_ms)`` [ms].

    `parent_code` is the meter above it, `line_code` the line it measures, '' for none; `equipment`
    the kind of the equipment it measures. A virtual point is the sum of its `parts`: factor [1]
    and code of another point; `formula` as it was written.
    """

    code: str
    name: str
    kind: str
    carrier: str
    flow: str
    unit: str
    product_code: str
    from_ms: int
    to_ms: int
    parent_code: str = ""
    line_code: str = ""
    equipment: str = ""
    formula: str = ""
    parts: tuple[tuple[float, str], ...] = ()


class LineFacts(NamedTuple):
    """A process line 工序; in service in ``[from_ms, to_ms)`` [ms]."""

    code: str
    name: str
    product_code: str
    from_ms: int
    to_ms: int


class ProductFacts(NamedTuple):
    """A product with the key of its levels in the catalogue."""

    code: str
    name: str
    unit: str
    benchmark_key: str


class EntryFacts(NamedTuple):
    """The newest version of a hand-fed figure over ``[start_ms, end_ms)`` [ms]."""

    item: str
    start_ms: int
    end_ms: int
    version: int
    value: float
    unit: str
    document: str


@dataclass(frozen=True)
class EnterpriseFacts:
    """An enterprise with its place, meters, products and entries, each sorted by code.

    Attributes
    ----------
    regions : tuple of str
        Codes of the enterprise's region and of all above it, nearest first.
    places : tuple of Stay
        In which region it lay when; empty where it is always the same.
    """

    code: str
    name: str
    sector_code: str
    region_code: str
    regions: tuple[str, ...]
    points: tuple[PointFacts, ...] = ()
    products: tuple[ProductFacts, ...] = ()
    entries: tuple[EntryFacts, ...] = ()
    lines: tuple[LineFacts, ...] = ()
    places: tuple[Stay, ...] = ()

    @property
    def subject(self) -> str:
        """Subject of its accounts and verdicts."""
        return f"enterprise:{self.code}"

    def region_at(self, t_ms: int) -> tuple[str, int]:
        """Return the region it lies in at `t_ms` [ms], and until when [ms]."""
        for stay in self.places:
            if stay.holds_at(t_ms):
                return stay.value, stay.end_ms
        return self.region_code, OPEN_MS

    def line_subject(self, line: str) -> str:
        """Return the subject of the accounts of a line."""
        return f"line:{self.code}/{line}"

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Place of each point among the points, by code [1]."""
        return {point.code: row for row, point in enumerate(self.points)}


def read_facts(session: Session, codes: Sequence[str] | None = None) -> dict[str, EnterpriseFacts]:
    """Read the facts of the enterprises with `codes` (of all by default), by code."""
    if codes is None:
        codes = list(session.scalars(select(Enterprise.code).order_by(Enterprise.code)))
    parents = read_parents(session)
    found: dict[str, EnterpriseFacts] = {}
    for at in range(0, len(codes), BATCH):
        found |= _read_batch(session, list(codes[at : at + BATCH]), parents)
    return found


def read_parents(session: Session) -> dict[str, str | None]:
    """Return each region's code with that of the region above it."""
    return {row[0]: row[1] for row in session.execute(select(Region.code, Region.parent_code))}


def chain(parents: dict[str, str | None], code: str) -> tuple[str, ...]:
    """Return `code` and the codes of all regions above it, nearest first."""
    found: list[str] = []
    at: str | None = code
    while at and at not in found:
        found.append(at)
        at = parents.get(at)
    return tuple(found)


def _read_batch(
    session: Session, codes: list[str], parents: dict[str, str | None]
) -> dict[str, EnterpriseFacts]:
    points = _group(_read_points(session, codes), lambda row: row[0])
    product_rows = session.execute(
        select(
            Product.enterprise_code,
            Product.code,
            Product.name,
            Product.unit,
            Product.benchmark_key,
        )
        .where(Product.enterprise_code.in_(codes))
        .order_by(Product.code)
    )
    products = _group([(r[0], ProductFacts(*r[1:])) for r in product_rows], lambda row: row[0])
    entries = _group(_read_entries(session, codes), lambda row: row[0])
    lines = _group(_read_lines(session, codes), lambda row: row[0])
    places = read_attribute(session, AttributeName.REGION, codes)
    heads = session.execute(
        select(
            Enterprise.code, Enterprise.name, Enterprise.sector_code, Enterprise.region_code
        ).where(Enterprise.code.in_(codes))
    )
    return {
        code: EnterpriseFacts(
            code,
            name,
            sector,
            region,
            chain(parents, region),
            tuple(row[1] for row in points[code]),
            tuple(row[1] for row in products[code]),
            tuple(row[1] for row in entries[code]),
            tuple(row[1] for row in lines[code]),
            places=places[code],
        )
        for code, name, sector, region in heads
    }


def _group(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped


def _read_points(session: Session, codes: list[str]) -> list[tuple[str, PointFacts]]:
    stops = _read_stops(session, codes)
    rows = session.execute(
        select(
            Point.enterprise_code,
            Point.code,
            Point.name,
            Point.kind,
            Point.carrier,
            Point.flow,
            Point.unit,
            Point.product_code,
            Point.in_service_ms,
            Point.parent_code,
            Point.line_code,
            Point.equipment_code,
            Point.formula,
        )
        .where(Point.enterprise_code.in_(codes))
        .order_by(Point.enterprise_code, Point.code)
    )
    kinds = _read_equipment(session, codes)
    return [
        (
            r[0],
            PointFacts(
                *r[1:7],
                r[7] or "",
                r[8],
                stops.get((r[0], r[1]), OPEN_MS),
                r[9] or "",
                r[10] or "",
                kinds.get((r[0], r[11] or ""), ""),
                r[12],
                _parts(r[12]) if r[12] else (),
            ),
        )
        for r in rows
    ]


def _parts(formula: str) -> tuple[tuple[float, str], ...]:
    """Return what a formula is made of; nothing where it cannot be read, which is a finding."""
    try:
        return tuple((term.factor, term.code) for term in parse_formula(formula or ""))
    except RegistryError:
        return ()


def _read_equipment(session: Session, codes: list[str]) -> dict[tuple[str, str], str]:
    """Return the kind of each piece of equipment by enterprise and code."""
    rows = session.execute(
        select(Equipment.enterprise_code, Equipment.code, Equipment.kind).where(
            Equipment.enterprise_code.in_(codes)
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _read_lines(session: Session, codes: list[str]) -> list[tuple[str, LineFacts]]:
    rows = session.execute(
        select(
            ProcessLine.enterprise_code,
            ProcessLine.code,
            ProcessLine.name,
            func.coalesce(ProcessLine.product_code, ""),
            func.coalesce(ProcessLine.in_service_ms, 0),
            func.coalesce(ProcessLine.out_of_service_ms, OPEN_MS),
        )
        .where(ProcessLine.enterprise_code.in_(codes))
        .order_by(ProcessLine.code)
    )
    return [(row[0], LineFacts(*row[1:])) for row in rows]


def _read_stops(session: Session, codes: list[str]) -> dict[tuple[str, str], int]:
    """Return when a point's last meter was taken out, of points without a meter since."""
    rows = session.execute(
        select(
            MeterEpoch.enterprise_code,
            MeterEpoch.point_code,
            func.max(func.coalesce(MeterEpoch.stop_ms, OPEN_MS)),
        )
        .where(MeterEpoch.enterprise_code.in_(codes))
        .group_by(MeterEpoch.enterprise_code, MeterEpoch.point_code)
    )
    return {(row[0], row[1]): row[2] for row in rows if row[2] < OPEN_MS}


def _read_entries(session: Session, codes: list[str]) -> list[tuple[str, EntryFacts]]:
    rows = session.execute(
        select(
            Entry.subject,
            Entry.item,
            Entry.start_ms,
            Entry.end_ms,
            Entry.version,
            Entry.value,
            Entry.unit,
            Entry.document,
        )
        .where(Entry.subject.in_([f"enterprise:{code}" for code in codes]))
        .order_by(Entry.subject, Entry.item, Entry.start_ms, Entry.end_ms.desc(), Entry.version)
    )
    newest: dict[tuple[str, str, int, int], tuple[str, EntryFacts]] = {}
    for row in rows:
        newest[row[:4]] = (row[0].removeprefix("enterprise:"), EntryFacts(*row[1:]))
    return list(newest.values())
