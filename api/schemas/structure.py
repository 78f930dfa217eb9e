"""Rows of what an enterprise consists of and belongs to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row

ParkCode = Annotated[str, Field(description="Code of the park.", examples=["MENGSU"])]
LineCode = Annotated[str, Field(description="Code of the process line.", examples=["F1"])]
ValidFrom = Annotated[Moment | None, Field(description="First day it holds; null: ever.")]
ValidTo = Annotated[Moment | None, Field(description="End, exclusive; null while it holds.")]
InService = Annotated[Moment | None, Field(description="First day of service; null: unknown.")]
OutOfService = Annotated[Moment | None, Field(description="End of service; null: none is set.")]
Source = Annotated[str, Field(description="Document that says so.", examples=["名单 2026"])]
Name = Annotated[str, Field(description="Name.", examples=["1号电石炉"])]
Capacity = Annotated[float | None, Field(description="Capacity [unit].", examples=[450000.0])]
Vintage = Annotated[str, Field(description="existing, new or planned.", examples=["new"])]


class ParkRow(Row):
    """A park 园区."""

    code: ParkCode
    name: Name
    region: fields.RegionCode
    kind: str = Field(description="industrial, low_carbon or zero_carbon.", examples=["low_carbon"])


class ParkMemberRow(Row):
    """That an enterprise stands in a park."""

    park: ParkCode
    enterprise: fields.EnterpriseCode
    valid_from: ValidFrom
    valid_to: ValidTo
    source: Source


class LineRow(Row):
    """A process line 工序."""

    enterprise: fields.EnterpriseCode
    code: LineCode
    name: Name
    benchmark_key: str = Field(description="Line of the catalogue; empty: that of the product.")
    product: str | None = Field(description="Product it makes.", examples=["CAC2"])
    capacity: Capacity
    unit: fields.Unit
    vintage: Vintage
    in_service: InService
    out_of_service: OutOfService


class EquipmentRow(Row):
    """A piece of equipment 设备."""

    enterprise: fields.EnterpriseCode
    code: str = Field(description="Code within its enterprise.", examples=["B1"])
    name: Name
    kind: str = Field(description="boiler, motor, treatment …", examples=["boiler"])
    line: str | None = Field(description="Line it belongs to.", examples=["F1"])
    capacity: Capacity
    unit: fields.Unit
    vintage: Vintage
    policy_class: str = Field(
        description="encouraged, permitted, restricted 限制类 or eliminated 淘汰类.",
        examples=["restricted"],
    )
    in_service: InService
    out_of_service: OutOfService


class PermitRow(Row):
    """A discharge permit 排污许可证."""

    enterprise: fields.EnterpriseCode
    number: str = Field(description="Number of the permit.")
    issuer: str = Field(description="Who issued it.")
    valid_from: ValidFrom
    valid_to: ValidTo
    source: Source


class OutletRow(Row):
    """An outlet 排放口."""

    enterprise: fields.EnterpriseCode
    code: str = Field(description="Code within its enterprise.", examples=["DA001"])
    name: Name
    medium: str = Field(description="air or water.", examples=["air"])
    line: str | None = Field(description="Line whose gas or water it lets out.")
    in_service: InService
    out_of_service: OutOfService


class PermitLimitRow(Row):
    """A limit of a permit 许可限值."""

    enterprise: fields.EnterpriseCode
    permit_number: str = Field(description="Its permit.")
    outlet: str = Field(description="Its outlet; empty: the whole enterprise.", examples=["DA001"])
    pollutant: str = Field(description="What is limited.", examples=["nox"])
    kind: str = Field(description="concentration or mass.", examples=["concentration"])
    period: fields.Period
    valid_from: ValidFrom
    valid_to: ValidTo
    amount: float = Field(description="The limit [unit].", examples=[100.0])
    unit: fields.Unit
    reference_oxygen: float | None = Field(description="Oxygen it is converted to [%].")


class PermitDetail(Row):
    """A discharge permit with what it limits."""

    permit: PermitRow
    limits: list[PermitLimitRow] = Field(description="Its limits, by outlet and pollutant.")
    outlets: list[OutletRow] = Field(description="The outlets that its limits name.")


class MembershipRow(Row):
    """That an enterprise stands on a list 名单."""

    enterprise: fields.EnterpriseCode
    list: str = Field(description="Code of the list.", examples=["key_energy"])
    valid_from: ValidFrom
    valid_to: ValidTo
    source: Source


class AttributeRow(Row):
    """What an enterprise's region, sector or name was in a period."""

    enterprise: fields.EnterpriseCode
    name: str = Field(description="region, sector or name.", examples=["region"])
    valid_from: ValidFrom
    valid_to: ValidTo
    value: str = Field(description="What held then.", examples=["150622"])
    source: Source


class ListRow(Row):
    """A list of the catalogue, and the duties that follow from standing on it."""

    code: str = Field(description="Code of the list.", examples=["key_energy"])
    name: str = Field(description="Name.", examples=["重点用能单位"])
    name_en: str = Field(description="Name in English.")
    duty: str = Field(description="What it obliges to.")
    source: Source
    valid_from: ValidFrom
    valid_to: ValidTo
    confidence: str = Field(description="verified or recalled.", examples=["verified"])
