"""Write the Python client from the API's document: `make client`.

The document is that of an application over an empty registry. What is written is
``clients/python/openapi.json`` and the package ``clients/python/nengheng_client``; nothing in that
package is written by hand.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

from api.app import create_app
from api.parts import PlatformParts
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.database import open_registry
from core.settings import Settings
from core.store.protocol import TimeSeriesStore

HOME = Path(__file__).resolve().parent / "python"
DOCUMENT = HOME / "openapi.json"
PACKAGE = HOME / "nengheng_client"
CONFIG = {
    "project_name_override": "nengheng-client",
    "package_name_override": PACKAGE.name,
    "literal_enums": True,
    "post_hooks": [
        "ruff check --isolated --fix-only --quiet .",
        "ruff format --isolated --quiet .",
    ],
}


def make_document(directory: Path) -> dict[str, Any]:
    """Return the API's document; `directory` takes the empty registry it is made over."""
    with open_registry(directory / "registry.db") as registry:
        parts = PlatformParts(
            settings=Settings(data_dir=directory),
            clock=FixedClock(0),
            registry=registry,
            store=cast(TimeSeriesStore, None),
            catalogue=read_catalogue(),
        )
        return create_app(parts).openapi()


def write_document(document: dict[str, Any]) -> str:
    """Return a document as text, always the same."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def generate(document: Path, directory: Path) -> Path:
    """Generate the package below `directory`; return where it stands."""
    config = directory / "config.json"
    config.write_text(json.dumps(CONFIG), encoding="utf-8")
    tools = Path(sys.executable).parent
    made = directory / PACKAGE.name
    subprocess.run(
        [
            tools / "openapi-python-client",
            "generate",
            *("--path", document),
            *("--config", config),
            *("--meta", "none"),
            *("--output-path", made),
        ],
        check=True,
        env=os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
    )
    return made


def main() -> None:
    """Write document and package anew."""
    with tempfile.TemporaryDirectory(prefix="nengheng-client-") as text:
        directory = Path(text)
        DOCUMENT.write_text(write_document(make_document(directory)), encoding="utf-8")
        made = generate(DOCUMENT, directory)
        shutil.rmtree(PACKAGE, ignore_errors=True)
        shutil.copytree(made, PACKAGE, ignore=shutil.ignore_patterns("__pycache__", ".ruff_cache"))
        (PACKAGE / "py.typed").touch()


if __name__ == "__main__":
    main()
