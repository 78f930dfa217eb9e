"""Findings of consumption: what happened to a meter, in words, with its values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from analytics.consumption.meters import Meter, MeterTable
from analytics.consumption.spans import Spans, Step
from core.calendar import HOUR_MS, format_time

GAP_CODE = "register_gap"
STEP_CODES = (
    "blip",
    "spike",
    "rollover",
    "undeclared_reset",
    "implausible_rise",
)
"""Findings that can change the amounts of a day around them."""

CODES = (GAP_CODE, *STEP_CODES, "meter_change", "outside_epoch")
"""Every code that the consumption job writes and takes back."""

TEXTS: dict[str, tuple[str, str]] = {
    "register_gap": (
        "读数缺失 {hours:.3g} 小时,其间用量 {amount:.6g} 按时间均摊,计为估计值",
        "no reading for {hours:.3g} h; the amount of {amount:.6g} is spread evenly, as estimated",
    ),
    "blip": (
        "示数由 {from:.10g} 突降至 {to:.10g} 后又恢复到 {back:.10g},其间 {readings} 个读数未采用",
        "register fell from {from:.10g} to {to:.10g} and came back to {back:.10g}; "
        "{readings} readings between are left out",
    ),
    "spike": (
        "示数由 {from:.10g} 突升至 {to:.10g} 后又回落到 {back:.10g},其间 {readings} 个读数未采用",
        "register leapt from {from:.10g} to {to:.10g} and fell back to {back:.10g}; "
        "{readings} readings between are left out",
    ),
    "rollover": (
        "示数由 {from:.10g} 过满量程 {register_max:.10g} 归零后为 {to:.10g},"
        "按翻转计 {amount_raw:.10g}",
        "register ran from {from:.10g} over its maximum {register_max:.10g} to {to:.10g}; "
        "counted as {amount_raw:.10g}",
    ),
    "undeclared_reset": (
        "示数由 {from:.10g} 降至 {to:.10g},无换表登记,其间用量未知;请登记计量周期(换表)",
        "register fell from {from:.10g} to {to:.10g} and no change of meter is declared: "
        "the amount is unknown; declare a meter epoch",
    ),
    "implausible_rise": (
        "示数由 {from:.10g} 升至 {to:.10g},超过最大变化率 {max_rate:.10g}/小时,"
        "其间用量未知;如已换表请登记",
        "register rose from {from:.10g} to {to:.10g}, faster than {max_rate:.10g} per hour: "
        "the amount is unknown; declare a meter epoch if the meter was changed",
    ),
    "meter_change": (
        "{at} 换表未登记{missing},换表前后用量未知;请补登记",
        "the meter was changed at {at} with no {missing_en} value declared: "
        "the amount around it is unknown; declare it",
    ),
    "outside_epoch": (
        "{at} 拆表之后、再装表之前的读数未计入",
        "readings after the meter was removed at {at} and before the next one are not counted",
    ),
}


@dataclass(frozen=True)
class FindingRow:
    """A data-quality observation; the fields of `core.registry.results.Finding`.

    Attributes
    ----------
    subject : str
        ``enterprise:CODE``.
    point_code : str
        The point.
    code : str
        One of `CODES`.
    start_ms, end_ms : int
        Period [ms since the epoch, UTC].
    text, text_en : str
        What happened, in Chinese and English.
    evidence : dict
        Its values.
    """

    subject: str
    point_code: str
    code: str
    start_ms: int
    end_ms: int
    text: str
    text_en: str
    evidence: dict[str, object] = field(default_factory=dict)


def detect_gaps(spans: Spans, table: MeterTable) -> list[Step]:
    """Return a `register_gap` for every span longer than twice its meter's expected time."""
    if not len(spans):
        return []
    suspect = np.flatnonzero(~spans.measured)
    length = spans.end_ms[suspect] - spans.start_ms[suspect]
    expected = table.expected_ms[table.index_of(spans.series[suspect])]
    found = suspect[length > 2 * expected]
    return [
        Step(
            int(spans.series[i]),
            GAP_CODE,
            int(spans.start_ms[i]),
            int(spans.end_ms[i]),
            {
                "hours": float(spans.end_ms[i] - spans.start_ms[i]) / HOUR_MS,
                "amount": float(spans.amount[i]),
            },
        )
        for i in found
    ]


def list_findings(steps: Iterable[Step], table: MeterTable) -> list[FindingRow]:
    """Return `steps` in words, by point and start."""
    meters = {meter.series: meter for meter in table.meters}
    rows = [_word(step, meters[step.series]) for step in steps]
    return sorted(rows, key=lambda row: (row.subject, row.point_code, row.start_ms, row.code))


def _word(step: Step, meter: Meter) -> FindingRow:
    chinese, english = TEXTS[step.code]
    values = step.evidence | {"at": format_time(step.start_ms)}
    return FindingRow(
        f"enterprise:{meter.enterprise}",
        meter.point,
        step.code,
        step.start_ms,
        step.end_ms,
        chinese.format(**values),
        english.format(**values),
        step.evidence,
    )
