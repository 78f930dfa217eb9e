"""Routes below ``/api/v1``: one module a group of nouns; each calls one service."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import derived, measured, operations, overview, push, registry, writes

ROUTERS: tuple[APIRouter, ...] = (
    overview.router,
    registry.router,
    measured.router,
    derived.router,
    operations.router,
    writes.router,
    push.router,
)
