import shutil
from pathlib import Path

import pytest

from core.registry.database import open_registry


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "template.db"
    open_registry(path).close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def registry(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path):
    if request.param == "sqlite":
        shutil.copy(migrated, tmp_path / "registry.db")
        place: Path | str = tmp_path / "registry.db"
    else:
        place = request.getfixturevalue("postgres_url")
    with open_registry(place) as opened:
        yield opened
