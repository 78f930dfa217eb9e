"""Parks, lines, equipment, permits, memberships and dated attributes as CSV files."""

from __future__ import annotations

from core.calendar import Period, format_time, period_start
from core.errors import RegistryError
from core.registry.codes import check_code, check_region_code
from core.registry.credit_code import check_credit_code
from core.registry.structure import (
    Attribute,
    DischargePermit,
    Equipment,
    Membership,
    Outlet,
    Park,
    ParkMember,
    PermitLimit,
    ProcessLine,
)
from core.registry.transfer import cells
from core.registry.transfer.spec import Column, TableSpec
from core.units import parse_unit
from core.vocabulary import (
    AttributeName,
    EquipmentKind,
    LimitKind,
    Medium,
    ParkKind,
    PolicyClass,
    Vintage,
)

OXYGEN_OF_AIR = 20.9
"""Oxygen in air [%]; a reference at or above it would divide by nothing."""


def check_park_code(text: str) -> str:
    """Return the code of a park: at most 32 characters, for ``park:CODE`` holds quotas.

    Raises
    ------
    RegistryError
        It is no code, or too long.
    """
    if len(text) > 32:
        raise RegistryError(
            f"park code {text!r} has {len(text)} characters, more than 32", fix="shorten it"
        )
    return check_code(text)


def parse_day_cell(text: str) -> int:
    """Return the start of a Shanghai day [ms]: a day belongs to one region, sector and park.

    Raises
    ------
    RefusedError
        It is no date, or a time within a day.
    """
    t_ms = cells.parse_time_cell(text)
    if period_start(Period.DAY, t_ms) != t_ms:
        raise RegistryError(
            f"{text!r} is {format_time(t_ms)}, within a day", fix="write a date, such as 2026-07-01"
        )
    return t_ms


def parse_oxygen(text: str) -> float:
    """Return a share of oxygen [%].

    Raises
    ------
    RegistryError
        It is below zero, or that of air or more.
    """
    value = cells.not_negative(text)
    if value >= OXYGEN_OF_AIR:
        raise RegistryError(
            f"reference oxygen {text} % is not below that of air, {OXYGEN_OF_AIR} %",
            fix="write such as 6 for boilers",
        )
    return value


def _owner() -> Column:
    return Column("enterprise_code", check_credit_code)


def _name() -> Column:
    return Column("name", cells.words(200), required=False, default="", quiet=True)


def _validity() -> tuple[Column, ...]:
    return (
        Column("valid_from", parse_day_cell, "valid_from_ms", required=False, default=0),
        Column("valid_to", parse_day_cell, "valid_to_ms", required=False),
    )


def _source() -> Column:
    return Column("source", cells.words(400), quiet=True)


def _capacity() -> tuple[Column, ...]:
    return (
        Column("capacity", cells.positive, required=False),
        Column("unit", parse_unit, required=False, default=""),
        Column("vintage", cells.one_of(Vintage), required=False, default=str(Vintage.EXISTING)),
    )


def _service() -> tuple[Column, ...]:
    return (
        Column("in_service", parse_day_cell, "in_service_ms", required=False),
        Column("out_of_service", parse_day_cell, "out_of_service_ms", required=False),
    )


PARK = TableSpec(
    "park",
    Park,
    ("code",),
    (
        Column("code", check_park_code),
        Column("name", cells.words(200), quiet=True),
        Column("region_code", check_region_code),
        Column("kind", cells.one_of(ParkKind), required=False, default=str(ParkKind.INDUSTRIAL)),
    ),
)

PARK_MEMBER = TableSpec(
    "park_member",
    ParkMember,
    ("park_code", "enterprise_code", "valid_from_ms"),
    (Column("park_code", check_park_code), _owner(), *_validity(), _source()),
)

MEMBERSHIP = TableSpec(
    "membership",
    Membership,
    ("enterprise_code", "list_code", "valid_from_ms"),
    (_owner(), Column("list_code", check_code), *_validity(), _source()),
)

ATTRIBUTE = TableSpec(
    "attribute",
    Attribute,
    ("enterprise_code", "name", "valid_from_ms"),
    (
        _owner(),
        Column("name", cells.one_of(AttributeName)),
        *_validity(),
        Column("value", cells.words(200)),
        _source(),
    ),
)

PROCESS_LINE = TableSpec(
    "process_line",
    ProcessLine,
    ("enterprise_code", "code"),
    (
        _owner(),
        Column("code", check_code),
        _name(),
        Column("benchmark_key", cells.words(200), required=False, default=""),
        Column("product_code", check_code, required=False),
        *_capacity(),
        *_service(),
    ),
)

EQUIPMENT = TableSpec(
    "equipment",
    Equipment,
    ("enterprise_code", "code"),
    (
        _owner(),
        Column("code", check_code),
        _name(),
        Column("kind", cells.one_of(EquipmentKind)),
        Column("line_code", check_code, required=False),
        *_capacity(),
        Column(
            "policy_class",
            cells.one_of(PolicyClass),
            required=False,
            default=str(PolicyClass.PERMITTED),
        ),
        *_service(),
    ),
)

DISCHARGE_PERMIT = TableSpec(
    "discharge_permit",
    DischargePermit,
    ("enterprise_code", "number"),
    (
        _owner(),
        Column("number", check_code),
        Column("issuer", cells.words(200), required=False, default="", quiet=True),
        *_validity(),
        _source(),
    ),
)

OUTLET = TableSpec(
    "outlet",
    Outlet,
    ("enterprise_code", "code"),
    (
        _owner(),
        Column("code", check_code),
        _name(),
        Column("medium", cells.one_of(Medium)),
        Column("line_code", check_code, required=False),
        *_service(),
    ),
)

PERMIT_LIMIT = TableSpec(
    "permit_limit",
    PermitLimit,
    (
        "enterprise_code",
        "permit_number",
        "outlet_code",
        "pollutant",
        "kind",
        "period",
        "valid_from_ms",
    ),
    (
        _owner(),
        Column("permit_number", check_code),
        Column("outlet_code", check_code, required=False, default=""),
        Column("pollutant", check_code),
        Column("kind", cells.one_of(LimitKind)),
        Column("period", cells.one_of(Period)),
        *_validity(),
        Column("amount", cells.not_negative),
        Column("unit", parse_unit),
        Column("reference_oxygen", parse_oxygen, required=False),
    ),
)

PLACES = (PARK, PARK_MEMBER, MEMBERSHIP, ATTRIBUTE)
"""In order of dependency, after enterprises."""
LINES = (PROCESS_LINE, EQUIPMENT, DISCHARGE_PERMIT, OUTLET, PERMIT_LIMIT)
"""In order of dependency, after products and before points."""
