"""Whatever a file holds, the import answers with a report and never with an exception."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.transfer import import_files
from core.registry.transfer.tables import TABLES

NOW_MS = 1_780_000_000_000
cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2026-01-01", "2026/1/1", "150000", "enterprise:x", "kWh", "1e400", "-1"]),
)


@pytest.fixture(scope="module")
def shared_registry(tmp_path_factory):
    with open_registry(tmp_path_factory.mktemp("any") / "registry.db") as opened:
        yield opened


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(TABLES)), data=st.binary(max_size=200))
def test_any_bytes(shared_registry, tmp_path: Path, name, data):
    path = tmp_path / f"{name}.csv"
    path.write_bytes(data)
    report = import_files(shared_registry, [path], clock=FixedClock(NOW_MS), dry_run=True)
    assert report.rows


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(sorted(TABLES)))
def test_any_cells_under_the_right_header(shared_registry, tmp_path: Path, name, data):
    columns = [column.name for column in TABLES[name].columns]
    row = data.draw(st.lists(cells, min_size=1, max_size=len(columns) + 1))
    path = tmp_path / f"{name}.csv"
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
    path.write_text(f"{','.join(columns)}\n{quoted}\n", encoding="utf-8", errors="replace")
    report = import_files(shared_registry, [path], clock=FixedClock(NOW_MS), dry_run=True)
    assert all(problem.reason and problem.fix for problem in report.rows)
