"""Opaque cursors: where a list goes on, as the key of the last row given."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from api.errors import ParameterError

Key = tuple[str | int | float, ...]


def encode_cursor(listing: str, key: Sequence[str | int | float]) -> str:
    """Return the cursor that goes on after `key` of the list called `listing`."""
    text = json.dumps([listing, *key], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(listing: str, cursor: str, kinds: Sequence[type]) -> Key:
    """Return the key inside a cursor.

    Parameters
    ----------
    listing : str
        Name of the list; a cursor of another list is refused.
    cursor : str
        What the list gave as ``next``.
    kinds : sequence of type
        Types of the key's parts.

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    refused = ParameterError(
        f"cursor {cursor!r} is not one this list gave",
        parameter="cursor",
        value=cursor,
        fix="start without a cursor and follow `next` as it is given",
    )
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise refused from error
    if not isinstance(content, list) or content[:1] != [listing]:
        raise refused
    key = tuple(content[1:])
    if len(key) != len(kinds) or any(type(k) is not t for k, t in zip(key, kinds, strict=True)):
        raise refused
    return key
