"""Import of good files: counts, normal forms, versions, order, export and back."""

import itertools

import pytest
from sqlalchemy import select

from core.calendar import parse_time
from core.registry.models import Entry, MeterEpoch, Point, Quota, QuotaMonth, Region
from core.registry.transfer import Counts, export_files, import_files
from core.registry.transfer.tables import TABLES

SIZES = {
    "region": 4,
    "enterprise": 2,
    "gateway": 2,
    "product": 1,
    "point": 2,
    "meter_epoch": 2,
    "quota": 2,
    "entry": 1,
}


def rows(world, model):
    with world.registry.read() as session:
        return list(session.scalars(select(model)))


def test_everything_is_added_once(world):
    report = world.take()
    assert report.rows == []
    assert report.applied
    assert report.counts == {name: Counts(added=size) for name, size in SIZES.items()}
    again = world.take()
    assert again.applied
    assert again.counts == {name: Counts(unchanged=size) for name, size in SIZES.items()}


def test_a_dry_run_counts_and_writes_nothing(world):
    report = world.take(dry_run=True)
    assert report.rows == []
    assert not report.applied
    assert report.counts["point"] == Counts(added=2)
    assert rows(world, Region) == []


def test_the_order_of_files_is_free(world, second):
    world.take()
    paths = sorted(world.directory.glob("*.csv"))
    for order in itertools.islice(itertools.permutations(paths), 0, 40_000, 8_001):
        report = import_files(second, order, clock=world.clock, dry_run=True)
        assert report.rows == []
        assert sum(counts.added for counts in report.counts.values()) == sum(SIZES.values())


def test_values_are_kept_in_their_normal_form(filled):
    points = {point.code: point for point in rows(filled, Point)}
    assert points["P-1"].unit == "kWh"
    assert points["P-1"].in_service_ms == parse_time("2025-01-01")
    assert points["OUT"].in_service_ms == 0
    assert points["OUT"].gateway_code is None
    first, second = sorted(rows(filled, MeterEpoch), key=lambda epoch: epoch.start_ms)
    assert first.stop_ms == second.start_ms == parse_time("2026-03-01T08:00")
    assert (first.multiplier, first.register_max, first.jitter) == (2000, 999999.9, 0)
    assert (second.start_value, second.max_rate, second.jitter) == (None, None, 0.1)


def test_an_empty_plan_is_split_by_days_and_adds_up(filled):
    quotas = {quota.kind: quota for quota in rows(filled, Quota)}
    months = {
        quota.kind: [
            month.amount
            for month in sorted(rows(filled, QuotaMonth), key=lambda month: month.month)
            if month.quota_id == quota.id
        ]
        for quota in quotas.values()
    }
    assert months["carbon"] == [100.0] * 12
    assert months["energy"][1] == pytest.approx(123456.7 * 28 / 365, rel=1e-12)
    assert sum(months["energy"]) == pytest.approx(123456.7, rel=1e-12)
    assert quotas["carbon"].basis == "none"


def test_a_changed_quota_replaces_its_plan(filled):
    filled.files["quota"][1] |= {"amount": "2400"} | {f"m{n:02d}": "200" for n in range(1, 13)}
    assert filled.take("quota").counts["quota"] == Counts(changed=1, unchanged=1)
    assert sorted(month.amount for month in rows(filled, QuotaMonth))[-1] < 123456.7
    assert [m.amount for m in rows(filled, QuotaMonth)].count(200.0) == 12
    assert len(rows(filled, QuotaMonth)) == 24


def test_changed_rows_are_updated_under_their_key(filled):
    filled.files["point"][0]["name"] = "新名"
    filled.files["point"][0]["expected_s"] = "60"
    assert filled.take("point").counts["point"] == Counts(changed=1, unchanged=1)
    assert {(p.code, p.name, p.expected_s) for p in rows(filled, Point)} == {
        ("P-1", "新名", 60),
        ("OUT", "", 60),
    }


def test_a_changed_entry_is_a_new_version_and_nothing_is_overwritten(filled):
    filled.clock.advance(60)
    filled.files["entry"][0]["value"] = "31000"
    assert filled.take("entry").counts["entry"] == Counts(added=1)
    assert filled.take("entry").counts["entry"] == Counts(unchanged=1)
    filled.files["entry"][0]["value"] = "30000.5"
    filled.take("entry")
    versions = sorted(rows(filled, Entry), key=lambda entry: entry.version)
    assert [(e.version, e.value) for e in versions] == [(1, 30000.5), (2, 31000), (3, 30000.5)]
    assert versions[0].entered_ms == filled.now_ms
    assert versions[1].entered_ms == filled.now_ms + 60_000


def test_what_is_exported_changes_nothing_when_imported(filled, tmp_path):
    filled.files["entry"][0]["value"] = "31000.25"
    filled.take("entry")
    paths = export_files(filled.registry, tmp_path / "out")
    assert [path.stem for path in paths] == list(TABLES)
    report = import_files(filled.registry, paths, clock=filled.clock)
    assert report.rows == []
    sizes = dict.fromkeys(TABLES, 0) | SIZES | {"entry": 2}
    assert report.counts == {name: Counts(unchanged=size) for name, size in sizes.items()}


def test_an_export_fills_another_registry_with_the_same(filled, second, tmp_path):
    filled.files["entry"][0]["value"] = "31000.25"
    filled.take("entry")
    paths = export_files(filled.registry, tmp_path / "out")
    assert import_files(second, paths, clock=filled.clock).applied
    again = export_files(second, tmp_path / "again")
    for one, other in zip(paths, again, strict=True):
        assert one.read_text("utf-8") == other.read_text("utf-8")


def test_an_empty_registry_exports_headers_that_import(world, tmp_path):
    paths = export_files(world.registry, tmp_path / "out")
    assert import_files(world.registry, paths, clock=world.clock).applied


def test_byte_order_mark_blank_lines_and_sheet_dates_are_taken(world):
    world.take("region", "enterprise")
    path = world.directory / "entry_mai.csv"
    text = (
        "subject,item,start,end,value,unit,document,entered_by\r\n\r\n"
        f"enterprise:{world.e1}, output_value ,2026/5/1,2026/6/1 0:00,1e3,万元,表,李\r\n,,,,,,,\r\n"
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    report = import_files(world.registry, [path], clock=world.clock)
    assert report.rows == []
    entry = rows(world, Entry)[0]
    assert (entry.item, entry.unit, entry.value) == ("output_value", "万元", 1000.0)
    assert (entry.start_ms, entry.end_ms) == (parse_time("2026-05-01"), parse_time("2026-06-01"))


def test_a_table_may_come_in_several_files(world):
    world.take("region", "enterprise", "gateway", "product")
    point = world.files["point"]
    header = ",".join(point[0])
    paths = []
    for number, row in enumerate(point):
        path = world.directory / f"POINT_{number}.CSV"
        path.write_text(f"{header}\n{','.join(str(v) for v in row.values())}\n", encoding="utf-8")
        paths.append(path)
    report = import_files(world.registry, paths, clock=world.clock)
    assert report.rows == []
    assert report.counts == {"point": Counts(added=2)}
