"""Edits make the hours of their validity dirty: no more, and no hour less."""

import numpy as np
import pytest

from core.calendar import HOUR_MS, local_midnight_ms, parse_time, to_local
from core.readings import ReadingBatch
from core.registry.marks import SUMS, clear_marks, read_marks
from core.registry.results import Account
from core.store.protocol import SeriesKey

FIRST = parse_time("2026-06-10")


def span(world):
    """Return count, first and last dirty hour by enterprise."""
    with world.registry.read() as session:
        marks = read_marks(session)
    hours: dict[str, list[int]] = {}
    for mark in marks:
        hours.setdefault(mark.enterprise_code, []).append(mark.hour_ms)
    return {code: (len(h), min(h), max(h)) for code, h in hours.items()}


def clear(world):
    with world.registry.session() as session:
        clear_marks(session, read_marks(session))


def add_account(world, code, start_ms=FIRST):
    row = Account(
        subject=f"enterprise:{code}",
        indicator="carrier:electricity",
        period="day",
        start_ms=start_ms,
        version=0,
        basis="none",
        amount=1.0,
        unit="kWh",
        measured=1.0,
        estimated=0.0,
        coverage=1.0,
    )
    with world.registry.session() as session:
        session.add(row)


@pytest.fixture
def living(filled):
    """A registry whose first enterprise has accounts since FIRST, with no marks."""
    clear(filled)
    add_account(filled, filled.e1)
    return filled


def hours_until_now(world, start_ms):
    return (world.now_ms - start_ms) // HOUR_MS + 1


def test_a_new_registry_has_nothing_to_compute_again_but_its_entries(filled):
    may = local_midnight_ms(to_local(parse_time("2026-05-01")).date())
    year_ms = parse_time("2026-01-01")
    assert span(filled) == {
        filled.e1: (31 * 24, may, may + (31 * 24 - 1) * HOUR_MS),
        SUMS: (1, year_ms, year_ms),
    }, "and the sum of the region that has a quota"


def test_a_changed_point_marks_from_its_first_data_until_now(living):
    living.files["point"][0]["carrier"] = "electricity_refining"
    living.take("point")
    count, first, last = span(living)[living.e1]
    assert (count, first) == (hours_until_now(living, FIRST), FIRST)
    assert last <= living.now_ms < last + HOUR_MS
    assert list(span(living)) == [living.e1]


def test_a_change_in_service_marks_from_the_earlier_of_both(living):
    later = parse_time("2026-06-14")
    living.files["point"][0]["in_service"] = "2026-06-14"
    living.take("point")
    assert span(living)[living.e1][1] == FIRST
    clear(living)
    living.files["point"][0]["in_service"] = "2026-06-15"
    living.take("point")
    assert span(living)[living.e1][1] == later


def test_names_make_nothing_dirty(living):
    living.files["point"][0] |= {"name": "new", "gateway_code": ""}
    living.files["enterprise"][0]["name"] = "new"
    living.files["product"][0]["name"] = "new"
    living.files["gateway"][0] |= {"name": "new", "delivery": ""}
    living.files["meter_epoch"][0] |= {"serial": "7", "calibration_due": "2027-01-01"}
    living.files["quota"][0]["source"] = "another paper"
    report = living.take()
    assert sum(counts.changed for counts in report.counts.values()) == 6
    assert span(living) == {}


def test_an_unchanged_import_makes_nothing_dirty(living):
    living.take()
    assert span(living) == {}


def test_a_dry_run_makes_nothing_dirty(living):
    living.files["point"][0]["carrier"] = "electricity_refining"
    assert living.take("point", dry_run=True).counts["point"].changed == 1
    assert span(living) == {}


def test_an_epoch_marks_its_validity_only(living):
    add_account(living, living.e1, parse_time("2025-12-30"))
    living.files["meter_epoch"][0]["multiplier"] = "2500"
    living.take("meter_epoch")
    end = parse_time("2026-03-01T08:00")
    start = parse_time("2025-12-30")
    assert span(living)[living.e1] == ((end - start) // HOUR_MS, start, end - HOUR_MS)


def test_an_epoch_that_is_cut_marks_what_it_covered_before(living):
    living.files["meter_epoch"][1]["stop"] = "2026-06-12"
    living.take("meter_epoch")
    assert span(living)[living.e1][:2] == (hours_until_now(living, FIRST), FIRST)


def test_a_changed_product_marks_everything_of_its_enterprise(living):
    living.files["product"][0]["benchmark_key"] = ""
    living.take("product")
    assert span(living)[living.e1][:2] == (hours_until_now(living, FIRST), FIRST)


def test_a_changed_entry_marks_its_period_until_now(living):
    living.files["entry"].append(
        living.files["entry"][0] | {"start": "2026-06-01", "end": "2026-07-01", "value": "5"}
    )
    living.take("entry")
    start = parse_time("2026-06-01")
    assert span(living)[living.e1][:2] == (hours_until_now(living, start), start)


def test_a_changed_quota_marks_an_hour_of_each_month_of_those_it_concerns(living):
    """The months so far are judged against it again; of a region its sum too."""
    add_account(living, living.e2)
    for row in living.files["quota"]:
        row["amount"] = str(float(row["amount"]) * 2)
    living.files["quota"][1] |= {f"m{n:02d}": "200" for n in range(1, 13)}
    living.take("quota")
    now_hour = living.now_ms - living.now_ms % HOUR_MS
    year_ms = parse_time("2026-01-01")
    assert span(living) == {
        living.e1: (2, FIRST, now_hour),
        SUMS: (1, year_ms, year_ms),
    }


def test_a_quota_of_a_coming_year_marks_nothing(living):
    living.files["quota"].append(living.files["quota"][0] | {"year": "2027"})
    living.take("quota")
    assert span(living) == {}


def test_a_moved_enterprise_marks_itself_and_one_that_stays(living):
    third = living.credit_code(3)
    living.files["enterprise"].append(living.files["enterprise"][0] | {"code": third})
    living.take("enterprise")
    add_account(living, third)
    clear(living)
    living.files["enterprise"][0]["region_code"] = "150200"
    living.take("enterprise")
    assert set(span(living)) == {living.e1, third}
    assert span(living)[third][1] == FIRST


def test_a_changed_region_tree_marks_what_lies_below(living):
    living.files["region"][0]["parent_code"] = "150000"
    living.take("region")
    assert list(span(living)) == [living.e1]


class StubStore:
    """A store that has readings of one point since a time."""

    def __init__(self, key: SeriesKey, since_ms: int) -> None:
        self.key, self.since_ms = key, since_ms

    def series_keys(self):
        return {7: self.key}

    def first_from(self, series, t_ms):
        if list(series) != [7]:
            return ReadingBatch.empty()
        one = np.array([self.since_ms], np.int64)
        return ReadingBatch(series, one, one.astype(float), one.astype(np.int8), one, one)


def test_readings_that_stand_already_are_found_in_the_store(world):
    store = StubStore(SeriesKey(world.e1, "P-1"), FIRST + 1000)
    world.files["entry"].pop()
    world.take(store=store)
    assert span(world)[world.e1][:2] == (hours_until_now(world, FIRST), FIRST)
    assert set(span(world)) == {world.e1, SUMS}, "and the sum of the region that has a quota"
