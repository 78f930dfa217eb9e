"""Rankings within a line of levels, and the efficiency list 企业能效清单."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from analytics.leaders import Ranked, Standing, find_obstacles, rank
from api.errors import MissingError
from api.schemas.base import Page
from api.schemas.levels import ListedRow, RankedRow
from api.services.paging import PAGE, Listing, read_page
from api.services.quotas import year_start_ms
from api.services.standings import select_subjects
from api.services.subjects import code_of, read_names
from api.services.verdicts import BENCHMARK_CLASS
from api.viewer import Viewer
from core.calendar import Period, period_end, to_local
from core.catalogue import Catalogue
from core.errors import CatalogueError
from core.registry.results import Verdict
from core.registry.structure import Equipment
from core.vocabulary import PolicyClass

EFFICIENCY_LIST = "efficiency_list"
UNDETERMINED = "undetermined"
POOR = (PolicyClass.RESTRICTED, PolicyClass.ELIMINATED)


def _select_year(rule: str, start_ms: int, region: str | None) -> Select[Verdict]:
    statement = select(Verdict).where(
        Verdict.rule == rule,
        Verdict.version == 0,
        Verdict.period == Period.YEAR,
        Verdict.start_ms == start_ms,
    )
    if region is not None:
        statement = statement.where(Verdict.subject.in_(select_subjects(region)))
    return statement


def read_ranking(
    viewer: Viewer, benchmark_key: str, *, region: str | None = None, year: int | None = None
) -> list[RankedRow]:
    """Return every product that is judged by a line, the best first.

    An enterprise is given its own, with the place it has among all.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    benchmark_key : str
        Line of the catalogue.
    region : str or None
        Only of enterprises in this region's subtree.
    year : int or None
        Calendar year [1]; None is the running one.

    Raises
    ------
    MissingError
        The catalogue has no such line, or there is no such region.
    """
    direction = _direction(viewer.context.catalogue, benchmark_key)
    start_ms = year_start_ms(to_local(viewer.now_ms()).year if year is None else year)
    with viewer.read() as session:
        if region is not None:
            viewer.require_region(session, region)
        statement = _select_year(BENCHMARK_CLASS, start_ms, region)
        if not viewer.identity.enterprises:
            statement = statement.where(viewer.only_subjects(Verdict.subject))
        verdicts = [
            verdict
            for verdict in session.scalars(statement.where(Verdict.level != UNDETERMINED))
            if verdict.evidence.get("benchmark_key") == benchmark_key and verdict.value is not None
        ]
        poor = _read_poor_equipment(session, [v.subject for v in verdicts], start_ms)
        names = read_names(session, (verdict.subject for verdict in verdicts))
    found = {(v.subject, v.detail): v for v in verdicts}
    own = viewer.identity.enterprises
    floor = viewer.context.settings.coverage_floor
    ranked = rank([_standing(v, poor.get(code_of(v.subject), ())) for v in verdicts], direction)
    return [
        _ranked_row(one, found[one.standing.subject, one.standing.product], names, floor)
        for one in ranked
        if not own or code_of(one.standing.subject) in own
    ]


def _direction(catalogue: Catalogue, benchmark_key: str) -> str:
    """Return whether lower or higher is better.

    Raises
    ------
    MissingError
        The catalogue has no such line.
    """
    try:
        catalogue.line_unit(benchmark_key)
    except CatalogueError as error:
        raise MissingError(
            f"benchmark key {benchmark_key!r} is not in the catalogue",
            parameter="benchmark_key",
            value=benchmark_key,
            fix="write sector/product/condition/indicator as `GET /api/v1/products` gives it",
        ) from error
    if benchmark_key in catalogue.benchmark_keys():
        return catalogue.newest_level(benchmark_key).direction
    return "lower"


def _read_poor_equipment(
    session: Session, subjects: Sequence[str], start_ms: int
) -> dict[str, tuple[str, ...]]:
    """Return the restricted and eliminated equipment in service in a year, by enterprise."""
    end_ms = period_end(Period.YEAR, start_ms)
    rows = session.execute(
        select(
            Equipment.enterprise_code,
            Equipment.name,
            Equipment.code,
            Equipment.in_service_ms,
            Equipment.out_of_service_ms,
        )
        .where(
            Equipment.enterprise_code.in_([code_of(subject) for subject in subjects]),
            Equipment.policy_class.in_(POOR),
        )
        .order_by(Equipment.enterprise_code, Equipment.code)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for enterprise, name, code, from_ms, to_ms in rows:
        if (from_ms or 0) < end_ms and (to_ms is None or to_ms > start_ms):
            found[enterprise].append(name or code)
    return {enterprise: tuple(names) for enterprise, names in found.items()}


def _standing(verdict: Verdict, poor: tuple[str, ...]) -> Standing:
    grade = verdict.evidence.get("limit_grade")
    return Standing(
        subject=verdict.subject,
        product=verdict.detail,
        value=verdict.value or 0.0,
        level=verdict.level,
        limit_grade=grade if isinstance(grade, int) else None,
        corrected=not verdict.evidence.get("corrections_missing"),
        coverage=verdict.coverage,
        provisional=verdict.provisional,
        eliminated=poor,
    )


def _ranked_row(
    one: Ranked, verdict: Verdict, names: dict[str, str], coverage_floor: float
) -> RankedRow:
    standing = one.standing
    obstacles = find_obstacles(standing, coverage_floor)
    return RankedRow(
        rank=one.rank,
        better_pct=one.better_pct,
        enterprise=code_of(standing.subject),
        enterprise_name=names.get(standing.subject, ""),
        product=standing.product,
        value=standing.value,
        unit=verdict.unit,
        level=standing.level,
        limit_grade=standing.limit_grade,
        coverage=standing.coverage,
        provisional=standing.provisional,
        candidate=not obstacles,
        obstacles=[zh for zh, _ in obstacles],
        obstacles_en=[en for _, en in obstacles],
        verdict_id=verdict.id,
    )


def list_efficiency(
    viewer: Viewer,
    *,
    region: str | None = None,
    year: int | None = None,
    level: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[ListedRow]:
    """Return the efficiency list of a year, the worst first, at most `limit` rows [1].

    `year` is a calendar year [1], None the running one.

    Raises
    ------
    MissingError
        There is no such region.
    ParameterError
        The cursor is not one this list gave.
    """
    start_ms = year_start_ms(to_local(viewer.now_ms()).year if year is None else year)
    with viewer.read() as session:
        if region is not None:
            viewer.require_region(session, region)
        statement = _select_year(EFFICIENCY_LIST, start_ms, region)
        statement = statement.where(viewer.only_subjects(Verdict.subject))
        if level is not None:
            statement = statement.where(Verdict.level == level)
        keys = (Verdict.severity, Verdict.id)
        listing = Listing("efficiency_list", statement, keys, (int, str), descending=True)
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        verdicts = [row[0] for row in rows]
        names = read_names(session, (verdict.subject for verdict in verdicts))
        items = [_listed_row(verdict, names) for verdict in verdicts]
    return Page(items=items, next=after)


def _listed_row(verdict: Verdict, names: dict[str, str]) -> ListedRow:
    found: dict[str, Any] = verdict.evidence
    plan: dict[str, Any] = found.get("plan") or {}
    return ListedRow(
        enterprise=code_of(verdict.subject),
        enterprise_name=names.get(verdict.subject, ""),
        line=verdict.detail,
        value=verdict.value,
        reference=verdict.reference,
        unit=verdict.unit,
        level=verdict.level,
        severity=verdict.severity,
        listed=found.get("listed_ms"),
        last=found.get("last_ms"),
        days_left=found.get("days_left"),
        action=plan.get("action"),
        state=plan.get("state"),
        due=plan.get("due_ms"),
        verdict_id=verdict.id,
        reason=verdict.reason,
        reason_en=verdict.reason_en,
    )
