"""The list of enterprises, and the page of one."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "search": ("按名称或信用代码筛选", "filter by name or code"),
    "all_regions": ("全部行政区", "all regions"),
    "all_levels": ("全部结论", "all levels"),
    "load": ("近 7 天逐时用量", "Hourly use, last 7 days"),
    "consumption": ("分品种逐月用量（折标煤以外为实物量）", "Monthly use by carrier"),
    "quota_curve": ("预算执行曲线", "Quota curve"),
    "projected": ("预测", "projected"),
    "benchmark_position": ("能效对标", "Benchmark position"),
    "points": ("计量点", "Points"),
    "point": ("计量点", "point"),
    "kind": ("类型", "kind"),
    "flow": ("流向", "flow"),
    "latest": ("最新读数", "latest"),
    "time": ("时间", "time"),
    "coverage_missing": ("灰底为未实测时段", "grey: not measured"),
    "enterprises_list": ("用能单位清单", "List of enterprises"),
    "no_enterprise": ("没有符合条件的用能单位", "No enterprise is like that"),
    "sector_prefix": ("行业代码（前几位）", "sector code, or its beginning"),
    "over_pace_any": ("超进度及以上", "over pace or worse"),
}
