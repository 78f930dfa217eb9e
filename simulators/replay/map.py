"""`ReplayMap`: what the columns of a recorded file are, as a TOML file beside it.

A map names the enterprise and gateway that speak, the time column and how to read it, and one
point for each column that is sent. See ``docs/replay.md`` for every key.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from core.errors import RefusedError
from core.registry.codes import check_code, check_region_code, check_sector_code
from core.registry.credit_code import check_credit_code
from core.units import parse_unit
from core.vocabulary import Flow, Kind, Quality
from simulators.errors import MapError
from simulators.replay.zones import parse_label, read_zone

MAPS = Path(__file__).parents[1] / "maps"
"""Where the maps that come with the platform stand."""


class EnterpriseTable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[enterprise]``: who is said to have measured it."""

    code: str
    name: str
    region_code: str
    region_name: str
    sector_code: str
    simulated: bool = False


class GatewayTable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[gateway]``: which gateway sends it."""

    code: str
    name: str = ""


class FileTable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[file]``: how the file is written. `empty` lists texts that mean "no value"."""

    delimiter: str = ","
    encoding: str = "utf-8-sig"
    empty: list[str] = []


class TimeTable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[time]``: a column of labels, or `start` and a step where the file has no times.

    `step_s` is the time between rows [s]. `start` is one time, or one for each file name; such
    times are *assumed*, and readings then have `quality` ``suspect`` unless the map says otherwise.
    """

    zone: str
    step_s: int
    column: str = ""
    formats: list[str] = []
    start: str | dict[str, str] = ""
    labels: Literal["start", "end"] = "start"
    midnight: Literal["start-of-day", "end-of-day"] = "start-of-day"
    nonexistent: Literal["refuse", "skip"] = "refuse"
    ambiguous: Literal["refuse", "first", "second"] = "refuse"
    quality: int | None = None

    def read_label(self, text: str) -> int:
        """Return the wall time [ms] of a label of this file; see `simulators.replay.zones`.

        Raises
        ------
        ReplayFileError
            It cannot be read.
        """
        return parse_label(text, self.formats, utc=self.zone in ("UTC", "+00:00"))


class QualityTable(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"from_": "from"}
):
    """``[[quality]]``: a stretch of labels whose readings have another quality.

    Every row that touches the stretch, both ends included, has it; empty `columns` means all.
    """

    from_: str
    to: str
    quality: int
    columns: list[str] = []
    note: str = ""


class ProductTable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[[products]]``: a product of the enterprise."""

    code: str
    name: str
    unit: str
    benchmark_key: str = ""


class PointTable(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"as_": "as"}
):
    """``[[points]]``: one column and the point it becomes.

    The value sent is ``cell * scale``, in `unit`. ``as = "register"`` adds the intervals up and
    sends the running sum as a register. `zone` differs from the file's where a site has its own.
    """

    column: str
    code: str
    kind: Kind
    flow: Flow
    unit: str
    name: str = ""
    carrier: str = ""
    scale: float = 1.0
    expected_s: int | None = None
    product_code: str | None = None
    zone: str = ""
    as_: Literal["", "register"] = ""
    register_start: float = 0.0


class ReplayMap(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole map."""

    title: str
    enterprise: EnterpriseTable
    gateway: GatewayTable
    time: TimeTable
    points: list[PointTable]
    file: FileTable = FileTable()
    products: list[ProductTable] = []
    quality: list[QualityTable] = []
    notes: str = ""

    def is_assumed(self) -> bool:
        """Return whether the file's times are assumed from a start and a step."""
        return not self.time.column

    def start_label(self, file_name: str) -> str:
        """Return the start of a file without times.

        Raises
        ------
        MapError
            The map has starts by file name, and none for this one.
        """
        start = self.time.start
        if isinstance(start, str):
            return start
        stem = file_name.removesuffix(".gz")
        if stem not in start:
            raise MapError(
                f"no start for the file {stem!r}",
                where="[time] start",
                fix=f"add it, or name the file one of {', '.join(sorted(start))}",
            )
        return start[stem]


def find_map(name: str) -> Path:
    """Return the path of a map: a file, or the name of one that comes with the platform.

    Raises
    ------
    MapError
        There is neither.
    """
    for candidate in (Path(name), MAPS / name, MAPS / f"{name}.toml"):
        if candidate.is_file():
            return candidate
    known = ", ".join(sorted(path.stem for path in MAPS.glob("*.toml")))
    raise MapError(
        f"map {name!r} is not a file", where="--map", fix=f"give a path, or one of {known}"
    )


def read_map(path: Path) -> ReplayMap:
    """Read and check a map.

    Raises
    ------
    MapError
        The file is not there, is no TOML, or has a key, code, unit, zone or time that is wrong.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        found = msgspec.convert(tables, ReplayMap)
    except FileNotFoundError as error:
        raise MapError(f"map {path} is not there", fix="give the path of a map") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MapError(
            f"not TOML: {error}", where=str(path), fix="mend the line it names"
        ) from error
    except msgspec.ValidationError as error:
        raise MapError(
            f"wrong table: {error}", where=str(path), fix="see docs/replay.md for the keys"
        ) from error
    try:
        _check(found)
    except MapError:
        raise
    except RefusedError as error:
        raise MapError(error.what, where=f"{path} {error.where}".strip(), fix=error.fix) from error
    return found


def _check(found: ReplayMap) -> None:
    check_credit_code(found.enterprise.code)
    check_region_code(found.enterprise.region_code)
    check_sector_code(found.enterprise.sector_code)
    check_code(found.gateway.code)
    _check_time(found)
    _check_points(found)
    for stretch in found.quality:
        _check_quality(stretch.quality, f"[[quality]] from {stretch.from_}")
        for text in (stretch.from_, stretch.to):
            found.time.read_label(text)


def _check_time(found: ReplayMap) -> None:
    time = found.time
    if time.step_s <= 0:
        raise MapError(f"step_s = {time.step_s}", where="[time]", fix="give seconds above 0")
    if bool(time.column) == bool(time.start):
        raise MapError(
            f"column = {time.column!r} and start = {time.start!r}",
            where="[time]",
            fix="give either the column of the labels, or the start of a file that has none",
        )
    if time.quality is not None:
        _check_quality(time.quality, "[time] quality")
    for start in [time.start] if isinstance(time.start, str) else time.start.values():
        if start:
            time.read_label(start)
    read_zone(time.zone)


def _check_points(found: ReplayMap) -> None:
    codes: set[str] = set()
    products = {product.code for product in found.products}
    if not found.points:
        raise MapError(f"points = {found.points}", where="[[points]]", fix="add one a column")
    for point in found.points:
        where = f"[[points]] {point.code}"
        check_code(point.code)
        parse_unit(point.unit)
        if point.zone:
            read_zone(point.zone)
        if point.code in codes:
            raise MapError(f"code {point.code!r} twice", where=where, fix="give each its own")
        if point.product_code and point.product_code not in products:
            raise MapError(
                f"product_code {point.product_code!r} is no product of this map",
                where=where,
                fix="add it under [[products]]",
            )
        if point.as_ and point.kind is not Kind.INTERVAL:
            raise MapError(
                f'as = "register" on a {point.kind}',
                where=where,
                fix="only the amounts of intervals add up to a register",
            )
        codes.add(point.code)


def _check_quality(quality: int, where: str) -> None:
    if quality not in set(Quality):
        raise MapError(f"quality {quality} is not 0 … 4", where=where, fix="3 means substituted")
