"""The journals below a data directory, their registry, and a bar for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import Progress

from cli.data_directory import registry_path
from core.errors import RefusedError
from core.registry.database import Registry, connect_registry
from core.settings import Settings

EMBEDDED_DIRECTORY = "ingest"
EMBEDDED = "embedded"


class CollectorPlace(NamedTuple):
    """A collector's name in the registry, and its directory."""

    name: str
    directory: Path

    @property
    def journal(self) -> Path:
        """Where its journal stands."""
        return self.directory / "journal"

    @property
    def state(self) -> Path:
        """Where its state.db stands."""
        return self.directory / "state.db"


def find_collectors(data_dir: Path, name: str | None = None) -> list[CollectorPlace]:
    """Return the collectors that have a journal below a data directory, or the one named.

    Raises
    ------
    RefusedError
        There is none, or none of that name.
    """
    found = [
        CollectorPlace(_name_of(path.parent), path.parent)
        for path in sorted(data_dir.glob("*/journal"))
        if path.is_dir()
    ]
    chosen = [place for place in found if name in (None, place.name)]
    if not chosen:
        names = ", ".join(place.name for place in found) or "none at all"
        raise RefusedError(
            f"no journal of collector {name!r}" if name else "no journal",
            where=str(data_dir),
            fix=f"name another data directory with --data; collectors found here: {names}",
        )
    return chosen


def find_one(data_dir: Path, name: str | None) -> CollectorPlace:
    """Return the only collector, or the one named.

    Raises
    ------
    RefusedError
        There is none, or there are several and none was named.
    """
    places = find_collectors(data_dir, name)
    if len(places) > 1:
        names = ", ".join(place.name for place in places)
        raise RefusedError(
            f"{len(places)} collectors have journals here: {names}",
            where=str(data_dir),
            fix="choose one with --collector",
        )
    return places[0]


def connect_known_registry(settings: Settings) -> Registry:
    """Return the registry of these settings, as it stands; a context manager.

    Raises
    ------
    RegistryError
        There is none.
    """
    if settings.registry_url:
        return connect_registry(settings.registry_url)
    path = registry_path(settings.data_dir)
    if not path.exists():
        raise RefusedError(
            "no registry",
            where=str(path),
            fix="set NENGHENG_REGISTRY_URL, or name the data directory with --data",
        )
    return connect_registry(path)


@contextmanager
def show_progress(text: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on stderr while it is a terminal; yield what tells done and all [byte]."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _name_of(directory: Path) -> str:
    return EMBEDDED if directory.name == EMBEDDED_DIRECTORY else directory.name
