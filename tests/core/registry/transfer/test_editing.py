"""Single rows are edited with the checks of an import, and every change of a row is kept."""

import pytest
from sqlalchemy import select

from core.errors import RowChangedError, RowMissingError, RowStandsError
from core.registry.credentials import GatewayName, add_password
from core.registry.history import Author, RowChange, Via
from core.registry.marks import count_marks
from core.registry.models import MeterEpoch, Point
from core.registry.transfer.editing import (
    Editor,
    add_row,
    change_row,
    delete_row,
    digest_row,
    parse_key,
    read_row,
)
from core.registry.transfer.report import Action
from core.registry.transfer.tables import TABLES
from tests.core.registry.transfer.test_changes import add_account
from tests.core.registry.transfer.wide import wide_files

WANG = Author("王工", Via.API)
GATEWAY, POINT, EPOCH = TABLES["gateway"], TABLES["point"], TABLES["meter_epoch"]


@pytest.fixture
def editor(filled):
    return Editor(filled.registry, filled.clock, WANG)


def history(registry, table):
    with registry.read() as session:
        rows = session.scalars(
            select(RowChange).where(RowChange.table_name == table).order_by(RowChange.id)
        )
        return [(row.who, row.via, row.row_key, row.before, row.after) for row in rows]


def read(editor, spec, *cells):
    with editor.registry.read() as session:
        return read_row(session, spec, parse_key(spec, list(cells)))


def test_an_import_keeps_who_added_what(filled):
    (gateway, second) = history(filled.registry, "gateway")
    added = {"enterprise_code": filled.e1, "code": "gw1", "name": "总降", "delivery": "broker"}
    key = f'["{filled.e1}","gw1"]'
    assert gateway == ("platform", "platform", key, None, added)
    assert second[4] == {"enterprise_code": filled.e2, "code": "gw1"}
    filled.files["gateway"][0]["name"] = "总降压站"
    filled.take(author=Author("李", Via.IMPORT))
    assert history(filled.registry, "gateway")[2:] == [
        ("李", "import", key, {"name": "总降"}, {"name": "总降压站"})
    ]
    filled.take(author=Author("李", Via.IMPORT))
    assert len(history(filled.registry, "gateway")) == 3


def test_a_refused_import_and_a_dry_run_keep_nothing(filled):
    before = history(filled.registry, "gateway")
    filled.files["gateway"][0]["name"] = "x"
    filled.take(dry_run=True)
    filled.files["gateway"][1]["delivery"] = "pigeon"
    assert filled.take().rows
    assert history(filled.registry, "gateway") == before


def test_a_row_is_added_changed_and_deleted(editor, filled):
    cells = {"enterprise_code": filled.e1, "code": "gw9"}
    assert add_row(editor, GATEWAY, cells).action == Action.ADDED
    with pytest.raises(RowStandsError, match="stands already"):
        add_row(editor, GATEWAY, cells)
    with pytest.raises(RowStandsError, match="stands already"):
        add_row(editor, GATEWAY, {**cells, "name": "other"})
    key = (filled.e1, "gw9")
    digest = digest_row(GATEWAY, read(editor, GATEWAY, *key))
    edited = change_row(editor, GATEWAY, key, {"name": "九"}, digests=[digest])
    assert (edited.action, edited.after["name"]) == (Action.CHANGED, "九")
    with pytest.raises(RowChangedError, match="has changed since"):
        change_row(editor, GATEWAY, key, {"name": "十"}, digests=[digest])
    with pytest.raises(RowChangedError, match="has changed since"):
        delete_row(editor, GATEWAY, key, digests=[digest])
    assert change_row(editor, GATEWAY, key, {"name": "九"}).action == Action.UNCHANGED
    assert delete_row(editor, GATEWAY, key).problems == []
    with pytest.raises(RowMissingError, match="gw9"):
        delete_row(editor, GATEWAY, key)
    shown = [(who, before, after) for who, _, key, before, after in history(
        filled.registry, "gateway") if "gw9" in key]  # fmt: skip
    assert shown == [
        ("王工", None, cells),
        ("王工", {"name": ""}, {"name": "九"}),
        ("王工", {**cells, "name": "九"}, None),
    ]


def test_an_edit_is_checked_as_an_import_is(editor, filled):
    key = (filled.e1, "P-1")
    edited = change_row(editor, POINT, key, {"unit": "m3", "flow": "sideways"})
    assert [p.column for p in edited.problems] == ["flow"]
    edited = change_row(editor, POINT, key, {"unit": "m3", "gateway_code": "gw7"})
    assert sorted(p.column for p in edited.problems) == ["gateway_code", "unit"]
    edited = change_row(editor, POINT, key, {"code": "P-2"})
    assert "part of the key" in edited.problems[0].reason
    assert read(editor, POINT, *key)["unit"] == "kWh"
    with pytest.raises(RowMissingError):
        change_row(editor, POINT, (filled.e2, "P-1"), {"name": "x"})
    with pytest.raises(RowMissingError):
        parse_key(POINT, [filled.e1])
    with pytest.raises(RowMissingError):
        parse_key(POINT, ["no code", "P-1"])


def test_an_edit_and_a_deletion_mark_the_hours_they_touch(editor, filled):
    add_account(filled, filled.e1)
    with filled.registry.read() as session:
        before = count_marks(session)
    change_row(editor, POINT, (filled.e1, "P-1"), {"name": "quiet"})
    with filled.registry.read() as session:
        assert count_marks(session) == before
    spec, key = EPOCH, (filled.e1, "P-1", "2026-03-01T08:00:00+08:00")
    assert delete_row(editor, spec, parse_key(spec, list(key))).problems == []
    with filled.registry.read() as session:
        assert count_marks(session) > before
        assert len(list(session.scalars(select(MeterEpoch)))) == 1


@pytest.mark.parametrize(
    ("table", "key", "hanging"),
    [
        ("region", ["150622"], ["1 of enterprise", "2 of park"]),
        ("enterprise", ["E1"], ["gateway", "point", "quota", "entry"]),
        ("gateway", ["E1", "gw1"], ["1 of point", "1 of credential"]),
        ("product", ["E1", "carbide"], ["of process_line", "of point", "of entry"]),
        ("point", ["E1", "MAIN"], ["1 of point", "1 of formula"]),
        ("process_line", ["E1", "F1"], ["of equipment", "of outlet", "of entry"]),
        ("discharge_permit", ["E1", "91150600MA0000001P"], ["2 of permit_limit"]),
        ("quota", ["enterprise:E1", "2026", "energy", "calorific"], ["no row of quota"]),
        ("entry", ["enterprise:E1", "output:carbide", "2026-05-01", "2026-06-01", "1"],
         ["no row of entry"]),
    ],
)  # fmt: skip
def test_a_row_on_which_something_hangs_stays(editor, filled, table, key, hanging):
    for name, rows in wide_files(filled.e1, filled.e2).items():
        kept = filled.files.get(name, []) if name in ("point", "entry") else []
        filled.files[name] = [*kept, *rows]
    assert filled.take().rows == []
    with filled.registry.session() as session:
        add_password(session, GatewayName(filled.e1, "gw1"), now_ms=filled.now_ms)
    spec = TABLES[table]
    cells = parse_key(spec, [cell.replace("E1", filled.e1) for cell in key])
    edited = delete_row(editor, spec, cells)
    reasons = " | ".join(problem.reason for problem in edited.problems)
    assert edited.problems
    assert all(problem.fix for problem in edited.problems)
    assert all(part in reasons for part in hanging), reasons
    with editor.registry.read() as session:
        assert read_row(session, spec, cells)


def test_a_corrected_entry_is_its_next_version(editor, filled):
    spec = TABLES["entry"]
    key = [f"enterprise:{filled.e1}", "output:carbide", "2026-05-01", "2026-06-01", "1"]
    edited = change_row(editor, spec, parse_key(spec, key), {"value": "5", "reason": "复核"})
    assert edited.problems == []
    assert edited.after["version"] == 2
    assert read(editor, spec, *key)["value"] == 30000.5
    with pytest.raises(RowChangedError, match="version 2 is"):
        change_row(editor, spec, parse_key(spec, key), {"value": "6"})


def test_an_edited_quota_says_who_decided(editor, filled):
    spec, key = TABLES["quota"], (f"enterprise:{filled.e1}", 2026, "energy", "calorific")
    plain = change_row(editor, spec, key, {"amount": "5"})
    assert "add up to" in plain.problems[0].reason
    months = dict.fromkeys((f"m{month:02d}" for month in range(1, 13)), "")
    edited = change_row(editor, spec, key, {"amount": "5", "decided_by": "发改委", **months})
    assert edited.problems == []
    assert edited.after["decided_by"] == "发改委"
    assert edited.after["decided_ms"] == filled.now_ms


def test_a_dry_run_of_an_edit_changes_nothing(filled):
    editor = Editor(filled.registry, filled.clock, WANG, dry_run=True)
    assert change_row(editor, POINT, (filled.e1, "P-1"), {"name": "n"}).action == Action.CHANGED
    assert delete_row(editor, POINT, (filled.e1, "OUT")).problems == []
    with filled.registry.read() as session:
        points = {point.code: point.name for point in session.scalars(select(Point))}
    assert points == {"P-1": "进线", "OUT": ""}


def test_the_preview_tells_rows_from_what_to_what(filled):
    filled.files["point"][0]["name"] = "总进线"
    filled.files["gateway"].append({"enterprise_code": filled.e2, "code": "gw2"})
    report = filled.take(dry_run=True, preview=3)
    assert [(row.table, row.row, row.action) for row in report.preview[:2]] == [
        ("point", 2, Action.CHANGED),
        ("gateway", 4, Action.ADDED),
    ]
    assert report.preview[0].cells == {"name": ("进线", "总进线")}
    assert report.preview[0].key == [filled.e1, "P-1"]
    assert report.preview[1].cells["code"] == ("", "gw2")
    assert report.preview[2].action == Action.UNCHANGED
    assert len(report.preview) == 3
    assert filled.take(dry_run=True).preview == []
    assert sum(c.unchanged for c in report.counts.values()) > 5
