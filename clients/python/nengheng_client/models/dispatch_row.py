from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DispatchRow")


@_attrs_define
class DispatchRow:
    """A line of the quarterly dispatch sheet 季度调度.

    Example:
        {'approvals_held': False, 'basis': 'calorific', 'distance': 1.0, 'distance_percent': 1.0, 'document': '',
            'done': '2026-01-01', 'due': '2026-01-01', 'indicator': '', 'label': '', 'label_en': '', 'level': '',
            'monthly_room': 1.0, 'next_step': '', 'next_step_en': '', 'number': 1, 'planned': 1.0, 'progress': 1.0,
            'proposed': False, 'quarter': '2026-Q2', 'row': '', 'scheme': '', 'severity': 3, 'subject': 'region:150600',
            'subject_name': '', 'target': 1.0, 'task': '', 'task_en': '', 'unit': 'tce', 'who': ''}

    Attributes:
        approvals_held (bool): Whether the region is marked for 缓批限批.
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        distance (float | None): Progress less plan; above zero is behind [unit].
        distance_percent (float | None): The same by the plan [%].
        document (str): Document that sets the task; may be empty.
        done (datetime.date | None): When it was done; null while open.
        due (datetime.date | None): Until when.
        indicator (str): intensity:ITEM or total:QUOTA.
        label (str): Label in Chinese.
        label_en (str): Label in English.
        level (str): Level of the scheme, or undetermined.
        monthly_room (float | None): Left for each month to come [unit].
        next_step (str): Next step.
        next_step_en (str): The same in English; empty where it was entered.
        number (int | None): Number of the task in the quarter [1]; null: none.
        planned (float | None): Plan so far, or intensity due [unit].
        progress (float | None): Used so far, or intensity so far [unit].
        proposed (bool): True where nothing was entered and this is a proposal.
        quarter (str): Quarter.
        row (None | str): Id of its row in /tables/dispatch_task/rows; null: none.
        scheme (str): Code of the scheme.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        subject_name (str): Name of the subject.
        target (float | None): Quota of the year, or intensity due [unit].
        task (str): What is to be done.
        task_en (str): The same in English; empty where it was entered.
        unit (str): Unit of the figures of the row.
        who (str): Who has to do it.
    """

    approvals_held: bool
    basis: str
    distance: float | None
    distance_percent: float | None
    document: str
    done: datetime.date | None
    due: datetime.date | None
    indicator: str
    label: str
    label_en: str
    level: str
    monthly_room: float | None
    next_step: str
    next_step_en: str
    number: int | None
    planned: float | None
    progress: float | None
    proposed: bool
    quarter: str
    row: None | str
    scheme: str
    severity: int
    subject: str
    subject_name: str
    target: float | None
    task: str
    task_en: str
    unit: str
    who: str

    def to_dict(self) -> dict[str, Any]:
        approvals_held = self.approvals_held

        basis = self.basis

        distance: float | None
        distance = self.distance

        distance_percent: float | None
        distance_percent = self.distance_percent

        document = self.document

        done: None | str
        if isinstance(self.done, datetime.date):
            done = self.done.isoformat()
        else:
            done = self.done

        due: None | str
        if isinstance(self.due, datetime.date):
            due = self.due.isoformat()
        else:
            due = self.due

        indicator = self.indicator

        label = self.label

        label_en = self.label_en

        level = self.level

        monthly_room: float | None
        monthly_room = self.monthly_room

        next_step = self.next_step

        next_step_en = self.next_step_en

        number: int | None
        number = self.number

        planned: float | None
        planned = self.planned

        progress: float | None
        progress = self.progress

        proposed = self.proposed

        quarter = self.quarter

        row: None | str
        row = self.row

        scheme = self.scheme

        severity = self.severity

        subject = self.subject

        subject_name = self.subject_name

        target: float | None
        target = self.target

        task = self.task

        task_en = self.task_en

        unit = self.unit

        who = self.who

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "approvals_held": approvals_held,
                "basis": basis,
                "distance": distance,
                "distance_percent": distance_percent,
                "document": document,
                "done": done,
                "due": due,
                "indicator": indicator,
                "label": label,
                "label_en": label_en,
                "level": level,
                "monthly_room": monthly_room,
                "next_step": next_step,
                "next_step_en": next_step_en,
                "number": number,
                "planned": planned,
                "progress": progress,
                "proposed": proposed,
                "quarter": quarter,
                "row": row,
                "scheme": scheme,
                "severity": severity,
                "subject": subject,
                "subject_name": subject_name,
                "target": target,
                "task": task,
                "task_en": task_en,
                "unit": unit,
                "who": who,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        approvals_held = d.pop("approvals_held")

        basis = d.pop("basis")

        def _parse_distance(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        distance = _parse_distance(d.pop("distance"))

        def _parse_distance_percent(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        distance_percent = _parse_distance_percent(d.pop("distance_percent"))

        document = d.pop("document")

        def _parse_done(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                done_type_0 = datetime.date.fromisoformat(data)

                return done_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        done = _parse_done(d.pop("done"))

        def _parse_due(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_type_0 = datetime.date.fromisoformat(data)

                return due_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        due = _parse_due(d.pop("due"))

        indicator = d.pop("indicator")

        label = d.pop("label")

        label_en = d.pop("label_en")

        level = d.pop("level")

        def _parse_monthly_room(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        monthly_room = _parse_monthly_room(d.pop("monthly_room"))

        next_step = d.pop("next_step")

        next_step_en = d.pop("next_step_en")

        def _parse_number(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        number = _parse_number(d.pop("number"))

        def _parse_planned(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        planned = _parse_planned(d.pop("planned"))

        def _parse_progress(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        progress = _parse_progress(d.pop("progress"))

        proposed = d.pop("proposed")

        quarter = d.pop("quarter")

        def _parse_row(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        row = _parse_row(d.pop("row"))

        scheme = d.pop("scheme")

        severity = d.pop("severity")

        subject = d.pop("subject")

        subject_name = d.pop("subject_name")

        def _parse_target(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        target = _parse_target(d.pop("target"))

        task = d.pop("task")

        task_en = d.pop("task_en")

        unit = d.pop("unit")

        who = d.pop("who")

        dispatch_row = cls(
            approvals_held=approvals_held,
            basis=basis,
            distance=distance,
            distance_percent=distance_percent,
            document=document,
            done=done,
            due=due,
            indicator=indicator,
            label=label,
            label_en=label_en,
            level=level,
            monthly_room=monthly_room,
            next_step=next_step,
            next_step_en=next_step_en,
            number=number,
            planned=planned,
            progress=progress,
            proposed=proposed,
            quarter=quarter,
            row=row,
            scheme=scheme,
            severity=severity,
            subject=subject,
            subject_name=subject_name,
            target=target,
            task=task,
            task_en=task_en,
            unit=unit,
            who=who,
        )

        return dispatch_row
