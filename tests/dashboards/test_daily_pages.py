"""Pages of daily work drawn without a browser: what is read is drawn, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

import pytest
from nicegui import Client
from nicegui.page import page as nicegui_page

from api.access import OPERATOR
from api.collectors import LocalCollector
from api.parts import BrokerRefusal, PlatformParts
from api.schemas.imports import ImportFile
from api.schemas.users import UserBody
from api.services import connections, entries, onboarding, quarantine, tables, users
from api.viewer import Viewer
from core import topics
from core.calendar import DAY_MS, HOUR_MS, parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.wire import encode_rows
from dashboards.console.frame import Visit
from dashboards.console.pages import (
    connecting,
    naming,
)
from dashboards.console.pages import (
    delegations as delegations_page,
)
from dashboards.console.pages import (
    entries as entries_page,
)
from dashboards.console.pages import (
    gateways as gateways_page,
)
from dashboards.console.pages import (
    imports as imports_page,
)
from dashboards.console.pages import (
    quarantine as quarantine_page,
)
from dashboards.console.pages import (
    tables as tables_page,
)
from dashboards.console.pages import (
    users as users_page,
)
from dashboards.console.texts import Texts
from dashboards.console.words.refusals import MENDED, PASSWORD
from ingest.collector import Collector
from ingest.intake import Arrival
from simulators.fleets.credit_code import fictitious_code

NOW_MS = parse_time("2026-03-10T12:30")
PLANT = fictitious_code(820)
FILES = {
    "region.csv": "code,name,parent_code\n150000,内蒙古自治区,\n",
    "enterprise.csv": f"code,name,region_code,sector_code\n{PLANT},<b>厂</b>,150000,2613\n",
    "entry.csv": "subject,item,start,end,value,unit,document,entered_by\n"
    f"enterprise:{PLANT},heads,2026-01-01,2026-02-01,321,人,<i>花名册</i>,王工\n",
}


@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewer]:
    directory = tmp_path_factory.mktemp("daily")
    clock = FixedClock(NOW_MS)
    paths = [directory / name for name in FILES]
    for path in paths:
        path.write_text(FILES[path.name], encoding="utf-8")
    with (
        open_registry(directory / "registry.db") as registry,
        DuckDBStore(directory / "store.duckdb") as store,
    ):
        assert import_files(registry, paths, clock=clock).applied
        settings = Settings(data_dir=directory)
        with Collector(settings, registry, store, clock) as collector:
            parts = PlatformParts(
                settings=settings,
                clock=clock,
                registry=registry,
                store=store,
                catalogue=read_catalogue(),
                collector=LocalCollector(collector),
                token="t",
                simulated=True,
            )
            viewer = Viewer(parts, OPERATOR)
            connections.add_gateway(viewer, PLANT, "GW1", "<script>")
            rows = [("T1.EP", NOW_MS - 60_000 * n, 100.0 - n) for n in range(9, 0, -1)]
            payload = encode_rows("s", 1, NOW_MS, rows)
            for body in (payload, b"\xff\xfe\x00<b>"):
                topic = topics.data(PLANT, "GW1")
                assert collector.intake.offer(Arrival("test", topic, body, NOW_MS))
            assert collector.wait_drained(60)
            yield viewer


@pytest.fixture(params=["zh", "en"])
def visit(viewer: Viewer, request: pytest.FixtureRequest) -> Visit:
    return Visit(viewer, Texts(request.param), "/x")


def draw(function, *given) -> str:
    """Draw into a page that nobody looks at; return its texts."""
    with Client(nicegui_page("/drawn"), request=None) as client, client.content:
        function(*given)
        every = list(client.elements.values())
        drawn = [str(element.props.get("innerHTML", "")) for element in every]
        drawn += [str(getattr(element, "text", "")) for element in every]
    client.delete()
    return "\n".join(drawn)


def test_gateways_stand_with_what_each_delivered(viewer: Viewer, visit: Visit) -> None:
    found = gateways_page._read_list(viewer, None)
    drawn = draw(gateways_page.draw_list, found, visit)
    assert f"/gateways/{PLANT}/GW1" in drawn
    assert "&lt;script&gt;" in drawn
    assert "<script>" not in drawn


def test_a_gateway_that_cannot_connect_or_is_silent_is_marked(viewer: Viewer, visit: Visit) -> None:
    found = gateways_page._read_list(viewer, None)
    drawn = draw(gateways_page.draw_list, found, visit)
    assert visit.texts("log_in_state_holds") in drawn
    assert visit.texts("gateway_silent") not in drawn
    assert visit.texts("refusals_title") not in drawn, "another process has the broker"
    key = next(iter(found.ends))
    soon = NOW_MS + 13 * DAY_MS
    for ends, said in (
        ({}, visit.texts("gateway_shut_out")),
        ({key: soon}, f"schedule</i>{visit.texts('gateway_until', '2026-03-23 12:30')}"),
        ({key: soon + 2 * DAY_MS}, visit.texts("gateway_until", "2026-03-25 12:30")),
    ):
        assert said in draw(gateways_page.draw_list, replace(found, ends=ends), visit)
    late = replace(found, now_ms=NOW_MS + HOUR_MS + 1)
    assert visit.texts("gateway_silent") in draw(gateways_page.draw_list, late, visit)


def test_what_the_broker_refused_is_listed_with_what_to_do(viewer: Viewer, visit: Visit) -> None:
    found = gateways_page._read_list(viewer, None)
    none = draw(gateways_page.draw_list, replace(found, refusals=[]), visit)
    assert visit.texts("refusals_none") in none
    known = BrokerRefusal("a client at 10.0.0.7", PASSWORD, "mend", 1234, NOW_MS)
    other = BrokerRefusal("<i>", "something of another version", "<b>look</b>", 1, NOW_MS)
    drawn = draw(gateways_page.draw_list, replace(found, refusals=[known, other]), visit)
    assert escape(visit.texts.pick(MENDED[PASSWORD])) in drawn
    assert visit.texts("refusals_client", "10.0.0.7") in drawn
    assert "1,234" in drawn
    assert "2026-03-10 12:30" in drawn
    assert "&lt;b&gt;look&lt;/b&gt;" in drawn


def test_a_new_log_in_is_shown_with_its_line_and_program(viewer: Viewer, visit: Visit) -> None:
    issued = connections.give_password(viewer, PLANT, "GW1")
    found = connecting._read(viewer, PLANT, "GW1")
    drawn = draw(connecting._draw, found, (PLANT, "GW1"), [issued], visit)
    assert issued.password in drawn
    assert "mosquitto_pub -h" in drawn
    assert "gateway_GW1.py" in drawn
    without = draw(connecting._draw, found, (PLANT, "GW1"), [], visit)
    assert issued.password not in without
    assert visit.texts("revoke") in without


def test_unknown_points_are_listed_with_a_form_each(viewer: Viewer, visit: Visit) -> None:
    found = naming._read_unnamed(viewer, PLANT, "GW1")
    assert [point.code for point in found.points] == ["T1.EP"]
    drawn = draw(naming._draw_unnamed, found, (PLANT, "GW1"), visit)
    assert " selected>" in drawn
    assert visit.texts("naming_do") in drawn
    nothing = draw(naming._draw_first, naming._read_first(viewer, PLANT, "GW1"), visit)
    assert visit.texts("first_none") in nothing


def test_a_message_is_shown_byte_for_byte(viewer: Viewer, visit: Visit) -> None:
    found = quarantine_page._read_list(viewer, {})
    drawn = draw(quarantine_page.draw_list, found, visit)
    assert visit.texts("quarantine_look") in drawn
    assert "&lt;b&gt;厂&lt;/b&gt; GW1" in drawn, "enterprises stand by name"
    page, _ = found
    (odd,) = [row for row in page.items if row.readings == 0]
    drawn = draw(quarantine_page.draw_message, quarantine.read_quarantined(viewer, odd.id), visit)
    assert "ff fe 00 3c 62 3e" in drawn
    assert visit.texts("quarantine_drop") in drawn


def test_entries_stand_with_document_and_who(viewer: Viewer, visit: Visit) -> None:
    drawn = draw(entries_page.draw_list, entries_page._read_list(viewer, {}), visit)
    assert "&lt;i&gt;花名册&lt;/i&gt;" in drawn
    assert "王工" in drawn
    subjects = entries_page._read_subjects(viewer)
    assert subjects[0][0] == f"enterprise:{PLANT}"
    assert visit.texts("entry_document") in draw(entries_page.draw_form, subjects, visit)
    assert entries.list_entries(viewer, item="heads").items


def test_an_import_is_shown_row_by_row_or_with_its_mistakes(viewer: Viewer, visit: Visit) -> None:
    head = "enterprise_code,code,name\n"
    good = [ImportFile(name="gateway.csv", content=f"{head}{PLANT},GW1,<u>新名</u>\n")]
    chosen = imports_page.Chosen(good, imports_page.check_files(viewer, good))
    drawn = draw(imports_page.draw_imports, chosen, visit)
    assert "<ins>&lt;u&gt;新名&lt;/u&gt;</ins>" in drawn
    assert visit.texts("imports_apply") in drawn
    bad = [ImportFile(name="gateway.csv", content=f"{head}{PLANT},G W,\n")]
    wrong = imports_page.Chosen(bad, imports_page.check_files(viewer, bad))
    assert wrong.report
    assert wrong.report.problems
    told = draw(imports_page.draw_imports, wrong, visit)
    assert "G W" in told
    assert visit.texts("imports_apply") not in told


def test_every_table_and_its_rows_are_drawn(viewer: Viewer, visit: Visit) -> None:
    found = tables.list_tables(viewer).items
    assert len(found) > 15
    assert "/tables/point" in draw(tables_page.draw_tables, found, visit)
    for described in found:
        draw(tables_page.draw_table, tables_page._read_table(viewer, described.name, {}), visit)
        view = tables_page.RowView(described, None, [])
        assert visit.texts("table_add") in draw(tables_page.draw_row, view, visit)
    row = tables.list_rows(viewer, "enterprise", tables_page.RowFilter()).items[0]
    drawn = draw(tables_page.draw_row, tables_page._read_row(viewer, "enterprise", row.id), visit)
    assert "&lt;b&gt;厂&lt;/b&gt;" in drawn


def test_accounts_tokens_and_delegations_are_drawn(viewer: Viewer, visit: Visit) -> None:
    made = users.add_user(viewer, UserBody(login=f"d-{visit.texts.language}", role="delegate"))
    assert made.password in draw(users_page.draw_adding, [made], visit)
    assert made.login in draw(users_page.draw_list, users_page._read_list(viewer, {}), visit)
    one = users.read_user(viewer, made.id)
    assert visit.texts("user_disable") in draw(users_page.draw_user, one, [], visit)
    view = delegations_page._read_delegations(viewer, None)
    assert visit.texts("delegation_add") in draw(delegations_page.draw_delegations, view, visit)


def test_no_point_is_named_twice(viewer: Viewer) -> None:
    (point,) = onboarding.list_unknown(viewer, PLANT, "GW1")
    assert (point.guess.kind, point.guess.expected_s) == ("register", 60)
