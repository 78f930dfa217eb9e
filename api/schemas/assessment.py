"""Regional accounts, targets, quota trees and their history, certificates, carbon, schemes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row

Amount = Annotated[float, Field(description="Amount [unit].", examples=[120000.0])]
Source = Annotated[str, Field(description="Document that says so.", examples=["统计年鉴 2026"])]
Value = Annotated[float | None, Field(description="Figure [unit]; null: not stated.")]
Holder = Annotated[
    str, Field(description="enterprise:CODE or region:CODE.", examples=["region:150600"])
]
Kind = Annotated[str, Field(description="energy, intensity, carbon …", examples=["energy"])]
Year = Annotated[int, Field(description="Calendar year.", examples=[2026])]


class RegionFigure(Row):
    """A figure of a region's account, with its source or why it is not given."""

    name: str = Field(
        description="metered, unmetered, official, total, difference, share_metered, an intensity "
        "or a share.",
        examples=["share_metered"],
    )
    value: Value
    unit: fields.Unit
    source: Source
    refused: str = Field(description="Why it is not given; empty where it is.", examples=[""])


class RegionAccount(Row):
    """A region's account of a year: enterprises and remainder beside the official statistic."""

    region: fields.RegionCode
    year: Year
    basis: fields.Basis
    base_year: int = Field(description="Year at whose prices denominators are [1].")
    level: fields.Level
    coverage: fields.Coverage
    figures: list[RegionFigure] = Field(description="The figures, each with its source.")


class TargetRow(Row):
    """A target of a region in a year beside what was reached."""

    indicator: str = Field(description="Word of the indicator.", examples=["energy_per_gdp"])
    kind: str = Field(description="change, at_most, at_least, more_than, about, aim.")
    target: float = Field(description="The target as set [target_unit].", examples=[-16.5])
    target_unit: str = Field(description="Unit of the target.", examples=["%"])
    due: float = Field(description="What the year asks for [unit].", examples=[-10.3])
    actual: Value
    distance: float | None = Field(description="actual − due [unit]; null without an actual.")
    unit: fields.Unit
    level: str | None = Field(
        description="met, on_schedule, behind_schedule, not_met; null: no actual figure."
    )
    note: str = Field(description="Why there is no actual figure.")
    source: Source
    confidence: str = Field(description="verified, recalled, or entered by hand.")
    actual_source: str = Field(description="Where the actual figure comes from.")


class QuotaNode(Row):
    """A holder of a quota in the tree; `amount = allotted + received − given`."""

    holder: Holder
    parent: str | None = Field(description="Nearest holder above; null at the top.")
    kind: Kind
    basis: fields.Basis
    unit: fields.Unit
    allotted: float = Field(description="As set [unit].", examples=[100000.0])
    received: float = Field(description="By transfers [unit].", examples=[5000.0])
    given: float = Field(description="By transfers [unit].", examples=[0.0])
    amount: float = Field(description="What it has now [unit].", examples=[105000.0])
    handed_down: float = Field(description="Σ of those below [unit].", examples=[90000.0])
    left: float = Field(description="amount − handed_down [unit].", examples=[15000.0])
    contradictory: bool = Field(description="More is handed down or given than there is.")


class QuotaChangeRow(Row):
    """One decision on a quota."""

    holder: Holder
    year: Year
    kind: Kind
    basis: fields.Basis
    number: int = Field(description="Counts from 1 for each quota [1].", examples=[2])
    before: float | None = Field(description="What it was [before_unit]; null at the first.")
    before_unit: str = Field(description="Unit of what it was.", examples=["tce"])
    amount: Amount
    unit: fields.Unit
    decided: Moment | None = Field(description="When.")
    decided_by: str = Field(description="Who.", examples=["鄂尔多斯市发改委"])
    reason: str = Field(description="Why.", examples=["年度分解"])
    source: Source


class QuotaTransferRow(Row):
    """What one holder gave another of a year's quota."""

    code: str = Field(description="Number of the transfer.", examples=["T2026-01"])
    year: Year
    kind: Kind
    basis: fields.Basis
    from_holder: Holder
    to_holder: Holder
    amount: Amount
    unit: fields.Unit
    decided: Moment = Field(description="When.")
    decided_by: str = Field(description="Who.", examples=["鄂尔多斯市发改委"])
    reason: str = Field(description="Why.", examples=["新上项目"])
    source: Source


class CertificateRow(Row):
    """A certificate with what is used of it; `mwh = used + left`."""

    code: str = Field(description="Number of the certificate.", examples=["GEC-2026-000123"])
    kind: str = Field(description="certificate 绿证 or green_power 绿电.", examples=["certificate"])
    holder: Holder
    month: Moment = Field(description="Month of generation.")
    origin: fields.RegionCode
    technology: str = Field(description="Such as wind or solar.", examples=["wind"])
    mwh: float = Field(description="What it stands for [MWh].", examples=[1000.0])
    used: float = Field(description="Σ of its uses [MWh].", examples=[600.0])
    left: float = Field(description="What may still be used [MWh].", examples=[400.0])
    source: Source


class CertifiedMonth(Row):
    """Certified electricity of a subject in a month; `claimed = counted + surplus`."""

    subject: fields.Subject
    month: Moment = Field(description="The month.")
    metered: float = Field(description="Electricity metered [kWh].", examples=[744000.0])
    claimed: float = Field(description="Certificates used [kWh].", examples=[900000.0])
    counted: float = Field(description="What counts [kWh].", examples=[744000.0])
    surplus: float = Field(description="Beyond the metered use [kWh].", examples=[156000.0])


class EmissionRow(Row):
    """A line of emission."""

    name: str = Field(description="Carrier, process or month.", examples=["raw_coal"])
    amount: float = Field(description="Emission [tCO2].", examples=[1200.0])
    activity: float | None = Field(description="Activity [unit]; null for accounts.")
    unit: fields.Unit
    factor: float | None = Field(description="Factor [tCO2 per unit]; null for accounts.")
    source: Source
    confidence: str = Field(description="verified or recalled.", examples=["verified"])


class CarbonAccount(Row):
    """Carbon of a subject in a year; `total = scope1 + scope2`."""

    subject: fields.Subject
    year: Year
    scope1: float = Field(description="Fuels and processes [tCO2].", examples=[1000.0])
    scope2_gross: float = Field(description="Power and heat bought [tCO2].", examples=[500.0])
    scope2: float = Field(description="Without certified power [tCO2].", examples=[400.0])
    total: float = Field(description="Scope 1 and scope 2 [tCO2].", examples=[1400.0])
    fuels: list[EmissionRow] = Field(description="Scope 1 by fuel.")
    processes: list[EmissionRow] = Field(description="Scope 1 by process.")
    power: list[EmissionRow] = Field(description="Scope 2 by carrier.")
    certified: list[EmissionRow] = Field(description="What certificates take off, by month.")
    certificates: list[CertifiedMonth] = Field(description="Certificates against metered use.")


class SchemeMeasure(Row):
    """What a scheme counts."""

    measure: str = Field(description="Word of the measure.", examples=["energy_intensity"])
    kind: str = Field(description="intensity or total.", examples=["intensity"])
    quantity: str = Field(description="energy, carbon, water, cod …", examples=["energy"])
    indicator: str = Field(description="Indicator and target.", examples=["energy_per_gdp"])
    limit: str = Field(description="target or elastic.", examples=["target"])
    exemption: str = Field(description="Target that exempts from it; empty: none.")
    rank: int = Field(description="1 is looked at first [1].", examples=[1])
    source: Source
    confidence: str = Field(description="verified or recalled.", examples=["verified"])


class SchemeDeduction(Row):
    """What a scheme takes off."""

    deduction: str = Field(description="Word of the deduction.", examples=["feedstock"])
    title: str = Field(description="Name, in Chinese.", examples=["原料用能"])
    from_total: bool = Field(description="Whether it is taken off the total.")
    from_intensity: bool = Field(description="Whether it is taken off intensity.")
    base_too: bool = Field(description="Whether the base year is treated alike.")
    growth_only: bool = Field(description="Whether only growth over the base year counts.")
    certificate_cap: float | None = Field(
        description="Greatest share that may rest on certificates [0 … 1]; null: no cap."
    )
    valid_from: Moment = Field(description="Since when.")
    valid_to: Moment | None = Field(description="Until when; null while it holds.")
    source: Source
    confidence: str = Field(description="verified or recalled.", examples=["verified"])


class SchemeStep(Row):
    """An evaluation of a scheme."""

    year: Year
    step: str = Field(description="annual, midterm or final.", examples=["annual"])
    title: str = Field(description="Name, in Chinese.", examples=["年度评估"])


class SchemeRow(Row):
    """An assessment scheme: what counts, what is deducted, and the rhythm."""

    code: str = Field(description="Code of the scheme.", examples=["nmg-14"])
    title: str = Field(description="Name, in Chinese.")
    title_en: str = Field(description="Name, in English.")
    region: str = Field(description="Region it holds in; empty: the whole country.")
    first_year: int = Field(description="First year [calendar year].", examples=[2021])
    last_year: int = Field(description="Last year [calendar year].", examples=[2025])
    base_year: int = Field(description="Base year [calendar year].", examples=[2020])
    basis: fields.Basis
    source: Source
    confidence: str = Field(description="verified or recalled.", examples=["verified"])
    note: str = Field(description="What a reader should know.")
    measures: list[SchemeMeasure] = Field(description="What counts.")
    deductions: list[SchemeDeduction] = Field(description="What is taken off.")
    rhythm: list[SchemeStep] = Field(description="When it is evaluated.")
