"""What the console makes of texts: one language of two, figures written out, names of codes."""

from __future__ import annotations

import pytest

from core.registry.transfer.entry_checks import ITEMS as KNOWN_ITEMS
from dashboards.console.texts import Texts
from dashboards.console.words.vocabulary import ITEMS

ZH, EN = Texts("zh"), Texts("en")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("下达 + 调入 − 调出 (as set + received − given)", "下达 + 调入 − 调出",
         "as set + received − given"),
        ("+ 用量 × 0.0009714 tce/kg (amount × factor)", "+ 用量 × 0.0009714 tce/kg",
         "+ 用量 × 0.0009714 tce/kg (amount × factor)"),
        ("实测 7，估算 5 tce (measured 7, estimated 5)", "实测 7，估算 5 tce",
         "measured 7, estimated 5"),
        ("80 % 区间下限 (lower end of the 80 % band)", "80 % 区间下限",
         "lower end of the 80 % band"),
        ("GB/T 2589-2020 (App. A)", "GB/T 2589-2020 (App. A)", "GB/T 2589-2020 (App. A)"),
        ("热值 (3 rows of 2024)", "热值 (3 rows of 2024)", "3 rows of 2024"),
        ("Σ 流向符号（Σ sign × amount）", "Σ 流向符号", "Σ sign × amount"),
        ("电石（CaC2）", "电石（CaC2）", "电石（CaC2）"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_of_two_languages_one_is_shown_and_no_figure_is_lost(text: str, zh: str, en: str) -> None:
    assert ZH.one_of(text) == zh
    assert EN.one_of(text) == en


def test_figures_are_written_out() -> None:
    assert ZH.either("其间用量 1.2297e+06 按时间均摊", "") == "其间用量 1,229,700 按时间均摊"
    assert EN.either("", "2e-05 of 1e+300000") == "0.00002 of 1e+300000"
    assert ZH.either("3e5 型", "") == "3e5 型"


@pytest.mark.parametrize(
    ("detail", "zh", "en"),
    [
        ("energy:calorific", "能耗 当量值", "energy calorific"),
        ("cn-barometer:total:energy", "总量 能耗", "total energy"),
        ("cn-barometer:intensity:energy_per_gdp", "强度 单位 GDP 能耗", "intensity energy per GDP"),
        ("CAC2", "CAC2", "CAC2"),
        ("", "", ""),
    ],
)
def test_what_a_verdict_is_on_has_a_name(detail: str, zh: str, en: str) -> None:
    assert ZH.detail(detail) == zh
    assert EN.detail(detail) == en


def test_every_item_of_entries_has_a_name_in_both_languages() -> None:
    assert set(KNOWN_ITEMS) <= set(ITEMS)
    assert ZH.item("output:CAC2") == "产品产量 CAC2"
    assert EN.item("own:thing") == "own:thing"
