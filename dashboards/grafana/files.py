"""The files that a Grafana server reads at its start: data sources, boards, alert rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dashboards.grafana import BOARDS
from dashboards.grafana.board import FOLDER, FOLDER_UID, to_json
from dashboards.grafana.datasources import VARIABLES, make_datasources
from dashboards.grafana.rules import make_group

HEAD = "# Written by `nengheng dashboards write`; change the code, not this file.\n"
BOARDS_PATH = "/var/lib/grafana/dashboards/nengheng"
"""Where Grafana finds the boards' files."""


def make_files() -> dict[str, str]:
    """Return every file by its path below the directory."""
    sources = {
        "apiVersion": 1,
        "datasources": make_datasources({name: f"${{{name}}}" for name in VARIABLES}),
    }
    provider = {
        "name": "nengheng",
        "orgId": 1,
        "folder": FOLDER,
        "folderUid": FOLDER_UID,
        "type": "file",
        "disableDeletion": False,
        "allowUiUpdates": False,
        "updateIntervalSeconds": 30,
        "options": {"path": BOARDS_PATH, "foldersFromFilesStructure": False},
    }
    providers = {"apiVersion": 1, "providers": [provider]}
    files = {
        "provisioning/datasources/nengheng.yaml": to_yaml(sources),
        "provisioning/dashboards/nengheng.yaml": to_yaml(providers),
        "provisioning/alerting/nengheng.yaml": to_yaml(make_group()),
    }
    return files | {f"dashboards/{uid}.json": to_json(build()) for uid, build in BOARDS.items()}


def write_files(directory: Path) -> Iterator[Path]:
    """Write every file below `directory`; yield each as it is written."""
    for name, text in make_files().items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        yield path


def to_yaml(document: Mapping[str, object]) -> str:
    """Return a document as YAML: plain keys, scalars as JSON has them."""
    return HEAD + "\n".join(_lines(document)) + "\n"


def _lines(value: Mapping[str, object] | Sequence[object]) -> list[str]:
    """Return the lines of a mapping or a list, without indent."""
    if isinstance(value, Mapping):
        found: list[str] = []
        for key, inner in value.items():
            if isinstance(inner, Mapping | list | tuple) and inner:
                indent = "  "
                found += [f"{key}:", *(indent + line for line in _lines(inner))]
            else:
                found.append(f"{key}: {_scalar(inner)}")
        return found
    lines: list[str] = []
    for item in value:
        inner_lines = (
            _lines(item) if isinstance(item, Mapping | list | tuple) and item else [_scalar(item)]
        )
        lines += [("- " if at == 0 else "  ") + line for at, line in enumerate(inner_lines)]
    return lines


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
