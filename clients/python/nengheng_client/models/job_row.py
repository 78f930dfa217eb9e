from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.job_row_kind import JobRowKind, check_job_row_kind
from ..models.job_state import JobState, check_job_state

if TYPE_CHECKING:
    from ..models.job_row_asked import JobRowAsked
    from ..models.job_row_result_type_0 import JobRowResultType0
    from ..models.problem import Problem


T = TypeVar("T", bound="JobRow")


@_attrs_define
class JobRow:
    """A job: what it is, how far, and what came of it.

    Example:
        {'asked': {'list': '/api/v1/accounts'}, 'cancelling': False, 'done': 12000, 'ended':
            '2026-01-01T00:00:00+08:00', 'file': '/api/v1/jobs/3f9a0c11d2e45b673f9a0c11d2e45b67/file', 'id':
            '3f9a0c11d2e45b673f9a0c11d2e45b67', 'kind': 'export', 'made': '2026-01-01T00:00:00+08:00', 'made_by':
            'operator', 'problem': None, 'result': {'rows': 12000}, 'started': '2026-01-01T00:00:00+08:00', 'state':
            'queued', 'total': None, 'unit': 'row'}

    Attributes:
        asked (JobRowAsked): What was asked for.
        cancelling (bool): Whether somebody has asked for its end.
        done (int): How much is done [unit].
        ended (datetime.datetime | None): When it ended; null: not yet, or not known.
        file (None | str): Where what it wrote is got; null: nothing.
        id (str): Its id.
        kind (JobRowKind): What is done.
        made (datetime.datetime): When it was begun.
        made_by (str): By whom.
        problem (None | Problem): Why it failed; null: it has not.
        result (JobRowResultType0 | None): What came of it; null: nothing yet.
        started (datetime.datetime | None): When it came to its turn; null: not yet.
        state (JobState): How far long work is that a call began.
        total (int | None): Of how much [unit]; null: not known.
        unit (str): What is counted.
    """

    asked: JobRowAsked
    cancelling: bool
    done: int
    ended: datetime.datetime | None
    file: None | str
    id: str
    kind: JobRowKind
    made: datetime.datetime
    made_by: str
    problem: None | Problem
    result: JobRowResultType0 | None
    started: datetime.datetime | None
    state: JobState
    total: int | None
    unit: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.job_row_result_type_0 import JobRowResultType0
        from ..models.problem import Problem

        asked = self.asked.to_dict()

        cancelling = self.cancelling

        done = self.done

        ended: None | str
        if isinstance(self.ended, datetime.datetime):
            ended = self.ended.isoformat()
        else:
            ended = self.ended

        file: None | str
        file = self.file

        id = self.id

        kind: str = self.kind

        made = self.made.isoformat()

        made_by = self.made_by

        problem: dict[str, Any] | None
        if isinstance(self.problem, Problem):
            problem = self.problem.to_dict()
        else:
            problem = self.problem

        result: dict[str, Any] | None
        if isinstance(self.result, JobRowResultType0):
            result = self.result.to_dict()
        else:
            result = self.result

        started: None | str
        if isinstance(self.started, datetime.datetime):
            started = self.started.isoformat()
        else:
            started = self.started

        state: str = self.state

        total: int | None
        total = self.total

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "asked": asked,
                "cancelling": cancelling,
                "done": done,
                "ended": ended,
                "file": file,
                "id": id,
                "kind": kind,
                "made": made,
                "made_by": made_by,
                "problem": problem,
                "result": result,
                "started": started,
                "state": state,
                "total": total,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.job_row_asked import JobRowAsked
        from ..models.job_row_result_type_0 import JobRowResultType0
        from ..models.problem import Problem

        d = dict(src_dict)
        asked = JobRowAsked.from_dict(d.pop("asked"))

        cancelling = d.pop("cancelling")

        done = d.pop("done")

        def _parse_ended(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_type_0 = datetime.datetime.fromisoformat(data)

                return ended_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended = _parse_ended(d.pop("ended"))

        def _parse_file(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        file = _parse_file(d.pop("file"))

        id = d.pop("id")

        kind = check_job_row_kind(d.pop("kind"))

        made = datetime.datetime.fromisoformat(d.pop("made"))

        made_by = d.pop("made_by")

        def _parse_problem(data: object) -> None | Problem:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                problem_type_0 = Problem.from_dict(data)

                return problem_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Problem, data)

        problem = _parse_problem(d.pop("problem"))

        def _parse_result(data: object) -> JobRowResultType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                result_type_0 = JobRowResultType0.from_dict(data)

                return result_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobRowResultType0 | None, data)

        result = _parse_result(d.pop("result"))

        def _parse_started(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_type_0 = datetime.datetime.fromisoformat(data)

                return started_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        started = _parse_started(d.pop("started"))

        state = check_job_state(d.pop("state"))

        def _parse_total(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        total = _parse_total(d.pop("total"))

        unit = d.pop("unit")

        job_row = cls(
            asked=asked,
            cancelling=cancelling,
            done=done,
            ended=ended,
            file=file,
            id=id,
            kind=kind,
            made=made,
            made_by=made_by,
            problem=problem,
            result=result,
            started=started,
            state=state,
            total=total,
            unit=unit,
        )

        return job_row
