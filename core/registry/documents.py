"""JSON documents of the registry, as every database takes them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence


def to_json(value: object) -> str:
    """Return a value as JSON that PostgreSQL takes: what is not finite is null, NUL is no text."""
    try:
        made = json.dumps(value, allow_nan=False)
    except ValueError:
        made = json.dumps(_finite(value), allow_nan=False)
    return made.replace("\\u0000", "\\ufffd") if "\\u0000" in made else made


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(part) for part in value]
    return value
