"""`World`: the registry as it would be with the given rows, against which rows are checked."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import cached_property

from sqlalchemy.orm import Session

from core.catalogue import Catalogue, read_catalogue
from core.errors import RegistryError
from core.registry.formula import Term, parse_formula
from core.registry.models import Entry
from core.registry.transfer.cells import same_value
from core.registry.transfer.drafts import Draft, Drafts
from core.registry.transfer.entry import ENTRY, newest_versions, same_statement
from core.registry.transfer.quota import MONTHS, complete_decision, split_evenly
from core.registry.transfer.report import RowProblem
from core.registry.transfer.spec import Condition, Key, TableSpec, Values
from core.registry.transfer.tables import TABLES

OWNER = "enterprise_code"
ROWS_OF_FEW = 50
"""Up to so many enterprises or subjects, only their rows are read [1]."""


class Standing(dict[str, dict[Key, Values]]):
    """Rows that stand, by table and key; a table is read when it is first asked for.

    `scope` has the conditions under which rows of a table can matter.
    """

    def __init__(self, session: Session, scope: dict[str, Condition]) -> None:
        super().__init__()
        self._session = session
        self._scope = scope

    def __missing__(self, name: str) -> dict[Key, Values]:
        """Read a table."""
        where = (self._scope[name],) if name in self._scope else ()
        self[name] = TABLES[name].read(self._session, *where)
        return self[name]


class Merged(dict[str, dict[Key, Values]]):
    """Rows that stand with those of the files, by table and key."""

    def __init__(self, standing: Standing, drafts: dict[str, list[Draft]]) -> None:
        super().__init__()
        self._standing = standing
        self._drafts = drafts

    def __missing__(self, name: str) -> dict[Key, Values]:
        """Merge a table."""
        given = {draft.key: draft.values for draft in self._drafts.get(name, ())}
        self[name] = self._standing[name] | given
        return self[name]


def _scope(drafts: Drafts) -> dict[str, Condition]:
    """Return which rows can matter: of rows that belong to few enterprises only those of these.

    Rows of tables whose key begins with their enterprise refer to nothing of other enterprises;
    figures of a subject to no other subject's.
    """
    given = [draft for rows in drafts.rows.values() for draft in rows.values()]
    given += drafts.partial
    if not given or not all(
        owner in draft.values for draft in given for owner in draft.spec.key[:1]
    ):
        return {}
    owned = [spec for spec in TABLES.values() if spec.key[0] == OWNER]
    codes = {draft.values[OWNER] for draft in given if draft.spec.key[0] == OWNER}
    if all(draft.spec.key[0] == OWNER for draft in given) and len(codes) <= ROWS_OF_FEW:
        return {spec.name: getattr(spec.model, OWNER).in_(sorted(codes)) for spec in owned}
    subjects = {draft.values["subject"] for draft in given if draft.spec is ENTRY}
    if all(draft.spec is ENTRY for draft in given) and len(subjects) <= ROWS_OF_FEW:
        return {ENTRY.name: Entry.subject.in_(sorted(subjects))}
    return {}


class World:
    """What stands in the registry, what the files add, and both together.

    Attributes
    ----------
    drafts : dict of str to list of Draft
        Rows of the files by table, completed.
    existing, merged : dict of str to dict of tuple to dict
        Rows by table and key, before and after the import; of few enterprises only theirs.
    problems : list of RowProblem
        What was found wrong while completing rows.
    """

    def __init__(self, session: Session, drafts: Drafts, now_ms: int) -> None:
        self.existing = Standing(session, _scope(drafts))
        self.failed = drafts.failed
        self._terms: dict[str, tuple[Term, ...]] = {}
        self._above: dict[str, dict[str, list[str]]] = {}
        self._parts: dict[str, dict[str, list[str]]] = {}
        self._histories: dict[str, dict[Key, list[Values]]] = {}
        self._given: dict[str, set[Key]] = {}
        self.problems: list[RowProblem] = []
        self.trees: dict[object, object] = {}
        self.drafts = {name: list(rows.values()) for name, rows in drafts.rows.items()}
        for draft in (draft for rows in self.drafts.values() for draft in rows):
            self._keep_digits(draft)
        for draft in self.drafts.get("quota", []):
            self._complete_plan(draft)
            complete_decision(draft.values, self.existing["quota"].get(draft.key), now_ms)
        if "entry" in self.drafts:
            self.drafts["entry"] = self._number_entries(self.drafts["entry"], now_ms)
        self.merged = Merged(self.existing, self.drafts)

    def remove(self, spec: TableSpec, key: Key) -> None:
        """Take a row out of what will be."""
        self.merged[spec.name].pop(key, None)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue that carriers and benchmark keys are looked up in."""
        return read_catalogue()

    @cached_property
    def epochs(self) -> dict[Key, list[Values]]:
        """Meter epochs of each (enterprise, point) by their start."""
        grouped: dict[Key, list[Values]] = defaultdict(list)
        for key, values in sorted(self.merged["meter_epoch"].items(), key=lambda kv: str(kv[0])):
            grouped[key[:2]].append(values)
        for rows in grouped.values():
            rows.sort(key=lambda values: values["start_ms"])
        return grouped

    @cached_property
    def certificate_uses(self) -> dict[str, list[Values]]:
        """Uses of each certificate."""
        grouped: dict[str, list[Values]] = defaultdict(list)
        for values in self.merged["certificate_use"].values():
            grouped[values["certificate_code"]].append(values)
        return grouped

    @cached_property
    def stock_counts(self) -> dict[tuple[str, str], list[int]]:
        """Ends of the counts of each (subject, ``stock:CARRIER``), in order [ms]."""
        grouped: dict[tuple[str, str], set[int]] = defaultdict(set)
        for values in self.merged["entry"].values():
            if values["item"].startswith("stock:"):
                grouped[values["subject"], values["item"]].add(values["end_ms"])
        return {key: sorted(ends) for key, ends in grouped.items()}

    def parse_formula(self, text: str) -> tuple[Term, ...]:
        """Return the terms of a formula, read once.

        Raises
        ------
        RegistryError
            It is no sum of points with constant factors.
        """
        if text not in self._terms:
            self._terms[text] = parse_formula(text)
        return self._terms[text]

    @cached_property
    def _points(self) -> dict[str, list[Values]]:
        grouped: dict[str, list[Values]] = defaultdict(list)
        for values in self.merged["point"].values():
            grouped[values["enterprise_code"]].append(values)
        return grouped

    def meters_above(self, enterprise: str) -> dict[str, list[str]]:
        """Return the meter above each point of an enterprise."""
        if enterprise not in self._above:
            self._above[enterprise] = {
                values["code"]: [values["parent_code"]]
                for values in self._points[enterprise]
                if values["parent_code"] is not None
            }
        return self._above[enterprise]

    def formula_parts(self, enterprise: str) -> dict[str, list[str]]:
        """Return the points that each virtual point of an enterprise is made of."""
        if enterprise not in self._parts:
            parts: dict[str, list[str]] = {}
            for values in self._points[enterprise]:
                if values["formula"]:
                    with suppress(RegistryError):  # told where its own row is checked
                        terms = self.parse_formula(values["formula"])
                        parts[values["code"]] = [term.code for term in terms]
            self._parts[enterprise] = parts
        return self._parts[enterprise]

    def formulas_with(self, enterprise: str, code: str) -> list[str]:
        """Return the virtual points that are made of a point."""
        parts = self.formula_parts(enterprise)
        return [virtual for virtual, codes in parts.items() if code in codes]

    def history(self, spec: TableSpec) -> dict[Key, list[Values]]:
        """Return the dated rows of each thing, by the key without its date."""
        if spec.name not in self._histories:
            grouped: dict[Key, list[Values]] = defaultdict(list)
            for key, values in self.merged[spec.name].items():
                grouped[key[:-1]].append(values)
            self._histories[spec.name] = grouped
        return self._histories[spec.name]

    def is_given(self, spec: TableSpec, values: Values) -> bool:
        """Return whether a row is among those of the files."""
        if spec.name not in self._given:
            self._given[spec.name] = {draft.key for draft in self.drafts.get(spec.name, [])}
        return spec.key_of(values) in self._given[spec.name]

    def has(self, table: str, *key: object) -> bool:
        """Return whether a row stands, or is in the files though with a problem of its own."""
        return key in self.merged[table] or key in self.failed.get(table, ())

    def has_holder(self, subject: str) -> bool:
        """Return whether ``enterprise:CODE`` or ``region:CODE`` stands."""
        table, _, code = subject.partition(":")
        return table in ("enterprise", "region") and self.has(table, code)

    def has_subject(self, subject: str) -> bool:
        """Return whether an enterprise, region, park or line (``line:ENTERPRISE/CODE``) stands."""
        table, _, code = subject.partition(":")
        if table == "line":
            enterprise, _, line = code.partition("/")
            return self.has("process_line", enterprise, line)
        return self.has("park", code) if table == "park" else self.has_holder(subject)

    def parent(self, region: str) -> str | None:
        """Return the region above one, None at the root or where it is unknown."""
        parent: str | None = self.merged["region"].get((region,), {}).get("parent_code")
        return parent

    def is_below(self, region: str | None, top: str) -> bool:
        """Return whether a region is `top` or lies below it."""
        seen: set[str] = set()
        while region is not None and region not in seen:
            if region == top:
                return True
            seen.add(region)
            region = self.parent(region)
        return False

    def _keep_digits(self, draft: Draft) -> None:
        """Keep a number that differs only in digits which spreadsheets and their tools drop."""
        before = self.existing[draft.spec.name].get(draft.key)
        if before is None:
            return
        for name, value in draft.values.items():
            if value != before[name] and same_value(value, before[name]):
                draft.values[name] = before[name]

    def _complete_plan(self, draft: Draft) -> None:
        values = draft.values
        given = [name for name in MONTHS if values[name] is not None]
        if len(given) == len(MONTHS):
            return
        if given:
            missing = [name for name in MONTHS if name not in given]
            self.problems.append(
                draft.problem(
                    missing[0],
                    f"the monthly plan has {len(given)} months, {', '.join(missing)} are empty",
                    "fill all twelve months, or leave all empty for an even split",
                )
            )
        plan = split_evenly(values["amount"], values["year"])
        values |= dict(zip(MONTHS, plan, strict=True))

    def complete_partial(self, draft: Draft) -> None:
        """Complete a row of which some cells could not be parsed, as far as it goes.

        Raises
        ------
        UnparsedError
            The plan rests on a cell that could not be parsed.
        """
        if draft.spec.name != "quota":
            return
        if any(name not in draft.values for name in (*MONTHS, "amount", "year")):
            for name in MONTHS:
                draft.values.pop(name, None)
            return
        self._complete_plan(draft)

    def _number_entries(self, drafts: list[Draft], now_ms: int) -> list[Draft]:
        """Give every entry its version; what only repeats a version stays that version."""
        known = dict(self.existing["entry"])
        newest = newest_versions(known)
        taken: list[Draft] = []
        for draft in sorted(drafts, key=lambda d: (d.values["version"] == 0, d.values["version"])):
            draft.values["entered_ms"] = draft.values["entered_ms"] or now_ms
            problem = self._number_entry(draft, known, newest)
            if problem is not None:
                self.problems.append(problem)
                continue
            known[draft.key] = draft.values
            newest[draft.key[:-1]] = known[draft.key]
            taken.append(draft)
        return taken

    def _number_entry(
        self, draft: Draft, known: dict[Key, Values], newest: dict[Key, Values]
    ) -> RowProblem | None:
        last = newest.get(draft.key[:-1])
        following = 1 + (last["version"] if last else 0)
        if draft.values["version"] == 0:
            repeats = last is not None and same_statement(last, draft.values)
            draft.values["version"] = following - 1 if repeats else following
            stands = last if repeats else None
        else:
            stands = known.get(draft.key)
            if stands is not None and not same_statement(stands, draft.values):
                return draft.problem(
                    "version",
                    f"version {draft.values['version']} stands with another figure "
                    f"({stands['value']} {stands['unit']}) and is never overwritten",
                    f"leave version empty to enter version {following}",
                )
            if stands is None and draft.values["version"] != following:
                return draft.problem(
                    "version",
                    f"version {draft.values['version']} does not follow the newest, "
                    f"{following - 1}",
                    f"leave version empty to enter version {following}",
                )
        if stands is not None:
            draft.values = dict(stands)
        return None
