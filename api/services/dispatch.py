"""The quarterly dispatch sheet 季度调度: grades of the quarter with what is to be done."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.early_warning.dispatch import Standing, propose_task
from api.access import Permission
from api.errors import ConflictError
from api.schemas.tables import RowOutcome
from api.schemas.warnings import DispatchRow
from api.services import tables
from api.services.subjects import read_names
from api.services.table_words import row_id
from api.services.warnings import APPROVAL, HELD_BACK, check_scheme, select_grades
from api.viewer import Viewer
from core.calendar import Period, period_end, period_start, to_local
from core.registry.dispatch import DispatchTask
from core.registry.results import Verdict
from core.registry.transfer.dispatch import DISPATCH_TASK

TABLE = DISPATCH_TASK.name
NUMBERS = 20
"""How many numbers are tried for a new task, where others write tasks at the same time [1]."""


def read_dispatch(
    viewer: Viewer, *, region: str | None, at_ms: int | None, scheme: str | None = None
) -> list[DispatchRow]:
    """Return the sheet of the quarter that holds `at_ms` [ms], the worst first.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    region : str or None
        Only this region, those below it and their enterprises.
    at_ms : int or None
        A time in the quarter [ms]; None takes the running one.
    scheme : str or None
        Only by this scheme.
    """
    check_scheme(viewer, scheme)
    start_ms = period_start(Period.QUARTER, viewer.now_ms() if at_ms is None else at_ms)
    with viewer.read() as session:
        if region is not None:
            viewer.require_region(session, region)
        statement = select_grades(
            period=Period.QUARTER, start_ms=start_ms, region=region, scheme=scheme
        )
        statement = statement.where(viewer.only_subjects(Verdict.subject))
        order = (Verdict.severity.desc(), Verdict.subject, Verdict.detail)
        verdicts = session.scalars(statement.order_by(*order)).all()
        names = read_names(session, (verdict.subject for verdict in verdicts))
        tasks = _read_tasks(session, start_ms)
    held = {(v.subject, _scheme_of(v)) for v in verdicts if v.level == HELD_BACK}
    return [
        row
        for verdict in verdicts
        if not verdict.detail.endswith(f":{APPROVAL}")
        for row in _rows(
            verdict,
            names.get(verdict.subject, ""),
            tasks.get(verdict.subject, ()),
            held=(verdict.subject, _scheme_of(verdict)) in held,
        )
    ]


def _read_tasks(session: Session, quarter_ms: int) -> dict[str, list[DispatchTask]]:
    """Return the tasks of a quarter [ms] by subject."""
    found: dict[str, list[DispatchTask]] = defaultdict(list)
    order = (DispatchTask.subject, DispatchTask.number)
    statement = select(DispatchTask).where(DispatchTask.quarter_ms == quarter_ms).order_by(*order)
    for task in session.scalars(statement):
        found[task.subject].append(task)
    return found


def _row_id(task: DispatchTask) -> str:
    return row_id(DISPATCH_TASK, {name: getattr(task, name) for name in DISPATCH_TASK.key})


def add_task(viewer: Viewer, subject: str, at_ms: int, cells: Mapping[str, str]) -> RowOutcome:
    """Add a task under the next free number of its quarter.

    Parameters
    ----------
    viewer : Viewer
        Who decides.
    subject : str
        Of whom it is asked.
    at_ms : int
        A time in the quarter [ms].
    cells : Mapping
        Task, who, next step, until when, document: cells of the table by column.

    Raises
    ------
    ForbiddenError
        The viewer decides no tasks.
    MissingError
        The subject is not there, or not the viewer's.
    RowRefusedError
        Cells cannot be taken; all of them are named.
    """
    viewer.allow(Permission.DISPATCH)
    quarter_ms = period_start(Period.QUARTER, at_ms)
    with viewer.read() as session:
        viewer.require_subject(session, subject)
        greatest = session.scalar(
            select(func.max(DispatchTask.number)).where(
                DispatchTask.subject == subject, DispatchTask.quarter_ms == quarter_ms
            )
        )
    first = (greatest or 0) + 1
    row = dict(cells) | {"subject": subject, "quarter": to_local(quarter_ms).date().isoformat()}
    for number in range(first, first + NUMBERS):
        try:
            return tables.add(viewer, TABLE, row | {"number": str(number)})
        except ConflictError:  # somebody else has just taken the number
            continue
    raise ConflictError(
        f"others add tasks of {subject} all the time",
        parameter="subject",
        value=subject,
        fix="send it again",
    )


def _scheme_of(verdict: Verdict) -> str:
    return verdict.detail.partition(":")[0]


def _standing(verdict: Verdict) -> Standing:
    found: dict[str, Any] = verdict.evidence
    is_total = "quota" in found
    end = to_local(period_end(Period.QUARTER, verdict.start_ms) - 1)
    return Standing(
        target=found["quota"] if is_total else verdict.reference,
        progress=verdict.value,
        planned=verdict.reference,
        unit=verdict.unit,
        months_left=12 - end.month,
        is_total=is_total,
    )


def _rows(
    verdict: Verdict, name: str, tasks: Sequence[DispatchTask], *, held: bool
) -> list[DispatchRow]:
    """Return one row for each task that was entered, else one with what is proposed."""
    standing = _standing(verdict)
    found: dict[str, Any] = verdict.evidence
    day = to_local(verdict.start_ms).date()
    planned, distance = standing.planned, standing.distance
    common: dict[str, Any] = {
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "subject": verdict.subject,
        "subject_name": name,
        "scheme": _scheme_of(verdict),
        "indicator": verdict.detail.partition(":")[2],
        "level": verdict.level,
        "label": found.get("label", ""),
        "label_en": found.get("label_en", ""),
        "severity": verdict.severity,
        "target": standing.target,
        "progress": standing.progress,
        "planned": planned,
        "distance": distance,
        "distance_percent": distance / planned * 100 if distance is not None and planned else None,
        "unit": verdict.unit,
        "basis": verdict.basis,
        "monthly_room": standing.monthly_room,
        "approvals_held": held,
    }
    if tasks:
        return [
            DispatchRow(
                **common,
                task=task.task,
                task_en="",
                who=task.who,
                next_step=task.next_step,
                next_step_en="",
                due=_day(task.due_ms),
                done=_day(task.done_ms),
                document=task.document,
                number=task.number,
                row=_row_id(task),
                proposed=False,
            )
            for task in tasks
        ]
    zh, en = propose_task(standing)
    return [
        DispatchRow(
            **common,
            task=zh,
            task_en=en,
            who=name,
            next_step=found.get("step", ""),
            next_step_en=found.get("step_en", ""),
            due=None,
            done=None,
            document="",
            number=None,
            row=None,
            proposed=True,
        )
    ]


def _day(t_ms: int | None) -> date | None:
    return None if t_ms is None else to_local(t_ms).date()


def write_csv(rows: Sequence[DispatchRow]) -> str:
    """Return the sheet as CSV with a byte-order mark, so that spreadsheets read its Chinese."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    names = list(DispatchRow.model_fields)
    writer.writerow(names)
    for row in rows:
        cells = row.model_dump(mode="json")
        writer.writerow(["" if cells[name] is None else _plain(cells[name]) for name in names])
    return "\ufeff" + stream.getvalue()


def _plain(value: object) -> object:
    """Return a cell that a spreadsheet takes as text, never as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
