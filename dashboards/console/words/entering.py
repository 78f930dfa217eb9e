"""Entries and imports."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "entries_page": ("数据填报", "Entries"),
    "entries_none": ("没有符合条件的填报。", "No entry as asked for."),
    "entry_add": ("填报一项数据", "Enter a figure"),
    "entry_subject": ("填报对象", "Subject"),
    "entry_item": ("数据项", "Item"),
    "entry_item_hint": (
        "从列表选择；产量写 output:产品编码，发热量写 calorific:品种编码",
        "Choose one from the list; output is written output:PRODUCT, a calorific value "
        "calorific:CARRIER",
    ),
    "entry_start": ("起始日期", "From"),
    "entry_end": ("截止日期（不含）", "Until (exclusive)"),
    "entry_value": ("数值", "Figure"),
    "entry_unit": ("单位", "Unit"),
    "entry_document": ("依据文件", "Source document"),
    "entry_document_hint": (
        "如 生产月报 2026-05、电费发票号",
        "such as the month's report or a bill's number",
    ),
    "entry_reason": ("更正原因（更正已有数据时填写）", "Why it corrects the figure that stands"),
    "entry_version": ("版本", "version"),
    "entry_by": ("填报人", "entered by"),
    "entry_at": ("填报时间", "entered"),
    "entry_period": ("时段", "period"),
    "entry_note": (
        "数据不会被覆盖：同一对象、数据项、时段的新数值成为下一版本。",
        "Nothing is overwritten: another figure for the same subject, item and period "
        "becomes the next version.",
    ),
    "entry_saved": ("已填报 {0}", "{0} is entered"),
    "imports_page": ("批量导入", "Import"),
    "imports_note": (
        "选择 CSV 或 XLSX 文件：先核对每一行并显示改动前后的值，确认后一次性写入；有一处错误"
        "则全部不写入。",
        "Choose CSV files or a workbook: every row is checked and shown old → new first. It "
        "is written as a whole, or not at all.",
    ),
    "imports_template": ("下载模板", "Template"),
    "imports_export": ("导出现有登记", "Export what stands"),
    "imports_choose": ("选择文件", "Choose files"),
    "imports_files": ("已选择：{0}", "Chosen: {0}"),
    "imports_checking": ("正在核对……", "Checking …"),
    "imports_counts": ("将要改变", "What would change"),
    "imports_table": ("表", "table"),
    "imports_added": ("新增", "new"),
    "imports_changed": ("修改", "changed"),
    "imports_unchanged": ("不变", "as it is"),
    "imports_preview": ("逐行对照（前 {0} 行）", "Row by row (the first {0})"),
    "imports_action": ("改动", "change"),
    "imports_action_added": ("新增", "new"),
    "imports_action_changed": ("修改", "changed"),
    "imports_action_unchanged": ("不变", "as it is"),
    "imports_key": ("主键", "key"),
    "imports_cells": ("原值 → 新值", "old → new"),
    "imports_apply": ("确认写入", "Write it"),
    "imports_applied": ("已写入：新增 {0} 行，修改 {1} 行", "Written: {0} new rows, {1} changed"),
    "imports_nothing": (
        "文件与现有登记一致，没有需要写入的内容。",
        "The files say what stands already; there is nothing to write.",
    ),
    "imports_problems": ("{0} 处问题，未写入任何内容", "{0} problems; nothing was written"),
    "imports_place": ("位置", "place"),
    "imports_column": ("列", "column"),
    "imports_value": ("值", "value"),
    "imports_reason": ("问题", "problem"),
    "imports_fix": ("修改办法", "fix"),
    "imports_again": ("修改后重新选择文件即可。", "Mend the files and choose them again."),
    "imports_clear": ("清除", "clear"),
}
