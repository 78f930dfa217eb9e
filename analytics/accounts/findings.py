"""Findings of accounts: input that no account can be made of, with its values.

They are derived from the registry and the month's accounts, and written beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from analytics.accounts.entered import list_unusable
from analytics.accounts.facts import EnterpriseFacts, EntryFacts
from analytics.accounts.outlets import BEYOND_PERMIT, WITHOUT_POINT, refresh_outlets
from analytics.accounts.rows import TABLE, AccountRow
from analytics.accounts.tree import is_virtual
from analytics.accounts.virtual import order_virtual
from analytics.consumption.findings import FindingRow
from core.calendar import Period, local_midnight_ms, period_end, period_start, to_local
from core.registry.formula import find_cycle
from core.registry.results import Finding
from core.vocabulary import Flow

FORMULA = "formula_refused"
STOCK = "negative_stock"
OUTPUT = "product_without_output"
USE = "negative_use"
UNIT = "unit_refused"
CODES = (FORMULA, STOCK, OUTPUT, USE, UNIT, WITHOUT_POINT, BEYOND_PERMIT)
FAR_MS = local_midnight_ms(date(2100, 1, 1))
"""End of a finding about what has no end [ms]; later times are no dates that people read."""
OF_MONTHS = (OUTPUT, USE)
"""Findings of a month's accounts; the others are of the registry."""


def refresh_findings(session: Session, facts: EnterpriseFacts, days: Iterable[int]) -> int:
    """Make the kept findings of an enterprise true; return how many changed [1].

    Parameters
    ----------
    days : iterable of int
        Starts of the days whose accounts were derived [ms].
    """
    outlets = refresh_outlets(session, facts)
    if not _is_concerned(facts) and not outlets:
        return 0
    months = sorted({period_start(Period.MONTH, day) for day in days})
    wanted = detect_registry(facts) + outlets
    if months:
        wanted += detect_months(facts, _read_months(session, facts, months))
    return _write(session, facts.subject, wanted, months)


def _is_concerned(facts: EnterpriseFacts) -> bool:
    """Tell whether an enterprise has anything that these findings are about."""
    return (
        bool(facts.products)
        or any(p.flow == Flow.STOCK_CHANGE or is_virtual(p) for p in facts.points)
        or bool(facts.entries)
    )


def detect_registry(facts: EnterpriseFacts) -> list[FindingRow]:
    """Return formulas that make no point, stocks below zero, and figures in units of others."""
    rows = [_refused(facts, point.code) for point in order_virtual(facts)[1]]
    rows += [_of_other_unit(facts, entry, unit) for entry, unit in list_unusable(facts)]
    for entry in facts.entries:
        if entry.item.startswith("stock:") and entry.value < 0:
            carrier = entry.item.partition(":")[2]
            rows.append(
                FindingRow(
                    facts.subject,
                    "",
                    STOCK,
                    entry.start_ms,
                    entry.end_ms,
                    f"{carrier} 库存 {entry.value:g} {entry.unit} 为负，未采用（{entry.document}）",
                    f"the stock of {carrier}, {entry.value:g} {entry.unit}, is below zero and not "
                    f"used ({entry.document}); mend the entry by a new version",
                    {"item": entry.item, "value": entry.value, "unit": entry.unit},
                )
            )
    return rows


def _of_other_unit(facts: EnterpriseFacts, entry: EntryFacts, unit: str) -> FindingRow:
    figure = f"{entry.value:g} {entry.unit}"
    return FindingRow(
        facts.subject,
        "",
        UNIT,
        entry.start_ms,
        entry.end_ms,
        f"{entry.item} 的 {figure} 不能换算为 {unit}，未采用（{entry.document}）",
        f"{entry.item} of {figure} does not convert into {unit} and is not used "
        f"({entry.document}); mend the entry by a new version",
        {"item": entry.item, "value": entry.value, "unit": entry.unit, "wanted": unit},
    )


def _refused(facts: EnterpriseFacts, code: str) -> FindingRow:
    point = facts.points[facts.row_of[code]]
    needs = {p.code: [other for _, other in p.parts] for p in facts.points}
    unknown = [other for other in needs[code] if other not in facts.row_of]
    cycle = find_cycle(code, needs)
    if cycle:
        zh, en = f"公式循环 {' → '.join(cycle)}", f"the formula goes in a circle: {cycle}"
    elif unknown:
        zh, en = f"公式中没有计量点 {unknown}", f"the formula names points that are not: {unknown}"
    else:
        zh, en = "公式无法采用", "the formula cannot be used, or rests on one that cannot"
    return FindingRow(
        facts.subject,
        code,
        FORMULA,
        point.from_ms,
        point.to_ms,
        f"{zh}（{point.formula}），该虚拟计量点未计入",
        f"{en} ({point.formula}); the virtual point is not counted",
        {"formula": point.formula, "cycle": cycle, "unknown": unknown},
    )


def detect_months(facts: EnterpriseFacts, rows: Sequence[AccountRow]) -> list[FindingRow]:
    """Return energy of products without output, and use below zero that nothing explains."""
    amounts = {(row.indicator, row.start_ms): row for row in rows}
    found: list[FindingRow] = []
    passed_on = {p.carrier for p in facts.points if p.flow == Flow.SOLD}
    names = {product.code: product.name or product.code for product in facts.products}
    for (indicator, start), row in sorted(amounts.items()):
        kind, _, code = indicator.partition(":")
        if kind == "product_energy" and code in names and row.amount > 0:
            made = amounts.get((f"product:{code}", start))
            if made is None or made.amount <= 0:
                found.append(_without_output(facts, row, names[code], made))
        elif kind == "carrier" and row.amount < 0 and code not in passed_on:
            found.append(_negative(facts, row, code))
    return found


def _without_output(
    facts: EnterpriseFacts, energy: AccountRow, name: str, made: AccountRow | None
) -> FindingRow:
    code = energy.indicator.partition(":")[2]
    month = to_local(energy.start_ms).strftime("%Y-%m")
    output = made.amount if made else None
    return FindingRow(
        facts.subject,
        "",
        OUTPUT,
        energy.start_ms,
        period_end(Period.MONTH, energy.start_ms),
        f"{month} {name} 有能耗 {energy.amount:.6g} {energy.unit} 而无产量，不计算单位产品能耗",
        f"{month}: {name} used {energy.amount:.6g} {energy.unit} and has no output; there is no "
        "energy per product",
        {"product": code, "energy": energy.amount, "unit": energy.unit, "output": output},
    )


def _negative(facts: EnterpriseFacts, row: AccountRow, carrier: str) -> FindingRow:
    month = to_local(row.start_ms).strftime("%Y-%m")
    return FindingRow(
        facts.subject,
        "",
        USE,
        row.start_ms,
        period_end(Period.MONTH, row.start_ms),
        f"{month} {carrier} 消费量 {row.amount:.6g} {row.unit} 为负而无外供：请核实库存与计量",
        f"{month}: the use of {carrier}, {row.amount:.6g} {row.unit}, is below zero and none is "
        "sold: check stocks and meters",
        {"carrier": carrier, "amount": row.amount, "unit": row.unit},
    )


def _read_months(
    session: Session, facts: EnterpriseFacts, months: Sequence[int]
) -> list[AccountRow]:
    columns = [TABLE.c[name] for name in AccountRow._fields]
    rows = session.connection().execute(
        select(*columns).where(
            TABLE.c.subject == facts.subject,
            TABLE.c.period == Period.MONTH.value,
            TABLE.c.start_ms.in_(months),
            TABLE.c.version == 0,
        )
    )
    return [AccountRow._make(row) for row in rows]


Key = tuple[str, str, int, str]


def _detail(row: FindingRow) -> str:
    """Return what tells findings of one code and time apart: product, carrier or item."""
    known = (row.evidence.get(name) for name in ("product", "carrier", "item"))
    return str(next((value for value in known if value), ""))


def _values(row: FindingRow, detail: str) -> dict[str, object]:
    return vars(row) | {"detail": detail, "end_ms": min(row.end_ms, FAR_MS)}


def _write(
    session: Session, subject: str, wanted: Sequence[FindingRow], months: Sequence[int]
) -> int:
    """Write what is new and take back what no longer holds; months not derived stay."""
    kept: dict[Key, str] = {}
    for row in session.scalars(
        select(Finding).where(Finding.subject == subject, Finding.code.in_(CODES))
    ):
        if row.code not in OF_MONTHS or row.start_ms in months:
            kept[row.point_code, row.code, row.start_ms, row.detail] = row.text_en
    fresh = {(row.point_code, row.code, row.start_ms, _detail(row)): row for row in wanted}
    gone = [key for key, text in kept.items() if key not in fresh or fresh[key].text_en != text]
    for point, code, start_ms, detail in gone:
        session.execute(
            delete(Finding).where(
                Finding.subject == subject,
                Finding.point_code == point,
                Finding.code == code,
                Finding.start_ms == start_ms,
                Finding.detail == detail,
            )
        )
    new = [key for key, row in fresh.items() if kept.get(key) != row.text_en]
    if new:
        session.execute(insert(Finding), [_values(fresh[key], key[3]) for key in new])
    return len({*gone, *new})
