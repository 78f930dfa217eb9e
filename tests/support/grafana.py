"""What Grafana does between a board's JSON and its data sources, as far as tests need it.

Variables are replaced as its `templateSrv` does, macros as its PostgreSQL plug-in and InfluxDB data
source do (with the same regular expression, which ends an argument at the first closing bracket).
"""

from __future__ import annotations

import http.client
import json
import re
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
from servers import InfluxPlace

VARIABLE = re.compile(r"\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}")
MACRO = re.compile(r"\$(__[_a-zA-Z0-9]+)\(([^)]*)\)")
REGEX_SPECIAL = re.compile(r"[\\^$*+?.()|\[\]{}/]")
ALL = "$__all"
Value = str | list[str]


@dataclass(frozen=True)
class Span:
    """A time range [ms]."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Frame:
    """What a query gives: column names, their kinds, rows."""

    names: list[str]
    kinds: list[str]
    rows: list[tuple[Any, ...]]

    def column(self, name: str) -> list[Any]:
        at = self.names.index(name)
        return [row[at] for row in self.rows]

    def kind(self, name: str) -> str:
        return self.kinds[self.names.index(name)]

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def format_value(value: Value, form: str | None) -> str:
    many = value if isinstance(value, list) else [value]
    if form == "sqlstring":
        return ",".join("'" + one.replace("'", "''") + "'" for one in many)
    if form == "regex":
        escaped = [REGEX_SPECIAL.sub(lambda m: "\\" + m[0], one) for one in many]
        if isinstance(value, str) or len(escaped) == 1:
            return escaped[0]
        return "(" + "|".join(escaped) + ")"
    if form == "percentencode":
        return urllib.parse.quote(",".join(many), safe="")
    assert form in (None, "raw", "csv"), form
    return ",".join(many)


def replace(text: str, values: Mapping[str, Value]) -> str:
    """Put variables' values in; what is no variable stays."""

    def one(match: re.Match[str]) -> str:
        name = match[1] or match[2] or match[4]
        if name not in values:
            return match[0]
        return format_value(values[name], match[3] or match[6])

    return VARIABLE.sub(one, text)


def expand_macros(statement: str, span: Span) -> str:
    """Do what the PostgreSQL plug-in's macro engine does, with the macros that 9.4 knows."""
    start, end = (
        datetime.fromtimestamp(ms / 1000, UTC).isoformat().replace("+00:00", "Z")
        for ms in (span.start_ms, span.end_ms)
    )
    plain = {
        "__timeFrom": f"'{start}'",
        "__timeTo": f"'{end}'",
        "__unixEpochNanoFrom": str(span.start_ms * 1_000_000),
        "__unixEpochNanoTo": str(span.end_ms * 1_000_000),
    }

    def one(match: re.Match[str]) -> str:
        if match[1] == "__timeFilter":
            return f"{match[2]} BETWEEN '{start}' AND '{end}'"
        assert match[1] in plain, f"unknown macro {match[0]}"
        return plain[match[1]]

    return MACRO.sub(one, statement)


@dataclass
class Grafana:
    """Both data sources, as the plug-ins talk to them."""

    conninfo: str
    influx: InfluxPlace
    kinds: dict[int, str] = field(default_factory=dict)

    def sql(self, statement: str, span: Span, values: Mapping[str, Value] | None = None) -> Frame:
        text = expand_macros(replace(statement, values or {}), span)
        assert "$" not in re.sub(r"'[^']*'", "", text), text
        with psycopg.connect(self.conninfo) as connection:
            cursor = connection.execute(text.encode())
            assert cursor.description is not None
            names = [column.name for column in cursor.description]
            types = [column.type_display for column in cursor.description]
            return Frame(names, [_kind(t) for t in types], cursor.fetchall())

    def influxql(
        self,
        statement: str,
        span: Span,
        values: Mapping[str, Value] | None = None,
        *,
        interval_s: int = 3600,
    ) -> list[tuple[dict[str, str], Frame]]:
        """Return each series with its tags."""
        text = replace(statement, values or {})
        for name, value in {
            "$timeFilter": f"time >= {span.start_ms}ms and time <= {span.end_ms}ms",
            "$__interval_ms": str(interval_s * 1000),
            "$__interval": f"{interval_s}s",
        }.items():
            text = text.replace(name, value)
        assert not re.search(r"\$\w|\$\{", text), text
        url = urllib.parse.urlsplit(self.influx.url)
        connection = http.client.HTTPConnection(url.hostname or "", url.port or 80, timeout=60)
        connection.request(
            "POST",
            "/query?" + urllib.parse.urlencode({"db": self.influx.bucket, "epoch": "ms"}),
            urllib.parse.urlencode({"q": text}),
            {
                "Authorization": f"Token {self.influx.token}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        answer = json.loads(connection.getresponse().read())
        connection.close()
        assert "error" not in json.dumps(answer), (text, answer)
        series = answer["results"][0].get("series", [])
        return [
            (
                one.get("tags", {}),
                Frame(
                    one["columns"],
                    ["time", *["number"] * (len(one["columns"]) - 1)],
                    [tuple(row) for row in one["values"]],
                ),
            )
            for one in series
        ]


def _kind(type_name: str) -> str:
    """Return what Grafana makes of a column of PostgreSQL."""
    if type_name.startswith(("timestamp", "date")):
        return "time"
    if type_name.startswith(("int", "float", "numeric", "double", "real", "bigint", "smallint")):
        return "number"
    if type_name.startswith("bool"):
        return "boolean"
    assert type_name.startswith(("text", "varchar", "character", "unknown", "name")), type_name
    return "string"


def unlike(frame: Frame) -> list[Any]:
    """Return the values of a variable's choices; of those that read the same, Grafana keeps one."""
    kept: dict[str, Any] = {}
    for text, value in zip(frame.column("__text"), frame.column("__value"), strict=True):
        kept.setdefault(text, value)
    return list(kept.values())


def choose(
    grafana: Grafana,
    variables: Sequence[Mapping[str, Any]],
    span: Span,
    picked: Mapping[str, Value] | None = None,
) -> dict[str, Value]:
    """Return a value for each variable: what is `picked`, else what a fresh board shows."""
    values: dict[str, Value] = {}
    for variable in variables:
        name = variable["name"]
        if variable["type"] == "custom":
            options = [part.split(" : ")[1] for part in variable["query"].split(",")]
        else:
            frame = grafana.sql(variable["query"], span, values)
            assert frame.names == ["__text", "__value"], name
            assert all(text and isinstance(text, str) for text in frame.column("__text"))
            options = unlike(frame)
        if picked and name in picked:
            values[name] = picked[name]
        elif variable["includeAll"]:
            values[name] = list(options)
        else:
            values[name] = options[0] if options else ""
    return values
