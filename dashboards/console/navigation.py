"""What the menu leads to, and for whom: an entry shows where its visitor may do what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from api.access import Permission
from api.viewer import Viewer
from core.vocabulary import Role

GROUPS = ("group_supervision", "group_data", "group_administration")
REGIONAL = frozenset({Role.REGULATOR, Role.OPERATOR, Role.TEST_TEAM})
"""Roles that see regions; the others see enterprises of their own."""


@dataclass(frozen=True)
class Entry:
    """One entry of the menu.

    Attributes
    ----------
    key : str
        Text that names it.
    path : str
        Where it leads.
    group : str
        Text of the group it stands in, one of `GROUPS`.
    permission : Permission
        What its visitor must hold.
    regional : bool
        Only for those who see regions.
    """

    key: str
    path: str
    group: str
    permission: Permission = Permission.READ
    regional: bool = False


ENTRIES: tuple[Entry, ...] = (
    Entry("overview", "/", "group_supervision", regional=True),
    Entry("enterprises", "/enterprises", "group_supervision"),
    Entry("benchmarks_page", "/benchmarks", "group_supervision"),
    Entry("quotas_page", "/quotas", "group_supervision", regional=True),
    Entry("alerts_page", "/alerts", "group_supervision"),
    Entry("warnings_page", "/warnings", "group_supervision"),
    Entry("findings_page", "/findings", "group_data"),
    Entry("quality_page", "/quality", "group_data"),
    Entry("gateways_page", "/gateways", "group_data"),
    Entry("entries_page", "/entries", "group_data"),
    Entry("quarantine", "/quarantine", "group_data"),
    Entry("imports_page", "/imports", "group_data", Permission.EDIT_REGISTRY),
    Entry("tables_page", "/tables", "group_data"),
    Entry("users_page", "/users", "group_administration", Permission.MANAGE_USERS),
    Entry("delegations_page", "/delegations", "group_administration", Permission.MANAGE_DELEGATES),
    Entry("tokens_page", "/tokens", "group_administration"),
    Entry("platform", "/platform", "group_administration", Permission.READ_PLATFORM),
    Entry("audit_page", "/audit", "group_administration", Permission.READ_AUDIT),
)
"""The menu in its order; one line adds a page."""


def list_entries(viewer: Viewer) -> dict[str, list[Entry]]:
    """Return the entries a visitor may use, by group; groups without any are left out."""
    found = {
        group: [entry for entry in ENTRIES if entry.group == group and _is_for(entry, viewer)]
        for group in GROUPS
    }
    return {group: entries for group, entries in found.items() if entries}


def sees_regions(viewer: Viewer) -> bool:
    """Tell whether a visitor is shown figures of regions."""
    return viewer.identity.role in REGIONAL


def _is_for(entry: Entry, viewer: Viewer) -> bool:
    return viewer.may(entry.permission) and (sees_regions(viewer) or not entry.regional)


def is_within(path: str, entry: Entry) -> bool:
    """Tell whether the page at `path` belongs to an entry."""
    return path == entry.path or (entry.path != "/" and path.startswith(f"{entry.path}/"))
