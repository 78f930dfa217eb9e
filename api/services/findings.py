"""Findings: data-quality observations."""

from __future__ import annotations

from sqlalchemy import select

from api.schemas.base import Page
from api.schemas.findings import FindingRow
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject
from api.services.warnings import select_below
from api.viewer import Viewer
from core.registry.results import Finding


def list_findings(
    viewer: Viewer,
    *,
    subject: str | None = None,
    region: str | None = None,
    code: str | None = None,
    since_ms: int | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[FindingRow]:
    """Return findings, newest first, at most `limit` [1].

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    subject, region, code : str or None
        Only of this subject, only of this region's subtree, only with this code.
    since_ms : int or None
        Only those that start at or after this time [ms since the epoch, UTC].
    limit : int
        Rows at most [1].
    cursor : str or None
        Where to go on.

    Raises
    ------
    ParameterError
        The subject is none, or the cursor is not one this list gave.
    """
    statement = select(Finding).where(viewer.only_subjects(Finding.subject))
    if subject is not None:
        statement = statement.where(Finding.subject == check_subject(subject))
    if code is not None:
        statement = statement.where(Finding.code == code)
    if since_ms is not None:
        statement = statement.where(Finding.start_ms >= since_ms)
    keys = (
        Finding.start_ms,
        Finding.subject,
        Finding.point_code,
        Finding.code,
        Finding.detail,
    )
    with viewer.read() as session:
        if region is not None:
            viewer.require_region(session, region)
            statement = statement.where(Finding.subject.in_(select_below(region)))
        listing = Listing("findings", statement, keys, (int, str, str, str, str), descending=True)
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [_row(row[0]) for row in rows]
    return Page(items=items, next=after)


def _row(finding: Finding) -> FindingRow:
    return FindingRow(
        subject=finding.subject,
        point=finding.point_code,
        code=finding.code,
        start=finding.start_ms,
        end=finding.end_ms,
        text=finding.text,
        text_en=finding.text_en,
        evidence=finding.evidence,
    )
