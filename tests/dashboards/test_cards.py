from __future__ import annotations

from dashboards.console.cards import join, level_chip, link
from dashboards.console.texts import Texts

EVIL = '<script>alert("x")</script>'


def test_texts_are_escaped_wherever_they_stand() -> None:
    assert "<script" not in link(EVIL, f"/x?{EVIL}").text
    assert "<script" not in join([EVIL, EVIL]).text


def test_a_level_has_a_word_and_an_icon_beside_its_colour() -> None:
    cell = level_chip("exceeded", Texts("en"))
    assert not isinstance(cell, str)
    assert "exceeded" in cell.text
    assert "material-icons" in cell.text
    assert level_chip(None, Texts("en")) == "–"
