"""The sheet of a workbook that says how to fill in the others, in Chinese and English."""

from __future__ import annotations

from openpyxl import Workbook

from core.registry.transfer.cells import Whole, Words
from core.registry.transfer.kinds import CellKind, choices_of, kind_of
from core.registry.transfer.labels import label_of
from core.registry.transfer.spec import Column, TableSpec
from core.registry.transfer.tables import TABLES
from core.registry.transfer.workbook.titles import HELP, sheet_title
from core.registry.transfer.workbook.writing import HEAD, Sheet, styled

RULES = (
    (
        "每张工作表对应一张登记表；第 1 行是列名，第 2 行是中文说明，从第 3 行开始填写。",
        "Every sheet is a table; row 1 has the names of the columns, row 2 says them in Chinese, "
        "rows begin in row 3.",
    ),
    (
        "红色列名（说明带 *）为必填；不需要的工作表、非必填列可以删除。",
        "Red columns (marked *) must be filled; sheets and other columns may be deleted.",
    ),
    (
        "主键相同的行视为修改，否则为新增；导入从不删除。任何一行有错，整个文件都不导入。",
        "A row whose key stands is a change, any other is new; nothing is deleted. One bad row "
        "keeps all out.",
    ),
    (
        "代码列已设为文本格式，请勿改为数字：数字会丢失前导零和第 15 位以后的数字。",
        "Columns of codes are text: numbers lose leading zeros and what follows the 15th digit.",
    ),
    (
        "日期如 2026-01-31，时间如 2026-01-31 08:00，均为北京时间；期间不含结束时刻。",
        "Dates such as 2026-01-31, times such as 2026-01-31 08:00, in Beijing time; an end is "
        "exclusive.",
    ),
    (
        "不接受公式、合并单元格和隐藏的工作表；公式请复制后“选择性粘贴→数值”。",
        "Formulas, merged cells and hidden sheets are refused; paste formulas as values.",
    ),
    (
        "导入前可先预览：nengheng registry import 文件 --dry-run，或控制台的导入页。",
        "See what would change first: nengheng registry import FILE --dry-run, or the console.",
    ),
)
COLUMNS = (
    "工作表 sheet",
    "列 column",
    "中文 Chinese",
    "英文 English",
    "必填 required",
    "主键 key",
    "类型 kind",
    "可选值 choices",
    "说明 hint",
    "hint",
)
WIDTHS = (24, 20, 20, 24, 10, 8, 12, 40, 50, 50)
KINDS = {
    CellKind.TEXT: "文本 text",
    CellKind.CODE: "代码 code",
    CellKind.REGION: "行政区代码 region",
    CellKind.CREDIT_CODE: "信用代码 credit code",
    CellKind.SECTOR: "行业代码 sector",
    CellKind.UNIT: "单位 unit",
    CellKind.CHOICE: "选项 choice",
    CellKind.FLAG: "是否 flag",
    CellKind.WHOLE: "整数 whole",
    CellKind.NUMBER: "数字 number",
    CellKind.TIME: "时间 time",
    CellKind.DAY: "日期 date",
}


def write_guide(book: Workbook) -> None:
    """Add the sheet of help to a write-only workbook."""
    sheet: Sheet = book.create_sheet(HELP)
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJ"[place]].width = width
    for zh, en in RULES:
        sheet.append([zh])
        sheet.append([en])
    sheet.append([])
    sheet.append([styled(sheet, title, fill=HEAD, head=True) for title in COLUMNS])
    for spec in TABLES.values():
        for column in spec.columns:
            sheet.append([styled(sheet, text) if text else None for text in _row(spec, column)])


def _row(spec: TableSpec, column: Column) -> tuple[str, ...]:
    label = label_of(spec.name, column.name)
    return (
        sheet_title(spec),
        column.name,
        label.zh,
        label.en,
        "是 yes" if column.required else "",
        "是 yes" if column.target in spec.key else "",
        KINDS[kind_of(column)],
        _range(column),
        label.hint_zh,
        label.hint_en,
    )


def _range(column: Column) -> str:
    if isinstance(column.parse, Whole):
        return f"{column.parse.low} … {column.parse.high}"
    if isinstance(column.parse, Words):
        return f"≤ {column.parse.longest} 字 characters"
    return ", ".join(choices_of(column))
