"""Routes below ``/api/v1``: one module a group of nouns; each calls one service."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import (
    alerting,
    assessment,
    closings,
    connections,
    derived,
    details,
    energy,
    jobs,
    levels,
    measured,
    openid,
    operations,
    overview,
    pace,
    push,
    quality,
    registry,
    session,
    structure,
    tables,
    users,
    warnings,
    writes,
)

ROUTERS: tuple[APIRouter, ...] = (
    overview.router,
    registry.router,
    connections.router,
    structure.router,
    measured.router,
    derived.router,
    quality.router,
    levels.router,
    pace.router,
    warnings.router,
    energy.router,
    closings.router,
    alerting.router,
    assessment.router,
    operations.router,
    writes.router,
    push.router,
    session.router,
    openid.router,
    users.router,
    tables.router,
    details.router,
    jobs.router,
)
