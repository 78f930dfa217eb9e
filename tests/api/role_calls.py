"""Calls of the matrix: what each needs, and who may, written out as it was agreed.

A row's `url` and `body` may hold ``{enterprise}``, ``{region}``, ``{subject}``, ``{holder}`` and
what hangs on them (``{alert}``, ``{verdict}`` …): then it is called with the caller's own, with
others' and with ones that are not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ALL = frozenset(
    {"operator", "energy", "environment", "statistics", "water", "far", "near", "next"}
    | {"delegate", "withdrawn", "testers"}
)
REGULATORS = frozenset({"energy", "environment", "statistics", "water", "far"})
MAY: dict[str, frozenset[str]] = {
    "": ALL | {"narrowed"},
    "read": ALL | {"narrowed"},
    "read_platform": frozenset({"operator"}),
    "read_audit": frozenset({"operator"}),
    "enter": frozenset({"operator", "statistics", "near", "next", "delegate", "withdrawn"})
    | {"narrowed"},
    "enter_own": frozenset({"operator", "near", "next", "delegate", "withdrawn", "narrowed"}),
    "enter_region": frozenset({"operator", "statistics"}),
    "manage_gateways": frozenset({"operator", "near", "next", "delegate", "withdrawn"}),
    "handle_alerts": ALL - {"testers"},
    "assign_alerts": REGULATORS | {"operator"},
    "set_quotas": frozenset({"operator", "energy", "environment", "water", "far"}),
    "set_energy": frozenset({"operator", "energy", "far"}),
    "dispatch": frozenset({"operator", "energy", "far"}),
    "close_periods": frozenset({"operator", "energy", "statistics", "far"}),
    "edit_registry": frozenset({"operator"}),
    "manage_quarantine": frozenset({"operator"}),
    "recompute": frozenset({"operator"}),
    "replay": ALL - REGULATORS,
    "manage_users": frozenset({"operator"}),
    "manage_delegates": frozenset({"operator", "near", "next"}),
    "see_delegations": frozenset({"operator", "near", "next", "delegate", "withdrawn"}),
}
"""Who may do what, as it was agreed: written out, so that a slip in the table of grants shows."""


@dataclass(frozen=True)
class Row:
    """A call of a route.

    Attributes
    ----------
    route : str
        Method and path as the application has it.
    needs : str
        The permission, '' for anybody who is known, ``open`` for everybody.
    url : str
        The call's path and query, the route's own path where it is empty.
    of : str
        What the places in `url` and `body` stand for: enterprise, region or subject (either).
    shows : bool
        Whether an answer must show the caller's own, so that an empty one is no proof.
    ok : tuple of int
        Statuses of an allowed call about the caller's own.
    other : int
        Status of a call about what is not there or somebody else's.
    """

    route: str
    needs: str = "read"
    url: str = ""
    body: Any = None
    of: str = ""
    shows: bool = False
    ok: tuple[int, ...] = (200,)
    other: int = 404

    @property
    def method(self) -> str:
        return self.route.split(" ")[0]

    @property
    def path(self) -> str:
        return self.url or self.route.split(" ")[1]


def get(path: str, url: str = "", **given: Any) -> Row:
    full = f"/api/v1{url}" if url else ""
    return Row(f"GET /api/v1{path}", url=full, **given)


def do(route: str, needs: str, url: str = "", **given: Any) -> Row:
    method, path = route.split(" ")
    full = f"/api/v1{url}" if url else ""
    return Row(f"{method} /api/v1{path}", needs, full, **given)


def fill(given: Any, values: dict[str, str]) -> Any:
    """Return a text or body with its places filled."""
    if isinstance(given, dict):
        return {name: fill(value, values) for name, value in given.items()}
    if isinstance(given, list):
        return [fill(value, values) for value in given]
    if not isinstance(given, str):
        return given
    for name, value in values.items():
        given = given.replace(f"{{{name}}}", value)
    return given
