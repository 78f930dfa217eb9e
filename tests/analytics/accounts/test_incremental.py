"""A plant with everything: late, shuffled and doubled data give the books of a clean run."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.accounts import hour_accounts
from analytics.explain import explain_account, explain_verdict
from core.calendar import DAY_MS, HOUR_MS, parse_time
from core.registry.marks import mark_dirty

E1 = "91150622MA0TEST011"
FROM, TO = "2026-02-20", "2026-03-08"
METERS = (
    ("COAL", "raw_coal", "kg", {"flow": "purchased"}),
    ("COAL.CHP", "raw_coal", "kg", {"flow": "consumed", "parent_code": "COAL", "line_code": "CHP"}),
    ("GAS", "natural_gas", "m3", {"flow": "purchased"}),
    ("GAS.FEED", "natural_gas", "m3", {"flow": "feedstock", "parent_code": "GAS"}),
    ("BOILER", "heat", "MJ", {"flow": "produced", "line_code": "CHP"}),
    ("HEAT", "heat", "MJ", {"flow": "produced", "line_code": "CHP", "product": "HEAT",
                            "parent_code": "BOILER"}),
    ("POWER", "electricity", "kWh", {"flow": "produced", "line_code": "CHP", "product": "POWER"}),
    ("SOLD", "electricity", "kWh", {"flow": "sold", "parent_code": "POWER"}),
    ("OUT", "", "kWh", {"flow": "output", "product": "POWER"}),
)  # fmt: skip


def build(platform):
    platform.now(TO)
    platform.add_enterprise(E1)
    platform.add_line(E1, "CHP")
    platform.add_product(E1, "POWER", "kWh", "")
    platform.add_product(E1, "HEAT", "MJ", "")
    for code, carrier, unit, more in METERS:
        platform.add_point(E1, code, carrier, unit=unit, since=FROM, **more)
    platform.add_point(
        E1, "NET", "electricity", flow="consumed", since=FROM, formula="POWER - SOLD"
    )
    platform.add_entry(E1, "stock:raw_coal", 900.0, "t", span=("2026-02-01", "2026-03-01"))
    platform.add_entry(E1, "stock:raw_coal", 300.0, "t", span=("2026-03-01", "2026-03-06"))
    platform.add_entry(E1, "calorific:raw_coal", 21500, "kJ/kg", span=("2026-03-02", "2026-03-05"))
    platform.add_entry(E1, "output_value", 500.0, "万元", span=("2026-02-01", "2026-03-01"))
    return platform


def feed_of(seed: int) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(seed)
    hours = (parse_time(TO) - parse_time(FROM)) // HOUR_MS
    sizes = {"HEAT": 54e3, "BOILER": 180e3}
    return {code: chance.uniform(0.5, 1.0, hours) * sizes.get(code, 1e4) for code, *_ in METERS}


@pytest.fixture
def clean(new_platform):
    platform = build(new_platform())
    for code, values in feed_of(5).items():
        platform.send(E1, code, FROM, values)
    platform.run()
    return platform


def test_late_shuffled_and_doubled_data_give_the_books_of_a_clean_run(clean, new_platform):
    late = build(new_platform())
    chance = np.random.default_rng(9)
    feed = feed_of(5)
    days = [(code, day) for code in feed for day in range(16)]
    order = chance.permutation(len(days)).tolist()
    for place, number in enumerate([*order, *order[:20]]):
        code, day = days[number]
        start = parse_time(FROM) + day * DAY_MS
        values = feed[code][24 * day : 24 * day + 24]
        platform_day = f"{np.datetime64(start + 8 * HOUR_MS, 'ms').astype('datetime64[D]')}"
        late.send(E1, code, platform_day, values)
        if place % 60 == 59:
            late.run()
    late.run()
    assert late.accounts() == clean.accounts()
    known = {v.id: (v.level, v.value, v.reference, v.coverage) for v in clean.verdicts()}
    assert {v.id: (v.level, v.value, v.reference, v.coverage) for v in late.verdicts()} == known
    assert len(known) > 3


def test_every_row_explains_itself_and_hours_add_up_to_days(clean):
    start = parse_time("2026-03-03")
    rows = [r for r in clean.accounts() if r.start_ms == start and r.period == "day"]
    rows = [r for r in rows if r.subject.startswith(("enterprise", "line"))]
    assert {r.indicator for r in rows} >= {
        "product_energy:HEAT", "product_energy_primary:POWER", "carrier:raw_coal", "co2_t",
    }  # fmt: skip
    assert any(r.subject.startswith("line:") for r in rows)
    for row in rows:
        tree = explain_account(
            clean.context, row.subject, row.indicator, period="day", start_ms=start
        )
        assert tree.value == row.amount, row
        hours = hour_accounts(clean.context, row.subject, row.indicator, (start, start + DAY_MS))
        assert sum(h.amount for h in hours) == pytest.approx(row.amount, rel=1e-9), row
        some = hour_accounts(
            clean.context, row.subject, row.indicator, (start + 5 * HOUR_MS, start + 8 * HOUR_MS)
        )
        assert [h.amount for h in some] == pytest.approx([h.amount for h in hours[5:8]])
    hour = explain_account(
        clean.context, f"enterprise:{E1}", "product_energy:HEAT",
        period="hour", start_ms=start + 5 * HOUR_MS,
    )  # fmt: skip
    assert any("热电分摊" in child.label for child in hour.children)
    for verdict in clean.verdicts("unit_energy"):
        assert explain_verdict(clean.context, verdict.id).value == verdict.value


def test_deriving_again_changes_nothing(clean):
    before = clean.accounts()
    with clean.registry.session() as session:
        mark_dirty(session, E1, [parse_time(FROM) + HOUR_MS * n for n in range(16 * 24)])
    summary = clean.run()
    assert summary.rows == 0
    assert clean.accounts() == before
