import pytest

from tests.core.registry.transfer.wide import wide_files


@pytest.fixture
def whole(filled):
    """The example registry with a row in nearly every table."""
    for name, rows in wide_files(filled.e1, filled.e2).items():
        kept = filled.files.get(name, []) if name in ("point", "entry") else []
        filled.files[name] = [*kept, *rows]
    assert filled.take().rows == []
    return filled
