"""``python -m benchmarks.page_client URL ROUNDS``: time calls whose paths come on stdin."""

from __future__ import annotations

import json
import sys
from collections import defaultdict

import httpx

from core.clock import monotonic_s

TIMEOUT_S = 60.0


def main() -> None:
    """Call every path once to warm up, then so often, and print the times [ms] by path."""
    url, rounds = sys.argv[1], int(sys.argv[2])
    paths: list[str] = json.loads(sys.stdin.read())
    times: dict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False) as client:
        for at in range(rounds + 1):
            for path in paths:
                started_s = monotonic_s()
                answer = client.get(path)
                taken_ms = (monotonic_s() - started_s) * 1000
                if answer.status_code != 200:
                    raise SystemExit(f"{path}: {answer.status_code} {answer.text[:500]}")
                if at:
                    times[path].append(taken_ms)
    print(json.dumps(times))


if __name__ == "__main__":
    main()
