"""Tables of what an enterprise consists of and belongs to: lines, equipment, permits, parks, lists.

A dated row is valid in ``[valid_from_ms, valid_to_ms)`` [ms since the epoch, UTC], None for open;
a line or a piece of equipment is in service in ``[in_service_ms, out_of_service_ms)``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import CODE, CREDIT_CODE, Base

PARK_CODE = String(32)
SOURCE = String(400)


class Park(Base):
    """园区 of a region; `kind` is `core.vocabulary.ParkKind`."""

    __tablename__ = "park"
    code: Mapped[str] = mapped_column(PARK_CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    kind: Mapped[str] = mapped_column(String(16), default="industrial")


class ParkMember(Base):
    """That an enterprise stands in a park, and since when; `source` says by what document."""

    __tablename__ = "park_member"
    park_code: Mapped[str] = mapped_column(ForeignKey("park.code"), primary_key=True)
    enterprise_code: Mapped[str] = mapped_column(
        ForeignKey("enterprise.code"), primary_key=True, index=True
    )
    valid_from_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(SOURCE)


class ProcessLine(Base):
    """工序/生产线: what makes a product, judged on its own.

    `benchmark_key` names rows of the catalogue as that of a product does; empty, the product's
    holds. `capacity` is in `unit`, such as t/a; `vintage` is `core.vocabulary.Vintage`.
    """

    __tablename__ = "process_line"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    benchmark_key: Mapped[str] = mapped_column(String(200), default="")
    product_code: Mapped[str | None] = mapped_column(CODE)
    capacity: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(16), default="")
    vintage: Mapped[str] = mapped_column(String(12))
    in_service_ms: Mapped[int | None] = mapped_column(BigInteger)
    out_of_service_ms: Mapped[int | None] = mapped_column(BigInteger)


class Equipment(Base):
    """设备 of an enterprise, of a line where `line_code` names one.

    `kind` is `core.vocabulary.EquipmentKind`, `policy_class` whether the state encourages,
    permits, restricts (限制类) or eliminates (淘汰类) it: `core.vocabulary.PolicyClass`.
    `capacity` is in `unit`.
    """

    __tablename__ = "equipment"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(24))
    line_code: Mapped[str | None] = mapped_column(CODE)
    capacity: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(16), default="")
    vintage: Mapped[str] = mapped_column(String(12))
    policy_class: Mapped[str] = mapped_column(String(12))
    in_service_ms: Mapped[int | None] = mapped_column(BigInteger)
    out_of_service_ms: Mapped[int | None] = mapped_column(BigInteger)


class DischargePermit(Base):
    """排污许可证 of an enterprise, by its number."""

    __tablename__ = "discharge_permit"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    number: Mapped[str] = mapped_column(CODE, primary_key=True)
    issuer: Mapped[str] = mapped_column(String(200), default="")
    valid_from_ms: Mapped[int] = mapped_column(BigInteger)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(SOURCE)


class Outlet(Base):
    """排放口: a stack or a drain; `medium` is `core.vocabulary.Medium`."""

    __tablename__ = "outlet"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    medium: Mapped[str] = mapped_column(String(12))
    line_code: Mapped[str | None] = mapped_column(CODE)
    in_service_ms: Mapped[int | None] = mapped_column(BigInteger)
    out_of_service_ms: Mapped[int | None] = mapped_column(BigInteger)


class PermitLimit(Base):
    """A limit of a permit for a pollutant: a concentration at an outlet or a mass.

    `outlet_code` is '' where the limit holds for the whole enterprise; `kind` is
    `core.vocabulary.LimitKind`, `period` over which it is judged (hour, day, month, year);
    `amount` is in `unit`, `reference_oxygen` the oxygen a concentration is converted to [%].
    """

    __tablename__ = "permit_limit"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    permit_number: Mapped[str] = mapped_column(CODE, primary_key=True)
    outlet_code: Mapped[str] = mapped_column(CODE, primary_key=True, default="")
    pollutant: Mapped[str] = mapped_column(CODE, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    valid_from_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[float]
    unit: Mapped[str] = mapped_column(String(16))
    reference_oxygen: Mapped[float | None]
    __table_args__ = (
        ForeignKeyConstraint(
            ["enterprise_code", "permit_number"],
            ["discharge_permit.enterprise_code", "discharge_permit.number"],
        ),
    )


class Membership(Base):
    """That an enterprise stands on a list (重点用能单位, 两高 …) of the catalogue; since when."""

    __tablename__ = "membership"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    list_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    valid_from_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(SOURCE)
    __table_args__ = (Index("ix_membership_list", "list_code", "enterprise_code"),)


class Attribute(Base):
    """What an enterprise's sector, region or name was in a period.

    `name` is `core.vocabulary.AttributeName`. Where no row is valid, the enterprise's own row says.
    """

    __tablename__ = "attribute"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    valid_from_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    value: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(SOURCE)
    __table_args__ = (Index("ix_attribute_value", "name", "value"),)
