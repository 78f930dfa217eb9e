"""Settings: one frozen class, read from ``NENGHENG_…`` variables over ``nengheng.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from typing_extensions import override

from core.errors import SettingsError

MIB = 1024 * 1024


class Settings(BaseSettings):
    """All settings of a process. Sizes end in ``_bytes`` [byte], spans in ``_s`` [s].

    An empty `registry_url` is SQLite in the data directory, an empty `influx_url` DuckDB there:
    what one process can hold. `port` is that of API and console, `collect_port` that of collector
    part 1 (part n listens n - 1 above it), `collect_url` how others reach this collector where
    that is not its host and port. `broker_dir` holds the files that are generated for Mosquitto,
    `broker_pid_file` its process id, `broker_control` is the socket on which it is asked.
    `gateway_url` is the broker's address as gateways reach it, where that is not `mqtt_url`.
    `public_url` is how browsers reach the console, where a proxy stands before it; `password_…` the
    cost of a password's hash, `session_…` how long a sign-in lasts at most and unused, `sign_in_…`
    how many failures are let through, `oidc_…` the OpenID provider people may sign in by.
    `metrics_gateways` gives every gateway's book as metrics, beside their sums.
    `analytics_workers` are the processes that compute beside the one that writes: one a core where
    they can read the store by themselves (InfluxDB), none where they cannot, unless it is set;
    `analytics_dask` is the address of a Dask scheduler whose workers compute instead (extra
    ``nengheng[dask]``).
    `gap_after_s` is how long a number may be late before its absence is a finding. The settings
    `grafana_…` say where Grafana is, and what its data sources are told where that differs.
    """

    model_config = SettingsConfigDict(
        env_prefix="NENGHENG_", toml_file="nengheng.toml", frozen=True, extra="forbid"
    )

    data_dir: Path = Path("data")
    registry_url: str = ""
    influx_url: str = ""
    influx_token: str = ""
    influx_org: str = "nengheng"
    influx_bucket: str = Field("nengheng", pattern=r"^[\w.-]{1,64}$")
    influx_timeout_s: float = Field(30.0, gt=0)
    influx_gzip: bool = False

    host: str = "127.0.0.1"
    port: int = Field(8600, ge=0, le=65535)
    collect_port: int = Field(8610, ge=0, le=65535)
    collect_url: str = ""
    schedule_port: int = Field(8630, ge=0, le=65535)
    speed: float = Field(1.0, gt=0, le=100_000)
    token: str = ""
    url: str = ""
    public_url: str = ""
    password_memory_kib: int = Field(64 * 1024, ge=19 * 1024)
    password_rounds: int = Field(3, ge=2)
    session_s: float = Field(12 * 3600, gt=0)
    session_idle_s: float = Field(3600, gt=0)
    sign_in_window_s: int = Field(900, gt=0)
    sign_in_failures: int = Field(10, ge=1)
    sign_in_failures_address: int = Field(100, ge=1)
    calls_per_minute: int = Field(1200, ge=1)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "OpenID"
    oidc_new_role: Literal["", "delegate", "test_team"] = ""
    language: Literal["zh", "en"] = "zh"
    log_format: Literal["text", "json"] = "text"
    metrics_gateways: bool = True
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    grafana_url: str = ""
    grafana_token: str = ""
    grafana_user: str = ""
    grafana_password: str = ""
    grafana_influx_url: str = ""
    grafana_postgres_address: str = ""
    grafana_postgres_database: str = ""
    grafana_postgres_user: str = "nengheng_grafana"
    grafana_postgres_password: str = ""
    grafana_postgres_sslmode: Literal["disable", "require", "verify-ca", "verify-full"] = "disable"

    mqtt_url: str = ""
    mqtt_client_id: str = "nengheng-collector"
    mqtt_ca_file: str = ""
    mqtt_cert_file: str = ""
    mqtt_key_file: str = ""
    gateway_url: str = ""
    broker_dir: Path = Path("broker")
    broker_pid_file: str = "/run/mosquitto/mosquitto.pid"
    broker_control: str = "/run/mosquitto/nengheng-control.sock"
    message_max_bytes: int = Field(4 * MIB, gt=0)
    inbox_max_bytes: int = Field(64 * MIB, gt=0)
    journal_segment_bytes: int = Field(256 * MIB, gt=0)
    journal_segment_s: int = Field(3600, gt=0)
    journal_keep_days: int = Field(30, ge=1)
    journal_max_bytes: int = Field(20 * 1024 * MIB, gt=0)
    future_tolerance_s: int = Field(600, ge=0)
    gap_after_s: int = Field(600, ge=0)

    store_memory_bytes: int = Field(1024 * MIB, gt=0)
    analytics_interval_s: float = Field(2.0, gt=0)
    analytics_workers: int | None = Field(None, ge=0, le=256)
    analytics_dask: str = ""
    lease_s: float = Field(15.0, gt=0)
    coverage_floor: float = Field(0.9, ge=0, le=1)
    dead_meter_days: float = Field(7.0, gt=0)

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take arguments first, then the environment, then ``nengheng.toml``."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**given: object) -> Settings:
    """Read the settings; `given` (command-line options that are not None) win.

    Raises
    ------
    SettingsError
        A setting is unknown or out of range; the message names it, its value and the rule.
    """
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"{name} = {first['input']!r}: {first['msg']}",
            where="NENGHENG_… variables or nengheng.toml",
            fix=f"set NENGHENG_{name.upper()} to a value the message allows",
        ) from error
