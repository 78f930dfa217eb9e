"""Tables of the registry: what is known of regions, enterprises, meters and duties.

Times are epoch milliseconds UTC (``…_ms``). A dated row is valid in ``[from, to)``,
``None`` for open. What jobs derive and keep stands in `core.registry.results`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CODE = String(64)
CREDIT_CODE = String(18)
SUBJECT = String(100)
"""``enterprise:CODE``, ``region:``, ``sector:``, ``park:CODE`` or ``line:ENTERPRISE/CODE``."""


class Base(DeclarativeBase):
    """Declarative base of every registry table."""


class Region(Base):
    """行政区, keyed by its GB/T 2260 code; ``parent_code`` is None at the root."""

    __tablename__ = "region"
    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)


class Enterprise(Base):
    """用能单位, keyed by its unified social credit code (GB 32100)."""

    __tablename__ = "enterprise"
    code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    sector_code: Mapped[str] = mapped_column(String(8), index=True)
    simulated: Mapped[bool] = mapped_column(default=False)


class Gateway(Base):
    """网关: one MQTT client of an enterprise.

    `signature` is ``optional`` (a signed message is verified, an unsigned one taken) or
    ``required``.
    """

    __tablename__ = "gateway"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    delivery: Mapped[str] = mapped_column(String(12), default="end-to-end")
    signature: Mapped[str] = mapped_column(
        String(12), default="optional", server_default="optional"
    )


class GatewayCredential(Base):
    """A log-in of a gateway at the broker and at HTTP push; several may hold while one rotates.

    `kind` is ``password`` or ``certificate``; `secret` a password's salted hash as Mosquitto keeps
    it (``$7$rounds$salt$hash``, PBKDF2-SHA512); `serial` a certificate's number, hexadecimal. It
    holds from `created_ms` to the earlier of `expires_ms` and `revoked_ms`, None for open. `login`
    is the user name: ``enterprise.gateway``, with ``~2`` … where an older password still holds.
    """

    __tablename__ = "gateway_credential"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    gateway_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    login: Mapped[str] = mapped_column(String(100))
    secret: Mapped[str] = mapped_column(String(400), default="")
    serial: Mapped[str] = mapped_column(String(80), default="")
    created_ms: Mapped[int] = mapped_column(BigInteger)
    expires_ms: Mapped[int | None] = mapped_column(BigInteger)
    revoked_ms: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (
        ForeignKeyConstraint(
            ["enterprise_code", "gateway_code"], ["gateway.enterprise_code", "gateway.code"]
        ),
    )


class GatewayKey(Base):
    """A key with which a gateway signs its messages (``NH1`` frames); `key_id` 0 … 255 [1].

    `secret` is the key, base64. It is good for messages that arrive in ``[valid_from_ms,
    valid_to_ms)``, so that an old and a new key hold together while one rotates.
    """

    __tablename__ = "gateway_key"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    gateway_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    key_id: Mapped[int] = mapped_column(primary_key=True)
    secret: Mapped[str] = mapped_column(String(200))
    valid_from_ms: Mapped[int] = mapped_column(BigInteger)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (
        ForeignKeyConstraint(
            ["enterprise_code", "gateway_code"], ["gateway.enterprise_code", "gateway.code"]
        ),
    )


class Product(Base):
    """产品 of an enterprise, with the catalogue key of its benchmark and limit rows.

    `benchmark_key` names rows of the catalogue (``sector/product/condition/indicator``); empty
    where the product is not benchmarked.
    """

    __tablename__ = "product"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(16))
    benchmark_key: Mapped[str] = mapped_column(String(200), default="")


class Point(Base):
    """计量点: one measured quantity at one place.

    `carrier` is a catalogue carrier code; of an ``output`` point it may be empty. `unit` is the
    unit of the raw value after the epoch's multiplier; `expected_s` the time between readings [s];
    `product_code` the product whose energy or output it measures; `gateway_code` None lets every
    gateway of the enterprise send it. `parent_code` is the meter above it, `meter_level` 1 … 3 [1]
    its level by GB 17167 (enterprise, unit of it, equipment); `line_code` and `equipment_code` what
    it measures. A ``virtual`` point has a `formula` over other points and no readings.
    """

    __tablename__ = "point"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    gateway_code: Mapped[str | None] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(String(12))
    carrier: Mapped[str] = mapped_column(String(40), default="")
    flow: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str] = mapped_column(String(16))
    expected_s: Mapped[int]
    in_service_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    product_code: Mapped[str | None] = mapped_column(CODE)
    parent_code: Mapped[str | None] = mapped_column(CODE)
    line_code: Mapped[str | None] = mapped_column(CODE)
    equipment_code: Mapped[str | None] = mapped_column(CODE)
    meter_level: Mapped[int | None]
    formula: Mapped[str] = mapped_column(String(400), default="", server_default="")
    __table_args__ = (CheckConstraint("expected_s > 0", name="expected_s_positive"),)


class MeterEpoch(Base):
    """Stretch in which a register is continuous.

    `start_value`/`stop_value` are register readings at its ends (raw, before the multiplier), None
    where unknown; `multiplier` is CT·PT [1]; `register_max` the raw value after which the register
    starts again at 0; `max_rate` the greatest plausible raw rise [raw unit per hour]; `jitter` the
    greatest step down [raw unit] that is noise.
    """

    __tablename__ = "meter_epoch"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    point_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    start_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    stop_ms: Mapped[int | None] = mapped_column(BigInteger)
    start_value: Mapped[float | None]
    stop_value: Mapped[float | None]
    multiplier: Mapped[float] = mapped_column(default=1.0)
    register_max: Mapped[float | None]
    max_rate: Mapped[float | None]
    jitter: Mapped[float] = mapped_column(default=0.0)
    calibration_due_ms: Mapped[int | None] = mapped_column(BigInteger)
    serial: Mapped[str] = mapped_column(CODE, default="")


class Quota(Base):
    """配额/预算 of a holder (``enterprise:CODE`` or ``region:CODE``) for a year.

    `kind` is `core.vocabulary.QuotaKind`; `basis` of the tce total; `amount` in `unit` per year.
    """

    __tablename__ = "quota"
    id: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(String(40), index=True)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str] = mapped_column(String(12))
    amount: Mapped[float]
    unit: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(400))
    __table_args__ = (UniqueConstraint("holder", "year", "kind", "basis"),)


class QuotaMonth(Base):
    """Plan of one month of a quota, in the quota's unit; twelve rows add up to the quota."""

    __tablename__ = "quota_month"
    quota_id: Mapped[int] = mapped_column(
        ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[float]


class Entry(Base):
    """填报: a hand-fed dated figure; a correction is a new version, nothing is overwritten.

    `subject` is an enterprise, region, park or line; `item` what it states, such as
    ``output:PRODUCT`` or ``calorific:raw_coal`` (kJ/kg); `start_ms`/`end_ms` the period it covers;
    `document` what it rests on, `reason` why it corrects the version before.
    """

    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(SUBJECT)
    item: Mapped[str] = mapped_column(String(160))
    start_ms: Mapped[int] = mapped_column(BigInteger)
    end_ms: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
    value: Mapped[float]
    unit: Mapped[str] = mapped_column(String(16))
    document: Mapped[str] = mapped_column(String(400))
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_ms: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(400), default="", server_default="")
    __table_args__ = (
        UniqueConstraint("subject", "item", "start_ms", "end_ms", "version"),
        Index("ix_entry_subject", "subject", "item"),
    )
