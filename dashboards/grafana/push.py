"""Pushing data sources, folder, boards and alert rules to a running Grafana by its HTTP API.

Everything has a fixed uid, so that pushing again changes what is there and adds nothing. What a
provisioning file owns is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import niquests.exceptions
from grafana_client.api import GrafanaApi
from grafana_client.client import GrafanaClientError, GrafanaException
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from core.settings import Settings
from dashboards.grafana import BOARDS
from dashboards.grafana.board import FOLDER, FOLDER_UID, to_json
from dashboards.grafana.datasources import make_datasources
from dashboards.grafana.errors import GrafanaError
from dashboards.grafana.rules import FOLDER as RULES_FOLDER
from dashboards.grafana.rules import FOLDER_UID as RULES_FOLDER_UID
from dashboards.grafana.rules import GROUP, RULES, Rule, make_rule

TIMEOUT_S = 30.0
NOT_FOUND = 404
KEPT = "kept: a provisioning file owns it"
FIXES = {
    400: "Grafana does not take it: is it owned by a provisioning file? Then change that file",
    401: "give a token with --token (a service account's, role Admin), or --user and --password",
    403: "the token may not do that: its service account needs the role Admin",
    404: "is this the address of Grafana itself, with the path it is served under?",
    409: "something of the same name is there already under another uid; rename or remove it",
    412: "a board or data source of the same name is there under another uid; rename or remove it",
    422: "Grafana does not take it; see its log",
}


class Step(NamedTuple):
    """What was done: `number` of `total` [1], to what, and how (created, updated, kept)."""

    number: int
    total: int
    what: str
    how: str


def read_source_values(settings: Settings) -> dict[str, str]:
    """Return what the data sources are told, from the settings of the platform itself.

    Raises
    ------
    GrafanaError
        The platform has no InfluxDB or no PostgreSQL, which Grafana could read.
    """
    influx_url = settings.grafana_influx_url or settings.influx_url
    if not influx_url:
        raise GrafanaError(
            "no InfluxDB is set, and Grafana cannot read the embedded store",
            where="NENGHENG_INFLUX_URL",
            fix="set it (and NENGHENG_GRAFANA_INFLUX_URL where Grafana knows another address)",
        )
    address = settings.grafana_postgres_address
    database = settings.grafana_postgres_database
    if not (address and database):
        try:
            known = make_url(settings.registry_url) if settings.registry_url else None
        except ArgumentError:
            known = None
        if known is None or not known.drivername.startswith("postgresql"):
            raise GrafanaError(
                "the registry is not in PostgreSQL, and no other address is given",
                where="NENGHENG_REGISTRY_URL",
                fix="set NENGHENG_GRAFANA_POSTGRES_ADDRESS (host:port) and …_DATABASE",
            )
        address = address or f"{known.host}:{known.port or 5432}"
        database = database or known.database or ""
    return {
        "NENGHENG_GRAFANA_INFLUX_URL": influx_url,
        "NENGHENG_INFLUX_BUCKET": settings.influx_bucket,
        "NENGHENG_INFLUX_TOKEN": settings.influx_token,
        "NENGHENG_GRAFANA_POSTGRES_ADDRESS": address,
        "NENGHENG_GRAFANA_POSTGRES_DATABASE": database,
        "NENGHENG_GRAFANA_POSTGRES_USER": settings.grafana_postgres_user,
        "NENGHENG_GRAFANA_POSTGRES_PASSWORD": settings.grafana_postgres_password,
        "NENGHENG_GRAFANA_POSTGRES_SSLMODE": settings.grafana_postgres_sslmode,
    }


def push(
    settings: Settings,
    *,
    sources: bool = True,
    rules: bool = True,
    told: Callable[[Step], None] | None = None,
) -> None:
    """Push everything to the Grafana of the settings; `told` hears of each step.

    Parameters
    ----------
    sources, rules : bool
        Whether to push data sources and alert rules too.

    Raises
    ------
    GrafanaError
        Grafana is away or refuses; the message names what was pushed and why it failed.
    """
    made = make_datasources(read_source_values(settings)) if sources else []
    grafana = _Pushing(settings)
    work: list[tuple[str, Callable[[], str]]] = [
        (f"folder {FOLDER}", partial(grafana.push_folder, FOLDER, FOLDER_UID)),
        *((f"data source {one['uid']}", partial(grafana.push_source, one)) for one in made),
        *((f"dashboard {uid}", partial(grafana.push_board, uid)) for uid in BOARDS),
    ]
    if rules:
        folder = partial(grafana.push_folder, RULES_FOLDER, RULES_FOLDER_UID)
        work.append((f"folder {RULES_FOLDER}", folder))
        work += [(f"alert rule {rule.uid}", partial(grafana.push_rule, rule)) for rule in RULES]
    for number, (what, do) in enumerate(work, start=1):
        with _in_words(settings.grafana_url, what):
            how = do()
        if told is not None:
            told(Step(number, len(work), what, how))


class _Pushing:
    """One Grafana that is pushed to; every method says what it did."""

    def __init__(self, settings: Settings) -> None:
        if not settings.grafana_url.startswith(("http://", "https://")):
            raise GrafanaError(
                f"{settings.grafana_url!r} is no address of a Grafana",
                where="--grafana, NENGHENG_GRAFANA_URL",
                fix="give one such as http://grafana:3000",
            )
        credential: str | tuple[str, str] | None = settings.grafana_token or None
        if credential is None and settings.grafana_user:
            credential = (settings.grafana_user, settings.grafana_password)
        url = settings.grafana_url.rstrip("/") + "/"
        self._api: Any = GrafanaApi.from_url(url, credential=credential, timeout=TIMEOUT_S)

    def push_folder(self, title: str, uid: str) -> str:
        if _find(partial(self._api.folder.get_folder, uid)) is not None:
            return "kept"
        self._api.folder.create_folder(title, uid=uid)
        return "created"

    def push_source(self, source: dict[str, object]) -> str:
        uid = source["uid"]
        there = _find(partial(self._api.datasource.get_datasource_by_uid, uid))
        if there is None:
            self._api.datasource.create_datasource(source)
            return "created"
        if there.get("readOnly"):
            return KEPT
        self._api.datasource.update_datasource_by_uid(uid, source)
        return "updated"

    def push_board(self, uid: str) -> str:
        there = _find(partial(self._api.dashboard.get_dashboard, uid))
        if there is not None and there.get("meta", {}).get("provisioned"):
            return KEPT
        self._api.dashboard.update_dashboard(
            {
                "dashboard": json.loads(to_json(BOARDS[uid]())) | {"id": None},
                "folderUid": FOLDER_UID,
                "overwrite": True,
                "message": "nengheng dashboards push",
            }
        )
        return "created" if there is None else "updated"

    def push_rule(self, rule: Rule) -> str:
        alerting = self._api.alertingprovisioning
        there = _find(partial(alerting.get_alertrule, rule.uid))
        if there is not None and there.get("provenance") == "file":
            return KEPT
        body = make_rule(rule) | {"orgID": 1, "folderUID": RULES_FOLDER_UID, "ruleGroup": GROUP}
        if there is None:
            alerting.create_alertrule(body, disable_provenance=True)
            return "created"
        alerting.update_alertrule(rule.uid, body, disable_provenance=True)
        return "updated"


def _find(ask: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    """Return what is there, None where Grafana says that it is not."""
    try:
        return ask()
    except GrafanaClientError as error:
        if error.status_code == NOT_FOUND:
            return None
        raise


@contextmanager
def _in_words(url: str, what: str) -> Iterator[None]:
    """Turn what the client raises into one sentence."""
    try:
        yield
    except GrafanaException as error:
        code = int(error.status_code or 0)
        raise GrafanaError(
            f"{what}: Grafana answered {code} {_message(error)}".rstrip(),
            where=url,
            fix=FIXES.get(code, "see Grafana's log"),
        ) from error
    except (niquests.exceptions.RequestException, OSError) as error:
        raise GrafanaError(
            f"{what}: no Grafana answers ({error})",
            where=url,
            fix="is it running, and is the address right?",
        ) from error


def _message(error: GrafanaException) -> str:
    answer = error.response
    said = answer.get("message", "") if isinstance(answer, Mapping) else answer
    return str(said or error.message)[:300]
