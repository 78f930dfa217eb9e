"""Routes of accounts, verdicts, alerts and findings."""

from __future__ import annotations

from fastapi import APIRouter

from api import queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.accounts import AccountRow
from api.schemas.alerts import AlertRow
from api.schemas.base import Page
from api.schemas.explain import ExplainNode
from api.schemas.findings import FindingRow
from api.schemas.verdicts import VerdictDetail, VerdictRow
from api.services import accounts, alerts, explain, findings, verdicts
from api.services.accounts import AccountFilter
from api.services.verdicts import VerdictFilter
from core.calendar import Period

router = APIRouter(prefix=API_PREFIX, tags=["derived"], route_class=ListRoute)


@router.get("/accounts", summary="Accounts of one period")
def list_accounts(viewer: Reader, asked: queries.Accounts) -> Page[AccountRow]:
    """Give accounts."""
    chosen = AccountFilter(
        subject=asked.subject,
        indicator=asked.indicator,
        period=Period(asked.period),
        start_ms=asked.start,
        end_ms=asked.end,
        version=asked.version,
    )
    return accounts.list_accounts(viewer, chosen, limit=asked.limit, cursor=asked.cursor)


@router.get("/explain/accounts", summary="One account figure down to hours, factors and sources")
def explain_account(viewer: Reader, asked: queries.Explained) -> ExplainNode:
    """Explain an account figure."""
    return explain.explain_account(
        viewer,
        asked.subject,
        asked.indicator,
        period=Period(asked.period),
        start_ms=asked.start,
        focus_ms=asked.focus,
        version=asked.version,
    )


@router.get("/verdicts", summary="Verdicts, newest period first")
def list_verdicts(viewer: Reader, asked: queries.Verdicts) -> Page[VerdictRow]:
    """Give verdicts."""
    chosen = VerdictFilter(
        subject=asked.subject,
        rule=asked.rule,
        period=asked.period,
        level=asked.level,
        severity_min=asked.severity,
        start_ms=asked.start,
        end_ms=asked.end,
        version=asked.version,
    )
    return verdicts.list_verdicts(viewer, chosen, limit=asked.limit, cursor=asked.cursor)


@router.get("/verdicts/{verdict}", summary="One verdict with its evidence")
def read_verdict(viewer: Reader, verdict: str) -> VerdictDetail:
    """Give one verdict."""
    return verdicts.read_verdict(viewer, verdict)


@router.get("/explain/verdicts/{verdict}", summary="A verdict down to hours, factors and sources")
def explain_verdict(viewer: Reader, verdict: str) -> ExplainNode:
    """Explain a verdict."""
    return explain.explain_verdict(viewer, verdict)


@router.get("/alerts", summary="Alerts, newest first")
def list_alerts(viewer: Reader, asked: queries.Alerts) -> Page[AlertRow]:
    """Give alerts."""
    return alerts.list_alerts(
        viewer,
        state=asked.state,
        subject=asked.subject,
        rule=asked.rule,
        limit=asked.limit,
        cursor=asked.cursor,
    )


@router.get("/findings", summary="Data-quality observations, newest first")
def list_findings(viewer: Reader, asked: queries.Findings) -> Page[FindingRow]:
    """Give findings."""
    return findings.list_findings(
        viewer,
        subject=asked.subject,
        code=asked.code,
        since_ms=asked.since,
        limit=asked.limit,
        cursor=asked.cursor,
    )
