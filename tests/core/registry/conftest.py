from pathlib import Path

import pytest

from core.registry.database import open_registry


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def registry(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "sqlite":
        place: Path | str = tmp_path / "registry.db"
    else:
        place = request.getfixturevalue("postgres_url")
    with open_registry(place) as opened:
        yield opened
