from pathlib import Path

import pytest

from core.registry.database import open_registry


@pytest.fixture
def registry(tmp_path: Path):
    with open_registry(tmp_path / "registry.db") as opened:
        yield opened
