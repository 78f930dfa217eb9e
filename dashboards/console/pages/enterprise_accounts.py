"""Accounts of one enterprise: the year beside the one before, months, balance, per value."""

from __future__ import annotations

from dataclasses import dataclass

from api.schemas.accounts import AccountRow
from api.schemas.energy import BalanceRow, ValueFigure, YearOnYear
from api.schemas.enterprises import EnterpriseDetail
from api.services import accounts, energy
from api.services.accounts import AccountFilter
from api.viewer import Viewer
from core.calendar import DAY_MS, Period, period_start
from core.vocabulary import Indicator
from dashboards.console.cards import Cell, card, quiet, table
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_figure, format_number, format_share
from dashboards.console.texts import Texts

COMPARED = (Indicator.COAL_CALORIFIC, Indicator.COAL_PRIMARY, Indicator.CO2)
MONTHS_BACK_MS = 400 * DAY_MS


@dataclass(frozen=True)
class AccountsView:
    """Accounts of one enterprise."""

    compared: list[YearOnYear]
    months: list[AccountRow]
    balance: list[BalanceRow]
    per_value: list[ValueFigure]


def read(viewer: Viewer, detail: EnterpriseDetail) -> AccountsView:
    """Read the accounts of the running year and of the last thirteen months."""
    now_ms = viewer.now_ms()
    subject = f"enterprise:{detail.enterprise.code}"
    months: list[AccountRow] = []
    for indicator in COMPARED:
        wanted = AccountFilter(
            subject=subject,
            indicator=indicator,
            period=Period.MONTH,
            start_ms=period_start(Period.MONTH, now_ms - MONTHS_BACK_MS),
            end_ms=now_ms,
        )
        months += accounts.list_accounts(viewer, wanted).items
    return AccountsView(
        [
            energy.compare_account(viewer, subject, indicator, period=period, start_ms=now_ms)
            for period in (Period.YEAR, Period.MONTH)
            for indicator in COMPARED
        ],
        months,
        energy.read_balance(viewer, subject, period_start(Period.YEAR, now_ms), now_ms).items,
        energy.list_value_figures(viewer, subject, period=Period.YEAR, start_ms=now_ms).items,
    )


def draw(view: AccountsView, _detail: EnterpriseDetail, visit: Visit) -> None:
    """Draw the accounts."""
    texts = visit.texts
    with card(texts("year_on_year")):
        keys = ("indicator", "period", "this_year", "last_year", "change", "coverage")
        table(
            [texts(key) for key in keys],
            [_compared(row, texts) for row in view.compared],
            numbers="--nnnn",
        )
        quiet(texts("year_on_year_note"))
    with card(texts("months_account")):
        _draw_months(view.months, texts)
    with card(texts("balance")):
        _draw_balance(view.balance, texts)
    with card(texts("per_value")):
        _draw_per_value(view.per_value, texts)


def _compared(row: YearOnYear, texts: Texts) -> list[Cell]:
    change = "–" if row.change is None else f"{row.change:+.1%}"
    return [
        texts.figure(row.indicator),
        texts(f"period_{row.period}"),
        format_figure(row.now.amount, row.unit),
        format_figure(row.before.amount, row.unit),
        change if row.change is not None else texts("no_comparison"),
        format_share(row.now.coverage),
    ]


def _draw_months(rows: list[AccountRow], texts: Texts) -> None:
    if not rows:
        draw_empty(texts("nothing"))
        return
    by_month: dict[str, dict[str, AccountRow]] = {}
    for row in rows:
        by_month.setdefault(row.start.strftime("%Y-%m"), {})[row.indicator] = row
    heads = [texts("month"), *(texts.figure(indicator) for indicator in COMPARED)]
    table(
        [*heads, texts("coverage")],
        [
            [
                month,
                *(_amount(found.get(indicator)) for indicator in COMPARED),
                format_share(min(row.coverage for row in found.values())),
            ]
            for month, found in sorted(by_month.items(), reverse=True)
        ],
        numbers="tnnnn",
    )


def _amount(row: AccountRow | None) -> str:
    return "–" if row is None else format_figure(row.amount, row.unit)


def _draw_balance(rows: list[BalanceRow], texts: Texts) -> None:
    if not rows:
        draw_empty(texts("nothing"))
        return
    flows = sorted({flow for row in rows for flow in row.flows})
    table(
        [
            texts("carrier"),
            texts("unit"),
            *(texts.flow(flow) for flow in flows),
            texts("balance_used"),
            texts("calorific_tce"),
            texts("primary_tce"),
            texts("coverage"),
        ],
        [
            [
                texts.either(row.name, row.name_en),
                row.unit,
                *(format_number(row.flows.get(flow)) for flow in flows),
                format_number(row.used),
                format_number(row.calorific_tce),
                format_number(row.primary_tce),
                format_share(row.coverage),
            ]
            for row in rows
        ],
        numbers="--" + "n" * (len(flows) + 4),
    )


def _draw_per_value(rows: list[ValueFigure], texts: Texts) -> None:
    given = [row for row in rows if row.value is not None]
    if not given:
        draw_empty(texts("per_value_none"))
        return
    table(
        [texts(key) for key in ("indicator", "basis", "value", "last_year", "change", "coverage")],
        [
            [
                texts(f"per_{row.per}") if f"per_{row.per}" in PER else row.per,
                texts.basis(row.basis),
                format_figure(row.value, row.unit),
                format_figure(row.before, row.unit),
                "–" if row.change is None else f"{row.change:+.1%}",
                format_share(row.coverage),
            ]
            for row in given
        ],
        numbers="--nnnn",
    )


PER = ("per_output_value", "per_added_value")
