"""docs/access.md says who may do what as the table of grants has it."""

from __future__ import annotations

from pathlib import Path

from api.access import DEPARTMENTS, GRANTS, Permission
from core.vocabulary import Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"
ROLES = tuple(Role)


def describe(permission: Permission, role: Role) -> str:
    """Return a cell: yes, nothing, or the departments whose regulators hold it."""
    if permission not in GRANTS[role]:
        return ""
    if role is not Role.REGULATOR:
        return "yes"
    of = [d.value for d, left in DEPARTMENTS.items() if d is not None and permission in left]
    return "yes" if len(of) == len(DEPARTMENTS) - 1 else ", ".join(of)


def make_table() -> list[str]:
    rows = [
        f"| `{p.value}` | {' | '.join(describe(p, role) for role in ROLES)} |".replace("  ", " ")
        for p in Permission
    ]
    head = f"| permission | {' | '.join(f'`{role.value}`' for role in ROLES)} |"
    return [head, f"| --- |{' --- |' * len(ROLES)}", *rows]


def test_the_document_has_the_table_of_grants() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    missing = [row for row in make_table() if row not in lines]
    assert not missing, "write into docs/access.md:\n" + "\n".join(make_table())
    written = [line for line in lines if line.startswith("| `") and line.count("|") == 7]
    assert [line for line in written if line not in make_table()] == []
