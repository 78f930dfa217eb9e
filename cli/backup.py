"""`nengheng backup | restore`: registry, collectors and broker files of this machine in one folder.

Each part is taken while everything runs. A collector's state is copied before its journal: what
the journal has beyond the state is drained again after a restore, as after a power cut. The
time-series store is not in it: InfluxDB has its own backup, and `nengheng store rebuild` makes it
again from the journal.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url

from cli.data_directory import registry_path
from cli.errors import BackupError
from cli.local_servers.postgresql import find_postgres
from cli.output import console
from core.clock import WallClock
from core.settings import Settings, read_settings

STATE = "state.db"
JOURNAL = "journal"
MANIFEST = "manifest.json"
FORM = 1

DataOption = Annotated[
    list[Path] | None,
    typer.Option("--data", help="Data directories of this machine's processes; may be repeated."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    directory: Annotated[Path, typer.Argument(help="New folder to write into.")],
    *,
    data: DataOption = None,
) -> None:
    """Back up registry, collectors (journal and state) and broker files while everything runs.

    The time-series store has its own backup: `influx backup`, see docs/operations.md.
    """
    settings = read_settings()
    if directory.exists() and any(directory.iterdir()):
        raise BackupError(
            f"{directory} is not empty", where=str(directory), fix="name a new folder"
        )
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept: dict[str, object] = {"form": FORM, "taken_ms": WallClock().now_ms()}
    kept["collectors"] = [
        str(_save_collector(found, directory / "collectors" / str(number)).absolute())
        for number, found in enumerate(_collectors(data or [settings.data_dir]))
    ]
    kept["registry"] = _save_registry(settings, directory)
    kept["broker"] = settings.broker_dir.is_dir()
    if kept["broker"]:
        shutil.copytree(settings.broker_dir, directory / "broker", symlinks=True)
    (directory / MANIFEST).write_text(json.dumps(kept, indent=1), "utf-8")
    for path in [directory, *directory.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else path.stat().st_mode & 0o600)
    what = f"registry, {len(_list(kept))} collectors" + (", broker files" if kept["broker"] else "")
    console.print(f"backed up {what}: {directory}")


def restore(
    directory: Annotated[Path, typer.Argument(help="Folder that `nengheng backup` wrote.")],
) -> None:
    """Put a backup back, into an empty registry and empty directories; stop everything first."""
    settings = read_settings()
    try:
        kept = json.loads((directory / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(
            f"no whole backup: {error}",
            where=str(directory),
            fix="name a folder that `nengheng backup` has written to its end",
        ) from error
    if kept["form"] != FORM:
        raise BackupError(
            f"backup of form {kept['form']}, and this version reads form {FORM}",
            where=str(directory / MANIFEST),
            fix="restore it with the version that wrote it, then upgrade",
        )
    places = [Path(place) for place in _list(kept)]
    if kept["broker"]:
        places.append(settings.broker_dir)
    for place in places:
        if place.exists() and any(place.iterdir()):
            raise BackupError(
                f"{place} is not empty", where=str(place), fix="move it away; nothing was restored"
            )
    _load_registry(settings, directory, str(kept["registry"]))
    for number, name in enumerate(_list(kept)):
        _copy_tree(directory / "collectors" / str(number), Path(name))
    if kept["broker"]:
        _copy_tree(directory / "broker", settings.broker_dir)
    console.print("restored; start the processes, then run `nengheng gateway sync --always`")


def _list(kept: dict[str, object]) -> list[str]:
    found = kept["collectors"]
    assert isinstance(found, list)
    return [str(place) for place in found]


def _collectors(directories: list[Path]) -> list[Path]:
    return sorted(
        path.parent
        for directory in directories
        for path in directory.glob(f"*/{STATE}")
        if (path.parent / JOURNAL).is_dir()
    )


def _save_collector(source: Path, target: Path) -> Path:
    """Copy state first, then the journal, which then holds at least what the state knows of."""
    target.mkdir(parents=True)
    _save_sqlite(source / STATE, target / STATE)
    (target / JOURNAL).mkdir()
    done: set[str] = set()
    while missing := {path.name for path in (source / JOURNAL).iterdir()} - done:
        for name in sorted(missing):
            done.add(name)
            try:
                shutil.copy2(source / JOURNAL / name, target / JOURNAL / name)
            except FileNotFoundError:  # sealed or pruned meanwhile: looked for again
                (target / JOURNAL / name).unlink(missing_ok=True)
    return source


def _save_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupError(
            "there is no such database file",
            where=str(source),
            fix="name the registry by NENGHENG_REGISTRY_URL or NENGHENG_DATA_DIR",
        )
    reading = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
    except sqlite3.Error as error:
        raise BackupError(
            f"cannot be copied: {error}", where=str(source), fix="see `nengheng journal verify`"
        ) from error
    finally:
        reading.close()
        writing.close()


def _save_registry(settings: Settings, directory: Path) -> str:
    url = settings.registry_url
    if url.startswith("postgresql"):
        _run_postgres("pg_dump", url, ["-Fc", "-f", str(directory / "registry.dump")])
        return "registry.dump"
    _save_sqlite(_registry_file(settings), directory / "registry.db")
    return "registry.db"


def _load_registry(settings: Settings, directory: Path, name: str) -> None:
    if name == "registry.dump":
        if not settings.registry_url.startswith("postgresql"):
            raise BackupError(
                "the backup is of a PostgreSQL registry and none is named",
                where="NENGHENG_REGISTRY_URL",
                fix="make an empty database and name it there",
            )
        _run_postgres(
            "pg_restore",
            settings.registry_url,
            ["--exit-on-error", "--no-owner", "--single-transaction", str(directory / name)],
        )
        return
    target = _registry_file(settings)
    if target.exists():
        raise BackupError(
            f"{target} is there", where=str(target), fix="move it away; nothing was restored"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(directory / name, target)


def _registry_file(settings: Settings) -> Path:
    url = settings.registry_url
    return Path(make_url(url).database or "") if url else registry_path(settings.data_dir)


def _run_postgres(program: str, url: str, arguments: list[str]) -> None:
    folder = find_postgres()
    place = make_url(url)
    path = str(folder / program) if folder else shutil.which(program)
    if path is None:
        raise BackupError(
            f"{program} is not installed", where="PATH", fix="apt-get install postgresql-client"
        )
    login = {
        "PGHOST": place.host or "",
        "PGPORT": str(place.port or 5432),
        "PGUSER": place.username or "",
        "PGPASSWORD": str(place.password or ""),
        "PGDATABASE": place.database or "",
    }
    target = ["-d", place.database or ""] if program == "pg_restore" else []
    done = subprocess.run(
        [path, *target, *arguments],
        env={**os.environ, **login},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(
            f"{program} failed: {done.stderr.strip()[-500:]}",
            where=place.render_as_string(hide_password=True),
            fix="mend what it says; a restore needs an empty database",
        )


def _copy_tree(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
