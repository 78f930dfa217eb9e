"""Run one benchmark in this process: ``python -m benchmarks.child MODULE OUT [--quick]``."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Measure, and write the rows as JSON to OUT."""
    module, out, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="nengheng-bench-") as folder:
        rows = importlib.import_module(module).measure("--quick" in options, Path(folder))
    Path(out).write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n")


if __name__ == "__main__":
    main()
