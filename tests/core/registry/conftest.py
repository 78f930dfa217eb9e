import shutil
from pathlib import Path

import pytest

from core.registry.database import open_registry


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "template.db"
    open_registry(path).close()
    return path


@pytest.fixture
def registry(tmp_path: Path, migrated: Path):
    shutil.copy(migrated, tmp_path / "registry.db")
    with open_registry(tmp_path / "registry.db") as opened:
        yield opened
