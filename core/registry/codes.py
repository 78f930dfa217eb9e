"""Shape of region codes (GB/T 2260), sector codes (GB/T 4754-2017) and the platform's own codes."""

from __future__ import annotations

import re

from core.errors import RegistryError

REGION = re.compile(r"[1-8][0-9]{5}")
SECTOR = re.compile(r"(?P<section>[A-T])?(?P<digits>[0-9]{2,4})?")
CODE_SHAPE = re.compile(r"[\w.:/-]{1,64}")

LAST_DIVISION = {
    "A": 5, "B": 12, "C": 43, "D": 46, "E": 50, "F": 52, "G": 60, "H": 62, "I": 65, "J": 69,
    "K": 70, "L": 72, "M": 75, "N": 79, "O": 82, "P": 83, "Q": 85, "R": 90, "S": 96, "T": 97,
}  # fmt: skip
"""Last division (two digits) of each section of GB/T 4754-2017; sections follow each other."""


def check_region_code(text: str) -> str:
    """Return `text` if it has the shape of a GB/T 2260 code.

    Raises
    ------
    RegistryError
        Not six digits, or a county without its prefecture digits.
    """
    code = text.strip()
    if not REGION.fullmatch(code):
        raise RegistryError(
            f"region code {code!r} is not six digits of GB/T 2260",
            fix="write the code of the administrative division, such as 150622",
        )
    if code[2:4] == "00" and code[4:] != "00":
        raise RegistryError(
            f"region code {code!r} is a county without a prefecture",
            fix="digits 3–4 name the prefecture 盟市; see GB/T 2260",
        )
    return code


def parent_region_code(code: str) -> str | None:
    """Return the code above `code` by GB/T 2260, None for a province-level code."""
    if code.endswith("0000"):
        return None
    return code[:2] + "0000" if code.endswith("00") else code[:4] + "00"


def province_code(region_code: str) -> str:
    """Return the province-level code of a region code (``150622`` → ``150000``)."""
    return region_code[:2] + "0000"


def section_of(division: int) -> str:
    """Return the section letter of a division of GB/T 4754-2017 [1], '' for none."""
    if division < 1:
        return ""
    return next((letter for letter, last in LAST_DIVISION.items() if division <= last), "")


def check_sector_code(text: str) -> str:
    """Return `text` if it is a section, division, group or class code of GB/T 4754-2017.

    ``C``, ``26``, ``C26``, ``261``, ``2613`` and ``C2613`` are good.

    Raises
    ------
    RegistryError
        Wrong shape, no such division, or a division that is not of the section named.
    """
    code = text.strip()
    match = SECTOR.fullmatch(code)
    if not code or match is None:
        raise RegistryError(
            f"sector code {code!r} is not a code of GB/T 4754-2017",
            fix="write two to four digits, with or without the section letter, such as C2613",
        )
    section, digits = match["section"], match["digits"]
    if digits is None:
        return code
    expected = section_of(int(digits[:2]))
    if not expected:
        raise RegistryError(
            f"sector code {code!r} names division {digits[:2]}, which GB/T 4754-2017 has not",
            fix="divisions run from 01 to 97",
        )
    if section and section != expected:
        raise RegistryError(
            f"sector code {code!r}: division {digits[:2]} is of section {expected}, not {section}",
            fix=f"write {expected}{digits}",
        )
    return code


def check_code(text: str) -> str:
    r"""Return `text` if it is a code of the platform (``[\w.:/-]{1,64}``).

    Raises
    ------
    RegistryError
        Empty, too long, or with another character.
    """
    if not CODE_SHAPE.fullmatch(text):
        raise RegistryError(
            f"code {text!r} is empty, longer than 64 or holds another character",
            fix="use letters, digits and _ . : / - only",
        )
    return text
