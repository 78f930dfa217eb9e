"""`RunSummary`: what a run of the pipeline did."""

from __future__ import annotations

from dataclasses import dataclass, field

from analytics.alerts import AlertChanges


@dataclass
class RunSummary:
    """What a run did.

    Attributes
    ----------
    marks : int
        Dirty hours that were worked off [1].
    enterprises : int
        Enterprises whose accounts were derived [1].
    rows, verdicts : int
        Account rows and verdicts that changed [1].
    opened, changed, resolved : int
        Alert episodes [1].
    failed : dict
        What went wrong, by enterprise; their marks stay.
    seconds : float
        Time it took [s].
    stopped : bool
        Whether it was asked to stop before the end.
    owed : bool
        Whether a region or park could not be judged and is to be tried again.
    """

    marks: int = 0
    enterprises: int = 0
    rows: int = 0
    verdicts: int = 0
    opened: int = 0
    changed: int = 0
    resolved: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    stopped: bool = False
    owed: bool = False

    def add(self, other: RunSummary) -> None:
        """Count in what a commit did."""
        for name in ("marks", "enterprises", "rows", "verdicts", "opened", "changed", "resolved"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def add_alerts(self, changes: AlertChanges) -> None:
        """Count episodes in."""
        self.opened += changes.opened
        self.changed += changes.changed
        self.resolved += changes.resolved

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.marks} dirty hours, {self.enterprises} enterprises, {self.rows} account rows, "
            f"{self.verdicts} verdicts, alerts +{self.opened} ~{self.changed} -{self.resolved}"
        )
