"""Changes of meters: the running epoch ends where the next begins."""

from __future__ import annotations

import logging

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.access import Permission
from api.errors import ConflictError, ParameterError
from api.schemas.changes import MeterChange, MeterChangeBody
from api.services.points import epoch_row
from api.services.readings import require_point
from api.services.registry_edits import write_rows
from api.viewer import Viewer
from core.calendar import format_time
from core.registry.models import MeterEpoch
from core.registry.transfer.spec import Values
from core.registry.transfer.tables import TABLES
from core.vocabulary import Kind

logger = logging.getLogger(__name__)


def declare_change(
    viewer: Viewer, enterprise: str, point: str, body: MeterChangeBody
) -> MeterChange:
    """Declare that a meter was put in; the epoch that runs then ends there.

    What was unknown for an undeclared step of the register is derived again.

    Raises
    ------
    ConflictError
        An epoch begins at that very time.
    ForbiddenError
        The viewer manages no points.
    MissingError
        There is no such point, or it is not the viewer's.
    ParameterError
        The point is no register, or epochs would overlap.
    """
    viewer.allow(Permission.MANAGE_GATEWAYS)
    kind = require_point(viewer, enterprise, point).kind
    if kind != Kind.REGISTER:
        raise ParameterError(
            f"point {point!r} is of kind {kind!r}, and only registers have meter epochs",
            parameter="point",
            value=point,
            fix="name a register; other points go on through a change of meters",
        )
    with viewer.read() as session:
        running = _find_running(session, enterprise, point, body.at)
        if session.get(MeterEpoch, (enterprise, point, body.at)) is not None:
            raise ConflictError(
                f"an epoch of {point} begins at {format_time(body.at)} already",
                parameter="at",
                value=format_time(body.at),
                fix="edit that row, or give another time",
            )
        before = None if running is None else _values(running)
    rows: list[Values] = []
    if before is not None:
        rows.append(before | {"stop_ms": body.at, "stop_value": body.stop_value})
    rows.append(
        {
            "enterprise_code": enterprise,
            "point_code": point,
            "start_ms": body.at,
            "calibration_due_ms": body.calibration_due,
            **body.model_dump(
                include={
                    "start_value",
                    "multiplier",
                    "register_max",
                    "max_rate",
                    "jitter",
                    "serial",
                }
            ),
        }
    )
    write_rows(viewer, "meter_epoch", rows)
    logger.info("%s declared a change of meter at %s of %s", viewer.name, point, enterprise)
    with viewer.read() as session:
        begun = session.get_one(MeterEpoch, (enterprise, point, body.at))
        ended = None
        if before is not None:
            key = (enterprise, point, before["start_ms"])
            ended = epoch_row(session.get_one(MeterEpoch, key))
        return MeterChange(enterprise=enterprise, point=point, ended=ended, begun=epoch_row(begun))


def _find_running(session: Session, enterprise: str, point: str, at_ms: int) -> MeterEpoch | None:
    wanted = select(MeterEpoch).where(
        MeterEpoch.enterprise_code == enterprise,
        MeterEpoch.point_code == point,
        MeterEpoch.start_ms < at_ms,
        or_(MeterEpoch.stop_ms.is_(None), MeterEpoch.stop_ms > at_ms),
    )
    return session.scalars(wanted.order_by(MeterEpoch.start_ms.desc())).first()


def _values(epoch: MeterEpoch) -> Values:
    return {c.target: getattr(epoch, c.target) for c in TABLES["meter_epoch"].columns}
