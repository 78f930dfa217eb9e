"""Figures of the platform's parts, whatever a part says or does not say."""

from __future__ import annotations

from dashboards.console.pages.platform import _values
from dashboards.console.texts import Texts

ZH, EN = Texts("zh"), Texts("en")


def test_a_part_without_figures_takes_no_line() -> None:
    values = {"lag_s": 0.0, "last_refusal": {}, "parts": {"door": {"state": "ok", "none": None}}}
    assert _values(values, EN) == ["behind by s 0", "door ok"]
    assert _values(values, ZH) == ["积压时长 s 0", "door 正常"]


def test_sizes_and_moments_are_for_people() -> None:
    values = {"journal_bytes": 17_293_814, "opened_ms": 1_763_640_000_000, "bytes_on_disk": 2e7}
    assert _values(values, EN) == ["journal 17.3 MB · opened 2025-11-20 20:00:00 · on disk 20.0 MB"]


def test_a_part_inside_a_part_has_its_name_its_state_and_words_of_one_language() -> None:
    values = {
        "mqtt": {
            "state": "connected", "connected": True, "text": "已连接", "text_en": "connected",
            "wait_ms": 0, "last_error_ms": 0, "unheard_of": 3,
        }
    }  # fmt: skip
    assert _values(values, ZH) == [
        "MQTT 入口 已连接 · 已连接 是 · 状态 已连接 · 请网关放慢 ms 0 · unheard_of 3"
    ]
    assert "已" not in _values(values, EN)[0]
