"""Unified social credit codes 统一社会信用代码 (GB 32100-2015): 17 characters and a check."""

from __future__ import annotations

from core.errors import RegistryError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100: digits and capitals without I, O, S, V and Z."""

WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
"""Weight of each of the first 17 places [1]: 3^(i−1) mod 31 (GB 32100-2015, annex)."""

LENGTH = 18


def check_character(first17: str) -> str:
    """Return the check character of the first 17 characters of a credit code.

    Raises
    ------
    RegistryError
        There are not 17 characters, or one is not of the code's alphabet.

    References
    ----------
    GB 32100-2015: C18 = (31 − Σ Ci·Wi mod 31) mod 31.
    """
    if len(first17) != LENGTH - 1:
        raise RegistryError(
            f"credit code body {first17!r} has {len(first17)} characters",
            fix="give the first 17 characters of the code",
        )
    for place, character in enumerate(first17, start=1):
        if character not in ALPHABET:
            raise RegistryError(
                f"credit code {first17!r} has {character!r} at place {place}",
                fix="use digits and capital letters without I, O, S, V, Z",
            )
    total = sum(ALPHABET.index(c) * w for c, w in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def check_credit_code(text: str) -> str:
    """Return `text` without surrounding blanks if it is a valid credit code.

    Raises
    ------
    RegistryError
        Wrong length, wrong character or wrong check character; the message names the expected one.
    """
    code = text.strip()
    if len(code) != LENGTH:
        raise RegistryError(
            f"credit code {code!r} has {len(code)} characters, not {LENGTH}",
            fix="copy the 18 characters from the business licence",
        )
    expected = check_character(code[:-1])
    if code[-1] != expected:
        raise RegistryError(
            f"credit code {code!r} ends in {code[-1]!r}, its check character is {expected!r}",
            fix="copy the code again from the business licence; one of its characters is wrong",
        )
    return code
