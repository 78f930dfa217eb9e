"""What differs between two versions of a period."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.closing.frozen import WORKING, Key, Values, read_account_rows

COMPARED = ("amount", "measured", "estimated", "coverage", "unit", "basis")


@dataclass(frozen=True)
class Difference:
    """An account figure that two versions state differently.

    Attributes
    ----------
    before, after : float or None
        Amount in the older and the newer version [unit]; None where the version has none.
    coverage_before, coverage_after : float or None
        Shares of the period that are measured, 0 … 1 [1].
    """

    subject: str
    indicator: str
    unit: str
    before: float | None
    after: float | None
    coverage_before: float | None
    coverage_after: float | None

    @property
    def change(self) -> float:
        """What the newer version has more [unit]; a figure that is not there counts as 0."""
        return (self.after or 0.0) - (self.before or 0.0)


def list_differences(
    session: Session, key: Key, version: int, after: int = WORKING
) -> list[Difference]:
    """Return how the figures of `after` [1] differ from those of `version` [1], by subject."""
    old = _by_name(read_account_rows(session, key, version))
    new = _by_name(read_account_rows(session, key, after))
    return [
        _compare(name, old.get(name), new.get(name))
        for name in sorted(old.keys() | new.keys())
        if _plain(old.get(name)) != _plain(new.get(name))
    ]


def _by_name(rows: list[Values]) -> dict[tuple[str, str], Values]:
    return {(row["subject"], row["indicator"]): row for row in rows}


def _plain(row: Values | None) -> tuple[object, ...] | None:
    return None if row is None else tuple(row[name] for name in COMPARED)


def _compare(name: tuple[str, str], old: Values | None, new: Values | None) -> Difference:
    there = new or old or {}
    return Difference(
        subject=name[0],
        indicator=name[1],
        unit=there["unit"],
        before=old["amount"] if old else None,
        after=new["amount"] if new else None,
        coverage_before=old["coverage"] if old else None,
        coverage_after=new["coverage"] if new else None,
    )
