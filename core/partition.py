"""`Part`: which enterprises are one collector's when several share the work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, Self
from zlib import crc32

from core.errors import SettingsError

PARTS_MAX = 1000
"""Most parts the work can be shared by [1]."""

_FORM = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


@lru_cache(maxsize=100_000)
def part_of(enterprise_code: str, parts: int) -> int:
    """Return which of `parts` [1] has an enterprise, counted from 1 [1]."""
    return crc32(enterprise_code.encode("utf-8", "surrogateescape")) % parts + 1


class Part(NamedTuple):
    """Part `number` of `parts`, counted from 1 [1]."""

    number: int
    parts: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the part that a text such as ``2/4`` names.

        Raises
        ------
        SettingsError
            It is not two whole numbers, or the first is not one of the second.
        """
        found = _FORM.fullmatch(text.strip())
        part = cls(int(found[1]), int(found[2])) if found else cls(0, 0)
        if not 1 <= part.number <= part.parts <= PARTS_MAX:
            raise SettingsError(
                f"{text!r} is not a part",
                where="--part",
                fix=f"write NUMBER/PARTS, such as 2/4, with 1 ≤ NUMBER ≤ PARTS ≤ {PARTS_MAX}",
            )
        return part

    def __str__(self) -> str:
        """Return it as it is written, such as ``2/4``."""
        return f"{self.number}/{self.parts}"

    @property
    def tag(self) -> str:
        """The part within a name, such as ``2of4``."""
        return f"{self.number}of{self.parts}"

    @property
    def is_whole(self) -> bool:
        """Whether there is only this part."""
        return self.parts == 1

    def has(self, enterprise_code: str) -> bool:
        """Return whether an enterprise belongs to this part."""
        return self.is_whole or part_of(enterprise_code, self.parts) == self.number


WHOLE = Part(1, 1)
"""The part of a collector that shares with nobody."""
