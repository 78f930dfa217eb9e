"""Closed vocabularies that every part shares; the words are those of docs/nomenclature.md."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a point measures; a ``virtual`` one is made of others by its formula."""

    REGISTER = "register"
    INTERVAL = "interval"
    GAUGE = "gauge"
    VIRTUAL = "virtual"


class Flow(StrEnum):
    """What a metered quantity is to its enterprise (流向).

    ``output`` is a product's output or the denominator of an indicator (such as IT electricity of
    a data centre); it carries no energy into the enterprise's account.
    """

    PURCHASED = "purchased"
    SOLD = "sold"
    PRODUCED = "produced"
    CONSUMED = "consumed"
    FEEDSTOCK = "feedstock"
    RECOVERED = "recovered"
    STOCK_CHANGE = "stock_change"
    OUTPUT = "output"


class Quality(IntEnum):
    """Quality of a reading, ``q`` on the wire."""

    GOOD = 0
    SUSPECT = 1
    MAINTENANCE = 2
    SUBSTITUTED = 3
    FAULT = 4


class Basis(StrEnum):
    """Standard-coal basis: 当量值 calorific, 等价值 primary; ``none`` where it has no meaning."""

    CALORIFIC = "calorific"
    PRIMARY = "primary"
    NONE = "none"


class QuotaKind(StrEnum):
    """What a quota limits."""

    ENERGY = "energy"
    INTENSITY = "intensity"
    CARBON = "carbon"
    POLLUTANT = "pollutant"
    WATER = "water"


class Vintage(StrEnum):
    """Whether a line or a piece of equipment stands, is new (新建), or is planned (拟建)."""

    EXISTING = "existing"
    NEW = "new"
    PLANNED = "planned"


class UpgradeAction(StrEnum):
    """What is to become of a line below the baseline: upgraded, or shut."""

    UPGRADE = "upgrade"
    RETIRE = "retire"


class UpgradeState(StrEnum):
    """How far the plan for a line below the baseline is."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    ACCEPTED = "accepted"


class PolicyClass(StrEnum):
    """What the state's guiding catalogue (产业结构调整指导目录) says of equipment."""

    ENCOURAGED = "encouraged"
    PERMITTED = "permitted"
    RESTRICTED = "restricted"
    ELIMINATED = "eliminated"


class EquipmentKind(StrEnum):
    """What a piece of equipment is; ``treatment`` cleans what production gives off."""

    BOILER = "boiler"
    FURNACE = "furnace"
    MOTOR = "motor"
    TRANSFORMER = "transformer"
    COMPRESSOR = "compressor"
    PUMP = "pump"
    FAN = "fan"
    REFRIGERATION = "refrigeration"
    GENERATOR = "generator"
    PHOTOVOLTAIC = "photovoltaic"
    WIND = "wind"
    HYDRO = "hydro"
    SOLAR_THERMAL = "solar_thermal"
    GEOTHERMAL = "geothermal"
    DATA_CENTRE = "data_centre"
    TREATMENT = "treatment"
    OTHER = "other"


class ParkKind(StrEnum):
    """What a park has set itself."""

    INDUSTRIAL = "industrial"
    LOW_CARBON = "low_carbon"
    ZERO_CARBON = "zero_carbon"


class AttributeName(StrEnum):
    """What of an enterprise changes and is kept by date."""

    SECTOR = "sector"
    REGION = "region"
    NAME = "name"


class Medium(StrEnum):
    """Into what an outlet discharges."""

    AIR = "air"
    WATER = "water"


class LimitKind(StrEnum):
    """What a permit limits."""

    CONCENTRATION = "concentration"
    MASS = "mass"


class Delivery(StrEnum):
    """Where the promise for a gateway's messages starts."""

    END_TO_END = "end-to-end"
    BROKER = "broker"


class Signature(StrEnum):
    """Whether a gateway must sign what it sends."""

    OPTIONAL = "optional"
    REQUIRED = "required"


class CertificateKind(StrEnum):
    """What proves that power is renewable: 绿证 or a contract of green power (绿电)."""

    CERTIFICATE = "certificate"
    GREEN_POWER = "green_power"


class Severity(IntEnum):
    """Ordinal severity of verdicts and alerts: greater is worse."""

    NONE = 0
    NOTICE = 1
    WARNING = 2
    SERIOUS = 3
    GRAVE = 4


class AlertAction(StrEnum):
    """What can happen to an alert."""

    OPENED = "opened"
    CHANGED = "changed"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    COMMENTED = "commented"


class JobState(StrEnum):
    """How far long work is that a call began."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What somebody who signs in is to the platform."""

    ENTERPRISE = "enterprise"
    DELEGATE = "delegate"
    REGULATOR = "regulator"
    OPERATOR = "operator"
    TEST_TEAM = "test_team"


class Department(StrEnum):
    """Which department of a region's government a regulator belongs to."""

    ENERGY = "energy"
    ENVIRONMENT = "environment"
    STATISTICS = "statistics"
    WATER = "water"


class Indicator(StrEnum):
    """Enterprise-wide indicators of an account; carriers and products have theirs by code."""

    COAL_CALORIFIC = "coal_calorific_tce"
    COAL_PRIMARY = "coal_primary_tce"
    CO2 = "co2_t"


SIGN_OF_FLOW: dict[Flow, int] = {
    Flow.PURCHASED: 1,
    Flow.PRODUCED: 0,
    Flow.SOLD: -1,
    Flow.CONSUMED: 0,
    Flow.FEEDSTOCK: 1,
    Flow.RECOVERED: 0,
    Flow.STOCK_CHANGE: -1,
    Flow.OUTPUT: 0,
}
"""How a flow enters comprehensive use 综合能耗: inputs − what is passed on (GB/T 2589).

``consumed`` points are sub-meters of what was purchased; ``produced`` and ``recovered`` stay inside
the boundary. ``stock_change`` is positive when stock grows. What is won here of primary energy (own
coal, wind, sun) is ``produced`` too; the catalogue's ``own_production.csv`` makes it an input.
"""
