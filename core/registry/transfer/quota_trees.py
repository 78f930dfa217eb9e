"""Quota trees of an import: what Σ children ≤ parent says of the rows that come along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from core.registry.quota_tree import Allotment, Transfer, TreeNode, build_tree
from core.registry.transfer.drafts import Draft
from core.registry.transfer.report import RowProblem
from core.registry.transfer.spec import Key, Values
from core.registry.transfer.world import World

NAMED = 5
"""Children named in a message at most [1]."""
Line = tuple[int, str, str]
"""Year, kind and basis: what quotas are compared within."""
Rows = Mapping[Key, Values]


class Trees(NamedTuple):
    """Nodes by holder before and after an import, and those that contradict themselves after."""

    before: dict[str, TreeNode]
    after: dict[str, TreeNode]
    contradictory: list[TreeNode]


def line_of(values: Values) -> Line:
    """Return year [1], kind and basis of a quota or transfer."""
    return values["year"], values["kind"], values["basis"]


def make_trees(world: World, line: Line) -> Trees:
    """Build the trees of one year, kind and basis, each once an import.

    Raises
    ------
    UnitError
        Units of a parent and its child do not convert.
    """
    if line not in world.trees:
        before, after = (
            _build(world, line, (rows["quota"], rows["quota_transfer"]))
            for rows in (world.existing, world.merged)
        )
        bad = [node for node in after.values() if node.is_contradictory]
        world.trees[line] = Trees(before, after, bad)
    found = world.trees[line]
    assert isinstance(found, Trees)
    return found


def _build(world: World, line: Line, tables: tuple[Rows, Rows]) -> dict[str, TreeNode]:
    quotas = [values for values in tables[0].values() if line_of(values) == line]
    transfers = [values for values in tables[1].values() if line_of(values) == line]
    return build_tree(
        [Allotment(q["holder"], q["amount"], q["unit"]) for q in quotas],
        [
            Transfer(t["code"], t["from_holder"], t["to_holder"], t["amount"], t["unit"])
            for t in transfers
        ],
        {q["holder"]: list(_above(world, q["holder"])) for q in quotas},
    )


def _above(world: World, holder: str) -> Iterator[str]:
    """Yield the regions above a holder, nearest first."""
    table, _, code = holder.partition(":")
    at: str | None
    if table == "region":
        at = world.parent(code)
    else:
        at = world.merged["enterprise"].get((code,), {}).get("region_code")
    seen: set[str] = set()
    while at is not None and at not in seen:
        seen.add(at)
        yield f"region:{at}"
        at = world.parent(at)


def find_conflicts(world: World, draft: Draft, holders: Iterable[str]) -> list[TreeNode]:
    """Return the nodes with or above `holders` that hand down more than they have, and than before.

    A tree that was contradictory already may be mended step by step: what does not make it worse is
    taken.

    Raises
    ------
    UnitError
        Units of a parent and its child do not convert.
    """
    trees = make_trees(world, line_of(draft.values))
    wanted = set(holders)
    found: list[TreeNode] = []
    for node in trees.contradictory:
        if node.holder not in wanted and wanted.isdisjoint(node.children):
            continue
        was = trees.before.get(node.holder)
        excess = node.handed_down - node.amount
        if was is None or excess > max(was.handed_down - was.amount, 0.0) * (1 + 1e-9):
            found.append(node)
    return found


def word_conflict(world: World, draft: Draft, node: TreeNode, column: str) -> RowProblem:
    """Return a conflict as a problem of a row, with the quotas that make it."""
    nodes = make_trees(world, line_of(draft.values)).after
    if node.amount < 0:
        return draft.problem(
            column,
            f"{node.holder} gives away {node.given:.10g} {node.unit}, more than its "
            f"{node.allotted + node.received:.10g}",
            "transfer less, or allot more first",
        )
    greatest = sorted((nodes[c] for c in node.children), key=lambda n: -n.amount)[:NAMED]
    named = ", ".join(f"{child.holder} {child.amount:.10g} {child.unit}" for child in greatest)
    more = f" and {len(node.children) - NAMED} more" if len(node.children) > NAMED else ""
    return draft.problem(
        column,
        f"quotas below {node.holder} add up to {node.handed_down:.10g} {node.unit}, its own is "
        f"{node.amount:.10g} {node.unit}: {named}{more}",
        "hand down at most what the parent has, or raise the parent in the same import",
    )
