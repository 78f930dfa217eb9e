"""What else is wrong with a row of which some cells could not be parsed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from core.registry.transfer.checks import CHECKS
from core.registry.transfer.drafts import Draft, UnparsedError
from core.registry.transfer.hanging import OWNER, REFERENCES
from core.registry.transfer.references import refuse_unknown
from core.registry.transfer.report import RowProblem
from core.registry.transfer.tables import TABLES
from core.registry.transfer.world import World


def check_partial(world: World, draft: Draft) -> Iterator[RowProblem]:
    """Yield what is wrong with the cells that could be parsed, as far as it can be told.

    The row's check ends at the first value that is not there; what the row refers to is looked up
    whatever else is wrong with it.
    """
    with suppress(UnparsedError):
        world.complete_partial(draft)
        yield from CHECKS[draft.spec.name](world, draft)
    for target, references in REFERENCES.items():
        for table, field in references:
            value = draft.values.get(field)
            if table != draft.spec.name or not value:
                continue
            key = (value,) if len(TABLES[target].key) == 1 else (draft.values.get(OWNER), value)
            if None not in key:
                yield from refuse_unknown(world, draft, field, target, key=key)
