"""Errors of the API, as one tree; each knows the HTTP status it is answered with.

api::

    NenghengError
    └── RefusedError
        └── ApiError                    a call that cannot be answered; parameter and value
            ├── ParameterError          422  a parameter has a value that cannot be taken
            ├── MissingError            404  nothing has the name that was asked for
            ├── UnauthorisedError       401  who asks is not known
            ├── ForbiddenError          403  who asks is known, and may not do this
            │   └── CsrfError           403  a session's call was not sent by its own pages
            ├── TooManyError            429  too many calls or failed sign-ins; says when to go on
            ├── ImportRefusedError      422  a file has rows that cannot be taken; with its report
            │   └── RowRefusedError     422  a row has cells that cannot be taken; with its report
            │       └── RowHeldError    409  a row on which something hangs is not deleted
            ├── ConflictError           409  the thing is no longer in the state the call needs
            ├── StaleError              412  what is to be edited has changed since it was read
            ├── NotAcceptableError      406  the call gives none of the kinds that are accepted
            ├── PartAwayError           503  the part that would do it is not in this process
            └── PassedOnError           …    a collector's own answer, as it gave it

Every message carries the offending value, the parameter that held it and the fix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.errors import RefusedError

if TYPE_CHECKING:
    from api.schemas.imports import ImportProblem, ImportReport


class ApiError(RefusedError):
    """A call that cannot be answered.

    Parameters
    ----------
    what : str
        What is wrong, with the offending value.
    parameter : str
        Name of the parameter, header or path part that holds it.
    value : object
        The offending value itself.
    fix : str
        What the caller can do about it.
    """

    status: int = 400
    kind: str = "bad-request"
    title: str = "The call cannot be answered"

    def __init__(
        self, what: str, *, parameter: str = "", value: object = None, fix: str = ""
    ) -> None:
        super().__init__(what, where=parameter, fix=fix)
        self.parameter = parameter
        self.value = value


class ParameterError(ApiError):
    """A parameter has a value that cannot be taken."""

    status = 422
    kind = "bad-parameter"
    title = "A parameter cannot be taken"


class MissingError(ApiError):
    """Nothing has the name that was asked for."""

    status = 404
    kind = "not-found"
    title = "Nothing has this name"


class UnauthorisedError(ApiError):
    """Who asks is not known: a token or session is missing, wrong or ended.

    Parameters
    ----------
    is_guess : bool
        A secret was given that is nobody's: it counts as a failed sign-in.
    """

    status = 401
    kind = "unauthorised"
    title = "Sign in first"

    def __init__(
        self,
        what: str,
        *,
        parameter: str = "",
        value: object = None,
        fix: str = "",
        is_guess: bool = False,
    ) -> None:
        super().__init__(what, parameter=parameter, value=value, fix=fix)
        self.is_guess = is_guess


class ForbiddenError(ApiError):
    """Who asks is known, and may not do this."""

    status = 403
    kind = "forbidden"
    title = "This is not for you to do"


class CsrfError(ForbiddenError):
    """A session's call was not sent by its own pages."""

    kind = "csrf"
    title = "The call does not carry the session's CSRF token"


class TooManyError(ApiError):
    """Too many calls, or too many failed sign-ins.

    Parameters
    ----------
    retry_after_s : int
        When it is worth trying again [s].
    """

    status = 429
    kind = "too-many"
    title = "Too many at once"

    def __init__(
        self,
        what: str,
        *,
        retry_after_s: int,
        parameter: str = "",
        value: object = None,
        fix: str = "",
    ) -> None:
        super().__init__(what, parameter=parameter, value=value, fix=fix)
        self.retry_after_s = retry_after_s


class ConflictError(ApiError):
    """The thing is no longer in the state the call needs."""

    status = 409
    kind = "conflict"
    title = "The thing is in another state"


class StaleError(ApiError):
    """What is to be edited has changed since it was read."""

    status = 412
    kind = "stale"
    title = "The thing has changed since"


class NotAcceptableError(ApiError):
    """The call gives none of the kinds that are accepted."""

    status = 406
    kind = "not-acceptable"
    title = "The call gives no such kind"


class PartAwayError(ApiError):
    """The part that would do it does not run in this process."""

    status = 503
    kind = "part-away"
    title = "The part that does this is not in this process"


class PassedOnError(ApiError):
    """What a collector answered instead of doing it, as it gave it.

    Parameters
    ----------
    problem : mapping
        Its RFC 9457 problem.
    """

    def __init__(self, problem: Mapping[str, object]) -> None:
        super().__init__(
            str(problem.get("detail", "")),
            parameter=str(problem.get("parameter") or ""),
            value=problem.get("value"),
            fix=str(problem.get("fix") or ""),
        )
        self.status = int(str(problem.get("status", 502)))
        self.kind = str(problem.get("type", "")).removeprefix("/problems/")
        self.title = str(problem.get("title", ""))


class ImportRefusedError(ApiError):
    """A file has rows that cannot be taken, so nothing was; `report` names every one."""

    status = 422
    kind = "import-refused"
    title = "The import was refused, nothing was changed"

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        first = report.problems[0] if report.problems else None
        super().__init__(
            f"{len(report.problems)} problem(s) in the files",
            parameter=f"{first.file} row {first.row} column {first.column}" if first else "files",
            value=first.value if first else None,
            fix="mend the rows that `report` names and send all files again",
        )


class RowRefusedError(ImportRefusedError):
    """A row has cells that cannot be taken, so it was not; `report` names every one.

    Parameters
    ----------
    table : str
        Table of the row.
    problems : sequence of ImportProblem
        What is wrong.
    """

    kind = "row-refused"
    title = "The row was refused, nothing was changed"

    def __init__(self, table: str, problems: Sequence[ImportProblem]) -> None:
        from api.schemas.imports import ImportReport

        super().__init__(
            ImportReport(applied=False, dry_run=False, counts=[], problems=list(problems))
        )
        first = problems[0] if problems else None
        self.what = first.reason if first and len(problems) == 1 else f"{len(problems)} problems"
        self.parameter = f"values.{first.column}" if first and first.column else table
        self.fix = first.fix if first and len(problems) == 1 else "mend what `report` names"


class RowHeldError(RowRefusedError):
    """A row is not deleted: something hangs on it, or its table keeps every row."""

    status = 409
    kind = "row-held"
    title = "The row stays, something hangs on it"
