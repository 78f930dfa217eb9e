"""Bodies and reports of registry imports."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Moment, Row, TimeText
from core.registry.transfer import Action

PREVIEW_MAX = 1000


class ImportFile(Row):
    """One CSV file or workbook in a JSON body."""

    name: str = Field(
        pattern=r"^[\w.() （）-]{1,60}\.(csv|xlsx|xlsm|xlsb|xls|xltx|xltm|ods|et)$",
        description="The stem of a CSV file names its table; the sheets of a workbook theirs. "
        "Of workbooks .xlsx is taken, the others are refused with the reason.",
        examples=["region.csv"],
    )
    content: str = Field(
        description="The text of a CSV file; the bytes of a workbook in base64.",
        examples=["code,name,parent_code\n150000,内蒙古自治区,\n"],
    )


class ImportBody(Row):
    """CSV files and workbooks to take into the registry, all or none."""

    files: list[ImportFile] = Field(min_length=1, description="The files, in any order.")
    dry_run: bool = Field(False, description="Check and report only.")
    preview: int = Field(
        0, ge=0, le=PREVIEW_MAX, description="Of how many rows to say what becomes of them [1]."
    )


class ImportProblem(Row):
    """A row that cannot be taken."""

    file: str = Field(description="File.", examples=["point.csv"])
    sheet: str = Field("", description="Sheet of a workbook.", examples=["计量点 point"])
    table: str = Field("", description="Table, where known.", examples=["point"])
    row: int = Field(
        description="Line of the file or row of the sheet [1]; 0 is the whole of it.", examples=[7]
    )
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


class CellChange(Row):
    """From what to what a cell changes; empty where there is none."""

    old: str = Field(description="Cell before.", examples=["900"])
    new: str = Field(description="Cell after.", examples=["300"])


class RowPreview(Row):
    """What becomes of one row."""

    file: str = Field(description="File.", examples=["registry.xlsx"])
    sheet: str = Field(description="Sheet of a workbook.", examples=["计量点 point"])
    row: int = Field(description="Line or row [1].", examples=[7])
    table: str = Field(description="Table.", examples=["point"])
    key: list[str] = Field(description="Cells of its key.", examples=[["91150600MA0EXAMPL4", "P1"]])
    action: Action = Field(description="What becomes of it.", examples=["changed"])
    cells: dict[str, CellChange] = Field(description="Columns that change; none where unchanged.")


class ImportReport(Row):
    """What an import did, or why it did nothing."""

    applied: bool = Field(description="True when the rows were written.")
    dry_run: bool = Field(description="True when it was only a check.")
    counts: list[ImportCount] = Field(description="Rows by table.")
    problems: list[ImportProblem] = Field(description="Every row that cannot be taken.")
    preview: list[RowPreview] = Field(
        default_factory=list,
        description="As many rows as were asked for: changed ones first, then new, then others.",
    )


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
