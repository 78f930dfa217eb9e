"""Benchmarks of the hot paths, beside the bars of the design: ``python -m benchmarks``.

One file a hot path, each registered in `benchmarks.paths`; each runs in a process of its own, so
that its memory is its own, and writes its rows as JSON.
"""
