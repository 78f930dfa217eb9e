"""Credit codes that are valid by their check characters and cannot be anyone's.

Digits 3–8 of a real code name the place of registration; these have 000000, which is no place.
"""

from __future__ import annotations

from core.registry.credit_code import check_character

_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SERIES = "MN"


def fictitious_code(number: int) -> str:
    """Return the fictitious credit code number `number` [1], 0 … 999999.

    References
    ----------
    GB 11714-1997 for the ninth character of the organisation code within (places 9–17):
    C9 = 11 − Σ Ci·Wi mod 11, with 10 written X and 11 written 0; GB 32100-2015 for place 18.
    """
    body = f"{_SERIES}{number:06d}"
    pairs = zip(body, _ORGANISATION_WEIGHTS, strict=True)
    rest = 11 - sum(_ORGANISATION_ALPHABET.index(c) * w for c, w in pairs) % 11
    first17 = f"91000000{body}{ {10: 'X', 11: '0'}.get(rest, str(rest)) }".replace(" ", "")
    return first17 + check_character(first17)
