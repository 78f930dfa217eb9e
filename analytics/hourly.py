"""Bringing the hourly amounts of several enterprises up to date together.

Enterprises whose dirty spans are the same, as they are while data flow live, are computed at once:
one question to the store costs about as much for one enterprise as for twenty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from analytics.consumption.job import compute_enterprises, refresh_hours, write_result
from analytics.context import Context
from analytics.tasks import Span, join_near


def refresh_enterprises(
    context: Context, dirty: Mapping[str, Sequence[Span]]
) -> dict[str, list[Span]]:
    """Compute the hours that each enterprise's `dirty` spans [ms] touch, and write them.

    Returns
    -------
    dict of str to list of (int, int)
        Spans [ms] by enterprise whose hours may have changed.
    """
    alike: dict[tuple[Span, ...], list[str]] = defaultdict(list)
    for code, spans in dirty.items():
        if spans:
            alike[tuple(spans)].append(code)
    touched: dict[str, list[Span]] = {code: list(spans) for code, spans in dirty.items()}
    for spans, codes in alike.items():
        if len(codes) == 1:
            touched[codes[0]] += refresh_hours(context, codes[0], spans)
        else:
            for code, more in _refresh_alike(context, codes, spans).items():
                touched[code] += more
    return touched


def _refresh_alike(
    context: Context, codes: Sequence[str], spans: Sequence[Span]
) -> dict[str, set[Span]]:
    touched: dict[str, set[Span]] = {code: set() for code in codes}
    for start_ms, end_ms in join_near(spans):
        result = compute_enterprises(context, codes, start_ms, end_ms)
        reached = write_result(context, result)
        windows = zip(
            result.table.index_of(reached.series).tolist(),
            reached.start_ms.tolist(),
            reached.end_ms.tolist(),
            strict=True,
        )
        for place, first_ms, last_ms in windows:
            touched[result.table.meters[place].enterprise].add((first_ms, last_ms))
    return touched
