from __future__ import annotations

from dashboards.console.pages.quarantine import dump_bytes, explain_reason
from dashboards.console.texts import Texts


def test_bytes_stand_with_their_place_and_what_can_be_printed() -> None:
    lines = dump_bytes(bytes(range(60, 78)) + b"\x00\xff").splitlines()
    assert lines[0].startswith("000000  3c 3d 3e")
    assert lines[0].endswith("<=>?@ABCDEFGHIJK")
    assert lines[1].startswith("000010  4c 4d 00 ff ")
    assert lines[1].endswith("LM..")
    assert dump_bytes(b"") == ""


def test_a_reason_is_a_sentence_and_an_unknown_one_stays_as_it_is() -> None:
    assert "no such point" in explain_reason("unknown_point", Texts("en"))
    assert explain_reason("of_another_version", Texts("zh")) == "of_another_version"
