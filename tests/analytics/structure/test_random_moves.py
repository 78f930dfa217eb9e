"""Random moves in random order: edits give what a clean run gives, and what days add up to."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.calendar import DAY_MS, HOUR_MS, Period, format_time, parse_time, period_end
from core.registry.credit_code import check_character
from core.registry.transfer import import_files

NOW = "2026-02-20"
SINCE = "2026-01-10"
REGIONS = ("150622", "150200", "150600")
SECTORS = ("2613", "4411")
HEAD = "enterprise_code,name,valid_from,valid_to,value,source\n"
UP = {"150622": ("150600", "150000"), "150200": ("150000",), "150600": ("150000",)}


def code_of(number: int) -> str:
    body = f"91150622MA0RAND{number:02d}"
    return body.replace("S", "5") + check_character(body)


def draw_moves(
    random: np.random.Generator, codes: list[str]
) -> list[tuple[str, str, int, int, str]]:
    """Draw rows (enterprise, name, from, to, value) that do not overlap."""
    rows = []
    for code in codes:
        for name, values in (("region", REGIONS), ("sector", SECTORS)):
            days = sorted(random.choice(60, 2 * int(random.integers(0, 3)), replace=False).tolist())
            for start, end in zip(days[::2], days[1::2], strict=True):
                first = parse_time("2026-01-01") + start * DAY_MS
                last = parse_time("2026-01-01") + end * DAY_MS
                rows.append((code, name, first, last, str(random.choice(values))))
    return rows


def write(rows: list[tuple[str, str, int, int, str]]) -> str:
    lines = [
        f"{code},{name},{format_time(first)},{format_time(last)},{value},x\n"
        for code, name, first, last, value in rows
    ]
    return HEAD + "".join(lines)


@pytest.mark.parametrize("seed", range(2))
def test_edits_give_what_a_clean_run_gives_and_sums_are_sums_of_days(seed, new_platform, tmp_path):
    random = np.random.default_rng(seed)
    codes = [code_of(n) for n in range(3)]
    own = {c: (str(random.choice(REGIONS)), str(random.choice(SECTORS))) for c in codes}
    hours = (parse_time(NOW) - parse_time(SINCE)) // HOUR_MS
    loads = {c: np.where(random.random(hours) < 0.05, np.nan, random.random(hours)) for c in codes}
    moves = draw_moves(random, codes)

    def build():
        platform = new_platform()
        platform.now(NOW)
        for code, (region, sector) in own.items():
            platform.add_enterprise(code, region=region, sector=sector)
            platform.add_point(code, "MAIN", "electricity", since=SINCE)
            platform.send(code, "MAIN", SINCE, loads[code])
        return platform

    def take(platform, rows):
        path = tmp_path / "attribute.csv"
        path.write_text(write(rows), encoding="utf-8")
        assert import_files(platform.registry, [path], clock=platform.clock).rows == []
        platform.run()

    edited = build()
    edited.run()
    order = random.permutation(len(moves)).tolist()
    assert order
    for part in (order[::2], order[1::2]):
        take(edited, [moves[at] for at in part])
    clean = build()
    take(clean, moves)
    rows = clean.accounts()
    assert edited.accounts() == rows
    check_sums(rows, own, moves)


def check_sums(rows, own, moves) -> None:
    """Check each group's day, month and year against its members' days, the obvious way."""
    days = [row for row in rows if row.period == "day" and row.subject.startswith("enterprise:")]
    expected: dict[tuple[str, str, str, int], list[float]] = {}
    for row in days:
        code = row.subject.partition(":")[2]
        region, sector = own[code]
        for holder, name, first, last, value in moves:
            if holder == code and first <= row.start_ms < last:
                region = value if name == "region" else region
                sector = value if name == "sector" else sector
        groups = [f"region:{r}" for r in (region, *UP[region])] + [f"sector:{sector}"]
        for group in groups:
            for period in (Period.DAY, Period.MONTH, Period.YEAR):
                start = next(
                    r.start_ms
                    for r in rows
                    if r.period == period
                    and r.subject == row.subject
                    and r.start_ms <= row.start_ms < period_end(period, r.start_ms)
                )
                key = (group, row.indicator, str(period), start)
                expected.setdefault(key, []).append(row.amount)
    found = {row[:4]: row.amount for row in rows if row.subject[0] in "rs"}
    assert found.keys() == expected.keys()
    for key, parts in expected.items():
        assert found[key] == pytest.approx(math.fsum(parts), rel=1e-12), key
