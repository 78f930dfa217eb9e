"""Bodies and reports of registry imports."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Moment, Row, TimeText


class ImportFile(Row):
    """One CSV file in a JSON body."""

    name: str = Field(
        pattern=r"^[\w.-]{1,60}\.csv$",
        description="Its stem names the table.",
        examples=["region.csv"],
    )
    content: str = Field(
        description="The file's text.", examples=["code,name,parent_code\n150000,内蒙古自治区,\n"]
    )


class ImportBody(Row):
    """CSV files to take into the registry, all or none."""

    files: list[ImportFile] = Field(min_length=1, description="The files, in any order.")
    dry_run: bool = Field(False, description="Check and report only.")


class ImportProblem(Row):
    """A row that cannot be taken."""

    file: str = Field(description="File.", examples=["point.csv"])
    row: int = Field(description="Line of the file [1]; 1 is the heading.", examples=[7])
    column: str = Field(description="Column.", examples=["unit"])
    value: str = Field(description="The offending value.", examples=["kWhh"])
    reason: str = Field(description="What is wrong with it.")
    fix: str = Field(description="What can be done.")


class ImportCount(Row):
    """What happened to one table."""

    table: str = Field(description="Table.", examples=["point"])
    added: int = Field(description="New rows [1].", examples=[12])
    changed: int = Field(description="Changed rows [1].", examples=[0])
    unchanged: int = Field(description="Rows as they were [1].", examples=[3])


class ImportReport(Row):
    """What an import did, or why it did nothing."""

    applied: bool = Field(description="True when the rows were written.")
    dry_run: bool = Field(description="True when it was only a check.")
    counts: list[ImportCount] = Field(description="Rows by table.")
    problems: list[ImportProblem] = Field(description="Every row that cannot be taken.")


class RecomputeBody(Row):
    """What to derive again."""

    start: TimeText = Field(description="First moment.", examples=["2026-01-01"])
    end: TimeText = Field(description="End, exclusive.", examples=["2026-02-01"])
    enterprise: str | None = Field(
        None, description="Only this enterprise; null: all.", examples=[None]
    )


class RecomputeReport(Row):
    """What will be derived again, as soon as the scheduler comes to it."""

    start: Moment = Field(description="First moment.", examples=["2026-01-01T00:00:00+08:00"])
    end: Moment = Field(description="End, exclusive.", examples=["2026-02-01T00:00:00+08:00"])
    enterprise: str | None = Field(description="Only this enterprise; null: all.", examples=[None])
    hours: int = Field(description="Hours of each enterprise that were marked [1].", examples=[744])
    enterprises: int = Field(description="Enterprises they were marked of [1].", examples=[12])
