"""Parts of the work: every enterprise has exactly one, for ever the same."""

from __future__ import annotations

import pytest

from core.errors import SettingsError
from core.partition import WHOLE, Part, part_of

CODES = [f"91150622MA0{n:06d}X" for n in range(2000)]


@pytest.mark.parametrize("parts", [1, 2, 4, 7])
def test_every_enterprise_has_exactly_one_part(parts: int) -> None:
    every = [Part(number, parts) for number in range(1, parts + 1)]
    counts = [sum(part.has(code) for code in CODES) for part in every]
    assert sum(counts) == len(CODES)
    assert min(counts) > len(CODES) / parts * 0.8


def test_parts_are_lasting() -> None:
    codes = ("91150622MA0N1A2B3C", "91150602MA0N1A2B4D")
    assert [part_of(code, 4) for code in codes] == [3, 2]


def test_a_part_is_read_and_written() -> None:
    assert Part.parse(" 2/4 ") == Part(2, 4)
    assert (str(Part(2, 4)), Part(2, 4).tag) == ("2/4", "2of4")
    assert WHOLE.is_whole
    assert WHOLE.has("anything")


@pytest.mark.parametrize("text", ["", "2", "0/4", "5/4", "2/0", "a/b", "-1/4", "1/9999", "2/4/8"])
def test_what_is_no_part_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a part") as caught:
        Part.parse(text)
    assert repr(text) in str(caught.value)
    assert "2/4" in str(caught.value)
