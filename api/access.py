"""Who may do what: permissions, the one table of them by role, and who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.vocabulary import Department, QuotaKind, Role


class Permission(StrEnum):
    """What can be allowed; upon what, `api.scope` says."""

    READ = "read"
    READ_PLATFORM = "read_platform"
    READ_AUDIT = "read_audit"
    ENTER = "enter"
    MANAGE_GATEWAYS = "manage_gateways"
    HANDLE_ALERTS = "handle_alerts"
    ASSIGN_ALERTS = "assign_alerts"
    SET_QUOTAS = "set_quotas"
    DISPATCH = "dispatch"
    CLOSE_PERIODS = "close_periods"
    EDIT_REGISTRY = "edit_registry"
    MANAGE_QUARANTINE = "manage_quarantine"
    RECOMPUTE = "recompute"
    REPLAY = "replay"
    MANAGE_USERS = "manage_users"
    MANAGE_DELEGATES = "manage_delegates"


P = Permission
_OF_ENTERPRISE = frozenset({P.READ, P.ENTER, P.MANAGE_GATEWAYS, P.HANDLE_ALERTS, P.REPLAY})
_OF_REGULATOR = frozenset({P.READ, P.HANDLE_ALERTS, P.ASSIGN_ALERTS})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.ENTERPRISE: _OF_ENTERPRISE | {P.MANAGE_DELEGATES},
    Role.DELEGATE: _OF_ENTERPRISE,
    Role.REGULATOR: _OF_REGULATOR | {P.SET_QUOTAS, P.DISPATCH, P.CLOSE_PERIODS, P.ENTER},
    Role.OPERATOR: frozenset(Permission),
    Role.TEST_TEAM: frozenset({P.READ, P.READ_PLATFORM, P.REPLAY}),
}
"""The one table of who may do what; a regulator's is narrowed by `DEPARTMENTS`."""

DEPARTMENTS: Mapping[Department | None, frozenset[Permission]] = {
    Department.ENERGY: _OF_REGULATOR | {P.SET_QUOTAS, P.DISPATCH, P.CLOSE_PERIODS},
    Department.ENVIRONMENT: _OF_REGULATOR | {P.SET_QUOTAS},
    Department.STATISTICS: _OF_REGULATOR | {P.ENTER, P.CLOSE_PERIODS},
    Department.WATER: _OF_REGULATOR | {P.SET_QUOTAS},
    None: _OF_REGULATOR,
}
"""What a regulator's department leaves of `GRANTS`; None is a regulator of no department."""

QUOTAS: Mapping[Department | None, frozenset[QuotaKind]] = {
    Department.ENERGY: frozenset({QuotaKind.ENERGY, QuotaKind.INTENSITY, QuotaKind.CARBON}),
    Department.ENVIRONMENT: frozenset({QuotaKind.POLLUTANT}),
    Department.WATER: frozenset({QuotaKind.WATER}),
}
"""Kinds of quota a department sets."""


@dataclass(frozen=True)
class Identity:
    """Somebody who is known.

    Attributes
    ----------
    name : str
        As it stands in the log of writes.
    role : Role
        What somebody is to the platform.
    user_id : str
        The account; empty for the operator's token of the running platform.
    enterprises : frozenset of str
        Of an enterprise its own code; of a delegate those of live delegations.
    region : str
        Of a regulator, the root of the own subtree.
    department : Department or None
        Of a regulator.
    permissions : frozenset of Permission
        What is allowed: that of the role and department, less what a token's scope leaves out.
    """

    name: str
    role: Role
    user_id: str = ""
    enterprises: frozenset[str] = frozenset()
    region: str = ""
    department: Department | None = None
    permissions: frozenset[Permission] = frozenset()


def grants_of(role: Role, department: Department | None = None) -> frozenset[Permission]:
    """Return what a role may do, of a regulator with its department's part."""
    granted = GRANTS[role]
    return granted & DEPARTMENTS[department] if role is Role.REGULATOR else granted


def who_grants(permission: Permission) -> str:
    """Return in words who holds a permission."""
    holders: list[str] = []
    for role, granted in GRANTS.items():
        if permission not in granted:
            continue
        if role is not Role.REGULATOR:
            holders.append(role.value)
            continue
        of = [d.value for d, left in DEPARTMENTS.items() if d is not None and permission in left]
        holders.append(f"{role.value} ({', '.join(of)})")
    return ", ".join(holders)


OPERATOR = Identity("operator", Role.OPERATOR, permissions=GRANTS[Role.OPERATOR])
"""Who holds the operator's token of the running platform."""
LOOPBACK = Identity(
    "loopback", Role.OPERATOR, permissions=frozenset({P.READ, P.READ_PLATFORM, P.READ_AUDIT})
)
"""A peer on this machine, where reading is open to them."""
