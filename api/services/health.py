"""Health: the state of each part, and of the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sqlalchemy import func, select

from api.parts import PlatformParts
from api.schemas.health import Health, PartHealth, State
from api.viewer import Viewer, operator
from core.errors import NenghengError
from core.registry.models import Enterprise

WORST_FIRST: tuple[State, ...] = ("down", "degraded", "ok", "absent")
DISTRIBUTION = "nengheng"


def read_public_health(parts: PlatformParts, viewer: Viewer | None) -> Health:
    """Return the state of each part; what they say of themselves only to those who may know.

    Parameters
    ----------
    viewer : Viewer or None
        Who asks; None for somebody unknown.
    """
    health = read_health(operator(parts))
    if viewer is not None and viewer.may_platform():
        return health
    plain = [part.model_copy(update={"values": {}, "detail": ""}) for part in health.parts]
    return health.model_copy(update={"parts": plain})


def read_health(viewer: Viewer) -> Health:
    """Return the state of every part; the process is as well as its worst part."""
    parts = viewer.parts
    states = [
        _ask("registry", lambda: _read_registry(viewer)),
        _ask("store", lambda: asdict(parts.store.statistics())),
        *(parts.collector.read_health() if parts.collector else [_absent("collector")]),
        _ask("scheduler", parts.scheduler.health if parts.scheduler else None),
    ]
    return Health(
        state=min((part.state for part in states), key=WORST_FIRST.index),
        now=viewer.now_ms(),
        speed=parts.clock.speed,
        simulated=parts.simulated,
        version=_version(),
        catalogue=parts.catalogue.edition,
        parts=states,
    )


def _read_registry(viewer: Viewer) -> dict[str, Any]:
    with viewer.read() as session:
        count = session.scalar(select(func.count()).select_from(Enterprise))
    return {"enterprises": count or 0}


def _ask(part: str, read: Callable[[], Mapping[str, Any]] | None) -> PartHealth:
    """Return how a part says it is; one that cannot say is down."""
    if read is None:
        return _absent(part)
    try:
        values = dict(read())
    except NenghengError as error:
        return PartHealth(part=part, state="down", detail=str(error), values={})
    well = bool(values.get("ok", values.get("state", "ok") == "ok"))
    detail = str(values.get("error") or values.get("last_error") or "")
    return PartHealth(part=part, state="ok" if well else "degraded", detail=detail, values=values)


def _absent(part: str) -> PartHealth:
    return PartHealth(
        part=part, state="absent", detail="runs in another process, if at all", values={}
    )


def _version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
