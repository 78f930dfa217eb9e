"""The registry of table specs: what is imported and exported, in order of dependency."""

from __future__ import annotations

from core.errors import RegistryError
from core.registry.codes import check_code, check_region_code, check_sector_code
from core.registry.credit_code import check_credit_code
from core.registry.models import Enterprise, Gateway, MeterEpoch, Point, Product, Region
from core.registry.transfer import cells
from core.registry.transfer.assessment import ASSESSMENT_TABLES
from core.registry.transfer.dispatch import DISPATCH_TASK
from core.registry.transfer.entry import ENTRY
from core.registry.transfer.outages import OUTAGE
from core.registry.transfer.quota import QUOTA
from core.registry.transfer.spec import Column, TableSpec
from core.registry.transfer.structure import LINES, PLACES
from core.registry.transfer.upgrades import UPGRADE_PLAN
from core.units import parse_unit
from core.vocabulary import Delivery, Flow, Kind

YEAR_S = 366 * 86400


def check_gateway_code(text: str) -> str:
    """Return the code of a gateway: one level of its MQTT topic.

    Raises
    ------
    RegistryError
        It is no code, or holds a slash.
    """
    if "/" in text:
        raise RegistryError(
            f"gateway code {text!r} holds a slash", fix="it is one level of the MQTT topic: use -"
        )
    return check_code(text)


REGION = TableSpec(
    "region",
    Region,
    ("code",),
    (
        Column("code", check_region_code),
        Column("name", cells.words(100), quiet=True),
        Column("parent_code", check_region_code, required=False),
    ),
)

ENTERPRISE = TableSpec(
    "enterprise",
    Enterprise,
    ("code",),
    (
        Column("code", check_credit_code),
        Column("name", cells.words(200), quiet=True),
        Column("region_code", check_region_code),
        Column("sector_code", check_sector_code),
        Column("simulated", cells.parse_flag, required=False, default=False, quiet=True),
    ),
)

GATEWAY = TableSpec(
    "gateway",
    Gateway,
    ("enterprise_code", "code"),
    (
        Column("enterprise_code", check_credit_code),
        Column("code", check_gateway_code),
        Column("name", cells.words(200), required=False, default="", quiet=True),
        Column(
            "delivery",
            cells.one_of(Delivery),
            required=False,
            default=str(Delivery.END_TO_END),
            quiet=True,
        ),
    ),
)

PRODUCT = TableSpec(
    "product",
    Product,
    ("enterprise_code", "code"),
    (
        Column("enterprise_code", check_credit_code),
        Column("code", check_code),
        Column("name", cells.words(200), quiet=True),
        Column("unit", parse_unit),
        Column("benchmark_key", cells.words(200), required=False, default=""),
    ),
)

POINT = TableSpec(
    "point",
    Point,
    ("enterprise_code", "code"),
    (
        Column("enterprise_code", check_credit_code),
        Column("code", check_code),
        Column("name", cells.words(200), required=False, default="", quiet=True),
        Column("gateway_code", check_gateway_code, required=False, quiet=True),
        Column("kind", cells.one_of(Kind)),
        Column("carrier", cells.words(40), required=False, default=""),
        Column("flow", cells.one_of(Flow)),
        Column("unit", parse_unit),
        Column("expected_s", cells.whole(1, YEAR_S)),
        Column("in_service", cells.parse_time_cell, "in_service_ms", required=False, default=0),
        Column("product_code", check_code, required=False),
        Column("parent_code", check_code, required=False),
        Column("line_code", check_code, required=False),
        Column("equipment_code", check_code, required=False),
        Column("meter_level", cells.whole(1, 3), required=False, quiet=True),
        Column("formula", cells.words(400), required=False, default=""),
    ),
)

METER_EPOCH = TableSpec(
    "meter_epoch",
    MeterEpoch,
    ("enterprise_code", "point_code", "start_ms"),
    (
        Column("enterprise_code", check_credit_code),
        Column("point_code", check_code),
        Column("start", cells.parse_time_cell, "start_ms"),
        Column("stop", cells.parse_time_cell, "stop_ms", required=False),
        Column("start_value", cells.parse_number, required=False),
        Column("stop_value", cells.parse_number, required=False),
        Column("multiplier", cells.positive, required=False, default=1.0),
        Column("register_max", cells.positive, required=False),
        Column("max_rate", cells.positive, required=False),
        Column("jitter", cells.not_negative, required=False, default=0.0),
        Column(
            "calibration_due",
            cells.parse_time_cell,
            "calibration_due_ms",
            required=False,
            quiet=True,
        ),
        Column("serial", cells.words(64), required=False, default="", quiet=True),
    ),
)

TABLES: dict[str, TableSpec] = {
    spec.name: spec
    for spec in (
        REGION,
        ENTERPRISE,
        *PLACES,
        GATEWAY,
        PRODUCT,
        *LINES,
        UPGRADE_PLAN,
        POINT,
        METER_EPOCH,
        QUOTA,
        ENTRY,
        *ASSESSMENT_TABLES,
        OUTAGE,
        DISPATCH_TASK,
    )
}
"""Table specs by name; a table only refers to those before it."""
