"""The Python client is that of the document as it stands, and reads a year from a real server."""

from __future__ import annotations

import importlib
import json
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
import uvicorn
from nbclient import NotebookClient

from clients.generate import DOCUMENT, HOME, PACKAGE, make_document
from tests.api.conftest import CARBIDE, FILES, TOKEN, feed, open_platform

pytestmark = [pytest.mark.xdist_group("api"), pytest.mark.timeout(300)]

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "enterprise_year.ipynb"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform with data, served on a port of its own."""
    directory = tmp_path_factory.mktemp("served")
    for made in open_platform(directory, FILES, directory / "registry.db"):
        feed(made)
        made.settle()
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(made.app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)
        listener.close()


@pytest.fixture
def client_package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(HOME))
    return importlib.import_module(PACKAGE.name)


def test_client_is_of_the_document_as_it_stands(tmp_path: Path) -> None:
    kept = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    now = json.loads(json.dumps(make_document(tmp_path)))
    paths = kept["paths"] | now["paths"]
    changed = {path for path in paths if kept["paths"].get(path) != now["paths"].get(path)}
    assert changed == set(), "the API has changed: run `make client` and commit what it writes"
    assert kept == now, "the API's schemas have changed: run `make client`"


def test_every_call_has_its_module() -> None:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    names = {path.stem for path in (PACKAGE / "api").rglob("*.py")}
    calls = [call["operationId"] for one in document["paths"].values() for call in one.values()]
    assert len(calls) == len(set(calls)) > 100
    missing = [name for name in calls if name not in names]
    assert missing == []


def test_typed_calls_of_a_real_server(url: str, client_package: ModuleType) -> None:
    client = client_package.AuthenticatedClient(base_url=url, token=TOKEN)
    enterprises = importlib.import_module(f"{PACKAGE.name}.api.overview.list_enterprises")
    page = enterprises.sync(client=client, limit=2)
    assert [row.code for row in page.items] == sorted(row.code for row in page.items)
    assert page.next_
    missing = importlib.import_module(f"{PACKAGE.name}.api.overview.read_enterprise")
    assert missing.sync_detailed("NOBODY", client=client).status_code == 404


@pytest.mark.filterwarnings("ignore")
def test_notebook_reads_a_year(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "NENGHENG_URL": url,
        "NENGHENG_TOKEN": TOKEN,
        "ENTERPRISE": CARBIDE,
        "PYTHONPATH": str(HOME),
        "IPYTHONDIR": str(tmp_path),
        "JUPYTER_RUNTIME_DIR": str(tmp_path),
        "PYTHONWARNINGS": "ignore",
    }.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=200, kernel_name="python3").execute()
    shown = json.dumps(notebook.cells, ensure_ascii=False)
    assert "coal_primary_tce" in shown
    assert "will_exceed" in shown
    assert sys.version_info >= (3, 11)


def test_notebook_holds_no_output_and_no_token() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
