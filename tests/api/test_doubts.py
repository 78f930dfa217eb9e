"""Which enterprises are doubtful, and in which order they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import delete

from api.parts import PlatformParts
from api.schemas.overview import DoubtItem
from api.services.doubts import RECENT_MS, read_doubts
from api.viewer import operator
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.models import Enterprise, Region
from core.registry.results import Account, Book, Finding, Verdict
from core.settings import Settings
from core.store.duckdb import DuckDBStore

NOW_MS = 1_773_000_000_000
YEAR_MS = 1_767_196_800_000
FLOOR = 0.9


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformParts]:
    folder: Path = tmp_path_factory.mktemp("doubts")
    settings = Settings(data_dir=folder, coverage_floor=FLOOR)
    with (
        open_registry(folder / "registry.db") as registry,
        DuckDBStore(folder / "store.duckdb") as store,
    ):
        yield PlatformParts(
            settings=settings,
            clock=FixedClock(NOW_MS),
            registry=registry,
            store=store,
            catalogue=read_catalogue(),
        )


def _verdict(subject: str, number: int, *, level: str, start_ms: int = YEAR_MS) -> Verdict:
    return Verdict(
        id=f"{subject[-4:]}{number}{start_ms % 7}", subject=subject, rule="quality",
        detail=str(number), period="year", start_ms=start_ms, level=level, severity=1,
        unit="1", basis="none", coverage=1.0, provisional=True, reason="", since_ms=0, judged_ms=0,
    )  # fmt: skip


def _fill(parts: PlatformParts, chance: Random) -> list[DoubtItem]:
    """Write random enterprises; return the doubtful ones as they should be listed."""
    found = []
    with parts.registry.session() as session:
        for table in (Enterprise, Region, Account, Book, Finding, Verdict):
            session.execute(delete(table))
        session.add(Region(code="150000", name="r"))
        session.flush()
        for number in range(30):
            code = f"E{number:04d}"
            subject = f"enterprise:{code}"
            session.add(Enterprise(code=code, name=code, region_code="150000", sector_code="2613"))
            coverage = chance.choice([None, 0.0, 0.5, 0.89, FLOOR, 1.0])
            undetermined, findings, quarantined = (chance.choice([0, 0, 0, 1, 2]) for _ in range(3))
            if coverage is not None:
                for start_ms, version, shown in ((YEAR_MS, 0, coverage), (YEAR_MS, 1, 0.1)):
                    session.add(
                        Account(
                            subject=subject, indicator="coal_calorific_tce", period="year",
                            start_ms=start_ms, version=version, basis="calorific", amount=1.0,
                            unit="tce", measured=1.0, estimated=0.0, coverage=shown,
                        )
                    )  # fmt: skip
            session.add_all(
                _verdict(subject, at, level="undetermined" if at < undetermined else "ok")
                for at in range(3)
            )
            session.add(_verdict(subject, 9, level="undetermined", start_ms=1))
            session.add_all(
                Finding(
                    subject=subject, point_code="P", code="gap", start_ms=at, text="",
                    end_ms=NOW_MS - (0 if at < findings else RECENT_MS + 1),
                )
                for at in range(4)
            )  # fmt: skip
            session.add_all(
                Book(
                    collector=name, enterprise_code=code, gateway_code="GW1",
                    quarantined=quarantined if name == "a" else 0, last_arrival_ms=number,
                )
                for name in "ab"
            )  # fmt: skip
            item = DoubtItem(
                enterprise=code, name=code, region="150000", region_name="r", coverage=coverage,
                undetermined=undetermined, findings=findings, quarantined=quarantined,
                last_arrival=number or None,
            )  # fmt: skip
            if (coverage or 0.0) < FLOOR or undetermined + findings + quarantined:
                found.append(item)
    return sorted(found, key=_rank)


def _rank(item: DoubtItem) -> tuple[float, ...]:
    return (-item.undetermined, item.coverage or 0.0, -item.quarantined, -item.findings)


@pytest.mark.parametrize("seed", range(8))
def test_doubtful_ones_are_listed_the_worst_first(parts: PlatformParts, seed: int) -> None:
    expected = _fill(parts, Random(seed))
    viewer = operator(parts)
    with viewer.read() as session:
        assert read_doubts(viewer, session, "150000", limit=100) == expected
        assert read_doubts(viewer, session, "150000", limit=5) == expected[:5]
        assert read_doubts(viewer, session, "150600", limit=5) == []
