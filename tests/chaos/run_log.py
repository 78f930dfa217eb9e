"""`RunLog`: what a run has done, one JSON object a line, so that a run can go on where it ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from fault_plan import Fault, Kind


@dataclass(frozen=True)
class Struck:
    """A fault as it was: when it began and how long it lasted [s], and what it did."""

    number: int
    kind: str
    target: str
    began_s: float
    lasted_s: float
    effect: str


class RunLog:
    """The log of a run.

    Parameters
    ----------
    path : Path
        The file; what stands there belongs to the same run.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.struck: list[Struck] = []
        if path.exists():
            with path.open(encoding="utf-8") as file:
                self.struck = [Struck(**json.loads(line)) for line in file if line.endswith("\n")]

    @property
    def done(self) -> set[int]:
        """Numbers of the faults that have been [1]."""
        return {one.number for one in self.struck}

    def add(self, fault: Fault, began_s: float, lasted_s: float, effect: str) -> Struck:
        """Note a fault that has ended."""
        one = Struck(
            fault.number,
            str(fault.kind),
            fault.target,
            round(began_s, 2),
            round(lasted_s, 2),
            effect,
        )
        self.struck.append(one)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
        return one

    @property
    def kills(self) -> int:
        """Parts killed [1]."""
        return sum(one.kind in (Kind.KILL, Kind.EMPTY) for one in self.struck)

    def table(self) -> Iterator[str]:
        """Yield a Markdown table: what struck which part, how often and how long."""
        yield "| fault | part | times | seconds in all |"
        yield "| --- | --- | ---: | ---: |"
        groups: dict[tuple[str, str], list[Struck]] = {}
        for one in self.struck:
            groups.setdefault((one.kind, one.target), []).append(one)
        for (kind, target), ones in sorted(groups.items()):
            left_out = sum(one.effect.startswith("left out") for one in ones)
            times = f"{len(ones) - left_out}" + (f" ({left_out} left out)" if left_out else "")
            lasted_s = sum(one.lasted_s for one in ones)
            yield f"| {kind} | {target} | {times} | {lasted_s:.0f} |"
