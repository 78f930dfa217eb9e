from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.edits import read_edit_number
from core.registry.models import Enterprise, Gateway, GatewayKey, Point, Region
from core.registry.transfer import import_files

ACME = "91150600MA0TEST01A"
POINT = {"kind": "interval", "carrier": "electricity", "flow": "purchased", "unit": "kWh"}


@pytest.fixture
def registry(postgres_url: str):
    with open_registry(postgres_url) as opened:
        with opened.session() as session:
            session.add(Region(code="150000", name="内蒙古"))
            session.flush()
            session.add(Enterprise(code=ACME, name="x", region_code="150000", sector_code="44"))
        yield opened


def number_of(registry) -> int:
    with registry.read() as session:
        return read_edit_number(session)


def key(number: int) -> GatewayKey:
    return GatewayKey(
        enterprise_code=ACME, gateway_code="g", key_id=number, secret="s", valid_from_ms=0
    )


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "edit",
    [
        lambda s: s.add(Gateway(enterprise_code=ACME, code="h")),
        lambda s: s.add(Point(enterprise_code=ACME, code="q", expected_s=60, **POINT)),
        lambda s: s.add(key(2)),
        lambda s: s.execute(update(Point).values(in_service_ms=5)),
        lambda s: s.execute(delete(GatewayKey)),
    ],
    ids=["gateway", "point", "key", "change", "removal"],
)
def test_edits_that_collectors_must_see_move_the_number(registry, edit):
    with registry.session() as session:
        session.add(Gateway(enterprise_code=ACME, code="g"))
        session.add(Point(enterprise_code=ACME, code="p", expected_s=60, **POINT))
        session.flush()
        session.add(key(1))
    before = number_of(registry)
    with registry.session() as session:
        edit(session)
        session.flush()
        assert number_of(registry) == before
    assert number_of(registry) > before


@pytest.mark.postgresql
def test_other_edits_do_not(registry):
    before = number_of(registry)
    with registry.session() as session:
        session.execute(update(Enterprise).values(name="y"))
    assert number_of(registry) == before


@pytest.mark.postgresql
def test_imports_at_the_same_time_are_checked_one_after_the_other(registry, tmp_path: Path):
    """Each states another first figure for the same month: one of them becomes version 2."""
    header = "subject,item,start,end,value,unit,document,entered_by\n"
    paths = []
    for number in range(4):
        (tmp_path / str(number)).mkdir()
        path = tmp_path / str(number) / "entry.csv"
        figure = f"calorific:raw_coal,2026-01-01,2026-02-01,{20_000 + number},kJ/kg,d,me"
        path.write_text(f"{header}enterprise:{ACME},{figure}\n", encoding="utf-8")
        paths.append(path)

    def run(path: Path) -> bool:
        return import_files(registry, [path], clock=FixedClock(1_800_000_000_000)).applied

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, paths)) == [True] * 4
