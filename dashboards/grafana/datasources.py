"""The two data sources, and queries to them as Grafana's plug-ins take them.

The SDK's 10.1 line knows neither plug-in's query; these are the fields that both the 9.4 editors
and later ones read. A data source is always named by its uid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from grafana_foundation_sdk.cog import builder, variants
from grafana_foundation_sdk.models import dashboard

INFLUXDB = dashboard.DataSourceRef(type_val="influxdb", uid="nengheng-influxdb")
"""Readings and hourly amounts, by InfluxQL."""
POSTGRESQL = dashboard.DataSourceRef(type_val="postgres", uid="nengheng-postgresql")
"""The registry. Grafana 10 and later know the type ``postgres`` as an alias."""

VARIABLES = (
    "NENGHENG_GRAFANA_INFLUX_URL",
    "NENGHENG_INFLUX_BUCKET",
    "NENGHENG_INFLUX_TOKEN",
    "NENGHENG_GRAFANA_POSTGRES_ADDRESS",
    "NENGHENG_GRAFANA_POSTGRES_DATABASE",
    "NENGHENG_GRAFANA_POSTGRES_USER",
    "NENGHENG_GRAFANA_POSTGRES_PASSWORD",
    "NENGHENG_GRAFANA_POSTGRES_SSLMODE",
)
"""Variables in Grafana's environment that the provisioned data sources take."""

SqlFormat = Literal["table", "time_series"]
InfluxFormat = Literal["table", "time_series"]


class TargetQuery(variants.Dataquery):
    """A query as its data source's plug-in reads it."""

    def __init__(self, fields: dict[str, object]) -> None:
        self._fields = fields

    def to_json(self) -> dict[str, object]:
        """Return the fields for the dashboard's JSON."""
        return self._fields


class Sql(builder.Builder[variants.Dataquery]):
    """A query to PostgreSQL.

    A ``time_series`` has a column ``time``, ascending; text columns become labels.
    """

    def __init__(self, statement: str, *, form: SqlFormat = "table", ref: str = "A") -> None:
        self._statement, self._form, self._ref = statement, form, ref

    def build(self) -> variants.Dataquery:
        """Return the query."""
        return TargetQuery(
            {
                "datasource": POSTGRESQL,
                "editorMode": "code",
                "format": self._form,
                "rawQuery": True,
                "rawSql": self._statement,
                "refId": self._ref,
            }
        )


class InfluxQl(builder.Builder[variants.Dataquery]):
    """A query to InfluxDB; `alias` names its series, ``$tag_point`` stands for the tag."""

    def __init__(
        self,
        statement: str,
        *,
        alias: str = "",
        form: InfluxFormat = "time_series",
        ref: str = "A",
    ) -> None:
        self._statement, self._alias, self._form, self._ref = statement, alias, form, ref

    def build(self) -> variants.Dataquery:
        """Return the query."""
        fields: dict[str, object] = {
            "datasource": INFLUXDB,
            "query": self._statement,
            "rawQuery": True,
            "refId": self._ref,
            "resultFormat": self._form,
        }
        return TargetQuery(fields | ({"alias": self._alias} if self._alias else {}))


def make_datasources(values: Mapping[str, str]) -> list[dict[str, object]]:
    """Return both data sources for provisioning or the HTTP API.

    Parameters
    ----------
    values : mapping of str to str
        What stands for each of `VARIABLES`; ``${NAME}`` leaves it to Grafana.
    """
    bucket = values["NENGHENG_INFLUX_BUCKET"]
    database = values["NENGHENG_GRAFANA_POSTGRES_DATABASE"]
    return [
        {
            "uid": INFLUXDB.uid,
            "name": "能衡 InfluxDB",
            "type": INFLUXDB.type_val,
            "access": "proxy",
            "url": values["NENGHENG_GRAFANA_INFLUX_URL"],
            "database": bucket,
            "jsonData": {
                "version": "InfluxQL",
                "dbName": bucket,
                "httpMode": "POST",
                "httpHeaderName1": "Authorization",
                "timeInterval": "1m",
            },
            "secureJsonData": {"httpHeaderValue1": f"Token {values['NENGHENG_INFLUX_TOKEN']}"},
        },
        {
            "uid": POSTGRESQL.uid,
            "name": "能衡 PostgreSQL",
            "type": POSTGRESQL.type_val,
            "access": "proxy",
            "url": values["NENGHENG_GRAFANA_POSTGRES_ADDRESS"],
            "user": values["NENGHENG_GRAFANA_POSTGRES_USER"],
            "database": database,
            "jsonData": {
                "database": database,
                "sslmode": values["NENGHENG_GRAFANA_POSTGRES_SSLMODE"],
                "postgresVersion": 1500,
                "timescaledb": False,
                "maxOpenConns": 10,
                "maxIdleConns": 2,
                "connMaxLifetime": 14400,
            },
            "secureJsonData": {"password": values["NENGHENG_GRAFANA_POSTGRES_PASSWORD"]},
        },
    ]
