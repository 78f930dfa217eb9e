"""A platform to sign in to, and who has signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from servers import PlaceRegistry

from tests.api.conftest import FILES, Platform, open_platform
from tests.api.identity.browser import Browser, new_account, with_settings


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory,
    place_registry: PlaceRegistry,
    default_registry_kind: str,
) -> Iterator[Platform]:
    """A platform with cheap hashes; every test makes accounts of its own."""
    directory = tmp_path_factory.mktemp("identity")
    for made in open_platform(directory, FILES, place_registry(directory, default_registry_kind)):
        yield with_settings(made)


@pytest.fixture
def login(place: Platform) -> str:
    """An operator's account."""
    return new_account(place)


@pytest.fixture
def browser(place: Platform, login: str) -> Browser:
    """A browser in which an operator is signed in."""
    one = Browser(place)
    assert one.sign_in(login).status_code == 200
    return one
