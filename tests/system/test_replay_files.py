"""Every recorded file through broker, collector, store and jobs, against plain pandas.

What pandas is told here about times stands on its own: nothing of the maps is used for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from analytics.context import Context
from analytics.jobs import run_pending
from cli.broker import Broker
from core.calendar import parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.results import Account, Finding
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey
from ingest.collector import Collector
from simulators.gateway import GatewayClient
from simulators.replay import ReplayReport, find_map, read_map, registry_files, replay

STEEL = "steel_industry/Steel_industry_data.csv.gz"
TURBINES = tuple(f"gas_turbine/gt_{year}.csv" for year in (2011, 2012, 2013))
BUILDINGS = "building_data_genome_2/bdg2_electricity_24meters_hourly_2016_2017.csv.gz"
RSF = "nrel_rsf_2011/rsf_measured_2011_hourly.csv"
MAPS = {
    STEEL: "steel_industry",
    **dict.fromkeys(TURBINES, "gas_turbine"),
    BUILDINGS: "bdg2_electricity",
    RSF: "nrel_rsf_2011",
}
EXACT = 1e-9
SHANGHAI = "Asia/Shanghai"
RSF_POINTS = {
    "Total Cooling (kW)": "E.COOLING",
    "Total Heating (kW)": "H.HEATING",
    "Total Mechanical (kW)": "E.MECHANICAL",
    "Total Lighting (kW)": "E.LIGHTING",
    "Total Plug Loads (kW)": "E.PLUG",
    "Total Data Center (kW)": "E.DC",
    "Total Building (kW)": "E.BUILDING",
    "PV (kW)": "G.PV",
    "Building Net (kW)": "E.NET",
}
GAUGES = {"AT": "T.AMB", "AH": "H.AMB", "TIT": "T.TIT", "TAT": "T.TAT", "CO": "CO", "NOX": "NOX"}
PRESSURES = {"AP": "P.AMB", "AFDP": "P.AFDP", "GTEP": "P.GTEP", "CDP": "P.CDP"}


@dataclass
class Replayed:
    context: Context
    codes: dict[str, str] = field(default_factory=dict)
    reports: dict[str, ReplayReport] = field(default_factory=dict)
    books: list = field(default_factory=list)

    def hours(self, file: str, point: str) -> pd.DataFrame:
        series = self.context.store.series_ids([SeriesKey(self.codes[file], point)])
        found = self.context.store.read_hours(series, 0, 2**42)
        columns = {
            name: getattr(found, name) for name in ("amount", "measured", "estimated", "coverage")
        }
        return pd.DataFrame(columns, index=pd.to_datetime(found.hour_ms, unit="ms", utc=True))

    def accounts(self, file: str, indicator: str, period: str) -> pd.DataFrame:
        statement = select(Account).where(
            Account.subject == f"enterprise:{self.codes[file]}",
            Account.indicator == indicator,
            Account.period == period,
            Account.version == 0,
        )
        with self.context.registry.read() as session:
            rows = [
                (row.start_ms, row.amount, row.measured, row.estimated, row.coverage)
                for row in session.scalars(statement.order_by(Account.start_ms))
            ]
        names = ["start_ms", "amount", "measured", "estimated", "coverage"]
        frame = pd.DataFrame(rows, columns=names).set_index("start_ms")
        frame.index = pd.to_datetime(frame.index, unit="ms", utc=True)
        return frame

    def findings(self, file: str, code: str) -> dict[str, list[tuple[int, int]]]:
        statement = select(Finding).where(
            Finding.subject == f"enterprise:{self.codes[file]}", Finding.code == code
        )
        found: dict[str, list[tuple[int, int]]] = {}
        with self.context.registry.read() as session:
            for row in session.scalars(statement.order_by(Finding.start_ms)):
                found.setdefault(row.point_code, []).append((row.start_ms, row.end_ms))
        return found


@pytest.fixture(scope="module")
def replayed(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    directory = tmp_path_factory.mktemp("replay")
    clock = FixedClock(parse_time("2026-11-01"))
    with (
        open_registry(str(directory / "registry.db")) as registry,
        DuckDBStore(directory / "store.duckdb") as store,
        Broker(directory / "broker") as broker,
    ):
        settings = Settings(data_dir=directory, mqtt_url=broker.url)
        context = Context(registry, store, read_catalogue(), clock, settings)
        done = Replayed(context)
        with Collector(settings, registry, store, clock) as collector:
            for number, (file, name) in enumerate(MAPS.items()):
                given = read_map(find_map(name))
                done.codes[file] = given.enterprise.code
                files = registry_files(given, directory / str(number))
                assert import_files(registry, files, clock=clock).applied
                with GatewayClient(
                    broker.url,
                    given.enterprise.code,
                    given.gateway.code,
                    buffer=directory / f"{number}.db",
                ) as gateway:
                    done.reports[file] = replay(shared_data / file, given, gateway)
            assert collector.wait_drained(60)
            done.books = collector.books()
        assert not run_pending(context).failed
        yield done


def same(found: pd.Series, expected: pd.Series) -> None:
    """Assert that two series have the same index and the same values to 1e-9 relative."""
    expected = expected.sort_index()
    assert len(expected)
    pd.testing.assert_index_equal(found.index, expected.index, check_names=False, exact=False)
    np.testing.assert_allclose(found.to_numpy(), expected.to_numpy(), rtol=EXACT, atol=1e-9)


def as_utc(moments: pd.Series | pd.DatetimeIndex) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(moments).tz_convert("UTC").as_unit("ms")


def summed(hourly: pd.Series, period: str) -> pd.Series:
    """Sum by Shanghai months, years or days; the label is the period's start in UTC."""
    rule = {"month": "MS", "year": "YS", "day": "D"}[period]
    local = hourly.tz_convert(SHANGHAI)
    total = local.resample(rule).sum(min_count=1).dropna()
    return total.set_axis(as_utc(total.index))


def agree(replayed: Replayed, file: str, indicator: str, hourly: pd.Series) -> None:
    for period in ("day", "month", "year"):
        rows = replayed.accounts(file, indicator, period)
        expected = summed(hourly, period)
        # A day of substituted zeros has nothing measured and nothing estimated: no row.
        same(rows["amount"].reindex(expected.index).fillna(0.0), expected)
        others = rows[~rows.index.isin(expected.index)]
        assert not others["amount"].any()


def read_steel(shared_data: Path) -> pd.DataFrame:
    frame = pd.read_csv(shared_data / STEEL)
    end = pd.to_datetime(frame["date"], format="%d/%m/%Y %H:%M")
    # In file order the rows run on without a break: 00:15 … 23:45, 00:00, 00:15 …
    order = pd.date_range("2018-01-01 00:15", periods=len(frame), freq="15min")
    assert (order.strftime("%H:%M") == end.dt.strftime("%H:%M")).all()
    start = (order - pd.Timedelta("15min")).tz_localize("Asia/Seoul")
    return frame.set_index(as_utc(start))


def read_buildings(shared_data: Path) -> pd.DataFrame:
    frame = pd.read_csv(shared_data / BUILDINGS, index_col="timestamp", parse_dates=True)
    assert len(frame) == 17_544
    return frame


def building(frame: pd.DataFrame, meter: str) -> pd.Series:
    """Return one meter's filled cells by the start of their hour in UTC."""
    site = meter.split("_")[0]
    cells = frame[meter]
    zone = {
        "Bear": "US/Pacific",
        "Cockatoo": "US/Eastern",
        "Panther": "US/Eastern",
        "Fox": "US/Arizona",
        "Rat": "EST",
        "Moose": "EST",
    }[site]
    index = pd.DatetimeIndex(frame.index).tz_localize(
        zone, ambiguous=np.ones(len(frame), bool), nonexistent="NaT"
    )
    return pd.Series(cells.to_numpy()[index.notna()], as_utc(index[index.notna()])).dropna()


def read_rsf(shared_data: Path) -> pd.DataFrame:
    frame = pd.read_csv(shared_data / RSF)
    end = pd.to_datetime(frame["Date and Time"], format="mixed", dayfirst=False)
    start = end - pd.Timedelta("1h") + pd.Timedelta("7h")
    return frame.set_index(as_utc(pd.DatetimeIndex(start).tz_localize("UTC")))


def test_every_reading_is_stored_once(replayed: Replayed, shared_data: Path) -> None:
    cells = {
        STEEL: 35_040 * 6,
        **{file: len(pd.read_csv(shared_data / file)) * 11 for file in TURBINES},
        BUILDINGS: int(read_buildings(shared_data).notna().sum().sum()) - 3,
        RSF: 8_759 * 9,
    }
    assert {file: report.readings for file, report in replayed.reports.items()} == cells
    stored = sum(row.readings_stored for row in replayed.books)
    assert stored == sum(cells.values()) == replayed.context.store.statistics().readings
    for row in replayed.books:
        assert row.received == row.stored
        assert row.quarantined == row.dropped == row.duplicate == row.pending == 0


@pytest.mark.parametrize(
    ("column", "point", "indicator"),
    [
        ("Usage_kWh", "E.IN", "carrier:electricity"),
        ("Lagging_Current_Reactive_Power_kVarh", "EQ.LAG", "product:KVARH_LAG"),
        ("Leading_Current_Reactive_Power_kVarh", "EQ.LEAD", "product:KVARH_LEAD"),
        ("CO2(tCO2)", "CO2", "product:CO2_REPORTED"),
    ],
)
def test_steel_sums(
    replayed: Replayed, shared_data: Path, column: str, point: str, indicator: str
) -> None:
    quarters = read_steel(shared_data)[column]
    hourly = quarters.groupby(quarters.index.floor("h")).sum()
    hours = replayed.hours(STEEL, point)
    same(hours["amount"], hourly)
    assert (hours["coverage"] == 1).all()
    assert not hours["estimated"].any()
    agree(replayed, STEEL, indicator, hourly)


def test_steel_power_factors_are_means(replayed: Replayed, shared_data: Path) -> None:
    quarters = read_steel(shared_data)["Lagging_Current_Power_Factor"]
    hours = replayed.hours(STEEL, "PF.LAG")
    mean = quarters.groupby(quarters.index.floor("h")).mean()
    # the last value holds on beyond the file, as a gauge does
    same(hours["amount"].reindex(mean.index), mean)


def test_steel_midnight_row_is_the_end_of_its_own_day(
    replayed: Replayed, shared_data: Path
) -> None:
    frame = pd.read_csv(shared_data / STEEL)
    by_date = frame.groupby(pd.to_datetime(frame["date"].str[:10], format="%d/%m/%Y"))
    hours = replayed.hours(STEEL, "E.IN")["amount"]
    same(
        hours.groupby(hours.index.tz_convert("Asia/Seoul").normalize().tz_localize(None)).sum(),
        by_date["Usage_kWh"].sum(),
    )
    last = frame.iloc[-4:]["Usage_kWh"].sum()
    assert frame.iloc[-1]["date"] == "31/12/2018 00:00"
    assert hours[pd.Timestamp("2018-12-31 23:00", tz="Asia/Seoul")] == pytest.approx(last)
    assert hours.index.max() == pd.Timestamp("2018-12-31 23:00", tz="Asia/Seoul")
    assert hours.index.min() == pd.Timestamp("2018-01-01 00:00", tz="Asia/Seoul")


@pytest.mark.parametrize("file", TURBINES)
def test_turbine_hours_are_assumed(replayed: Replayed, shared_data: Path, file: str) -> None:
    frame = pd.read_csv(shared_data / file)
    start = pd.Timestamp(f"{file[-8:-4]}-01-01", tz="Etc/GMT-3")
    frame = frame.set_index(as_utc(pd.date_range(start, periods=len(frame), freq="h")))
    hours = replayed.hours(file, "G.TEY").reindex(frame.index)
    same(hours["amount"], frame["TEY"] * 1000)
    same(hours["estimated"], frame["TEY"] * 1000)
    assert not hours["coverage"].any()
    for column, point in (GAUGES | PRESSURES).items():
        scale = 0.1 if column in PRESSURES else 1.0
        found = replayed.hours(file, point)["amount"].reindex(frame.index)
        same(found, frame[column] * scale)


def test_turbine_sums_of_days_months_and_years(replayed: Replayed, shared_data: Path) -> None:
    parts = []
    for file in TURBINES:
        energy = pd.read_csv(shared_data / file)["TEY"] * 1000
        start = pd.Timestamp(f"{file[-8:-4]}-01-01", tz="Etc/GMT-3")
        parts.append(energy.set_axis(as_utc(pd.date_range(start, periods=len(energy), freq="h"))))
    hourly = pd.concat(parts)
    hours = replayed.hours(TURBINES[0], "G.TEY")["amount"]
    for period in ("day", "month", "year"):
        same(summed(hours, period), summed(hourly, period))


def test_building_sums(replayed: Replayed, shared_data: Path) -> None:
    frame = read_buildings(shared_data)
    total = []
    for meter in frame.columns:
        cells = building(frame, meter)
        hours = replayed.hours(BUILDINGS, meter)
        filled = hours[hours["coverage"] > 0]
        same(filled["amount"], cells)
        assert (filled["coverage"] == 1).all()
        for period in ("month", "year"):
            same(summed(filled["amount"], period), summed(cells, period))
        rest = hours[hours["coverage"] == 0]
        assert not rest[["amount", "estimated"]].to_numpy().any()
        total.append(cells)
    hourly = pd.concat(total).groupby(level=0).sum()
    agree(replayed, BUILDINGS, "carrier:electricity", hourly)


def test_missing_buildings_are_missing(replayed: Replayed, shared_data: Path) -> None:
    maureen = replayed.hours(BUILDINGS, "Fox_education_Maureen")
    assert not maureen[maureen.index < pd.Timestamp("2017-01-01", tz="US/Arizona")][
        "coverage"
    ].any()
    kimiko = replayed.hours(BUILDINGS, "Cockatoo_utility_Kimiko")["coverage"]
    long_gap = pd.date_range("2017-03-10 12:00", periods=1_500, freq="h", tz="US/Eastern")
    assert not kimiko.reindex(as_utc(long_gap)).fillna(0.0).any()
    years = replayed.accounts(BUILDINGS, "carrier:electricity", "year")
    coverage = years.loc[pd.Timestamp("2016-01-01", tz=SHANGHAI).tz_convert("UTC"), "coverage"]
    assert coverage < 0.95


def test_dead_buildings_are_found(replayed: Replayed, shared_data: Path) -> None:
    found = replayed.findings(BUILDINGS, "dead_meter")
    assert set(found) == {
        "Moose_education_Florence",
        "Panther_parking_Alaina",
        "Panther_parking_Jody",
        "Panther_parking_Stanley",
    }
    frame = read_buildings(shared_data)
    for meter, runs in found.items():
        cells = building(frame, meter)
        for start_ms, end_ms in runs:
            begin, end = (pd.Timestamp(t, unit="ms", tz="UTC") for t in (start_ms, end_ms))
            inside = cells[(cells.index >= begin) & (cells.index < end)]
            assert not inside.any()
            assert cells[cells.index >= end].iloc[0] > 0
            assert end - begin >= pd.Timedelta("7D")
    (moose,) = found["Moose_education_Florence"]
    assert (moose[1] - moose[0]) / 3_600_000 > 3_787
    long_run = max(found["Panther_parking_Alaina"], key=lambda run: run[1] - run[0])
    assert (long_run[1] - long_run[0]) / 3_600_000 == pytest.approx(2_243, abs=2)


@pytest.mark.parametrize("column", RSF_POINTS)
def test_rsf_sums(replayed: Replayed, shared_data: Path, column: str) -> None:
    point = RSF_POINTS[column]
    cells = read_rsf(shared_data)[column] * (-1 if point == "G.PV" else 1)
    if point == "H.HEATING":
        cells = cells * 3.6  # heat is accounted in MJ
    same(replayed.hours(RSF, point)["amount"], cells)
    for period in ("day", "month", "year"):
        same(summed(replayed.hours(RSF, point)["amount"], period), summed(cells, period))


def test_rsf_accounts(replayed: Replayed, shared_data: Path) -> None:
    frame = read_rsf(shared_data)
    ends = [name for name, code in RSF_POINTS.items() if code in
            ("E.COOLING", "E.MECHANICAL", "E.LIGHTING", "E.PLUG", "E.DC")]  # fmt: skip
    agree(replayed, RSF, "carrier:electricity", frame[ends].sum(axis=1))
    agree(replayed, RSF, "carrier:heat", frame["Total Heating (kW)"] * 3.6)
    agree(replayed, RSF, "product:BUILDING", frame["Total Building (kW)"])


def test_rsf_stand_in_week_is_estimated(replayed: Replayed, shared_data: Path) -> None:
    frame = pd.read_csv(shared_data / RSF)
    label = pd.to_datetime(frame["Date and Time"], format="mixed", dayfirst=False)
    stand_in = (label >= "2011-08-27 07:00") & (label <= "2011-09-06 14:00")
    assert stand_in.sum() == 248
    hours = replayed.hours(RSF, "E.DC")
    np.testing.assert_array_equal(hours["coverage"].to_numpy(), np.where(stand_in, 0.0, 1.0))
    same(hours["estimated"], hours["amount"].where(stand_in.to_numpy(), 0.0))
    year = replayed.accounts(RSF, "product:BUILDING", "month")
    september = year.loc[pd.Timestamp("2011-09-01", tz=SHANGHAI).tz_convert("UTC")]
    assert september["coverage"] == pytest.approx(1 - (134 - 15 + 15) / 720, abs=0.03)
    assert september["estimated"] > 0


def test_replaying_again_changes_nothing(
    replayed: Replayed, shared_data: Path, tmp_path: Path
) -> None:
    store = replayed.context.store
    before = store.statistics().readings
    given = read_map(find_map("gas_turbine"))
    with (
        Broker(tmp_path / "broker") as broker,
        Collector(
            Settings(data_dir=tmp_path, mqtt_url=broker.url),
            replayed.context.registry,
            store,
            replayed.context.clock,
            name="second",
        ) as collector,
        GatewayClient(
            broker.url, given.enterprise.code, given.gateway.code, buffer=tmp_path / "gateway.db"
        ) as gateway,
    ):
        replay(shared_data / TURBINES[0], given, gateway)
        assert collector.wait_drained(30)
    assert store.statistics().readings == before
